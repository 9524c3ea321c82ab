/* SPDX-License-Identifier: BSD-2-Clause */
#include "slice.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

bool is_blank(char c)
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

struct slice slice_of(const char *text)
{
	return (struct slice){ text, strlen(text) };
}

struct slice slice_from(struct slice slice, size_t n)
{
	return (struct slice){ slice.bytes + n, slice.size - n };
}

struct slice slice_until(struct slice slice, const char *characters)
{
	size_t n = 0;

	while (n < slice.size && !strchr(characters, slice.bytes[n]))
		n++;
	return (struct slice){ slice.bytes, n };
}

struct slice slice_word(struct slice slice, struct slice *ret_rest)
{
	struct slice word;

	slice = slice_trim(slice);
	word = slice_until(slice, " \t");
	if (ret_rest)
		*ret_rest = slice_trim(slice_from(slice, word.size));
	return word;
}

bool slice_is(struct slice slice, const char *text)
{
	return slice.size == strlen(text) && !strncasecmp(slice.bytes, text, slice.size);
}

bool slice_skip(struct slice *slice, const char *text)
{
	size_t n = strlen(text);

	if (slice->size < n || strncasecmp(slice->bytes, text, n) != 0)
		return false;
	*slice = slice_from(*slice, n);
	return true;
}

const char *slice_find(struct slice slice, const char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i + n <= slice.size; i++)
		if (tolower((unsigned char)slice.bytes[i]) == tolower((unsigned char)*text) &&
		    !strncasecmp(slice.bytes + i, text, n))
			return slice.bytes + i;
	return NULL;
}

size_t slice_dotted(struct slice slice, uint64_t max, uint64_t *ret_numbers, size_t n)
{
	size_t count = 0;

	slice = slice_word(slice, NULL);
	for (;;) {
		struct slice part = slice_until(slice, ".");

		if (count == n || !part.size || !isdigit((unsigned char)part.bytes[0]) ||
		    !slice_number(part, max, &ret_numbers[count++], NULL))
			return 0;
		if (part.size == slice.size)
			return count;
		slice = slice_from(slice, part.size + 1);
	}
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
	unsigned int base = slice_skip(&slice, "0x") ? 16 : 10;
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
	slice_skip(&slice, "0x");
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
