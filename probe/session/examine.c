/* SPDX-License-Identifier: BSD-2-Clause */
/* Doctor's judgement, whole or as verdicts. */
#include "examine.h"

#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "host-system.h"
#include "fields.h"
#include "host.h"
#include "machine.h"
#include "verdict.h"
#include "vulnerability-data.h"

void examine_report(struct run *run, struct report *report)
{
	vulnerability_data_judge(run, report);
	doctor_examine(report);
}

void examine_verdicts(struct run *run)
{
	struct report *report = run->report;
	const struct host host = *report->host;
	const struct list_fact findings = report->findings, readiness = report->readiness;
	size_t n = report_count_tpms(report);
	struct list_fact *vulnerabilities =
		arena_alloc(&report->arena, (n + 1) * sizeof(*vulnerabilities));

	/* Nobody looked for TPMs, or there are many machines. */
	if (!fact_known(&report->tpms.fact))
		return;
	for (size_t i = 0; i < n; i++)
		vulnerabilities[i] = report_tpm(report, i)->vulnerabilities;
	/* Whom a TPM's nodes are open to. */
	if (n && !run->options.from && !run->options.sysroot &&
	    !record_asked(&account_type, &host.account))
		collect_caller(report);
	examine_report(run, report);
	for (size_t i = 0; i < n; i++)
		report_tpm(report, i)->vulnerabilities = vulnerabilities[i];
	*report->host = host;
	report->findings = findings;
	report->readiness = readiness;
}

bool examine_found(const struct report *report, const char *rule)
{
	const struct machine *machines = report->machines.items;

	for (size_t i = 0; i < report->machines.count; i++)
		if (list_has(&machines[i].findings, rule))
			return true;
	for (size_t i = 0; i < report_count_tpms(report); i++) {
		const struct list_fact *list = &report_tpm(report, i)->verdicts;
		const struct verdict *verdicts = list->items;

		for (size_t j = 0; j < list->count; j++)
			if (text_is(&verdicts[j].rule, rule) &&
			    !state_is(&verdicts[j].level, SEVERITY_OK))
				return true;
	}
	return false;
}
