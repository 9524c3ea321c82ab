/* SPDX-License-Identifier: BSD-2-Clause */
/* TPMs where there is no sysfs, in some containers: by the usual names in /dev. */

#include "devnode-list.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "devnode.h"
#include "node-name.h"
#include "root.h"
#include "strv.h"
#include "kernel-node.h"

/* TPM_NUM_DEVICES of the kernel: the first minor number of class tpmrm. */
#define RM_FIRST_MINOR 65536
#define MISC_MAJOR     10
#define TPM0_MINOR     224

/* The kernel name that a node's number tells; name if it tells none. */
static void name_by_devnum(const char *name, dev_t devnum, char ret_name[32])
{
	unsigned int min = minor(devnum);

	if (!devnum)
		snprintf(ret_name, 32, "%.31s", name);
	else if (min >= RM_FIRST_MINOR)
		snprintf(ret_name, 32, "%.3srm%u", name, min - RM_FIRST_MINOR);
	else if (major(devnum) == MISC_MAJOR && min == TPM0_MINOR)
		snprintf(ret_name, 32, "%.3s0", name);
	else
		snprintf(ret_name, 32, "%.31s", name);
}

static int node_from_devnode(const struct root *root, const char *name,
			     struct tpmsysfs_node **ret_node)
{
	struct tpmsysfs_node *node;
	char path[64], kernel_name[32];
	struct stat st;

	if (name_parse(name, NULL) == TPMSYSFS_CLASS_NONE)
		return -ENODEV;
	snprintf(path, sizeof(path), "/dev/%.31s", name);
	if (!devnode_exists(root, path, 0) || root_stat(root, path, &st) < 0)
		return -ENODEV;
	node = calloc(1, sizeof(*node));
	if (!node)
		return -ENOMEM;
	node->devnum = S_ISCHR(st.st_mode) ? st.st_rdev : 0;
	name_by_devnum(name, node->devnum, kernel_name);
	node->class = name_parse(kernel_name, NULL);
	node->name = strdup(kernel_name);
	node->devnode = strdup(path);
	if (!node->name || !node->devnode || strv_ensure(&node->links) < 0 ||
	    strv_ensure(&node->tags) < 0 || strv_ensure(&node->properties) < 0) {
		node_free(node);
		return -ENOMEM;
	}
	*ret_node = node;
	return 0;
}

int devnode_list(const struct root *root, struct node_array *array)
{
	unsigned int n_seen = 0;
	struct dirent *entry;
	DIR *dir;
	int r;

	if (root_opendir(root, "/dev", &dir) < 0)
		return 0;
	r = 0;
	while (r >= 0 && n_seen++ < DEVNODE_SEARCH_MAX && (entry = readdir(dir))) {
		struct tpmsysfs_node *node;
		bool known = false;

		r = node_from_devnode(root, entry->d_name, &node);
		if (r == -ENODEV) {
			r = 0;
			continue;
		}
		if (r < 0)
			break;
		/* Two files for one node: the one with the kernel's name is kept. */
		for (size_t i = 0; i < array->count && !known; i++) {
			struct tpmsysfs_node **other = &array->nodes[i];

			known = !strcmp((*other)->name, node->name);
			if (known && !strcmp(entry->d_name, node->name)) {
				node_free(*other);
				*other = node;
			} else if (known) {
				node_free(node);
			}
		}
		if (known)
			continue;
		r = node_array_append(array, node);
		if (r < 0)
			node_free(node);
	}
	closedir(dir);
	return r;
}
