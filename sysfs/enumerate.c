/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of TPMs: through libudev here, by reading directories below a prefix. */
#include "enumerate.h"

#include <errno.h>
#include <libudev.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "devnode-list.h"
#include "kernel-node.h"
#include "pair.h"
#include "root.h"

static const char *const subsystems[] = { "tpm", "tpmrm", "tcm", "tcmrm" };

#define N_SUBSYSTEMS (sizeof(subsystems) / sizeof(subsystems[0]))
#define ENTRIES_MAX  1024

static int take_node(struct node_array *array, int r, struct tpmsysfs_node *node)
{
	if (r == -ENODEV)
		return 0;
	if (r < 0)
		return r;
	r = node_array_append(array, node);
	if (r < 0)
		node_free(node);
	return r;
}

static int enumerate_udev(struct tpmsysfs *ctx, struct node_array *array)
{
	struct udev *udev = udev_new();
	struct udev_enumerate *enumerate = udev ? udev_enumerate_new(udev) : NULL;
	struct udev_list_entry *entry;
	int r = 0;

	if (!enumerate) {
		r = -ENOMEM;
		goto unref_udev;
	}
	for (size_t i = 0; r >= 0 && i < N_SUBSYSTEMS; i++)
		r = udev_enumerate_add_match_subsystem(enumerate, subsystems[i]);
	if (r >= 0)
		r = udev_enumerate_scan_devices(enumerate);
	if (r < 0)
		goto unref_enumerate;
	r = 0;
	udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(enumerate))
	{
		struct tpmsysfs_node *node = NULL;
		struct udev_device *dev =
			udev_device_new_from_syspath(udev, udev_list_entry_get_name(entry));

		if (!dev)
			continue; /* gone since */
		r = node_from_udev(ctx, dev, &node);
		r = take_node(array, r, node);
		udev_device_unref(dev);
		if (r < 0)
			break;
	}

unref_enumerate:
	udev_enumerate_unref(enumerate);
unref_udev:
	udev_unref(udev);
	return r;
}

static int enumerate_dir(struct tpmsysfs *ctx, const char *subsystem, struct node_array *array)
{
	char class_path[PATH_MAX];
	unsigned int n_seen = 0;
	struct dirent *entry;
	DIR *dir;
	int r;

	r = path_join(class_path, "/sys/class", subsystem);
	if (r < 0 || root_opendir(&ctx->root, class_path, &dir) < 0)
		return r;
	while (r >= 0 && n_seen++ < ENTRIES_MAX && (entry = readdir(dir))) {
		struct tpmsysfs_node *node = NULL;

		if (entry->d_name[0] == '.')
			continue;
		r = node_from_dir(ctx, class_path, entry->d_name, &node);
		r = take_node(array, r, node);
	}
	closedir(dir);
	return r;
}

/* NULL in *ret_parent: it has none. */
static int read_parent_path(struct tpmsysfs *ctx, const struct tpmsysfs_node *node,
			    char **ret_parent)
{
	char path[PATH_MAX], parent[PATH_MAX], name[NAME_MAX + 1];

	*ret_parent = NULL;
	if (!node->syspath || path_join(path, node->syspath, "device") < 0)
		return 0;
	if (root_link_name(&ctx->root, path, name, sizeof(name)) < 0)
		return 0;
	/* A copied tree may lack the parent's directory; its name is known even so. */
	if (root_resolve(&ctx->root, path, true, parent) < 0 || strncmp(parent, "/sys/", 5))
		return 0;
	*ret_parent = strdup(parent);
	return *ret_parent ? 0 : -ENOMEM;
}

static bool class_exists(struct tpmsysfs *ctx)
{
	struct stat st;

	return root_stat(&ctx->root, "/sys/class/tpm", &st) >= 0 ||
	       root_stat(&ctx->root, "/sys/class/tcm", &st) >= 0;
}

int tpmsysfs_enumerate(struct tpmsysfs *ctx, struct tpmsysfs_list **ret_list)
{
	struct node_array array = { 0 };
	struct tpmsysfs_list *list;
	char **parents = NULL;
	int r = 0;

	list = calloc(1, sizeof(*list));
	if (!list)
		return -ENOMEM;
	list->from_sysfs = class_exists(ctx);
	if (!list->from_sysfs) {
		r = devnode_list(&ctx->root, &array);
	} else if (!ctx->root.is_prefix) {
		r = enumerate_udev(ctx, &array);
	} else {
		for (size_t i = 0; r >= 0 && i < N_SUBSYSTEMS; i++)
			r = enumerate_dir(ctx, subsystems[i], &array);
	}
	if (r < 0)
		goto clear_array;

	parents = calloc(array.count ? array.count : 1, sizeof(*parents));
	if (!parents) {
		r = -ENOMEM;
		goto clear_array;
	}
	for (size_t i = 0; r >= 0 && i < array.count; i++)
		r = read_parent_path(ctx, array.nodes[i], &parents[i]);
	if (r >= 0)
		r = pair_nodes(array.nodes, parents, array.count, list);
	for (size_t i = 0; i < array.count; i++)
		free(parents[i]);
	free(parents);
	if (r < 0)
		goto clear_array;
	free(array.nodes);
	*ret_list = list;
	return 0;

clear_array:
	node_array_clear(&array);
	tpmsysfs_list_free(list);
	return r;
}
