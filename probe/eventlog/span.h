/* SPDX-License-Identifier: BSD-2-Clause */
/* Bytes of a log, and the little-endian numbers in them. */
#ifndef SPAN_H
#define SPAN_H

#include <stddef.h>
#include <stdint.h>

static inline uint16_t le16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t le32(const uint8_t *p)
{
	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t le64(const uint8_t *p)
{
	return le32(p) | (uint64_t)le32(p + 4) << 32;
}

/* Bytes that are read from front to back, and never beyond. */
struct span {
	const uint8_t *p;
	size_t size;
};

/* The next n bytes, or NULL if there are not that many. */
static inline const uint8_t *span_take(struct span *span, size_t n)
{
	const uint8_t *p = span->p;

	if (n > span->size)
		return NULL;
	span->p += n;
	span->size -= n;
	return p;
}

#endif
