/* SPDX-License-Identifier: BSD-2-Clause */
/* One node of class tpm or tpmrm. */
#ifndef SYSFS_KERNEL_NODE_H
#define SYSFS_KERNEL_NODE_H

#include <stddef.h>
#include <sys/types.h>

#include "context.h"
#include "node-name.h"

struct udev_device;

/* One character device of the kernel's. */
struct tpmsysfs_node {
	enum tpmsysfs_class class;
	char *name;    /* kernel name: "tpm0", "tpmrm0", "tcm0", "tcmrm0" */
	char *syspath; /* "/sys/devices/.../tpmrm/tpmrm0"; NULL where there is no sysfs */
	dev_t devnum;  /* 0 if sysfs does not tell */
	char *devnode; /* "/dev/tpmrm0", or the name that udev gave it; NULL if no node exists */
	char **links;  /* further names of the node: udev's symlinks; NULL-terminated, never NULL */
	char **tags;   /* udev's current tags; NULL-terminated, never NULL */
	char **properties; /* udev's properties "KEY=value"; NULL-terminated, never NULL */
};

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
