/* SPDX-License-Identifier: BSD-2-Clause */
/* The context: a root prefix, or none for this machine. */

#include "context.h"

#include <errno.h>
#include <stdlib.h>

#include "root.h"

int tpmsysfs_new(const char *root, struct tpmsysfs **ret_ctx)
{
	struct tpmsysfs *ctx = calloc(1, sizeof(*ctx));
	int r;

	if (!ctx)
		return -ENOMEM;
	r = root_open(&ctx->root, root);
	if (r < 0) {
		free(ctx);
		return r;
	}
	*ret_ctx = ctx;
	return 0;
}

void tpmsysfs_free(struct tpmsysfs *ctx)
{
	if (!ctx)
		return;
	root_close(&ctx->root);
	free(ctx);
}
