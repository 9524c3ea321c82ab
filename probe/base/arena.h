/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that lives as long as its report. Nothing is freed singly. Running out of memory ends the
 * program: a report cannot be half true.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
	struct arena_block *blocks;
};

/* Zeroed, aligned for any type, distinct even where size is 0. Never NULL. */
void *arena_alloc(struct arena *arena, size_t size);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t size);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Text from outside (a TPM, DMI, sysfs, a certificate), cleaned: control characters, invisible and
 * bidirectional ones, noncharacters, NUL inside and each byte that is no UTF-8 become U+FFFD;
 * trailing NULs and white space go. Cleaning twice changes nothing.
 */
char *arena_clean(struct arena *arena, const void *bytes, size_t size);

/* The same of a text that may have several lines: line feeds and tabs inside it stay. */
char *arena_clean_lines(struct arena *arena, const void *bytes, size_t size);

/* Lower-case hexadecimal. */
char *arena_hex(struct arena *arena, const void *bytes, size_t size);

/* A text that grows piece by piece, in time and memory linear in its size. */
struct arena_text {
	struct arena *arena;
	char *text; /* NULL: nothing was added */
	size_t size, capacity;
};

/* Append a piece, and ahead of all but the first the separator. */
void arena_text_add(struct arena_text *text, const char *separator, const char *piece);
/* What was added, or otherwise if that is nothing. */
const char *arena_text_or(const struct arena_text *text, const char *otherwise);

void arena_clear(struct arena *arena);

#endif
