/* SPDX-License-Identifier: BSD-2-Clause */
/* One TPM of a list by what a user may call it. */
#ifndef SYSFS_FIND_H
#define SYSFS_FIND_H

#include "context.h"
#include "pair.h"

/*
 * Find one TPM in a list by what a user may call it: "tpm1" or "tpmrm1", a number "1", a path of
 * any node or link (resolved by device number, so that a copy made with mknod is known),
 * "parent=TEXT" (name, ACPI HID, or sysfs, ACPI or device-tree path of the parent device).
 * ret_class tells which node was named: RAW or RM; NONE if the name is the TPM's as a whole
 * ("1", "tpm1" without a path, "parent=").
 * Errors: -ENODEV no such TPM; -ENOENT the path does not exist; -ENOTTY the path exists but is not
 * a TPM's character device; -EACCES a directory on the way cannot be searched; -ENOTUNIQ several
 * TPMs have this parent= text. Without sysfs a character device that is none of the list's gives
 * -ENODEV, as nobody can tell what it is.
 */
int tpmsysfs_find(struct tpmsysfs *ctx, const struct tpmsysfs_list *list, const char *selector,
		  const struct tpmsysfs_tpm **ret_tpm, enum tpmsysfs_class *ret_class);

#endif
