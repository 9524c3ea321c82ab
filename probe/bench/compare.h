/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Did it get slower: each operation of a report held against that of a baseline, and against budgets.
 * Pure: reports in, records of the report out.
 *
 * A regression needs all of: Mann-Whitney p < 0.01; a shift (shift.h) of more than 10 %, or of the
 * baseline's own noise where that is more; and of more than 0.25 ms, or of one polling quantum where
 * that is more. An improvement needs the same, downwards. If the halves of the new run differ by as
 * much as the shift, it is inconclusive. Where no quantum shows because all samples of either run lie
 * in one step, a shift as long as the kernel's own (1 ms) is none.
 *
 * Inconclusive without a look at the samples: fewer than 20 on a side; more than one command in 20
 * failed; failed, or not supported, on one side; on one side alone; and, unless forced, another TPM,
 * driver, kernel, connection, number of jobs, rate or number of loaded objects. What the TPM lacks
 * on both sides passes. Tier "slow" is reported and passes, whatever it is.
 */
#ifndef COMPARE_H
#define COMPARE_H

#include <stdbool.h>

#include "report.h"

struct compare_options {
	bool force; /* other TPM, driver, kernel, connection or load notwithstanding */
};

/*
 * Fill report->benchmark: comparisons (those that it had are gone), baseline, and verdict. path: of the
 * baseline, for messages.
 * Connections are paired by label, operations by name and loaded objects; where several are alike,
 * in their order. What finds no partner so is paired by order, or by name alone.
 */
void compare_reports(struct report *report, const struct report *baseline, const char *path,
		     const struct compare_options *options);

/*
 * Hold the medians of an operation, one for each connection, against a budget; adds to the
 * comparisons, and to the verdict. Returns false where the report has no such operation (then
 * inconclusive).
 */
bool compare_budget(struct report *report, const char *operation, uint64_t budget_ns);

#endif
