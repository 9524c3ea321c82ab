/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory of a report, and the cleaning of untrusted text. */
#include "arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	_Alignas(max_align_t) unsigned char data[];
};

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct arena_block *block = arena->blocks;
	size_t need, room;
	void *p;

	if (size > SIZE_MAX / 2)
		abort();
	size += !size;
	need = (size + align - 1) / align * align;
	if (!block || block->size - block->used < need) {
		room = need > BLOCK_SIZE ? need : BLOCK_SIZE;
		/* Zeroed by the kernel where it is large: what is never used is never touched. */
		block = calloc(1, sizeof(*block) + room);
		if (!block)
			abort();
		block->next = arena->blocks;
		block->size = room;
		arena->blocks = block;
	}
	p = block->data + block->used;
	block->used += need;
	return p;
}

char *arena_strndup(struct arena *arena, const char *text, size_t size)
{
	char *copy = arena_alloc(arena, size + 1);

	memcpy(copy, text, size);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;
	int n;

	va_start(args, format);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		abort();
	text = arena_alloc(arena, (size_t)n + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)n + 1, format, args);
	va_end(args);
	return text;
}

/*
 * One code point (RFC 3629: no overlong forms, no surrogates). Returns its length, 0 if the bytes
 * are none.
 */
static size_t decode_utf8(const unsigned char *p, size_t left, uint32_t *ret_point)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t n = p[0] < 0x80	     ? 1
		   : p[0] >> 5 == 6  ? 2
		   : p[0] >> 4 == 14 ? 3
		   : p[0] >> 3 == 30 ? 4
				     : 0;
	uint32_t point;

	if (!n || n > left)
		return 0;
	point = n == 1 ? p[0] : p[0] & (0x7fU >> n);
	for (size_t i = 1; i < n; i++) {
		if (p[i] >> 6 != 2)
			return 0;
		point = point << 6 | (p[i] & 0x3f);
	}
	if (point < least[n] || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
		return 0;
	*ret_point = point;
	return n;
}

/* Code points that show as nothing, or change how their neighbours show (Unicode 15). */
static bool is_harmful(uint32_t point)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00, 0x1f },	      { 0x7f, 0x9f },	    /* control characters */
		{ 0xad, 0xad },				    /* soft hyphen */
		{ 0x61c, 0x61c },			    /* Arabic letter mark */
		{ 0x180e, 0x180e },			    /* Mongolian vowel separator */
		{ 0x200b, 0x200f },			    /* zero width, direction marks */
		{ 0x2028, 0x202e },			    /* separators, embeddings, overrides */
		{ 0x2060, 0x206f },			    /* word joiner, isolates */
		{ 0xfdd0, 0xfdef },			    /* noncharacters */
		{ 0xfe00, 0xfe0f },   { 0xe0100, 0xe01ef }, /* variation selectors */
		{ 0xfeff, 0xfeff },			    /* byte order mark */
		{ 0xfff0, 0xfffb },			    /* interlinear annotation */
		{ 0xe0000, 0xe007f },			    /* tags */
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	}
	return (point & 0xfffe) == 0xfffe;
}

static char *clean(struct arena *arena, const void *bytes, size_t size, bool lines)
{
	static const char replacement[] = "\xef\xbf\xbd";
	const unsigned char *p = bytes;
	size_t plain = 0;
	char *text, *out;

	if (size > SIZE_MAX / 4)
		abort();
	while (size &&
	       (!p[size - 1] || p[size - 1] == ' ' || (p[size - 1] >= '\t' && p[size - 1] <= '\r')))
		size--;
	/* Nearly every text is ASCII and stays as it is. */
	while (plain < size && p[plain] >= ' ' && p[plain] < 0x7f)
		plain++;
	if (plain == size)
		return arena_strndup(arena, bytes, size);
	text = out = arena_alloc(arena, size * 3 + 1);
	while (size) {
		uint32_t point = 0;
		size_t n = decode_utf8(p, size, &point);

		if (n && (!is_harmful(point) || (lines && (point == '\n' || point == '\t')))) {
			memcpy(out, p, n);
			out += n;
		} else {
			memcpy(out, replacement, 3);
			out += 3;
		}
		n = n ? n : 1;
		p += n;
		size -= n;
	}
	return text;
}

char *arena_clean(struct arena *arena, const void *bytes, size_t size)
{
	return clean(arena, bytes, size, false);
}

char *arena_clean_lines(struct arena *arena, const void *bytes, size_t size)
{
	return clean(arena, bytes, size, true);
}

char *arena_hex(struct arena *arena, const void *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *p = bytes;
	char *text = arena_alloc(arena, size * 2 + 1);

	for (size_t i = 0; i < size; i++) {
		text[2 * i] = digits[p[i] >> 4];
		text[2 * i + 1] = digits[p[i] & 15];
	}
	return text;
}

static void append(struct arena_text *text, const char *piece, size_t size)
{
	char *to = text->text;

	if (!to || text->size + size + 1 > text->capacity) {
		text->capacity = 2 * (text->size + size + 1);
		text->text = arena_alloc(text->arena, text->capacity);
		if (to)
			memcpy(text->text, to, text->size);
		to = text->text;
	}
	memcpy(to + text->size, piece, size);
	text->size += size;
	to[text->size] = '\0';
}

void arena_text_add(struct arena_text *text, const char *separator, const char *piece)
{
	if (text->text)
		append(text, separator, strlen(separator));
	append(text, piece, strlen(piece));
}

const char *arena_text_or(const struct arena_text *text, const char *otherwise)
{
	return text->text ? text->text : otherwise;
}

void arena_clear(struct arena *arena)
{
	struct arena_block *next;

	for (struct arena_block *block = arena->blocks; block; block = next) {
		next = block->next;
		free(block);
	}
	arena->blocks = NULL;
}
