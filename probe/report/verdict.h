/* SPDX-License-Identifier: BSD-2-Clause */
/* One sentence of judgement on what was collected. */
#ifndef VERDICT_H
#define VERDICT_H

#include "report.h"
#include "severity.h"

struct verdict {
	struct enum_fact level; /* enum severity */
	struct text_fact rule;	/* of doctor's; absent: a fact that needs no rule */
	struct text_fact text, remedy;
};

/* Append to a list of verdicts. rule, remedy: NULL: none. */
void report_add_verdict(struct report *report, struct list_fact *list, enum severity level,
			const char *rule, const char *text, const char *remedy);

#endif
