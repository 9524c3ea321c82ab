/* SPDX-License-Identifier: BSD-2-Clause */
#include "decode-mail.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool ends_line(const char *text, size_t size, size_t i)
{
	return i < size &&
	       (text[i] == '\n' || (text[i] == '\r' && i + 1 < size && text[i + 1] == '\n'));
}

/* An '=' of the text itself is written "=3D": one that is not is proof of the contrary. */
static bool is_quoted_printable(const char *text, size_t size)
{
	size_t signs = 0;

	for (size_t i = 0; i < size; i++) {
		if (text[i] != '=')
			continue;
		if (i + 2 < size && text[i + 1] == '3' && text[i + 2] == 'D')
			signs++;
		else if (ends_line(text, size, i + 1) ||
			 (i + 2 < size && text[i + 1] == '2' && text[i + 2] == '0' &&
			  (i + 3 == size || ends_line(text, size, i + 3))))
			signs++;
		else if (i + 2 < size && hex_digit(text[i + 1]) >= 8 && hex_digit(text[i + 2]) >= 0)
			signs++;
		else if (i + 2 >= size || hex_digit(text[i + 1]) < 0 || hex_digit(text[i + 2]) < 0)
			return false;
	}
	return signs;
}

void decode_quoted_printable(char *text, size_t *size)
{
	size_t out = 0;

	if (!is_quoted_printable(text, *size))
		return;
	for (size_t i = 0; i < *size; i++) {
		if (text[i] != '=') {
			text[out++] = text[i];
		} else if (ends_line(text, *size, i + 1)) {
			i += text[i + 1] == '\r' ? 2 : 1;
		} else if (i + 2 < *size) {
			int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);

			if (high < 0 || low < 0) {
				text[out++] = text[i];
				continue;
			}
			text[out++] = (char)(high << 4 | low);
			i += 2;
		}
	}
	*size = out;
	text[out] = '\0';
}

static const struct {
	const char *name, *plain;
} entities[] = {
	{ "nbsp", " " },  { "emsp", " " },   { "ensp", " " },	  { "thinsp", " " },
	{ "lt", "<" },	  { "gt", ">" },     { "amp", "&" },	  { "quot", "\"" },
	{ "apos", "'" },  { "ldquo", "\"" }, { "rdquo", "\"" },	  { "ndash", "-" },
	{ "mdash", "-" }, { "Tab", " " },    { "NewLine", "\n" },
};

/* The bytes of "&name;" or "&#number;", or 0. */
static size_t entity_size(const char *text, size_t size, char *ret_plain)
{
	const char *end = memchr(text, ';', size < 12 ? size : 12);
	size_t n = end ? (size_t)(end - text) : 0;

	if (n < 2)
		return 0;
	if (text[1] == '#') {
		bool hex = n > 2 && (text[2] == 'x' || text[2] == 'X');
		char digits[12] = "", *rest;
		unsigned long c;

		memcpy(digits, text + (hex ? 3 : 2), n - (hex ? 3 : 2));
		c = isxdigit((unsigned char)digits[0]) ? strtoul(digits, &rest, hex ? 16 : 10) : 0;
		if (!c || *rest)
			return 0;
		*ret_plain = c == 0xa0 || (c >= 0x2000 && c <= 0x200a) ? ' '
			     : c < 0x7f				       ? (char)c
								       : '?';
		return n + 1;
	}
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		if (strlen(entities[i].name) == n - 1 &&
		    !memcmp(text + 1, entities[i].name, n - 1)) {
			*ret_plain = entities[i].plain[0];
			return n + 1;
		}
	}
	return 0;
}

/* The bytes of a tag that formats text, or 0. plain: what stands in its place, NUL for nothing. */
static size_t tag_size(const char *text, size_t size, char *ret_plain)
{
	static const char *const names[] = { "br",   "p",	"div",	   "span",	"pre",
					     "code", "b",	"i",	   "em",	"strong",
					     "tt",   "li",	"ul",	   "ol",	"tr",
					     "td",   "table",	"font",	   "html",	"body",
					     "a",    "details", "summary", "blockquote" };
	const char *end = memchr(text, '>', size < 200 ? size : 200);
	bool closes = size > 1 && text[1] == '/';
	size_t n = 0;

	if (!end)
		return 0;
	text += 1 + closes;
	while (text + n < end && isalnum((unsigned char)text[n]))
		n++;
	for (size_t i = 0; n && i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) != n || strncasecmp(text, names[i], n) != 0 ||
		    (text + n < end && text[n] != ' ' && text[n] != '/'))
			continue;
		*ret_plain = i == 0 || (closes && (i == 1 || i == 2 || i == 11 || i == 14)) ? '\n'
											    : '\0';
		return (size_t)(end - text) + 2 + closes;
	}
	return 0;
}

void decode_markup(char *text, size_t *size)
{
	size_t out = 0;

	for (size_t i = 0; i < *size;) {
		char plain = '\0';
		size_t n = text[i] == '&'   ? entity_size(text + i, *size - i, &plain)
			   : text[i] == '<' ? tag_size(text + i, *size - i, &plain)
					    : 0;

		if (!n)
			text[out++] = text[i++];
		else if (plain)
			text[out++] = plain;
		i += n;
	}
	*size = out;
	text[out] = '\0';
}
