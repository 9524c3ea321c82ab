/* SPDX-License-Identifier: BSD-2-Clause */
/* Files that options name for a command's output. */
#ifndef OUTPUT_FILE_H
#define OUTPUT_FILE_H

#include <stdio.h>
#include <sys/types.h>

#include "run.h"

/* Writes the contents. Returns 0 or -errno. */
typedef int (*file_writer)(FILE *out, const void *data);

/* Before anything is measured: can a file be written there? path NULL and "-", standard output, always
 * can. Returns an exit status; on failure it has said why. */
int output_file_check(struct run *run, const char *path);

/* Write it; mode: the permissions of a new file. Returns an exit status; on failure it has said why. */
int output_file_write(struct run *run, const char *path, mode_t mode, file_writer write,
		      const void *data);

#endif
