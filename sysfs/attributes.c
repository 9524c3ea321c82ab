/* SPDX-License-Identifier: BSD-2-Clause */
/* Attributes of a TPM's nodes and of its parent device. */
#include "attributes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "context.h"
#include "root.h"
#include "pair.h"
#include "kernel-node.h"

ssize_t tpmsysfs_read_attribute(struct tpmsysfs *ctx, const struct tpmsysfs_node *node,
				const char *attribute, char *buf, size_t buf_size)
{
	char path[PATH_MAX];
	int r;

	if (!node->syspath)
		return -ENOENT;
	r = path_join(path, node->syspath, attribute);
	return r < 0 ? r : root_read_text(&ctx->root, path, buf, buf_size);
}

/* ---- Parent --------------------------------------------------------------------------------- */

void tpmsysfs_parent_clear(struct tpmsysfs_parent *parent)
{
	free(parent->driver);
	free(parent->bus);
	free(parent->name);
	free(parent->modalias);
	free(parent->acpi_hid);
	free(parent->acpi_path);
	free(parent->description);
	free(parent->of_node);
	memset(parent, 0, sizeof(*parent));
}

static char *link_name(struct tpmsysfs *ctx, const char *dir, const char *link)
{
	char path[PATH_MAX], name[NAME_MAX + 1];

	if (path_join(path, dir, link) < 0 ||
	    root_link_name(&ctx->root, path, name, sizeof(name)) < 0)
		return NULL;
	return strdup(name);
}

static char *read_string(struct tpmsysfs *ctx, const char *dir, const char *attribute)
{
	char path[PATH_MAX];

	return path_join(path, dir, attribute) < 0 ? NULL : root_read_string(&ctx->root, path);
}

/* The parent may be the ACPI device itself, or have one as its firmware node. */
static char *read_acpi(struct tpmsysfs *ctx, const char *dir, const char *attribute)
{
	char node[64], *value;

	snprintf(node, sizeof(node), "firmware_node/%s", attribute);
	value = read_string(ctx, dir, node);
	return value ? value : read_string(ctx, dir, attribute);
}

static char *read_of_node(struct tpmsysfs *ctx, const char *dir)
{
	static const char base[] = "/devicetree/base";
	char path[PATH_MAX], target[PATH_MAX];
	const char *node;

	if (path_join(path, dir, "of_node") < 0 ||
	    root_link_name(&ctx->root, path, target, sizeof(target)) < 0 ||
	    root_resolve(&ctx->root, path, true, target) < 0)
		return NULL;
	node = strstr(target, base);
	return node ? strdup(node + strlen(base)) : NULL;
}

int tpmsysfs_read_parent(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm,
			 struct tpmsysfs_parent *ret_parent)
{
	const struct tpmsysfs_node *node = tpm->raw ? tpm->raw : tpm->rm;
	struct tpmsysfs_parent parent = { 0 };

	if (tpm->parent) {
		parent.name = strdup(path_name(tpm->parent));
		if (!parent.name)
			return -ENOMEM;
		parent.driver = link_name(ctx, tpm->parent, "driver");
		parent.bus = link_name(ctx, tpm->parent, "subsystem");
		parent.modalias = read_string(ctx, tpm->parent, "modalias");
		parent.acpi_hid = read_acpi(ctx, tpm->parent, "hid");
		parent.acpi_path = read_acpi(ctx, tpm->parent, "path");
		parent.description = read_acpi(ctx, tpm->parent, "description");
		parent.of_node = read_of_node(ctx, tpm->parent);
	} else if (node && node->syspath && strstr(node->syspath, "/virtual/")) {
		/* tpm_vtpm_proxy is the one driver that registers chips without a parent. */
		parent.driver = strdup("vtpm_proxy");
		parent.bus = strdup("virtual");
		if (!parent.driver || !parent.bus) {
			tpmsysfs_parent_clear(&parent);
			return -ENOMEM;
		}
	}
	*ret_parent = parent;
	return 0;
}

/* ---- Physical presence ---------------------------------------------------------------------- */

void tpmsysfs_ppi_clear(struct tpmsysfs_ppi *ppi)
{
	free(ppi->version);
	free(ppi->request);
	free(ppi->response);
	free(ppi->transition_action);
	memset(ppi, 0, sizeof(*ppi));
}

int tpmsysfs_read_ppi(struct tpmsysfs *ctx, const struct tpmsysfs_tpm *tpm,
		      struct tpmsysfs_ppi *ret_ppi)
{
	/* Kernels before 4.0 have the directory at the parent device. */
	static const char *const dirs[] = { "ppi", "device/ppi" };
	char dir[PATH_MAX];
	struct stat st;
	int r = -ENOENT;

	if (!tpm->raw || !tpm->raw->syspath)
		return -ENOENT;
	for (size_t i = 0; r < 0 && i < 2; i++) {
		r = path_join(dir, tpm->raw->syspath, dirs[i]);
		if (r >= 0)
			r = root_stat(&ctx->root, dir, &st);
	}
	if (r < 0)
		return r;
	*ret_ppi = (struct tpmsysfs_ppi){
		.version = read_string(ctx, dir, "version"),
		.request = read_string(ctx, dir, "request"),
		.response = read_string(ctx, dir, "response"),
		.transition_action = read_string(ctx, dir, "transition_action"),
	};
	return 0;
}
