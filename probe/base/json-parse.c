/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json-c parses leniently: it cuts numbers to 64 bits, ends at a NUL, and needs some 700 bytes for an
 * empty object. The first two are refused and the last is bounded here, before it sees the text.
 */
#include "json-parse.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH      32      /* a report needs 10 */
#define MAX_CONTAINERS 200000  /* a report with all capabilities needs about 400 per TPM */
#define MAX_VALUES     4000000 /* a benchmark has as many as it took samples */

__attribute__((format(printf, 4, 5))) static int fail_at(char **ret_error, const char *text,
							 const char *place, const char *format, ...)
{
	size_t line = 1, column = 1;
	va_list args;
	char what[128];

	for (const char *p = text; p < place; p++) {
		column = *p == '\n' ? 1 : column + 1;
		line += *p == '\n';
	}
	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (asprintf(ret_error, "line %zu, column %zu: %s", line, column, what) < 0)
		*ret_error = NULL;
	return -EBADMSG;
}

/* Whatever json-c would let pass, or would need too much memory for. */
static int scan(const char *text, const char *end, char **ret_error)
{
	size_t containers = 0, values = 0;
	bool quoted = false;

	for (const char *p = text; p < end; p++) {
		if (!*p)
			return fail_at(ret_error, text, p, "not JSON: a NUL byte");
		if (quoted && *p == '\n')
			return fail_at(ret_error, text, p, "not JSON: a line break within a text");
		if (quoted) {
			quoted = *p != '"';
			p += *p == '\\' && p + 1 < end && p[1];
			continue;
		}
		quoted = *p == '"';
		/* Comments and texts in single quotes would hide brackets from what is counted here. */
		if (*p == '/' || *p == '\'')
			return fail_at(ret_error, text, p, "not JSON: unexpected character");
		containers += *p == '{' || *p == '[';
		values += *p == ',' || *p == ':';
		if (containers > MAX_CONTAINERS || values > MAX_VALUES)
			return fail_at(ret_error, text, p, "more values than a report can have");
		if (*p >= '0' && *p <= '9') {
			char *digits_end;

			errno = 0;
			strtoull(p, &digits_end, 10);
			if (errno == ERANGE)
				return fail_at(ret_error, text, p, "a number beyond 64 bits");
			p = digits_end - 1;
		}
	}
	return 0;
}

int json_parse(const char *text, size_t size, struct json_object **ret_root, char **ret_error)
{
	const char *end = text + size, *behind;
	enum json_tokener_error error;
	struct json_tokener *tokener;
	struct json_object *root;
	int r = scan(text, end, ret_error);

	if (r < 0)
		return r;
	tokener = json_tokener_new_ex(MAX_DEPTH);
	if (!tokener)
		return -ENOMEM;
	/* Not JSON_TOKENER_STRICT: with it json-c 0.18 refuses every byte above 0x7f (json-c#875). */
	json_tokener_set_flags(tokener, JSON_TOKENER_VALIDATE_UTF8);
	/* The terminating NUL is part of what is parsed: it ends a number at the top level. */
	root = json_tokener_parse_ex(tokener, text, (int)size + 1);
	error = json_tokener_get_error(tokener);
	behind = text + json_tokener_get_parse_end(tokener);
	json_tokener_free(tokener);
	if (error == json_tokener_success) {
		behind += strspn(behind, " \t\r\n");
		if (behind >= end) {
			*ret_root = root;
			return 0;
		}
		error = json_tokener_error_parse_unexpected;
		json_object_put(root);
	}
	return fail_at(ret_error, text, behind, "not JSON: %s", json_tokener_error_desc(error));
}
