/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPM comes first where several could be meant. */
#ifndef SYSFS_PREFERRED_H
#define SYSFS_PREFERRED_H

#include "pair.h"

/*
 * Which TPM is meant when none is named: the nth of the list in order of preference, from 0; NULL
 * beyond its end. A TPM with a parent device, the platform's own, comes before virtual ones; then the
 * lower number comes first. Whoever needs a resource manager takes the first that has tpm->rm.
 */
const struct tpmsysfs_tpm *tpmsysfs_preferred(const struct tpmsysfs_list *list, size_t nth);

/*
 * The node of the first TPM in that order that has a resource manager, read from sysfs alone: much
 * faster than a list, for whoever only wants to open it. name: at least 32 bytes, receives the kernel
 * name; udev may call the node otherwise. root as in tpmsysfs_new().
 * Errors: -ENOENT: there is none; those of opendir(3).
 */
int tpmsysfs_preferred_rm(const char *root, char name[32]);

#endif
