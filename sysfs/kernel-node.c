/* SPDX-License-Identifier: BSD-2-Clause */
/* One node of class tpm or tpmrm: from libudev, or from a directory of sysfs and udev's database. */

#include "kernel-node.h"

#include <errno.h>
#include <libudev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "context.h"
#include "devnode.h"
#include "node-name.h"
#include "root.h"
#include "strv.h"
#include "udevdb.h"

#define TEXT_MAX 65536

void node_free(struct tpmsysfs_node *node)
{
	if (!node)
		return;
	free(node->name);
	free(node->syspath);
	free(node->devnode);
	strv_free(node->links);
	strv_free(node->tags);
	strv_free(node->properties);
	free(node);
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

static int node_new(enum tpmsysfs_class class, const char *name, const char *syspath,
		    struct tpmsysfs_node **ret_node)
{
	struct tpmsysfs_node *node;

	if (name_parse(name, NULL) == TPMSYSFS_CLASS_NONE || strlen(name) >= 32)
		return -ENODEV;
	node = calloc(1, sizeof(*node));
	if (!node)
		return -ENOMEM;
	node->class = class;
	node->name = strdup(name);
	node->syspath = strdup(syspath);
	if (!node->name || !node->syspath) {
		node_free(node);
		return -ENOMEM;
	}
	*ret_node = node;
	return 0;
}

/* Names of a libudev list; with values as "name=value". */
static int strv_from_udev(struct udev_list_entry *first, bool values, char ***ret_strv)
{
	char **strv = NULL;
	struct udev_list_entry *entry;
	int r;

	udev_list_entry_foreach(entry, first)
	{
		const char *name = udev_list_entry_get_name(entry);
		const char *value = values ? udev_list_entry_get_value(entry) : NULL;
		char *both = NULL;

		if (value && asprintf(&both, "%s=%s", name, value) < 0) {
			r = -ENOMEM;
			goto free_strv;
		}
		r = strv_append(&strv, both ? both : name, strlen(both ? both : name));
		free(both);
		if (r < 0)
			goto free_strv;
	}
	r = strv_ensure(&strv);
	if (r < 0)
		goto free_strv;
	*ret_strv = strv;
	return 0;

free_strv:
	strv_free(strv);
	return r;
}

int node_from_udev(struct tpmsysfs *ctx, struct udev_device *dev, struct tpmsysfs_node **ret_node)
{
	const char *subsystem = udev_device_get_subsystem(dev);
	const char *name = udev_device_get_sysname(dev);
	const char *syspath = udev_device_get_syspath(dev);
	enum tpmsysfs_class class = subsystem ? subsystem_class(subsystem) : TPMSYSFS_CLASS_NONE;
	struct tpmsysfs_node *node;
	int r;

	if (class == TPMSYSFS_CLASS_NONE || !name || !syspath)
		return -ENODEV;
	r = node_new(class, name, syspath, &node);
	if (r < 0)
		return r;
	node->devnum = udev_device_get_devnum(dev);
	r = devnode_find(&ctx->root, udev_device_get_devnode(dev), name, node->devnum,
			 &node->devnode);
	if (r >= 0)
		r = strv_from_udev(udev_device_get_devlinks_list_entry(dev), false, &node->links);
	if (r >= 0)
		r = strv_from_udev(udev_device_get_current_tags_list_entry(dev), false,
				   &node->tags);
	if (r >= 0)
		r = strv_from_udev(udev_device_get_properties_list_entry(dev), true,
				   &node->properties);
	if (r < 0) {
		node_free(node);
		return r;
	}
	*ret_node = node;
	return 0;
}

static int read_uevent(const struct root *root, struct tpmsysfs_node *node, char *text)
{
	char path[PATH_MAX];
	ssize_t n;
	int r;

	r = path_join(path, node->syspath, "uevent");
	if (r < 0)
		return r;
	n = root_read(root, path, text, TEXT_MAX);
	return uevent_parse(text, n > 0 ? (size_t)n : 0, &node->properties);
}

static int read_devnum(const struct root *root, struct tpmsysfs_node *node)
{
	const char *maj = strv_value(node->properties, "MAJOR");
	const char *min = strv_value(node->properties, "MINOR");
	char path[PATH_MAX], text[32];
	int r;

	r = path_join(path, node->syspath, "dev");
	if (r < 0)
		return r;
	if (root_read_text(root, path, text, sizeof(text)) > 0) {
		node->devnum = devnum_parse(text);
	} else if (maj && min &&
		   snprintf(text, sizeof(text), "%s:%s", maj, min) < (int)sizeof(text)) {
		node->devnum = devnum_parse(text);
	}
	return 0;
}

static int read_udev_record(const struct root *root, struct tpmsysfs_node *node, char *text)
{
	struct udev_record record = { 0 };
	char path[64];
	ssize_t n = 0;
	int r;

	if (node->devnum) {
		snprintf(path, sizeof(path), "/run/udev/data/c%u:%u", major(node->devnum),
			 minor(node->devnum));
		n = root_read(root, path, text, TEXT_MAX);
	}
	r = udevdb_parse(text, n > 0 ? (size_t)n : 0, &record);
	if (r < 0)
		return r;
	node->links = record.links;
	node->tags = record.tags;
	record.links = record.tags = NULL;
	for (char **p = record.properties; r >= 0 && *p; p++)
		r = strv_append(&node->properties, *p, strlen(*p));
	udev_record_clear(&record);
	return r;
}

int node_from_dir(struct tpmsysfs *ctx, const char *class_path, const char *name,
		  struct tpmsysfs_node **ret_node)
{
	enum tpmsysfs_class class = subsystem_class(path_name(class_path));
	char path[PATH_MAX], syspath[PATH_MAX] = "", *text;
	struct tpmsysfs_node *node;
	struct stat st;
	int r;

	r = path_join(path, class_path, name);
	if (r >= 0)
		r = root_resolve(&ctx->root, path, false, syspath);
	if (r >= 0)
		r = root_stat(&ctx->root, syspath, &st);
	/* A name without a device behind it, or a link that leads nowhere good. */
	if (r < 0 || !S_ISDIR(st.st_mode) || strncmp(syspath, "/sys/", 5))
		return -ENODEV;
	r = node_new(class, name, syspath, &node);
	if (r < 0)
		return r;
	text = malloc(TEXT_MAX);
	if (!text) {
		r = -ENOMEM;
		goto free_node;
	}
	r = read_uevent(&ctx->root, node, text);
	if (r >= 0)
		r = read_devnum(&ctx->root, node);
	/* Before udev's properties: the node's name is the kernel's to tell. */
	if (r >= 0)
		r = devnode_find(&ctx->root, strv_value(node->properties, "DEVNAME"), name,
				 node->devnum, &node->devnode);
	if (r >= 0)
		r = read_udev_record(&ctx->root, node, text);
	free(text);
	if (r < 0)
		goto free_node;
	*ret_node = node;
	return 0;

free_node:
	node_free(node);
	return r;
}
