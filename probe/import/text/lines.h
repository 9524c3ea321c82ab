/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A text line by line, without what stands around its lines: quotation marks of mails, bullets, frames,
 * line numbers, prefixes of logs, fences. No byte of it is copied or changed.
 */
#ifndef LINES_H
#define LINES_H

#include "slice.h"

/* "- key: value  # note" without dash, blanks, quotes and note. Either may be empty. */
struct text_line {
	size_t number;
	struct slice whole, key, value;
	struct slice full;    /* whole, and at the text's very end the word that may be cut */
	struct slice command; /* what stands behind the prompt of a shell; else empty */
	struct slice
		program; /* whose line of a log it is: "kernel", "systemd-cryptsetup"; else empty */
	bool colon;	 /* there was one */
	bool dash;	 /* it began with "- " */
	bool last;	 /* nothing comes behind it */
};

struct lines {
	const char *next, *end;
	struct slice rest; /* of a line in which several stand: what is still to come */
	struct slice rest_program;
	size_t number;	   /* of the last line, from 1 */
	size_t width;	   /* characters of the longest line */
	bool numbered;	   /* every line begins with its number */
	bool cut;	   /* the last line may end within a word */
	struct slice open; /* that word; or of a line alone its last, if nothing ends it */
};

/* text: size bytes, which stay. Where nothing ends its last word, nobody knows what would follow: the word
 * is in `full` alone. */
void lines_begin(struct lines *lines, const char *text, size_t size);

/* The next line that is neither empty nor a comment. False at the end. */
bool lines_next(struct lines *lines, struct text_line *ret_line);

/* A slice cut into key and value. Its number, program and command are left alone. */
void line_cut(struct text_line *line, struct slice whole);

#endif
