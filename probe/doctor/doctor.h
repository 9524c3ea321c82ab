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

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITY_CRITICAL };

/* What people want a TPM for. */
enum purpose {
	FOR_STORAGE = 1 << 0, /* keys and sealed data below the storage hierarchy */
	FOR_MEASURED_BOOT = 1 << 1,
	FOR_ATTESTATION = 1 << 2,
	FOR_FAPI = 1 << 3,
	FOR_PKCS11 = 1 << 4,
	FOR_DISK = 1 << 5, /* systemd-cryptenroll, Clevis: unlocking a disk at boot */
	FOR_KEYS = FOR_STORAGE | FOR_FAPI | FOR_PKCS11 | FOR_DISK,
	FOR_ALL = (1 << 6) - 1,
};

enum rule_scope {
	RULE_MACHINE, /* runs once; tpm is NULL */
	RULE_TPM,     /* runs for every TPM */
	RULE_TPM2,    /* the same, but skipped on a TPM 1.2 */
};

enum rule_status { RULE_OK, RULE_FOUND, RULE_SKIPPED };

struct finding_out; /* rule.h */

struct rule {
	const char *id; /* stable for ever: people suppress by it */
	const char *title;
	const char *why;
	const char *remedy;
	const char *commands; /* one a line; "# " begins a hint; NULL: none, or check() gives them */
	const char *references; /* one a line; NULL: none */
	enum severity severity;
	enum rule_scope scope;
	unsigned int stops;   /* enum purpose: what does not work where the rule is found */
	bool in_failure_mode; /* holds in failure mode, too: it does not rest on what a TPM answers */
	const char *unless; /* id of a rule that explains this one where it is found; NULL: none */
	enum rule_status (*check)(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out);
};

struct rule_table {
	const char *category;
	const struct rule *rules;
	size_t count;
};

/* Category I, or NULL behind the last. */
const struct rule_table *doctor_category(size_t i);
/* The rule with this id, or NULL. ret_category may be NULL. */
const struct rule *doctor_find(const char *id, const char **ret_category);

const char *severity_name(enum severity severity);
/* The severity with this name, or -1. */
int severity_of(const char *name);

/*
 * Run every rule: renews the report's findings, readiness and verdicts. Verdicts are the findings in
 * short, the gravest first, and those passes that people look for ("not in lockout").
 */
void doctor_examine(struct report *report);

/* Append what a rule is, as a finding without a status (--explain, --list-rules). */
void doctor_describe(struct report *report, const struct rule *rule, const char *category);

/*
 * Keep the findings that are asked for: those of these rules and categories (none given: all),
 * without the ignored ones. Readiness stays: that somebody does not look at a fault mends nothing.
 */
struct doctor_choice {
	const char *const *rules, *const *categories, *const *ignored;
	size_t n_rules, n_categories, n_ignored;
};
void doctor_keep(struct report *report, const struct doctor_choice *choice);

/* The gravest severity that was found, or -1. */
int doctor_gravest(const struct report *report);

#endif
