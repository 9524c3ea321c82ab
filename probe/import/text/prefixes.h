/* SPDX-License-Identifier: BSD-2-Clause */
/* What stands ahead of a line that was copied from somewhere. */
#ifndef IMPORT_PREFIXES_H
#define IMPORT_PREFIXES_H

#include "slice.h"

/* What they say. */
struct prefixes {
	struct slice program; /* whose line of a log it is: "kernel"; else empty */
	struct slice command; /* what stands behind the prompt of a shell; else empty */
};

/* Do the lines of a text begin with numbers that count up? */
bool has_line_numbers(const char *text, size_t size);

/* The line without them. */
struct slice strip_prefixes(struct slice whole, bool numbered, struct prefixes *ret_prefixes);

/* Where several "key: value" stand in one line, the first stays in whole, and the rest is returned. */
struct slice split_line(struct slice *whole);

#endif
