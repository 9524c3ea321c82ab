/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COLLECT_SYSFS_H
#define COLLECT_SYSFS_H

#include "report.h"
#include "tpmsysfs.h"

/* Firmware tables and every TPM that sysfs and udev know: names, nodes, device, access.
 * Returns 0 or -errno. */
int collect_sysfs(struct report *report, struct tpmsysfs *ctx);

/*
 * The report's TPM that a word means, and the node that it names, NULL for the TPM as a whole: as
 * tpmsysfs_find(), with its errors. Another name of a node becomes one of the node's links.
 */
int collect_find_tpm(struct report *report, struct tpmsysfs *ctx, const char *word,
		     struct tpm_report **ret_tpm, const struct node **ret_node);

/* The PCR values that the kernel shows of one of these TPMs: no privilege, but a TPM command of the
 * kernel's for each. Returns their number, or -errno. */
int collect_sysfs_pcrs(struct report *report, struct tpm_report *tpm_report, struct tpmsysfs *ctx);

#endif
