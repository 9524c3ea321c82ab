/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Filling a run's report: from the file of --from, or with the TPMs that select_targets() decides on.
 * Each returns an exit status; on failure it has said why. parts: enum collect_part.
 */
#ifndef COLLECT_SELECTED_H
#define COLLECT_SELECTED_H

#include "run.h"

/*
 * One TPM, or with `all` every one that discovery finds: then what failed is said of each, and the status
 * is that of the best. device: an operand that names a TPM as --device does, or NULL.
 */
int collect_selected(struct run *run, const char *device, unsigned int parts, bool all);

/* Only what sysfs and udev know: opens no node, and so the variables mean nothing here. */
int list_selected(struct run *run);

/*
 * Everything that can be had, for a diagnosis: a TPM that is not there or does not answer is no failure
 * but a fact. Never opens a raw node.
 */
int examine_selected(struct run *run, unsigned int parts);

/*
 * Does a report that was read (--from) hold what the command shows? Returns status, or EXIT_GENERAL with
 * a message where no TPM of it has this list. key: of tpm_report's fields.
 */
int collect_need(struct run *run, int status, const char *key);

#endif
