/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading our JSON back: nothing in it is believed before its type is checked. */
#include <errno.h>
#include <json-c/json.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json-read.h"

#define MAX_BYTES ((size_t)64 << 20)
#define MAX_DEPTH 16

struct reader {
	struct report *report;
	char path[512]; /* of the value at hand, for messages */
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

static int read_record(struct reader *reader, const struct record_type *type, void *record,
		       struct json_object *object);

static int expect(struct reader *reader, struct json_object *value, enum json_type type)
{
	if (json_object_get_type(value) == type)
		return 0;
	return fail(reader, "expected %s, found %s", json_type_to_name(type),
		    json_type_to_name(json_object_get_type(value)));
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

static int read_text(struct reader *reader, struct json_object *value, const char **ret_text)
{
	int r = expect(reader, value, json_type_string);

	if (r < 0)
		return r;
	*ret_text = arena_clean(&reader->report->arena, json_object_get_string(value),
				(size_t)json_object_get_string_len(value));
	return 0;
}

static int read_item(struct reader *reader, const struct field *field, struct list_fact *list,
		     struct json_object *value)
{
	struct arena *arena = &reader->report->arena;

	if (field->type == FIELD_TEXTS)
		return read_text(reader, value, list_append(arena, list, sizeof(char *)));
	if (field->type == FIELD_NUMBERS)
		return read_number(reader, value, list_append(arena, list, sizeof(uint64_t)));
	return read_record(reader, field->record, list_append(arena, list, field->record->size),
			   value);
}

static int read_list(struct reader *reader, const struct field *field, struct list_fact *list,
		     struct json_object *value)
{
	size_t n, base = strlen(reader->path);
	int r = expect(reader, value, json_type_array);

	if (r < 0)
		return r;
	n = json_object_array_length(value);
	if (field->record == &tpm_report_type && n > REPORT_MAX_TPMS)
		return fail(reader, "more than %d TPMs", REPORT_MAX_TPMS);
	list->fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < n && r >= 0; i++) {
		snprintf(reader->path + base, sizeof(reader->path) - base, "[%zu]", i);
		r = read_item(reader, field, list, json_object_array_get_idx(value, i));
	}
	if (r >= 0)
		reader->path[base] = '\0';
	return r;
}

static int read_value(struct reader *reader, const struct field *field, void *member,
		      struct json_object *value)
{
	struct fact *fact = member;
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
	case FIELD_BOOL:
		r = expect(reader, value, json_type_boolean);
		((struct number_fact *)member)->value = (uint64_t)json_object_get_boolean(value);
		break;
	case FIELD_TEXT:
		r = read_text(reader, value, &((struct text_fact *)member)->value);
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

static int errno_of(const char *name)
{
	for (int i = 1; i < 256; i++) {
		if (strerrorname_np(i) && !strcmp(strerrorname_np(i), name))
			return i;
	}
	return EIO;
}

/* "missing" turns a null into what it was: denied or failed, and why. */
static void read_missing(const struct record_type *type, void *record, struct json_object *missing)
{
	if (json_object_get_type(missing) != json_type_object)
		return;
	json_object_object_foreach(missing, key, why)
	{
		const struct field *field = record_field(type, key);
		struct json_object *presence, *error;
		struct fact *fact;
		const char *text;

		if (!field || field->type == FIELD_RECORD ||
		    json_object_get_type(why) != json_type_object ||
		    !json_object_object_get_ex(why, "presence", &presence) ||
		    !json_object_object_get_ex(why, "error", &error))
			continue;
		fact = (struct fact *)((char *)record + field->offset);
		if (fact->presence != PRESENCE_ABSENT)
			continue;
		text = json_object_get_string(error);
		fact->error_is_rc = text && !strncmp(text, "0x", 2);
		fact->error = fact->error_is_rc ? (uint32_t)strtoul(text, NULL, 16)
						: (uint32_t)errno_of(text ? text : "");
		text = json_object_get_string(presence);
		fact->presence =
			text && !strcmp(text, "denied") ? PRESENCE_DENIED : PRESENCE_FAILED;
	}
}

static int read_record(struct reader *reader, const struct record_type *type, void *record,
		       struct json_object *object)
{
	size_t base = strlen(reader->path);
	struct json_object *value;
	int r = expect(reader, object, json_type_object);

	for (size_t i = 0; r >= 0 && i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		if (!json_object_object_get_ex(object, field->key, &value))
			continue;
		snprintf(reader->path + base, sizeof(reader->path) - base, "%s%s", base ? "." : "",
			 field->key);
		r = read_value(reader, field, (char *)record + field->offset, value);
		if (r >= 0)
			reader->path[base] = '\0';
	}
	if (r >= 0 && json_object_object_get_ex(object, "missing", &value))
		read_missing(type, record, value);
	return r;
}

static int check_schema(struct reader *reader, struct json_object *root)
{
	struct json_object *schema;
	const char *text;

	if (json_object_get_type(root) != json_type_object ||
	    !json_object_object_get_ex(root, "schema", &schema))
		return fail(reader, "not a report of tpm-probe: it has no \"schema\"");
	text = json_object_get_string(schema);
	if (json_object_get_type(schema) != json_type_string || strcmp(text, REPORT_SCHEMA) != 0)
		return fail(reader, "its schema is not \"%s\"", REPORT_SCHEMA);
	return 0;
}

int json_read_text(const char *text, size_t size, struct report **ret_report, char **ret_error)
{
	struct json_tokener *tokener = json_tokener_new_ex(MAX_DEPTH);
	struct reader reader = { 0 };
	struct json_object *root = NULL;
	int r;

	*ret_error = NULL;
	if (!tokener)
		return -ENOMEM;
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	/* The terminating NUL is part of what is parsed: it ends a number at the top level. */
	root = json_tokener_parse_ex(tokener, text, (int)size + 1);
	if (!root) {
		r = fail(&reader, "not JSON, at byte %zu: %s", json_tokener_get_parse_end(tokener),
			 json_tokener_error_desc(json_tokener_get_error(tokener)));
	} else {
		reader.report = report_new();
		r = check_schema(&reader, root);
		if (r >= 0)
			r = read_record(&reader, &report_type, reader.report, root);
	}
	json_object_put(root);
	json_tokener_free(tokener);
	if (r < 0) {
		report_free(reader.report);
		*ret_error = reader.error;
		return r;
	}
	*ret_report = reader.report;
	return 0;
}

int render_json_read(const char *path, struct report **ret_report, char **ret_error)
{
	_cleanup_fclose_ FILE *in = fopen(path, "re");
	_cleanup_free_ char *text = NULL;
	size_t size = 0, capacity = 0;

	*ret_error = NULL;
	if (!in)
		return -errno;
	do {
		if (capacity - size < 4096) {
			char *more =
				realloc(text, (capacity = capacity ? 2 * capacity : 65536) + 1);

			if (!more)
				return -ENOMEM;
			text = more;
		}
		size += fread(text + size, 1, capacity - size, in);
		if (size > MAX_BYTES) {
			*ret_error = strdup("larger than 64 MiB");
			return -EFBIG;
		}
	} while (!feof(in) && !ferror(in));
	if (ferror(in))
		return errno ? -errno : -EIO;
	text[size] = '\0';
	return json_read_text(text, size, ret_report, ret_error);
}
