/* SPDX-License-Identifier: BSD-2-Clause */
/* The context of the public functions. */
#ifndef SYSFS_CONTEXT_H
#define SYSFS_CONTEXT_H

#include "root.h"

struct tpmsysfs {
	struct root root;
};

/*
 * Create a context.
 * root: prefix for every path that is read, or NULL, "" or "/" for this machine.
 * Errors: -ENOMEM; those of root_open() in root.h.
 */
int tpmsysfs_new(const char *root, struct tpmsysfs **ret_ctx);
void tpmsysfs_free(struct tpmsysfs *ctx);

#endif
