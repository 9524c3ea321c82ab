/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changing files of this machine, or below a prefix that no path and no link leads out of. The
 * directory of a file is found once (root.h); what is made in it is changed by descriptor alone, so
 * that whoever may write to that directory cannot have another file changed. Errors are -errno.
 */
#ifndef STACK_ROOT_WRITE_H
#define STACK_ROOT_WRITE_H

#include "root.h"

/* 1: made, mode 0755; 0: it is there. The directory above has to be. */
int root_make_directory(const struct root *root, const char *path);

/* In one step: a new file takes the place of what is there, which may be a link. The directory has to
 * be. mode: whatever the umask. */
int root_write(const struct root *root, const char *path, const void *data, size_t size,
	       unsigned int mode);

/* A copy with owner, permissions and time of change, but without set-user-ID; in one step. Regular files up to 256 KiB: -EFBIG. */
int root_copy(const struct root *root, const char *from, const char *to);

/* A file, or an empty directory. */
int root_remove(const struct root *root, const char *path);

#endif
