/* SPDX-License-Identifier: BSD-2-Clause */
/* The node in /dev of a device that sysfs knows. */
#ifndef SYSFS_DEVNODE_H
#define SYSFS_DEVNODE_H

#include "root.h"

/* Entries of /dev and its subdirectories that a search looks at. */
#define DEVNODE_SEARCH_MAX 8192

/* Is path a node with this number (0: any)? Below a root, a plain file stands for a node. */
bool devnode_exists(const struct root *root, const char *path, dev_t devnum);

/*
 * Where is the node with this number? candidate (may be NULL) and /dev/NAME are looked at first,
 * then /dev and its subdirectories. ret_path: malloc'd, NULL if there is none. -ENOMEM.
 */
int devnode_find(const struct root *root, const char *candidate, const char *name, dev_t devnum,
		 char **ret_path);

#endif
