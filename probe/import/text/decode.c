/* SPDX-License-Identifier: BSD-2-Clause */
/* From bytes to plain text: each pass reads its input once and makes it shorter or as long, never longer. */
#include "decode.h"

#include <ctype.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "decode-mail.h"
#include "library-archive.h"

static bool is_compressed(const uint8_t *bytes, size_t size)
{
	return (size >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b) ||
	       (size >= 6 && !memcmp(bytes,
				     "\xfd"
				     "7zXZ",
				     5)) ||
	       (size >= 4 && !memcmp(bytes, "\x28\xb5\x2f\xfd", 4)) ||
	       (size >= 4 && !memcmp(bytes, "BZh", 3) && isdigit(bytes[3]));
}

static int unpack(const void *bytes, size_t size, size_t max, struct decoded *decoded)
{
	struct archive_entry *entry;
	struct archive *archive;
	ssize_t n = -1;

	if (!library_load(&library_archive))
		return -ENOPKG;
	archive = archive_read_new();
	decoded->text = archive ? malloc(max + 1) : NULL;
	if (!decoded->text) {
		archive_read_free(archive);
		return -ENOMEM;
	}
	archive_read_support_filter_all(archive);
	archive_read_support_format_raw(archive);
	if (archive_read_open_memory(archive, bytes, size) == ARCHIVE_OK &&
	    archive_read_next_header(archive, &entry) == ARCHIVE_OK)
		while (decoded->size < max &&
		       (n = archive_read_data(archive, decoded->text + decoded->size,
					      max - decoded->size)) > 0)
			decoded->size += (size_t)n;
	decoded->cut = n < 0 || decoded->size == max;
	archive_read_free(archive);
	if (!decoded->size && n < 0) {
		free(decoded->text);
		*decoded = (struct decoded){ 0 };
		return -EBADMSG;
	}
	return 0;
}

static size_t put_utf8(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* 0: no UTF-16; 1: little endian, 2: big endian. Without a mark: every other byte is NUL. */
static int utf16_order(const uint8_t *bytes, size_t size)
{
	size_t n = size < 512 ? size & ~(size_t)1 : 512, zeros[2] = { 0 };

	if (size >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
		return 1;
	if (size >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
		return 2;
	for (size_t i = 0; i < n; i++)
		zeros[i % 2] += !bytes[i];
	if (n >= 8 && zeros[1] > n / 4 && !zeros[0])
		return 1;
	return n >= 8 && zeros[0] > n / 4 && !zeros[1] ? 2 : 0;
}

/* At most three bytes come of two. */
static int from_utf16(const uint8_t *bytes, size_t size, bool big, size_t max,
		      struct decoded *decoded)
{
	decoded->text = malloc(size / 2 * 3 + 5);
	if (!decoded->text)
		return -ENOMEM;
	for (size_t i = 0; i + 1 < size; i += 2) {
		uint32_t c = big ? (uint32_t)bytes[i] << 8 | bytes[i + 1]
				 : (uint32_t)bytes[i + 1] << 8 | bytes[i];

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < size) {
			uint32_t low = big ? (uint32_t)bytes[i + 2] << 8 | bytes[i + 3]
					   : (uint32_t)bytes[i + 3] << 8 | bytes[i + 2];

			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		if (decoded->size + 4 > max) {
			decoded->cut = true;
			break;
		}
		if (c != 0xfeff)
			decoded->size += put_utf8(decoded->text + decoded->size, c);
	}
	return 0;
}

int decode_bytes(const void *bytes, size_t size, size_t max, struct decoded *ret_decoded)
{
	struct decoded decoded = { 0 };
	const uint8_t *input = bytes;
	int order, r;

	if (is_compressed(input, size)) {
		struct decoded inner = { 0 };

		r = unpack(bytes, size, max, &decoded);
		if (r < 0)
			return r;
		order = utf16_order((uint8_t *)decoded.text, decoded.size);
		if (order) {
			r = from_utf16((uint8_t *)decoded.text, decoded.size, order == 2, max,
				       &inner);
			free(decoded.text);
			if (r < 0)
				return r;
			inner.cut |= decoded.cut;
			decoded = inner;
		}
	} else if ((order = utf16_order(input, size))) {
		r = from_utf16(input, size, order == 2, max, &decoded);
		if (r < 0)
			return r;
	} else {
		decoded.cut = size > max;
		decoded.size = decoded.cut ? max : size;
		decoded.text = malloc(decoded.size + 1);
		if (!decoded.text)
			return -ENOMEM;
		memcpy(decoded.text, bytes, decoded.size);
	}
	if (decoded.size >= 3 && !memcmp(decoded.text, "\xef\xbb\xbf", 3)) {
		decoded.size -= 3;
		memmove(decoded.text, decoded.text + 3, decoded.size);
	}
	decoded.text[decoded.size] = '\0';
	*ret_decoded = decoded;
	return 0;
}

/* ESC [ ... letter, ESC ] ... BEL, and ESC with one more; "^[" is how cat -v and journals write ESC. */
static size_t escape_size(const char *text, size_t size)
{
	size_t i = text[0] == '\x1b' ? 1 : size > 2 && text[0] == '^' && text[1] == '[' ? 2 : 0;

	if (!i || i >= size)
		return i == 1;
	if (text[i] == '[') {
		for (i++; i < size && (isdigit((unsigned char)text[i]) || strchr(";?:", text[i]));)
			i++;
		return i + (i < size && isalpha((unsigned char)text[i]));
	}
	if (i == 2)
		return 0;
	if (text[i] == ']') {
		size_t end = i + 1;

		while (end < size && end < i + 256 && text[end] != '\a' && text[end] != '\n' &&
		       text[end] != '\x1b')
			end++;
		return end < size && text[end] == '\a' ? end + 1 : end;
	}
	return i + (text[i] != '\n');
}

static const struct {
	const char *bytes, *plain;
} characters[] = {
	{ "\xc2\xa0", " " },	  { "\xe2\x80\xaf", " " }, { "\xe3\x80\x80", " " },
	{ "\xe2\x80\x8b", "" },	  { "\xe2\x80\x8c", "" },  { "\xe2\x80\x8d", "" },
	{ "\xef\xbb\xbf", "" },	  { "\xe2\x81\xa0", "" },  { "\xe2\x80\x9c", "\"" },
	{ "\xe2\x80\x9d", "\"" }, { "\xe2\x80\x98", "'" }, { "\xe2\x80\x99", "'" },
	{ "\xe2\x80\x93", "-" },  { "\xe2\x80\x94", "-" }, { "\xe2\x88\x92", "-" },
	{ "\xe2\x80\xa8", "\n" },
};

static size_t character_size(const char *text, size_t size, const char **ret_plain)
{
	for (size_t i = 0; i < sizeof(characters) / sizeof(characters[0]); i++) {
		size_t n = strlen(characters[i].bytes);

		if (n <= size && !memcmp(text, characters[i].bytes, n)) {
			*ret_plain = characters[i].plain;
			return n;
		}
	}
	/* U+2000 to U+200A: blanks of all widths. */
	if (size >= 3 && !memcmp(text, "\xe2\x80", 2) && (uint8_t)text[2] >= 0x80 &&
	    (uint8_t)text[2] <= 0x8a) {
		*ret_plain = " ";
		return 3;
	}
	return 0;
}

/* Control characters go; a lone carriage return ends a line, as a form feed does. */
static void plain_characters(struct decoded *decoded)
{
	const char *text = decoded->text;
	size_t out = 0;

	for (size_t i = 0; i < decoded->size;) {
		unsigned char c = (unsigned char)text[i];
		size_t left = decoded->size - i, n;
		const char *plain = "";

		if (c >= 0x20 && c < 0x7f && c != '^') {
			decoded->text[out++] = (char)c;
			i++;
			continue;
		}
		n = escape_size(text + i, left);
		if (!n && c >= 0x80)
			n = character_size(text + i, left, &plain);
		if (n) {
			while (*plain)
				decoded->text[out++] = *plain++;
			i += n;
			continue;
		}
		if (c == '\r' || c == '\f') {
			i++;
			if (i < decoded->size && text[i] == '\n')
				continue;
			decoded->text[out++] = '\n';
			continue;
		}
		if (c >= 0x20 || c == '\n' || c == '\t') {
			/* Latin-1's blank that does not break. */
			decoded->text[out] =
				c == 0xa0 && !(i && text[i - 1] & 0x80) ? ' ' : (char)c;
			out++;
		}
		i++;
	}
	decoded->size = out;
	decoded->text[out] = '\0';
}

int decode_text(const void *bytes, size_t size, size_t max, struct decoded *ret_decoded)
{
	struct decoded decoded;
	int r = decode_bytes(bytes, size, max, &decoded);

	if (r < 0)
		return r;
	decode_quoted_printable(decoded.text, &decoded.size);
	decode_markup(decoded.text, &decoded.size);
	plain_characters(&decoded);
	*ret_decoded = decoded;
	return 0;
}

bool is_binary(const void *bytes, size_t size)
{
	const uint8_t *input = bytes;
	size_t n = size < 4096 ? size : 4096, strange = 0;

	if (is_compressed(input, size) || utf16_order(input, size))
		return false;
	for (size_t i = 0; i < n; i++)
		strange += input[i] < 0x20 && !strchr("\t\n\v\f\r\x1b\b", input[i]);
	return strange > n / 16;
}
