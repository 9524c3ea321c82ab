/* SPDX-License-Identifier: BSD-2-Clause */
/* Passing over JSON: no byte of it is kept, but all of it is looked at. Each pass_ is NULL on errors. */
#include "json-skip.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { MAX_DEPTH = 16, MAX_DIGITS = 18 };

static const char *pass_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r'))
		p++;
	return p;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* p: behind the backslash. */
static const char *pass_escape(const char *p, const char *end)
{
	if (p == end || !*p || !strchr("\"\\/bfnrtu", *p))
		return NULL;
	if (*p++ != 'u')
		return p;
	for (int i = 0; i < 4; i++, p++)
		if (p == end || !is_hex(*p))
			return NULL;
	return p;
}

static const char *pass_string(const char *p, const char *end)
{
	for (p++; p && p < end && *p != '"';) {
		if (*p < ' ' || *p > '~')
			return NULL;
		p = *p == '\\' ? pass_escape(p + 1, end) : p + 1;
	}
	return p && p < end ? p + 1 : NULL;
}

static const char *pass_digits(const char *p, const char *end)
{
	const char *begin = p;

	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p > begin && p - begin <= MAX_DIGITS ? p : NULL;
}

static const char *pass_number(const char *p, const char *end)
{
	if (*p == '-')
		p++;
	if (p < end && *p == '0')
		p++;
	else
		p = pass_digits(p, end);
	if (p && p < end && *p == '.')
		p = pass_digits(p + 1, end);
	if (p && p < end && (*p == 'e' || *p == 'E')) {
		p++;
		p = pass_digits(p + (p < end && (*p == '+' || *p == '-')), end);
	}
	return p;
}

static const char *pass_word(const char *p, const char *end)
{
	static const char *const words[] = { "null", "true", "false" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if ((size_t)(end - p) >= n && !memcmp(p, words[i], n))
			return p + n;
	}
	return NULL;
}

static const char *pass_scalar(const char *p, const char *end)
{
	if (*p == '"')
		return pass_string(p, end);
	return *p == '-' || (*p >= '0' && *p <= '9') ? pass_number(p, end) : pass_word(p, end);
}

/* A key and its colon, or nothing: what comes before a value. */
static const char *pass_key(const char *p, const char *end, char opening)
{
	p = pass_space(p, end);
	if (opening == '[')
		return p < end ? p : NULL;
	p = p < end && *p == '"' ? pass_string(p, end) : NULL;
	p = p ? pass_space(p, end) : NULL;
	p = p && p < end && *p == ':' ? pass_space(p + 1, end) : NULL;
	return p && p < end ? p : NULL;
}

static const char *pass_list(const char *p, const char *end)
{
	char stack[MAX_DEPTH] = ""; /* the brackets that are open */
	size_t depth = 0;

	for (;;) {
		/* At the beginning of a value. */
		if (*p == '[' || *p == '{') {
			char closing = *p == '[' ? ']' : '}';
			const char *first = pass_space(p + 1, end);

			if (depth == MAX_DEPTH)
				return NULL;
			stack[depth++] = *p;
			if (first == end || *first != closing) {
				p = pass_key(first, end, *p);
				if (!p)
					return NULL;
				continue;
			}
			p = first;
		} else {
			p = pass_scalar(p, end);
			if (!p)
				return NULL;
		}
		/* Behind one. */
		for (p = pass_space(p, end); p < end && (*p == ']' || *p == '}');
		     p = pass_space(p + 1, end)) {
			if (stack[depth - 1] != (*p == ']' ? '[' : '{'))
				return NULL;
			if (--depth == 0)
				return p + 1;
		}
		p = p < end && *p == ',' ? pass_key(p + 1, end, stack[depth - 1]) : NULL;
		if (!p)
			return NULL;
	}
}

const char *json_skip_judgement(const char *text, const char *end, const char **ret_end)
{
	static const char *const keys[] = { "\"findings\"", "\"readiness\"" };
	const char *list, *behind;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		size_t n = strlen(keys[i]);

		if ((size_t)(end - text) <= n || memcmp(text, keys[i], n) != 0)
			continue;
		list = pass_space(text + n, end);
		list = list < end && *list == ':' ? pass_space(list + 1, end) : NULL;
		behind = list && list < end && *list == '[' ? pass_list(list, end) : NULL;
		if (behind)
			*ret_end = behind;
		return behind ? list : NULL;
	}
	return NULL;
}
