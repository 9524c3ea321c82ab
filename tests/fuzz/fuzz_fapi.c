/* SPDX-License-Identifier: BSD-2-Clause */
/* A configuration or a profile of the feature API, any bytes: blamed by line, never beyond the last,
 * and made anew as JSON. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "emit.h"
#include "fapi.h"
#include "host.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report *report = report_new();
	struct emit_request request = { .format = "fapi" };
	const struct fapi_fault *faults;
	struct emission *emission;
	char *text = malloc(size + 1);
	uint64_t lines = 1;

	check(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n';
	fapi_read_config(report, text, size);
	fapi_find_faults(report, text, size);
	fapi_read_profile(report, text, size);
	faults = report->host->fapi.faults.items;
	for (size_t i = 0; i < report->host->fapi.faults.count; i++)
		check(faults[i].line.value >= 1 && faults[i].line.value <= lines &&
		      fact_known(&faults[i].text.fact));
	request.fapi_config = text;
	check(!emit_make(report, &request, &emission) && emission->lines.count);
	free(text);
	report_free(report);
	return 0;
}
