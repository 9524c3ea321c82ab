/* SPDX-License-Identifier: BSD-2-Clause */
/* Doctor's judgement of a report, with the list of vulnerabilities that this run uses. */
#ifndef EXAMINE_H
#define EXAMINE_H

#include "run.h"

/* Renew a report's vulnerabilities, findings, readiness and verdicts. */
void examine_report(struct run *run, struct report *report);

/*
 * Renew the verdicts alone, for commands that collect less than doctor does. Rules whose facts are
 * missing are skipped; the calling user and the container are looked up for them, and not left in the
 * report.
 */
void examine_verdicts(struct run *run);

/* Is this rule among the verdicts of a TPM, or the findings of one of many machines? */
bool examine_found(const struct report *report, const char *rule);

#endif
