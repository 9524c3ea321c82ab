/* SPDX-License-Identifier: BSD-2-Clause */
/* A rule as data: what it says, what it stops, and the function that decides. */
#ifndef RULE_TABLE_H
#define RULE_TABLE_H

#include "finding.h"
#include "report.h"
#include "severity.h"

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

enum rule_status {
	RULE_OK = FINDING_OK,
	RULE_FOUND = FINDING_FOUND,
	RULE_SKIPPED = FINDING_SKIPPED,
};

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

#endif
