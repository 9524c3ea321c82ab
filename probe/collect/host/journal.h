/* SPDX-License-Identifier: BSD-2-Clause */
/* This boot's lines of the journal. */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stddef.h>

#include "arena.h"

/* Arena memory, as they stand there. unit, identifier: "" where there is none. */
struct journal_line {
	const char *message, *unit, *identifier;
};

/*
 * Call fn with each line of this boot that fits the matches ("FIELD=value"; of one field any, of several
 * all). Returns how many there were, or -errno: -ENOENT where the journal is not there; a caller who may not
 * read it sees no line.
 */
int journal_read(struct arena *arena, const char *const *matches, size_t n_matches,
		 void (*fn)(void *data, const struct journal_line *line), void *data);

#endif
