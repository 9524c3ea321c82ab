/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * json-c parses leniently: it cuts numbers to 64 bits, ends at a NUL, and needs some 700 bytes for an
 * empty object. The first two are refused and the last is bounded here, before it sees the text.
 */
#include "json-parse.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "json-skip.h"

#define MAX_DEPTH      32      /* a report needs 10 */
#define MAX_CONTAINERS 200000  /* a report with all capabilities needs about 400 per TPM */
#define MAX_VALUES     4000000 /* a benchmark has as many as it took samples */
#define MAX_SKIPPED    2

struct parser {
	const char *text, *end;
	/* What json-c does not see. */
	struct span {
		const char *begin, *end;
	} skipped[MAX_SKIPPED];
	size_t n_skipped;
	char *error;
};

__attribute__((format(printf, 3, 4))) static int fail_at(struct parser *parser, const char *place,
							 const char *format, ...)
{
	size_t line = 1, column = 1;
	va_list args;
	char what[128];

	for (const char *p = parser->text; p < place; p++) {
		column = *p == '\n' ? 1 : column + 1;
		line += *p == '\n';
	}
	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (asprintf(&parser->error, "line %zu, column %zu: %s", line, column, what) < 0)
		parser->error = NULL;
	return -EBADMSG;
}

/* Where a doctor's findings end that begin at p, if they need not be read; else NULL. */
static const char *skip(struct parser *parser, const char *p)
{
	struct span *span = &parser->skipped[parser->n_skipped];

	if (parser->n_skipped == MAX_SKIPPED)
		return NULL;
	span->begin = json_skip_judgement(p, parser->end, &span->end);
	if (!span->begin)
		return NULL;
	parser->n_skipped++;
	return span->end;
}

/* Whatever json-c would let pass, or would need too much memory for. */
static int scan(struct parser *parser, bool with_findings)
{
	const char *end = parser->end, *behind;
	size_t containers = 0, values = 0, depth = 0;
	bool quoted = false;

	for (const char *p = parser->text; p < end; p++) {
		if (!*p)
			return fail_at(parser, p, "not JSON: a NUL byte");
		if (*p == '"' && !quoted && !with_findings && depth == 1 &&
		    (behind = skip(parser, p))) {
			p = behind - 1;
			continue;
		}
		if (quoted) {
			quoted = *p != '"';
			p += *p == '\\' && p + 1 < end && p[1];
			continue;
		}
		quoted = *p == '"';
		containers += *p == '{' || *p == '[';
		depth += *p == '{' || *p == '[';
		depth -= *p == '}' || *p == ']';
		values += *p == ',' || *p == ':';
		if (containers > MAX_CONTAINERS || values > MAX_VALUES)
			return fail_at(parser, p, "more values than a report can have");
		if (*p >= '0' && *p <= '9') {
			char *digits_end;

			errno = 0;
			strtoull(p, &digits_end, 10);
			if (errno == ERANGE)
				return fail_at(parser, p, "a number beyond 64 bits");
			p = digits_end - 1;
		}
	}
	return 0;
}

/* json-c sees an empty list in the place of each that is skipped. */
static int parse(struct parser *parser, struct json_object **ret_root)
{
	struct json_tokener *tokener = json_tokener_new_ex(MAX_DEPTH);
	const char *from = parser->text, *end;
	enum json_tokener_error error;
	int r = 0;

	if (!tokener)
		return -ENOMEM;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	for (size_t i = 0;; i++) {
		/* The terminating NUL is part of what is parsed: it ends a number at the top level. */
		end = i < parser->n_skipped ? parser->skipped[i].begin : parser->end + 1;
		*ret_root = json_tokener_parse_ex(tokener, from, (int)(end - from));
		error = json_tokener_get_error(tokener);
		if (error != json_tokener_continue || i == parser->n_skipped)
			break;
		json_tokener_parse_ex(tokener, "[]", 2);
		from = parser->skipped[i].end;
	}
	if (error != json_tokener_success)
		r = fail_at(parser, from + json_tokener_get_parse_end(tokener), "not JSON: %s",
			    json_tokener_error_desc(error));
	json_tokener_free(tokener);
	return r;
}

int json_parse(const char *text, size_t size, bool with_findings, struct json_object **ret_root,
	       char **ret_error)
{
	struct parser parser = { .text = text, .end = text + size };
	int r = scan(&parser, with_findings);

	if (r >= 0)
		r = parse(&parser, ret_root);
	if (r < 0)
		*ret_error = parser.error;
	return r;
}
