/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Known vulnerabilities, held against what a TPM says of itself. The list is data with a date:
 * vulnerabilities.csv, which is built in and explains its format, or a newer one. Verdicts are
 * affected, fixed, not-listed and unknown. None of them says that a TPM is safe.
 */
#ifndef VULNERABILITIES_H
#define VULNERABILITIES_H

#include "machine.h"
#include "report.h"

/* Which TPMs a line of the list means. */
struct vulnerability_match {
	bool tpm12;
	bool any_manufacturer, any_firmware;
	uint32_t manufacturer;
	const char *model;    /* beginning of the vendor string; "": any */
	uint64_t from, to;    /* FIRMWARE_VERSION_1 << 32 | FIRMWARE_VERSION_2, inclusive */
	uint64_t revision_to; /* UINT64_MAX: any */
	enum vulnerability_status status; /* 0: by the PCR values ("unmeasured-bank") */
	const char *fixed_in, *source;
	size_t line; /* in the list */
};

struct vulnerability_issue {
	const char *id, *rule, *name, *impact, *remedy, *references;
	struct vulnerability_match *matches;
	size_t n_matches, capacity;
};

struct vulnerability_list {
	struct arena arena; /* everything else lives in it */
	const char *date;
	struct vulnerability_issue *issues;
	size_t n_issues, capacity;
};

/* The list that is built in: text, and a NUL behind it. */
extern const char vulnerabilities_text[];

/* Renew the TPM's `vulnerabilities`: each issue of the list gets a verdict. */
void vulnerability_list_judge(const struct vulnerability_list *list, struct report *report,
			      struct tpm_report *tpm);

#endif
