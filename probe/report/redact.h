/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A report for others: without what tells this machine, its TPMs or a person from all others. What of
 * each fact may go is decided in the field table (enum field_sharing).
 */
#ifndef REPORT_REDACT_H
#define REPORT_REDACT_H

#include "report.h"
#include "redact-text.h"

/*
 * Redact a report where it stands. What is kept back (SHARE_NEVER) and names of accounts become known
 * words of redactor, so that they stand in no other text either. Events of the boot log keep their
 * description only where the type allows nothing but words of the firmware's and states of switches.
 * ret_left_out: texts, one for each kind of fact that something went of; redactor's memory.
 */
void report_redact(struct report *report, struct redactor *redactor,
		   struct list_fact *ret_left_out);

#endif
