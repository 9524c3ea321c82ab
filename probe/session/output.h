/* SPDX-License-Identifier: BSD-2-Clause */
/* The formats of --output, and a run's report written in one of them. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <sys/types.h>

#include "cmd.h"

struct format {
	const char *name;
	renderer *render;     /* NULL: the command's own text */
	unsigned int applies; /* enum output_kind: to these */
};

/* Row I of the table, or NULL behind the last. The first that applies to a kind is its default. */
const struct format *output_format(size_t i);

/* The format of that name for this kind, or NULL; name NULL: the default. */
const struct format *output_find(const char *name, enum output_kind kind);

/* Is it the command's own text that is asked for? */
bool output_is_text(const struct run *run);

/* Write the report to standard output. Returns status, or EXIT_GENERAL if writing fails. */
int output_show(struct run *run, int status);

/* The same after a failure that left nothing to show: only what has room for the reason is written. */
int output_show_failure(struct run *run, int status);

/*
 * Write the report to a file, in another format than --output's: whole or not at all. path "-":
 * standard output. mode: permissions of a new file.
 * Returns an exit status; on failure it has said why.
 */
int output_write(struct run *run, const char *format, const char *path, mode_t mode);

#endif
