/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM, and which node, of a report is meant: what tpmsysfs.h does for a live list. */
#ifndef FIND_TPM_H
#define FIND_TPM_H

#include "report.h"

/*
 * Which TPM is meant when none is named: the nth in order of preference, from 0; NULL beyond its end.
 * The rule is that of tpmsysfs_preferred(): those with a parent device before virtual ones, then in the
 * report's order, which is that of their numbers.
 */
struct tpm_report *report_preferred_tpm(const struct report *report, size_t nth);

/*
 * The TPM that a word means, as tpmsysfs_find() takes it: "tpm1", "tpmrm1", "1", "parent=TEXT", the path
 * or a link of a node; besides, the TCTI through which a TPM was reached. ret_node: the node that was
 * named; NULL for the TPM as a whole.
 * Errors: -ENODEV: no such TPM; -ENOTUNIQ: several have this parent.
 */
int report_find_tpm(const struct report *report, const char *word, struct tpm_report **ret_tpm,
		    const struct node **ret_node);

/* The node in the report with this path or link, or NULL. ret_tpm (or NULL) receives its TPM. */
const struct node *report_find_node(const struct report *report, const char *path,
				    struct tpm_report **ret_tpm);

/* Is it a node of a TPM of the report's machine, be that TPM left out? */
bool report_has_node(const struct report *report, const char *path);

/* Is it a raw node's path? */
bool report_is_raw_node(const struct report *report, const char *path);

/*
 * From here on the report is about these TPMs only: an array of the report's arena. Of the others the
 * nodes stay known (host.other_nodes) where the host was looked at.
 */
void report_keep_tpms(struct report *report, struct tpm_report *tpms, size_t count);

#endif
