/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Texts that somebody attached, one machine's, as its report. Of any kind, in any order, with anything
 * between: each line is offered to the kinds of text (kinds.h), and what none understands is counted.
 */
#ifndef READ_TEXT_H
#define READ_TEXT_H

#include "reader.h"

/*
 * What one file holds. hint: what its name says, for what the text itself does not tell. cut: there is more
 * than this. The text may go afterwards. Returns how many of its lines were understood.
 */
size_t text_read(struct reader *reader, const char *file, enum getcap_group hint, const char *text,
		 size_t size, bool cut);

/* "line 1: ...": the first line of the last text; NULL: it has none. */
const char *text_first_line(const struct reader *reader);

/* Behind the last: the report is complete. Frees the reader. */
void text_end(struct reader *reader);

#endif
