/* SPDX-License-Identifier: BSD-2-Clause */
/* Changing files below the prefix of a struct root, that no path and no link leads out of. Errors
 * are -errno. */
#ifndef STACK_ROOTED_WRITE_H
#define STACK_ROOTED_WRITE_H

#include "root.h"

/* 1: made, mode 0755; 0: it is there. The folder above has to be. */
int rooted_make_folder(const struct root *root, const char *path);

/* In one step: a new file takes the place of what is there. The folder has to be. */
int rooted_write(const struct root *root, const char *path, const void *data, size_t size,
		 unsigned int mode);

/* A copy with owner, mode and time of change; in one step. Regular files up to 256 KiB. */
int rooted_copy(const struct root *root, const char *from, const char *to);

/* A file, or an empty folder. */
int rooted_remove(const struct root *root, const char *path);

bool rooted_is_link(const struct root *root, const char *path);

#endif
