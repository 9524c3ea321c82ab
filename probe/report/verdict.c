/* SPDX-License-Identifier: BSD-2-Clause */
/* Adding a verdict to a report. */
#include "verdict.h"

void report_add_verdict(struct report *report, struct list_fact *list, enum severity level,
			const char *rule, const char *text, const char *remedy)
{
	struct verdict *verdict = list_append(&report->arena, list, sizeof(struct verdict));

	fact_set_state(&verdict->level, &level_words, level);
	if (rule)
		fact_set_text(report, &verdict->rule, rule);
	fact_set_text(report, &verdict->text, text);
	fact_set_text(report, &verdict->remedy, remedy);
}
