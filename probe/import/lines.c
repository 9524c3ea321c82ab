/* SPDX-License-Identifier: BSD-2-Clause */
/* Cutting text into lines, keys, values and numbers. */
#include "lines.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

struct slice slice_trim(struct slice slice)
{
	while (slice.size && is_blank(slice.bytes[0]))
		slice.bytes++, slice.size--;
	while (slice.size && is_blank(slice.bytes[slice.size - 1]))
		slice.size--;
	return slice;
}

bool slice_is(struct slice slice, const char *text)
{
	return slice.size == strlen(text) && !memcmp(slice.bytes, text, slice.size);
}

bool slice_skip(struct slice *slice, const char *text)
{
	size_t n = strlen(text);

	if (slice->size < n || memcmp(slice->bytes, text, n) != 0)
		return false;
	slice->bytes += n;
	slice->size -= n;
	return true;
}

static void cut_line(struct slice whole, struct text_line *ret_line)
{
	struct text_line line = { .whole = whole, .key = whole };
	const char *colon;

	if (slice_skip(&line.key, "-"))
		line.key = slice_trim(line.key);
	colon = memchr(line.key.bytes, ':', line.key.size);
	line.value = (struct slice){ whole.bytes + whole.size, 0 };
	if (colon) {
		line.colon = true;
		line.value.size = (size_t)(line.value.bytes - (colon + 1));
		line.value.bytes = colon + 1;
		line.key.size = (size_t)(colon - line.key.bytes);
	}
	line.key = slice_trim(line.key);
	line.value = slice_trim(line.value);
	if (line.value.size >= 2 && line.value.bytes[0] == '"' &&
	    line.value.bytes[line.value.size - 1] == '"')
		line.value = (struct slice){ line.value.bytes + 1, line.value.size - 2 };
	*ret_line = line;
}

bool lines_next(struct lines *lines, struct text_line *ret_line)
{
	while (lines->next < lines->end) {
		const char *newline = memchr(lines->next, '\n', (size_t)(lines->end - lines->next));
		const char *stop = newline ? newline : lines->end;
		struct slice whole = { lines->next, (size_t)(stop - lines->next) };

		lines->number++;
		lines->next = newline ? newline + 1 : lines->end;
		whole = slice_trim(whole);
		if (!whole.size || whole.bytes[0] == '#' || slice_is(whole, "---"))
			continue;
		cut_line(whole, ret_line);
		return true;
	}
	return false;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

bool slice_number(struct slice slice, uint64_t max, uint64_t *ret_number, struct slice *ret_rest)
{
	unsigned int base = slice_skip(&slice, "0x") || slice_skip(&slice, "0X") ? 16 : 10;
	uint64_t number = 0;
	size_t i = 0;

	for (; i < slice.size && digit(slice.bytes[i]) < (int)base; i++) {
		unsigned int next = (unsigned int)digit(slice.bytes[i]);

		if (next > max || number > (max - next) / base)
			return false;
		number = number * base + next;
	}
	if (!i || (i < slice.size && !is_blank(slice.bytes[i])))
		return false;
	*ret_number = number;
	if (ret_rest)
		*ret_rest = (struct slice){ slice.bytes + i, slice.size - i };
	return true;
}

bool slice_hundredths(struct slice slice, uint64_t max, uint64_t *ret_number)
{
	const char *point = memchr(slice.bytes, '.', slice.size);
	uint64_t whole, part;
	struct slice digits;

	if (!point)
		return false;
	digits = (struct slice){ point + 1, (size_t)(slice.bytes + slice.size - (point + 1)) };
	if (digits.size < 2 || (digits.size > 2 && !is_blank(digits.bytes[2])))
		return false;
	digits.size = 2;
	if (!slice_number((struct slice){ slice.bytes, (size_t)(point - slice.bytes) }, max / 100,
			  &whole, NULL) ||
	    !slice_number(digits, 99, &part, NULL) || whole * 100 > max - part)
		return false;
	*ret_number = whole * 100 + part;
	return true;
}

bool slice_hex(struct slice slice, uint8_t *bytes, size_t room, size_t *ret_size)
{
	if (!slice_skip(&slice, "0x"))
		slice_skip(&slice, "0X");
	if (!slice.size || slice.size % 2 || slice.size / 2 > room)
		return false;
	for (size_t i = 0; i < slice.size; i += 2) {
		int high = digit(slice.bytes[i]), low = digit(slice.bytes[i + 1]);

		if (high > 15 || low > 15)
			return false;
		bytes[i / 2] = (uint8_t)(high << 4 | low);
	}
	*ret_size = slice.size / 2;
	return true;
}
