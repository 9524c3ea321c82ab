/* SPDX-License-Identifier: BSD-2-Clause */
/* The context: a root prefix, or none for this machine. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

int tpmsysfs_new(const char *root, struct tpmsysfs **ret_ctx)
{
	struct tpmsysfs *ctx;
	struct stat st;
	size_t len;

	if (!root)
		root = "";
	len = strlen(root);
	while (len && root[len - 1] == '/')
		len--;
	if (len) {
		if (stat(root, &st) < 0)
			return -errno;
		if (!S_ISDIR(st.st_mode))
			return -ENOTDIR;
		if (access(root, R_OK | X_OK) < 0)
			return -errno;
	}

	ctx = calloc(1, sizeof(*ctx));
	if (!ctx)
		return -ENOMEM;
	ctx->root = strndup(root, len);
	if (!ctx->root) {
		free(ctx);
		return -ENOMEM;
	}
	*ret_ctx = ctx;
	return 0;
}

void tpmsysfs_free(struct tpmsysfs *ctx)
{
	if (!ctx)
		return;
	free(ctx->root);
	free(ctx);
}

const char *tpmsysfs_root(const struct tpmsysfs *ctx)
{
	return ctx->root;
}
