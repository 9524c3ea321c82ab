/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SOFTWARE_VERSIONS_H
#define SOFTWARE_VERSIONS_H

#include "report.h"
#include "vulnerability-list.h"

/*
 * Is a version one with the fix? fixed: the first version of each branch that has it, separated by blanks;
 * what is not older than the greatest has it, too. Of a version counts what the project wrote: no epoch,
 * nothing behind '-', '+' or '~'.
 */
bool software_is_fixed(const char *version, const char *fixed);

/*
 * What the version of Intel's management engine, on which a PTT runs, says of an issue that the TPM itself
 * leaves open. ret_evidence is set only where that is known; else STATUS_UNKNOWN.
 */
enum vulnerability_status software_judge_engine(const struct vulnerability_issue *issue,
						struct report *report, const char **ret_evidence);

/*
 * Renew the machine's `vulnerabilities`: each issue about the kernel or a package that is installed gets a
 * verdict: fixed, not-listed, unknown, or "predates-fix": its version is older than the one in which the
 * project fixed it. Whether a distribution has added the fix to its package nobody sees from a version.
 */
void vulnerability_list_judge_software(const struct vulnerability_list *list,
				       struct report *report);

/* References of an issue, separated by blanks, as a list. */
void vulnerability_set_references(struct report *report, struct list_fact *list,
				  const char *references);

#endif
