/* SPDX-License-Identifier: BSD-2-Clause */
/* Texts of bounded length, and the encodings in which logs have theirs. */
#include "eventlog-internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_buffer_start(struct text_buffer *out, char *buf, size_t size)
{
	*out = (struct text_buffer){ .buf = buf, .size = size };
	buf[0] = '\0';
}

void text_buffer_add_bytes(struct text_buffer *out, const void *bytes, size_t size)
{
	size_t room = out->size - out->length - 1;

	if (out->cut)
		return;
	if (size > room) {
		size = room;
		/* Not inside a character. */
		while (size && (((const uint8_t *)bytes)[size] & 0xc0) == 0x80)
			size--;
		out->cut = true;
	}
	memcpy(out->buf + out->length, bytes, size);
	out->length += size;
	out->buf[out->length] = '\0';
}

void text_buffer_add(struct text_buffer *out, const char *format, ...)
{
	char text[256];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n > 0)
		text_buffer_add_bytes(out, text,
				      (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1);
}

void text_buffer_add_hex(struct text_buffer *out, struct span bytes)
{
	enum { SHOWN = 24 };
	size_t n = bytes.size < SHOWN ? bytes.size : SHOWN;

	for (size_t i = 0; i < n; i++)
		text_buffer_add(out, "%02x", bytes.p[i]);
	if (n < bytes.size)
		text_buffer_add(out, "... (%zu bytes)", bytes.size);
}

void text_buffer_add_guid(struct text_buffer *out, const uint8_t guid[16])
{
	const char *name = guid_name(guid);
	char text[37];

	guid_format(guid, text);
	text_buffer_add(out, "%s", name ? name : text);
}

static void add_point(struct text_buffer *out, uint32_t point)
{
	uint8_t utf8[4];
	size_t n;

	if (point < 0x80) {
		utf8[0] = (uint8_t)point;
		n = 1;
	} else if (point < 0x800) {
		utf8[0] = (uint8_t)(0xc0 | point >> 6);
		n = 2;
	} else if (point < 0x10000) {
		utf8[0] = (uint8_t)(0xe0 | point >> 12);
		n = 3;
	} else {
		utf8[0] = (uint8_t)(0xf0 | point >> 18);
		n = 4;
	}
	for (size_t i = 1; i < n; i++)
		utf8[i] = (uint8_t)(0x80 | (point >> 6 * (n - 1 - i) & 0x3f));
	text_buffer_add_bytes(out, utf8, n);
}

size_t text_buffer_add_utf16(struct text_buffer *out, struct span utf16)
{
	size_t i = 0;

	while (i + 2 <= utf16.size) {
		uint32_t point = le16(utf16.p + i);

		i += 2;
		if (!point)
			break;
		if (point >= 0xd800 && point < 0xe000) {
			uint32_t low = i + 2 <= utf16.size ? le16(utf16.p + i) : 0;

			if (point < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
				point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			} else {
				point = 0xfffd;
			}
		}
		add_point(out, point);
	}
	return i;
}

static struct span trim(struct span text)
{
	while (text.size && !text.p[text.size - 1])
		text.size--;
	return text;
}

static bool is_control(uint32_t c)
{
	return c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

static bool is_text(struct span text)
{
	for (size_t i = 0; i < text.size; i++)
		if (is_control(text.p[i]) || text.p[i] == 0x7f)
			return false;
	return true;
}

static bool is_utf16(struct span text)
{
	size_t ascii = 0;

	/* Any two bytes are some character: it has to look like a text. */
	if (text.size % 2 || text.size < 4)
		return false;
	for (size_t i = 0; i < text.size; i += 2) {
		uint16_t unit = le16(text.p + i);

		if (is_control(unit) && (unit || i + 2 < text.size))
			return false;
		ascii += unit < 0x80;
	}
	return ascii * 2 >= text.size / 2;
}

bool text_buffer_add_text(struct text_buffer *out, struct span bytes)
{
	struct span text = trim(bytes);

	if (!bytes.size)
		return false;
	if (text.size && is_text(text)) {
		text_buffer_add_bytes(out, text.p, text.size);
		return true;
	}
	if (!is_utf16(bytes))
		return false;
	text_buffer_add_utf16(out, bytes);
	return true;
}
