/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of vulnerabilities: lines of fields between commas, of which any may stand in quotes. */
#include "vulnerabilities-read.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "vulnerabilities.h"

enum { MAX_FIELDS = 12, MAX_ISSUES = 4096, MAX_MATCHES = 65536 };

struct parser {
	struct vulnerability_list *list;
	const char *next, *end;
	size_t line;
	const char *fields[MAX_FIELDS];
	size_t n_fields, n_matches;
	char error[256];
};

__attribute__((format(printf, 2, 3))) static int fail(struct parser *parser, const char *format,
						      ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(parser->error, sizeof(parser->error), format, args);
	va_end(args);
	return -EBADMSG;
}

/* One field up to a comma or the line's end; "" within quotes is a quote. */
static int read_field(struct parser *parser)
{
	struct arena *arena = &parser->list->arena;
	const char *newline = memchr(parser->next, '\n', (size_t)(parser->end - parser->next));
	const char *stop = newline ? newline : parser->end;
	bool quoted = parser->next < stop && *parser->next == '"';
	char *field, *to;

	if (parser->n_fields == MAX_FIELDS)
		return fail(parser, "more than %d fields", MAX_FIELDS);
	to = field = arena_alloc(arena, (size_t)(stop - parser->next) + 1);
	parser->next += quoted;
	while (parser->next < stop && (quoted || *parser->next != ',')) {
		if (quoted && *parser->next == '"') {
			parser->next++;
			quoted = parser->next < stop && *parser->next == '"';
			if (!quoted)
				break;
		}
		*to++ = *parser->next++;
	}
	if (quoted)
		return fail(parser, "a quote is not closed");
	if (parser->next < stop && *parser->next != ',')
		return fail(parser, "text behind a closing quote");
	parser->fields[parser->n_fields++] = arena_clean(arena, field, (size_t)(to - field));
	return 0;
}

/* The fields of the next line that has any. Returns 0 at the end, 1, or -EBADMSG. */
static int read_line(struct parser *parser)
{
	int r;

	while (parser->next < parser->end && (*parser->next == '#' || *parser->next == '\n')) {
		const char *newline =
			memchr(parser->next, '\n', (size_t)(parser->end - parser->next));

		parser->next = newline ? newline + 1 : parser->end;
		parser->line++;
	}
	if (parser->next >= parser->end)
		return 0;
	parser->line++;
	parser->n_fields = 0;
	do {
		if (parser->n_fields)
			parser->next++;
		r = read_field(parser);
		if (r < 0)
			return r;
	} while (parser->next < parser->end && *parser->next == ',');
	parser->next += parser->next < parser->end;
	return 1;
}

/* Exactly so many hexadecimal digits. */
static bool parse_hex(const char *text, size_t digits, uint64_t *ret_number)
{
	unsigned long long number;

	if (strlen(text) != digits || strspn(text, "0123456789abcdefABCDEF") != digits)
		return false;
	if (sscanf(text, "%16llx", &number) != 1)
		return false;
	*ret_number = number;
	return true;
}

static void *grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
	void *more;

	if (count < *capacity)
		return items;
	*capacity = *capacity ? 2 * *capacity : 16;
	more = arena_alloc(arena, *capacity * size);
	if (count)
		memcpy(more, items, count * size);
	return more;
}

static struct vulnerability_issue *find_issue(struct vulnerability_list *list, const char *id)
{
	for (size_t i = 0; i < list->n_issues; i++)
		if (!strcmp(list->issues[i].id, id))
			return &list->issues[i];
	return NULL;
}

static int read_date(struct parser *parser)
{
	const char *date = parser->fields[1];
	int year, month, day, n = 0;

	if (parser->n_fields != 2 || sscanf(date, "%4d-%2d-%2d%n", &year, &month, &day, &n) != 3 ||
	    n != 10 || date[n] || month < 1 || month > 12 || day < 1 || day > 31)
		return fail(parser, "not a date as 2026-01-31");
	parser->list->date = date;
	return 0;
}

static int read_issue(struct parser *parser)
{
	struct vulnerability_list *list = parser->list;
	const char *const *fields = parser->fields;

	if (parser->n_fields < 7 || parser->n_fields > 8 || !*fields[1])
		return fail(parser, "an issue has an id and 5 fields more, and may have a date");
	if (find_issue(list, fields[1]))
		return fail(parser, "%.40s is there already", fields[1]);
	if (list->n_issues == MAX_ISSUES)
		return fail(parser, "more than %d issues", MAX_ISSUES);
	list->issues = grow(&list->arena, list->issues, list->n_issues, &list->capacity,
			    sizeof(*list->issues));
	list->issues[list->n_issues++] = (struct vulnerability_issue){
		.id = fields[1],
		.rule = fields[2],
		.name = fields[3],
		.impact = fields[4],
		.remedy = fields[5],
		.references = fields[6],
		.date = parser->n_fields == 8 ? fields[7] : list->date,
	};
	return 0;
}

static int parse_status(struct parser *parser, const char *text, enum vulnerability_status *ret)
{
	*ret = enum_state(&vulnerability_status_words, text);
	return *ret || !strcmp(text, "unmeasured-bank")
		       ? 0
		       : fail(parser, "\"%.40s\" is no status", text);
}

static int parse_firmware(struct parser *parser, const char *from, const char *to,
			  struct vulnerability_match *match)
{
	match->any_firmware = !*from && !*to;
	match->to = UINT64_MAX;
	if (match->any_firmware)
		return 0;
	if (!parse_hex(from, 16, &match->from) || !parse_hex(to, 16, &match->to))
		return fail(parser, "a firmware version is two words of sixteen digits together");
	return match->from <= match->to ? 0 : fail(parser, "from is behind to");
}

static int read_match(struct parser *parser)
{
	struct vulnerability_match match = { .revision_to = UINT64_MAX, .line = parser->line };
	const char *const *fields = parser->fields;
	struct vulnerability_issue *issue;
	uint64_t manufacturer = 0;
	int r;

	if (parser->n_fields < 11)
		return fail(parser, "a match has an id and 9 fields more, and may have a date");
	issue = find_issue(parser->list, fields[1]);
	if (!issue)
		return fail(parser, "there is no issue \"%.40s\" above", fields[1]);
	if (parser->n_matches++ == MAX_MATCHES)
		return fail(parser, "more than %d matches", MAX_MATCHES);
	match.tpm12 = !strcmp(fields[2], "1.2");
	if (!match.tpm12 && strcmp(fields[2], "2.0") != 0)
		return fail(parser, "a family is 2.0 or 1.2");
	match.any_manufacturer = !strcmp(fields[3], "*");
	if (!match.any_manufacturer && !parse_hex(fields[3], 8, &manufacturer))
		return fail(parser, "a manufacturer is eight hexadecimal digits, or *");
	match.manufacturer = (uint32_t)manufacturer;
	match.model = fields[4];
	r = parse_firmware(parser, fields[5], fields[6], &match);
	if (r < 0)
		return r;
	if (*fields[7] && (strspn(fields[7], "0123456789") != strlen(fields[7]) ||
			   sscanf(fields[7], "%9" SCNu64, &match.revision_to) != 1))
		return fail(parser, "a revision is a number");
	r = parse_status(parser, fields[8], &match.status);
	if (r < 0)
		return r;
	match.fixed_in = fields[9];
	match.source = fields[10];
	match.date = parser->n_fields == 12 ? fields[11] : parser->list->date;
	issue->matches = grow(&parser->list->arena, issue->matches, issue->n_matches,
			      &issue->capacity, sizeof(match));
	issue->matches[issue->n_matches++] = match;
	return 0;
}

static int read_software(struct parser *parser)
{
	const char *const *fields = parser->fields;
	struct vulnerability_issue *issue;

	if (parser->n_fields != 7 || !*fields[2] || !*fields[4])
		return fail(parser, "software has an id and 5 fields more");
	issue = find_issue(parser->list, fields[1]);
	if (!issue)
		return fail(parser, "there is no issue \"%.40s\" above", fields[1]);
	if (parser->n_matches++ == MAX_MATCHES)
		return fail(parser, "more than %d matches", MAX_MATCHES);
	if (fields[3][strspn(fields[3], "0123456789.")] ||
	    fields[4][strspn(fields[4], "0123456789. ")])
		return fail(parser, "a version is numbers between dots");
	issue->software = grow(&parser->list->arena, issue->software, issue->n_software,
			       &issue->software_capacity, sizeof(*issue->software));
	issue->software[issue->n_software++] = (struct vulnerability_software){
		.project = fields[2],
		.from = fields[3],
		.fixed = fields[4],
		.source = fields[5],
		.date = fields[6],
	};
	return 0;
}

int vulnerability_list_read(struct vulnerability_list *list, const char *text, size_t size,
			    char **ret_error)
{
	struct parser parser = { .list = list, .next = text, .end = text + size };
	int r;

	*ret_error = NULL;
	while ((r = read_line(&parser)) > 0) {
		if (!strcmp(parser.fields[0], "date"))
			r = read_date(&parser);
		else if (!strcmp(parser.fields[0], "issue"))
			r = read_issue(&parser);
		else if (!strcmp(parser.fields[0], "match"))
			r = read_match(&parser);
		else if (!strcmp(parser.fields[0], "software"))
			r = read_software(&parser);
		else
			r = fail(&parser,
				 "begins with \"%.40s\", not with date, issue, match or software",
				 parser.fields[0]);
		if (r < 0)
			break;
	}
	if (!r && !list->date)
		r = fail(&parser, "the list has no date");
	if (r < 0 && asprintf(ret_error, "line %zu: %s", parser.line, parser.error) < 0)
		*ret_error = NULL;
	return r;
}

void vulnerability_list_clear(struct vulnerability_list *list)
{
	arena_clear(&list->arena);
	*list = (struct vulnerability_list){ 0 };
}
