/* SPDX-License-Identifier: BSD-2-Clause */
/* A TPM in the device tree. */
#ifndef SYSFS_DEVICETREE_H
#define SYSFS_DEVICETREE_H

#include "root.h"

/* The first enabled device-tree node of a TPM; both NULL if there is none. -ENOMEM. */
int devicetree_find(const struct root *root, char **ret_path, char **ret_compatible);
/* The TPM's name in a `compatible` property (strings with their NULs), or NULL. */
const char *devicetree_match(const char *compatible, size_t size);

#endif
