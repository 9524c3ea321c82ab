/* SPDX-License-Identifier: BSD-2-Clause */
/* A text line by line; no byte of it is copied or changed. */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slice {
	const char *bytes; /* no NUL behind them */
	size_t size;
};

/* "- key: value" without dash, blanks and quotes. Either may be empty. */
struct text_line {
	struct slice whole, key, value;
	bool colon; /* there was one */
};

struct lines {
	const char *next, *end;
	size_t number; /* of the last line, from 1 */
};

/* The next line that is neither empty nor a comment. False at the end. */
bool lines_next(struct lines *lines, struct text_line *ret_line);

bool slice_is(struct slice slice, const char *text);
/* Begins with text? Then it is taken off. */
bool slice_skip(struct slice *slice, const char *text);
struct slice slice_trim(struct slice slice);

/*
 * A number at the slice's beginning, 0x... or decimal, at most max; only a blank or the end may
 * follow. ret_rest may be NULL.
 */
bool slice_number(struct slice slice, uint64_t max, uint64_t *ret_number, struct slice *ret_rest);

/* "1.38" is 138: two digits behind the point. */
bool slice_hundredths(struct slice slice, uint64_t max, uint64_t *ret_number);

/* Hexadecimal with or without 0x, into at most room bytes. */
bool slice_hex(struct slice slice, uint8_t *bytes, size_t room, size_t *ret_size);

#endif
