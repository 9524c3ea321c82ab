/* SPDX-License-Identifier: BSD-2-Clause */
/* A list of vulnerabilities from anywhere: refused with a message, or every issue gets a verdict. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "vulnerabilities-read.h"
#include "host.h"
#include "identity.h"
#include "machine.h"
#include "software-versions.h"
#include "vulnerabilities.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void packages_of(struct report *report)
{
	struct package *package =
		list_append(&report->arena, &report->host->packages, sizeof(*package));

	report->host->packages.fact.presence = PRESENCE_PRESENT;
	fact_set_text(report, &package->name, "tpm2-tss");
	fact_set_text(report, &package->version, "1:3.2.1-3+deb12u1");
}

static void judge(const struct vulnerability_list *list)
{
	struct report *report = report_new();
	struct tpm_report *tpm = report_add_tpm(report);
	const struct vulnerability *items;

	tpm->identity->manufacturer_id = FACT_NUMBER(0x49465800);
	tpm->identity->revision = FACT_NUMBER(116);
	fact_set_text(report, &tpm->identity->vendor_string, "SLB9665");
	fact_set_text(report, &tpm->identity->firmware_raw, "0005003d 000ae100");
	vulnerability_list_judge(list, report, tpm);
	check(tpm->vulnerabilities.count <= list->n_issues);
	items = tpm->vulnerabilities.items;
	for (size_t i = 0; i < tpm->vulnerabilities.count; i++)
		check(fact_known(&items[i].status.fact) && fact_known(&items[i].evidence.fact));
	fact_set_text(report, &report->kernel, "6.1.100");
	packages_of(report);
	vulnerability_list_judge_software(list, report);
	items = report->host->vulnerabilities.items;
	for (size_t i = 0; i < report->host->vulnerabilities.count; i++)
		check(fact_known(&items[i].status.fact) && fact_known(&items[i].evidence.fact));
	report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vulnerability_list list = { 0 };
	char *text = malloc(size ? size : 1), *error = NULL;
	int r;

	check(text);
	memcpy(text, data, size);
	r = vulnerability_list_read(&list, text, size, &error);
	free(text);
	check(r < 0 ? error && *error : !error);
	free(error);
	if (!r)
		judge(&list);
	vulnerability_list_clear(&list);
	return 0;
}
