/* SPDX-License-Identifier: BSD-2-Clause */
/* One node of class tpm or tpmrm. */
#ifndef SYSFS_KERNEL_NODE_H
#define SYSFS_KERNEL_NODE_H

#include "context.h"

struct udev_device;

/* Fill a node from libudev, or from a directory of sysfs. -ENODEV if it is no TPM's. */
int node_from_udev(struct tpmsysfs *ctx, struct udev_device *dev, struct tpmsysfs_node **ret_node);
int node_from_dir(struct tpmsysfs *ctx, const char *class_path, const char *name,
		  struct tpmsysfs_node **ret_node);
void node_free(struct tpmsysfs_node *node);

/* nodes: malloc'd array. */
struct node_array {
	struct tpmsysfs_node **nodes;
	size_t count;
};
int node_array_append(struct node_array *array, struct tpmsysfs_node *node);
void node_array_clear(struct node_array *array);

#endif
