/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * doctor: rules over the report. A rule is a row of data and a pure function: it reads the report,
 * asks nobody, changes nothing. Each category is one file with one table.
 *
 * A rule never says "ok" by default. What it read must have been there; where a fact is missing the
 * rule is skipped and says which fact, and what privilege or option would answer it.
 */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "report.h"
#include "rule-table.h"

/* Category I, or NULL behind the last. */
const struct rule_table *doctor_category(size_t i);
/* The rule with this id, or NULL. ret_category may be NULL. */
const struct rule *doctor_find(const char *id, const char **ret_category);

/*
 * Run every rule: renews the report's findings, readiness and verdicts. Verdicts are the findings in
 * short, the worst first, and those passes that people look for ("not in lockout").
 */
void doctor_examine(struct report *report);

/* Append what a rule is, as a finding without a status (--explain, --list-rules). */
void doctor_describe(struct report *report, const struct rule *rule, const char *category);

/*
 * Keep the findings that are asked for: those of these rules and categories (none given: all),
 * without the ignored ones. Readiness stays: that somebody does not look at a fault mends nothing.
 */
struct doctor_filter {
	const char *const *rules, *const *categories, *const *ignored;
	size_t n_rules, n_categories, n_ignored;
};
void doctor_keep(struct report *report, const struct doctor_filter *choice);

/* The worst severity that was found, or SEVERITY_OK. */
enum severity doctor_worst_severity(const struct report *report);

#endif
