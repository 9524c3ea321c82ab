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
#include "vulnerability-list.h"

/* The list that is built in: text, and a NUL behind it. */
extern const char vulnerabilities_text[];

/* Renew the TPM's `vulnerabilities`: each issue of the list that is about TPMs gets a verdict. */
void vulnerability_list_judge(const struct vulnerability_list *list, struct report *report,
			      struct tpm_report *tpm);

#endif
