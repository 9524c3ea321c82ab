/* SPDX-License-Identifier: BSD-2-Clause */
/* The texts of a machine's files: the first byte chooses the parser, the rest is what it reads. */
#include <stdlib.h>
#include <string.h>

#include "bus-policy.h"
#include "fapi.h"
#include "packages.h"
#include "settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_settings(const char *text)
{
	struct setting_span setting;
	const char *at = text, *words;
	size_t size;

	while (settings_next(text, &at, &setting))
		if (setting.value + setting.size > text + strlen(text))
			abort();
	at = text;
	while (settings_next_kept(&at, &words, &size))
		if (words + size > text + strlen(text))
			abort();
}

static void read_policy(const char *text, size_t size)
{
	struct bus_policy policy = { 0 };
	int n = bus_policy_add(&policy, text, size);

	if ((n < 0 ? 0 : (size_t)n) != policy.count)
		abort();
	for (size_t i = 0; i < policy.count; i++)
		bus_policy_decides(&policy, i);
	bus_policy_clear(&policy);
}

static void read_fapi(const char *text, size_t size, bool is_profile)
{
	struct report *report = report_new();

	if (is_profile)
		fapi_read_profile(report, text, size);
	else
		fapi_read_config(report, text, size);
	report_free(report);
}

static void read_packages(const char *text)
{
	struct report *report = report_new();
	const struct package *packages;

	packages_read(report, text);
	packages = report->host->packages.items;
	for (size_t i = 0; i < report->host->packages.count; i++)
		if (!fact_known(&packages[i].name.fact) || !*packages[i].name.value)
			abort();
	report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;

	if (!size)
		return 0;
	text = malloc(size);
	if (!text)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	switch (data[0]) {
	case 's':
		read_settings(text);
		break;
	case 'b':
		read_policy(text, size - 1);
		break;
	case 'c':
	case 'p':
		read_fapi(text, size - 1, data[0] == 'p');
		break;
	case 'd':
		read_packages(text);
		break;
	default:
		break;
	}
	free(text);
	return 0;
}
