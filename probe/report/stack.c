/* SPDX-License-Identifier: BSD-2-Clause */
/* What becomes of a program's TCTI. */
#include "stack.h"

#include "report.h"

void consumer_conclude(struct report *report, struct consumer *consumer, enum consumer_state state,
		       const char *reason, const char *remedy)
{
	fact_set_state(&consumer->state, &consumer_state_words, state);
	fact_set_text(report, &consumer->reason, reason);
	fact_set_text(report, &consumer->remedy, remedy);
}
