/* SPDX-License-Identifier: BSD-2-Clause */
/* A part of a text, and what it begins with: words, numbers. */
#ifndef IMPORT_SLICE_H
#define IMPORT_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slice {
	const char *bytes; /* no NUL behind them */
	size_t size;
};

/* Upper and lower case are the same in all of these. */
bool slice_is(struct slice slice, const char *text);
/* Begins with text? Then it is taken off. */
bool slice_skip(struct slice *slice, const char *text);
/* Where text begins in it, or NULL. */
const char *slice_find(struct slice slice, const char *text);
struct slice slice_trim(struct slice slice);
/* The first word; ret_rest, which may be NULL, what follows without blanks. */
struct slice slice_word(struct slice slice, struct slice *ret_rest);
struct slice slice_of(const char *text);
/* What stands ahead of the first of these characters, or all of it. */
struct slice slice_until(struct slice slice, const char *characters);
/* What stands behind the first n bytes. */
struct slice slice_from(struct slice slice, size_t n);

/*
 * A number at the slice's beginning, 0x... or decimal, at most max; only a blank or the end may
 * follow. ret_rest may be NULL.
 */
bool slice_number(struct slice slice, uint64_t max, uint64_t *ret_number, struct slice *ret_rest);

/* "1.38" is 138: two digits behind the point. */
bool slice_hundredths(struct slice slice, uint64_t max, uint64_t *ret_number);

/* "7.85.17.51968": up to n numbers of at most max with points between them. Returns how many, or 0. */
size_t slice_dotted(struct slice slice, uint64_t max, uint64_t *ret_numbers, size_t n);

/* Hexadecimal with or without 0x, into at most room bytes. */
bool slice_hex(struct slice slice, uint8_t *bytes, size_t room, size_t *ret_size);

bool is_blank(char c);

#endif
