/* SPDX-License-Identifier: BSD-2-Clause */
/* The nodes of /dev. */
#ifndef SYSFS_DEVNODE_LIST_H
#define SYSFS_DEVNODE_LIST_H

#include "kernel-node.h"

/* Nodes by their usual names in /dev, where there is no sysfs. -ENOMEM. */
int devnode_list(const struct root *root, struct node_array *array);

#endif
