/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of TPMs. */
#ifndef SYSFS_ENUMERATE_H
#define SYSFS_ENUMERATE_H

#include "context.h"
#include "pair.h"

/*
 * Enumerate the TPMs: classes tpm and tpmrm, paired through the parent device, or by number where
 * there is none (tpm_vtpm_proxy). Without sysfs the usual names in /dev are taken (tpmN, tpmrmN,
 * tcmN, tcmrmN, character devices only); there the minor number (65536 + N is tpmrmN) outweighs the
 * name, as a container may show /dev/tpmrm0 under the name /dev/tpm0.
 * Errors: -ENOMEM. No TPM at all is success with count 0.
 */
int tpmsysfs_enumerate(struct tpmsysfs *ctx, struct tpmsysfs_list **ret_list);

#endif
