/* SPDX-License-Identifier: BSD-2-Clause */
/* Text encodings of bytes: what is not wholly one is refused. Results are arena memory. Pure. */
#ifndef ENCODING_H
#define ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "digest.h"

/* Pairs of hexadecimal digits, of either case. */
bool decode_hex(struct arena *arena, const char *text, size_t size, struct bytes *ret_bytes);

/* RFC 4648: the alphabet of base64 or of base64url, not both; padding may be missing; white space
 * may stand anywhere. */
bool decode_base64(struct arena *arena, const char *text, size_t size, struct bytes *ret_bytes);

bool bytes_equal(struct bytes a, struct bytes b);

#endif
