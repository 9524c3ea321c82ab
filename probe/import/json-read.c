/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading our JSON back: nothing in it is believed before its type is checked. Of two equal keys
 * json-c takes the last.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <json-c/json.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "error-line.h"
#include "field.h"
#include "fields.h"
#include "json-parse.h"
#include "json-read.h"

#define MAX_BYTES ((size_t)64 << 20)

struct reader {
	struct report *report;
	char path[512]; /* of the value at hand, for messages */
	size_t path_size;
	char *error;
};

__attribute__((format(printf, 2, 3))) static int fail(struct reader *reader, const char *format,
						      ...)
{
	_cleanup_free_ char *what = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&what, format, args) < 0)
		what = NULL;
	va_end(args);
	if (asprintf(&reader->error, "%s%s%s", reader->path, *reader->path ? ": " : "",
		     what ? what : "out of memory") < 0)
		reader->error = NULL;
	return -EBADMSG;
}

/* Go on to a value below the one at hand. Returns what leave() wants. */
static size_t enter(struct reader *reader, const char *key)
{
	size_t base = reader->path_size, room = sizeof(reader->path) - 1 - base;
	size_t n = strlen(key);

	if (base && *key != '[' && room) {
		reader->path[reader->path_size++] = '.';
		room--;
	}
	n = n < room ? n : room;
	memcpy(reader->path + reader->path_size, key, n);
	reader->path_size += n;
	reader->path[reader->path_size] = '\0';
	return base;
}

static void leave(struct reader *reader, size_t base)
{
	reader->path_size = base;
	reader->path[base] = '\0';
}

static int read_record(struct reader *reader, const struct record_type *type, void *record,
		       struct json_object *object);

static int expect(struct reader *reader, struct json_object *value, enum json_type type)
{
	static const char *const names[] = {
		[json_type_null] = "null",	   [json_type_boolean] = "true or false",
		[json_type_double] = "a fraction", [json_type_int] = "a whole number",
		[json_type_object] = "an object",  [json_type_array] = "a list",
		[json_type_string] = "a text",
	};
	enum json_type found = json_object_get_type(value);

	return found == type ? 0 : fail(reader, "expected %s, found %s", names[type], names[found]);
}

static int read_number(struct reader *reader, struct json_object *value, uint64_t *ret_number)
{
	int r = expect(reader, value, json_type_int);

	if (r < 0)
		return r;
	if (json_object_get_int64(value) < 0)
		return fail(reader, "a negative number");
	*ret_number = json_object_get_uint64(value);
	return 0;
}

static int read_real(struct reader *reader, struct json_object *value, double *ret_real)
{
	if (json_object_get_type(value) != json_type_int && expect(reader, value, json_type_double))
		return -EBADMSG;
	*ret_real = json_object_get_double(value);
	return isfinite(*ret_real) ? 0 : fail(reader, "a number out of range");
}

static int read_text(struct reader *reader, bool lines, struct json_object *value,
		     const char **ret_text)
{
	int r = expect(reader, value, json_type_string);

	if (r < 0)
		return r;
	*ret_text = (lines ? arena_clean_lines
			   : arena_clean)(&reader->report->arena, json_object_get_string(value),
					  (size_t)json_object_get_string_len(value));
	return 0;
}

static int read_item(struct reader *reader, const struct field *field, struct list_fact *list,
		     struct json_object *value)
{
	struct arena *arena = &reader->report->arena;

	if (field->type == FIELD_TEXTS)
		return read_text(reader, false, value, list_append(arena, list, sizeof(char *)));
	if (field->type == FIELD_NUMBERS)
		return read_number(reader, value, list_append(arena, list, sizeof(uint64_t)));
	return read_record(reader, field->record, record_append(arena, list, field->record), value);
}

static int read_list(struct reader *reader, const struct field *field, struct list_fact *list,
		     struct json_object *value)
{
	int r = expect(reader, value, json_type_array);
	size_t n, base = reader->path_size;
	char index[32];

	if (r < 0)
		return r;
	n = json_object_array_length(value);
	if (field->record == &tpm_report_type && n > REPORT_MAX_TPMS)
		return fail(reader, "more than %d TPMs", REPORT_MAX_TPMS);
	list->fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < n && r >= 0; i++) {
		leave(reader, base);
		snprintf(index, sizeof(index), "[%zu]", i);
		enter(reader, index);
		r = read_item(reader, field, list, json_object_array_get_idx(value, i));
	}
	if (r >= 0)
		leave(reader, base);
	return r;
}

static int read_value(struct reader *reader, const struct field *field, void *member,
		      struct json_object *value)
{
	struct fact *fact = member;
	struct enum_fact *state = member;
	int r = 0;

	if (field->type == FIELD_RECORD)
		return read_record(reader, field->record, member, value);
	if (!value) {
		fact->presence = PRESENCE_ABSENT;
		return 0;
	}
	switch (field->type) {
	case FIELD_NUMBER:
		r = read_number(reader, value, &((struct number_fact *)member)->value);
		break;
	case FIELD_REAL:
		r = read_real(reader, value, &((struct real_fact *)member)->value);
		break;
	case FIELD_BOOL:
		r = expect(reader, value, json_type_boolean);
		((struct number_fact *)member)->value = (uint64_t)json_object_get_boolean(value);
		break;
	case FIELD_TEXT:
		r = read_text(reader, field->unit == UNIT_LINES, value,
			      &((struct text_fact *)member)->value);
		break;
	case FIELD_ENUM:
		r = read_text(reader, false, value, &state->value);
		if (r >= 0)
			state->state = enum_state(field->words, state->value);
		break;
	case FIELD_RECORD:
	case FIELD_RECORDS:
	case FIELD_TEXTS:
	case FIELD_NUMBERS:
		return read_list(reader, field, member, value);
	}
	if (r >= 0)
		fact->presence = PRESENCE_PRESENT;
	return r;
}

/* "0x" and a TSS2_RC, or the name of an errno, or its number where it has no name. */
static bool parse_error(const char *text, struct fact *fact)
{
	unsigned long number;
	char *end;

	for (int i = 1; i < 256; i++) {
		if (strerrorname_np(i) && !strcmp(strerrorname_np(i), text)) {
			fact->error = (uint32_t)i;
			return true;
		}
	}
	if (*text < '0' || *text > '9')
		return false;
	fact->error_is_rc = !strncmp(text, "0x", 2);
	number = strtoul(text, &end, fact->error_is_rc ? 16 : 10);
	fact->error = (uint32_t)number;
	return !*end && number <= (fact->error_is_rc ? UINT32_MAX : INT32_MAX);
}

/* What "missing" says of one fact: denied or failed, and why; or withheld. */
static int read_reason(struct reader *reader, struct fact *fact, struct json_object *why)
{
	struct json_object *text, *error;
	int r = expect(reader, why, json_type_object);
	enum presence presence = PRESENCE_NOT_COLLECTED;

	if (r < 0)
		return r;
	if (fact->presence != PRESENCE_ABSENT)
		return fail(reader, "said to be missing, but its value is not null");
	if (json_object_object_get_ex(why, "presence", &text) &&
	    json_object_get_type(text) == json_type_string)
		presence = enum_state(&presence_words, json_object_get_string(text));
	if (presence != PRESENCE_WITHHELD) {
		if (!text || !json_object_object_get_ex(why, "error", &error))
			return fail(reader, "needs both \"presence\" and \"error\"");
		if (!presence)
			return fail(reader, "\"presence\" is none of denied, failed, withheld");
		if (json_object_get_type(error) != json_type_string ||
		    !parse_error(json_object_get_string(error), fact))
			return fail(reader,
				    "\"error\" is neither an errno nor a response code 0x...");
	}
	fact->presence = presence;
	return 0;
}

static int read_missing(struct reader *reader, const struct record_type *type, void *record,
			struct json_object *missing)
{
	size_t base = enter(reader, "missing"), below;
	int r = expect(reader, missing, json_type_object);

	for (size_t i = 0; r >= 0 && i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		struct json_object *why;

		if (field->type == FIELD_RECORD ||
		    !json_object_object_get_ex(missing, field->key, &why))
			continue;
		below = enter(reader, field->key);
		r = read_reason(reader, field_member(field, record), why);
		if (r >= 0)
			leave(reader, below);
	}
	if (r >= 0)
		leave(reader, base);
	return r;
}

static int read_record(struct reader *reader, const struct record_type *type, void *record,
		       struct json_object *object)
{
	struct json_object *value;
	int r = expect(reader, object, json_type_object);
	size_t base;

	for (size_t i = 0; r >= 0 && i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		if (!json_object_object_get_ex(object, field->key, &value))
			continue;
		base = enter(reader, field->key);
		r = read_value(reader, field, field_member(field, record), value);
		if (r >= 0)
			leave(reader, base);
	}
	if (r >= 0 && json_object_object_get_ex(object, "missing", &value))
		r = read_missing(reader, type, record, value);
	return r;
}

static int check_schema(struct reader *reader, struct json_object *root)
{
	struct json_object *schema;
	const char *found;
	int r;

	if (json_object_get_type(root) != json_type_object ||
	    !json_object_object_get_ex(root, "schema", &schema))
		return fail(reader, "not a report of tpm-probe: it has no \"schema\"");
	enter(reader, "schema");
	r = read_text(reader, false, schema, &found);
	if (r < 0)
		return r;
	if (strcmp(found, REPORT_SCHEMA) != 0)
		return fail(reader, "found \"%.64s\", this version reads \"%s\"", found,
			    REPORT_SCHEMA);
	leave(reader, 0);
	return 0;
}

int json_read_text(const char *text, size_t size, struct report **ret_report, char **ret_error)
{
	struct reader reader = { 0 };
	struct json_object *root = NULL;
	int r;

	*ret_error = NULL;
	if (size > MAX_BYTES) {
		fail(&reader, "larger than %zu MiB", MAX_BYTES >> 20);
		*ret_error = reader.error;
		return -EFBIG;
	}
	reader.report = report_new();
	r = json_parse(text, size, &root, &reader.error);
	if (r >= 0)
		r = check_schema(&reader, root);
	if (r >= 0)
		r = read_record(&reader, &report_type, reader.report, root);
	json_object_put(root);
	if (r < 0) {
		report_free(reader.report);
		*ret_error = reader.error;
		return r;
	}
	*ret_report = reader.report;
	return 0;
}

int json_open_source(const char *path)
{
	enum { ANNOUNCE_MS = 1000 };
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	struct stat st;
	int r;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) == 0) {
		if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode) &&
		    poll(&ready, 1, ANNOUNCE_MS) == 0) {
			error_line("%s is no file: waiting for somebody to write a report to it",
				   path);
			poll(&ready, 1, -1);
		}
		if (fcntl(fd, F_SETFL, 0) == 0)
			return fd;
	}
	r = -errno;
	close(fd);
	return r;
}

int json_read_file(const char *path, struct report **ret_report, char **ret_error)
{
	int fd = json_open_source(path);
	_cleanup_fclose_ FILE *in = fd < 0 ? NULL : fdopen(fd, "r");
	_cleanup_free_ char *text = NULL;
	size_t size = 0, capacity = 0;

	*ret_error = NULL;
	if (fd < 0)
		return fd;
	if (!in)
		abort();
	do {
		if (capacity - size < 4096) {
			char *more =
				realloc(text, (capacity = capacity ? 2 * capacity : 65536) + 1);

			if (!more)
				return -ENOMEM;
			text = more;
		}
		size += fread(text + size, 1, capacity - size, in);
	} while (size <= MAX_BYTES && !feof(in) && !ferror(in));
	if (ferror(in))
		return errno ? -errno : -EIO;
	text[size] = '\0';
	return json_read_text(text, size, ret_report, ret_error);
}
