/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes of a file that somebody attached, as text. */
#ifndef IMPORT_DECODE_H
#define IMPORT_DECODE_H

#include <stdbool.h>
#include <stddef.h>

struct decoded {
	char *text; /* malloc'd UTF-8, as far as the bytes were that; a NUL behind it */
	size_t size;
	bool cut; /* there was more than `max` bytes, or a compressed file ends within itself */
};

/*
 * Compressed bytes are unpacked, UTF-16 and a byte order mark are read as such. At most max bytes come
 * of it. What a mail program, a terminal or a web page adds is undone: quoted-printable, escape
 * sequences, character entities and tags, blanks and quotation marks of typographers, control characters,
 * the line ends of other systems.
 * Returns 0, -ENOMEM, or -EBADMSG: compressed, and nothing of it can be unpacked.
 */
int decode_text(const void *bytes, size_t size, size_t max, struct decoded *ret_decoded);

/* The same without what a terminal or a web page adds: for JSON. */
int decode_bytes(const void *bytes, size_t size, size_t max, struct decoded *ret_decoded);

/* Most of it is nothing that a person could read. */
bool is_binary(const void *bytes, size_t size);

#endif
