/* SPDX-License-Identifier: BSD-2-Clause */
/* Files that are there whole or not at all. */
#ifndef REPLACE_FILE_H
#define REPLACE_FILE_H

#include <stdio.h>
#include <sys/types.h>

/*
 * Write a file: whoever reads it sees the old one or the new one, and it is on the disk. The new one's
 * first name begins with a dot. mode: its permissions, whatever the umask. write returns 0 or -errno.
 * Returns 0 or -errno; then nothing has changed.
 */
int replace_file(const char *path, mode_t mode, int (*write)(FILE *out, const void *data),
		 const void *data);

#endif
