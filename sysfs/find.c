/* SPDX-License-Identifier: BSD-2-Clause */
/* One TPM of a list by what a user may call it. */
#include "find.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "identify.h"
#include "node-name.h"
#include "root.h"
#include "strv.h"
#include "attributes.h"
#include "pair.h"
#include "kernel-node.h"

static const char parent_prefix[] = "parent=";

static int found(const struct tpmsysfs_tpm *tpm, enum tpmsysfs_class class,
		 const struct tpmsysfs_tpm **ret_tpm, enum tpmsysfs_class *ret_class)
{
	*ret_tpm = tpm;
	*ret_class = class;
	return 0;
}

typedef bool (*node_test)(const struct tpmsysfs_node *node, const void *arg);

static int find_node(const struct tpmsysfs_list *list, node_test test, const void *arg,
		     const struct tpmsysfs_tpm **ret_tpm, enum tpmsysfs_class *ret_class)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct tpmsysfs_tpm *tpm = list->tpms[i];

		if (tpm->rm && test(tpm->rm, arg))
			return found(tpm, TPMSYSFS_CLASS_RM, ret_tpm, ret_class);
		if (tpm->raw && test(tpm->raw, arg))
			return found(tpm, TPMSYSFS_CLASS_RAW, ret_tpm, ret_class);
	}
	return -ENODEV;
}

static bool has_devnum(const struct tpmsysfs_node *node, const void *arg)
{
	return node->devnum == *(const dev_t *)arg;
}

static bool has_name(const struct tpmsysfs_node *node, const void *arg)
{
	return !strcmp(node->name, arg);
}

static bool has_path(const struct tpmsysfs_node *node, const void *arg)
{
	return (node->devnode && !strcmp(node->devnode, arg)) || strv_contains(node->links, arg);
}

static int find_by_path(struct tpmsysfs *ctx, const struct tpmsysfs_list *list, const char *path,
			const struct tpmsysfs_tpm **ret_tpm, enum tpmsysfs_class *ret_class)
{
	char resolved[PATH_MAX], name[32];
	struct stat st;
	int r;

	r = root_stat(&ctx->root, path, &st);
	if (r < 0)
		return r == -ENOTDIR ? -ENOENT : r;
	if (S_ISCHR(st.st_mode)) {
		r = find_node(list, has_devnum, &st.st_rdev, ret_tpm, ret_class);
		if (r >= 0)
			return r;
		/* The list may know no numbers; else this TPM came after the list was made. */
		r = identify_below(&ctx->root, st.st_rdev, name);
		if (r > 0)
			return find_node(list, has_name, name, ret_tpm, ret_class);
		return r == 0 ? -ENOTTY : -ENODEV;
	}
	if (!ctx->root.is_prefix || !S_ISREG(st.st_mode))
		return -ENOTTY;

	/* A plain file that stands for a node: only its name can tell. */
	r = root_resolve(&ctx->root, path, false, resolved);
	if (r < 0)
		return r;
	if (find_node(list, has_path, resolved, ret_tpm, ret_class) >= 0 ||
	    find_node(list, has_path, path, ret_tpm, ret_class) >= 0 ||
	    find_node(list, has_name, path_name(resolved), ret_tpm, ret_class) >= 0)
		return 0;
	return name_parse(path_name(resolved), NULL) ? -ENODEV : -ENOTTY;
}

static bool same(const char *a, const char *b)
{
	return a && !strcmp(a, b);
}

static int find_by_parent(struct tpmsysfs *ctx, const struct tpmsysfs_list *list, const char *text,
			  const struct tpmsysfs_tpm **ret_tpm, enum tpmsysfs_class *ret_class)
{
	const struct tpmsysfs_tpm *match = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct tpmsysfs_tpm *tpm = list->tpms[i];
		struct tpmsysfs_parent parent;
		bool fits;
		int r;

		if (!tpm->parent)
			continue;
		r = tpmsysfs_read_parent(ctx, tpm, &parent);
		if (r < 0)
			return r;
		fits = same(tpm->parent, text) || same(parent.name, text) ||
		       same(parent.acpi_hid, text) || same(parent.acpi_path, text) ||
		       same(parent.of_node, text);
		tpmsysfs_parent_clear(&parent);
		if (fits && match)
			return -ENOTUNIQ;
		if (fits)
			match = tpm;
	}
	return match ? found(match, TPMSYSFS_CLASS_NONE, ret_tpm, ret_class) : -ENODEV;
}

static int find_by_name(const struct tpmsysfs_list *list, const char *name,
			const struct tpmsysfs_tpm **ret_tpm, enum tpmsysfs_class *ret_class)
{
	size_t digits = strspn(name, "0123456789");
	bool is_number = digits && digits < 10 && !name[digits];

	for (size_t i = 0; i < list->count; i++) {
		const struct tpmsysfs_tpm *tpm = list->tpms[i];

		if (is_number ? tpm->number == strtoul(name, NULL, 10) : !strcmp(tpm->name, name))
			return found(tpm, TPMSYSFS_CLASS_NONE, ret_tpm, ret_class);
		if (tpm->rm && !strcmp(tpm->rm->name, name))
			return found(tpm, TPMSYSFS_CLASS_RM, ret_tpm, ret_class);
	}
	return -ENODEV;
}

int tpmsysfs_find(struct tpmsysfs *ctx, const struct tpmsysfs_list *list, const char *selector,
		  const struct tpmsysfs_tpm **ret_tpm, enum tpmsysfs_class *ret_class)
{
	size_t len = strlen(parent_prefix);

	if (!strncmp(selector, parent_prefix, len))
		return find_by_parent(ctx, list, selector + len, ret_tpm, ret_class);
	if (strchr(selector, '/'))
		return find_by_path(ctx, list, selector, ret_tpm, ret_class);
	return find_by_name(list, selector, ret_tpm, ret_class);
}
