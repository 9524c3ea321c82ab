/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Did it get slower: each operation of a report held against that of a baseline, and against budgets.
 * Pure: reports in, records of the report out.
 *
 * A regression needs all of: Mann-Whitney p < 0.01; a shift of more than 10 %, or of the baseline's
 * own noise where that is more; and of more than 0.25 ms, or of one polling quantum where that is more.
 */
#ifndef COMPARE_H
#define COMPARE_H

#include <stdbool.h>

#include "report.h"

struct compare_options {
	bool force; /* other TPM, driver or kernel notwithstanding */
};

/*
 * Fill report->benchmark: comparisons, and verdict. path: of the baseline, for messages. Operations
 * are paired by their connection's label and name; those of one side alone are inconclusive.
 */
void compare_reports(struct report *report, const struct report *baseline, const char *path,
		     const struct compare_options *options);

/*
 * Hold a median against a budget; adds to the comparisons, and to the verdict. Returns false where
 * the report has no such operation (then inconclusive).
 */
bool compare_budget(struct report *report, const char *operation, uint64_t budget_ns);

#endif
