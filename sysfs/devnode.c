/* SPDX-License-Identifier: BSD-2-Clause */
/* Finding nodes in /dev: by number when sysfs knows the TPM, by name when there is no sysfs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "internal.h"

#define SEARCH_MAX 8192 /* entries of /dev and its subfolders */

/* TPM_NUM_DEVICES of the kernel: the first minor number of class tpmrm. */
#define RM_FIRST_MINOR 65536
#define MISC_MAJOR     10
#define TPM0_MINOR     224

static bool is_node(const char *root, const char *path, dev_t devnum)
{
	struct stat st;

	if (root_stat(root, path, &st) < 0)
		return false;
	if (S_ISCHR(st.st_mode))
		return !devnum || st.st_rdev == devnum;
	/* A copied tree may hold plain files where nodes were. */
	return root[0] && S_ISREG(st.st_mode);
}

static int search(const char *root, const char *dir_path, dev_t devnum, unsigned int depth,
		  unsigned int *n_seen, char **ret_path)
{
	struct dirent *entry;
	DIR *dir;
	int r;

	r = root_opendir(root, dir_path, &dir);
	if (r < 0)
		return 0;
	while (!*ret_path && r >= 0 && *n_seen < SEARCH_MAX && (entry = readdir(dir))) {
		char path[PATH_MAX], full[PATH_MAX];
		struct stat st;

		if (entry->d_name[0] == '.' || entry->d_type == DT_LNK)
			continue;
		(*n_seen)++;
		/* dir_path has no links in it and the entry is none: no resolving needed. */
		if (path_join(path, dir_path, entry->d_name) < 0 ||
		    snprintf(full, sizeof(full), "%s%s", root, path) >= (int)sizeof(full) ||
		    lstat(full, &st) < 0)
			continue;
		if (S_ISCHR(st.st_mode) && st.st_rdev == devnum) {
			*ret_path = strdup(path);
			r = *ret_path ? 0 : -ENOMEM;
		} else if (S_ISDIR(st.st_mode) && depth > 0) {
			r = search(root, path, devnum, depth - 1, n_seen, ret_path);
		}
	}
	closedir(dir);
	return r;
}

int devnode_find(const char *root, const char *candidate, const char *name, dev_t devnum,
		 char **ret_path)
{
	char by_name[64], dev[PATH_MAX], *found = NULL;
	unsigned int n_seen = 0;
	int r;

	snprintf(by_name, sizeof(by_name), "/dev/%.32s", name);
	if (!candidate || !is_node(root, candidate, devnum))
		candidate = is_node(root, by_name, devnum) ? by_name : NULL;
	if (candidate) {
		found = strdup(candidate);
		if (!found)
			return -ENOMEM;
	} else if (devnum && root_resolve(root, "/dev", 0, dev) >= 0) {
		r = search(root, dev, devnum, 1, &n_seen, &found);
		if (r < 0)
			return r;
	}
	*ret_path = found;
	return 0;
}

int node_array_append(struct node_array *array, struct tpmsysfs_node *node)
{
	struct tpmsysfs_node **grown =
		realloc(array->nodes, (array->count + 1) * sizeof(struct tpmsysfs_node *));

	if (!grown)
		return -ENOMEM;
	grown[array->count++] = node;
	array->nodes = grown;
	return 0;
}

void node_array_clear(struct node_array *array)
{
	for (size_t i = 0; i < array->count; i++)
		node_free(array->nodes[i]);
	free(array->nodes);
	memset(array, 0, sizeof(*array));
}

/* The kernel name that a node's number tells; name if it tells none. */
static void name_by_devnum(const char *name, dev_t devnum, char ret_name[32])
{
	unsigned int min = minor(devnum);

	if (!devnum)
		snprintf(ret_name, 32, "%s", name);
	else if (min >= RM_FIRST_MINOR)
		snprintf(ret_name, 32, "%.3srm%u", name, min - RM_FIRST_MINOR);
	else if (major(devnum) == MISC_MAJOR && min == TPM0_MINOR)
		snprintf(ret_name, 32, "%.3s0", name);
	else
		snprintf(ret_name, 32, "%s", name);
}

static int node_from_devnode(const char *root, const char *name, struct tpmsysfs_node **ret_node)
{
	struct tpmsysfs_node *node;
	char path[64], kernel_name[32];
	struct stat st;

	if (name_parse(name, NULL) == TPMSYSFS_CLASS_NONE)
		return -ENODEV;
	snprintf(path, sizeof(path), "/dev/%.31s", name);
	if (!is_node(root, path, 0) || root_stat(root, path, &st) < 0)
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

int devnode_enumerate(const char *root, struct node_array *array)
{
	unsigned int n_seen = 0;
	struct dirent *entry;
	DIR *dir;
	int r;

	if (root_opendir(root, "/dev", &dir) < 0)
		return 0;
	r = 0;
	while (r >= 0 && n_seen++ < SEARCH_MAX && (entry = readdir(dir))) {
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
