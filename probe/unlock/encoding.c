/* SPDX-License-Identifier: BSD-2-Clause */
/* Hexadecimal and base64. */
#include "encoding.h"

#include <string.h>

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool decode_hex(struct arena *arena, const char *text, size_t size, struct bytes *ret_bytes)
{
	uint8_t *data;

	if (size % 2)
		return false;
	data = arena_alloc(arena, size / 2 + 1);
	for (size_t i = 0; i < size; i += 2) {
		int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);

		if (high < 0 || low < 0)
			return false;
		data[i / 2] = (uint8_t)(high << 4 | low);
	}
	*ret_bytes = (struct bytes){ data, size / 2 };
	return true;
}

/* Of either alphabet; which: '+' or '-', and 0 as long as both are possible. */
static int base64_digit(char c, char *which)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+' || c == '/' || c == '-' || c == '_') {
		char alphabet = c == '+' || c == '/' ? '+' : '-';

		if (*which && *which != alphabet)
			return -1;
		*which = alphabet;
		return c == '+' || c == '-' ? 62 : 63;
	}
	return -1;
}

bool decode_base64(struct arena *arena, const char *text, size_t size, struct bytes *ret_bytes)
{
	uint8_t *data = arena_alloc(arena, size / 4 * 3 + 4);
	size_t n = 0, digits = 0, padding = 0;
	uint32_t value = 0;
	char which = 0;

	for (size_t i = 0; i < size; i++) {
		int digit;

		if (memchr(" \t\r\n", text[i], 4))
			continue;
		if (text[i] == '=') {
			padding++;
			continue;
		}
		digit = base64_digit(text[i], &which);
		if (digit < 0 || padding)
			return false;
		value = value << 6 | (uint32_t)digit;
		if (++digits % 4 == 0) {
			data[n++] = (uint8_t)(value >> 16);
			data[n++] = (uint8_t)(value >> 8);
			data[n++] = (uint8_t)value;
		}
	}
	if (digits % 4 == 1 || (padding && digits % 4 + padding != 4))
		return false;
	if (digits % 4 == 2)
		data[n++] = (uint8_t)(value >> 4);
	if (digits % 4 == 3) {
		data[n++] = (uint8_t)(value >> 10);
		data[n++] = (uint8_t)(value >> 2);
	}
	*ret_bytes = (struct bytes){ data, n };
	return true;
}

bool bytes_equal(struct bytes a, struct bytes b)
{
	return a.size == b.size && (!a.size || !memcmp(a.data, b.data, a.size));
}
