/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON output: a walk over the field table, written as it goes, so that a million samples take no
 * memory beside their own.
 */
#include "render-json.h"

#include <errno.h>
#include <inttypes.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "field.h"
#include "fields.h"
#include "render.h"
/* Lists of more numbers than this are written in rows. */
enum { SHORT_LIST = 64, ROW = 16 };

struct writer {
	FILE *out;
	int depth;
	bool first; /* nothing was written yet in the object or array at hand */
	bool flat;  /* all on one line */
};

static void open_bracket(struct writer *writer, char bracket)
{
	fputc(bracket, writer->out);
	writer->depth++;
	writer->first = true;
}

static void new_line(struct writer *writer)
{
	if (writer->flat)
		return;
	fprintf(writer->out, "\n%*s", 2 * writer->depth, "");
}

static void next_item(struct writer *writer)
{
	if (!writer->first)
		fputs(writer->flat ? ", " : ",", writer->out);
	writer->first = false;
	new_line(writer);
}

static void close_bracket(struct writer *writer, char bracket)
{
	writer->depth--;
	/* An empty list is two lines, as json-c writes it. */
	if (!writer->first || bracket == ']')
		new_line(writer);
	fputc(bracket, writer->out);
	writer->first = false;
}

static void write_key(struct writer *writer, const char *key)
{
	next_item(writer);
	fprintf(writer->out, "\"%s\": ", key);
}

static void write_text(struct writer *writer, const char *text)
{
	struct json_object *object = json_object_new_string(text);

	fputs(json_object_to_json_string_ext(object, JSON_C_TO_STRING_NOSLASHESCAPE), writer->out);
	json_object_put(object);
}

/* In as few digits as give the same number when they are read. */
static void write_real(struct writer *writer, double value)
{
	char text[32];

	for (int digits = 6; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	fputs(text, writer->out);
}

static const char *error_name(const struct fact *fact, char buffer[16])
{
	const char *name = fact->error_is_rc ? NULL : strerrorname_np((int)fact->error);

	if (name)
		return name;
	snprintf(buffer, 16, fact->error_is_rc ? "0x%08x" : "%u", fact->error);
	return buffer;
}

/* Why facts are null. The walk is made anew: it is rarely needed, and then short. */
static void write_missing(struct writer *writer, const struct record_type *type, const void *record)
{
	bool any = false;

	for (size_t i = 0; i < type->n_fields; i++) {
		const struct fact *fact = field_fact(&type->fields[i], record);
		char buffer[16];

		if (!fact || !presence_words.words[fact->presence])
			continue;
		if (!any) {
			write_key(writer, "missing");
			open_bracket(writer, '{');
		}
		any = true;
		write_key(writer, type->fields[i].key);
		open_bracket(writer, '{');
		write_key(writer, "presence");
		write_text(writer, presence_words.words[fact->presence]);
		if (fact->presence != PRESENCE_WITHHELD) {
			write_key(writer, "error");
			write_text(writer, error_name(fact, buffer));
		}
		close_bracket(writer, '}');
	}
	if (any)
		close_bracket(writer, '}');
}

static void write_record(struct writer *writer, const struct record_type *type, const void *record);

static void write_numbers(struct writer *writer, const struct list_fact *list)
{
	const uint64_t *numbers = list->items;

	for (size_t i = 0; i < list->count; i++) {
		if (list->count <= SHORT_LIST || i % ROW == 0)
			next_item(writer);
		else
			fputs(", ", writer->out);
		fprintf(writer->out, "%" PRIu64, numbers[i]);
	}
}

static void write_list(struct writer *writer, const struct field *field,
		       const struct list_fact *list)
{
	open_bracket(writer, '[');
	if (field->type == FIELD_NUMBERS) {
		write_numbers(writer, list);
	} else {
		for (size_t i = 0; i < list->count; i++) {
			next_item(writer);
			if (field->type == FIELD_TEXTS)
				write_text(writer, ((const char *const *)list->items)[i]);
			else
				write_record(writer, field->record,
					     (const char *)list->items + i * field->record->size);
		}
	}
	close_bracket(writer, ']');
}

static void write_value(struct writer *writer, const struct field *field, const struct fact *fact)
{
	switch (field->type) {
	case FIELD_NUMBER:
		fprintf(writer->out, "%" PRIu64, ((const struct number_fact *)fact)->value);
		break;
	case FIELD_REAL:
		write_real(writer, ((const struct real_fact *)fact)->value);
		break;
	case FIELD_BOOL:
		fputs(((const struct number_fact *)fact)->value ? "true" : "false", writer->out);
		break;
	case FIELD_TEXT:
	case FIELD_ENUM:
		write_text(writer, ((const struct text_fact *)fact)->value);
		break;
	case FIELD_RECORD:
		break;
	case FIELD_RECORDS:
	case FIELD_TEXTS:
	case FIELD_NUMBERS:
		write_list(writer, field, (const struct list_fact *)fact);
		break;
	}
}

static void write_record(struct writer *writer, const struct record_type *type, const void *record)
{
	open_bracket(writer, '{');
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const struct fact *fact = field_fact(field, record);
		const void *inner = field_member(field, record);

		if (fact ? fact->presence == PRESENCE_NOT_COLLECTED
			 : !record_asked(field->record, inner))
			continue;
		write_key(writer, field->key);
		if (!fact)
			write_record(writer, field->record, inner);
		else if (fact_known(fact))
			write_value(writer, field, fact);
		else
			fputs("null", writer->out);
	}
	write_missing(writer, type, record);
	close_bracket(writer, '}');
}

static int write_whole(struct writer *writer, const struct record_type *type, const void *record)
{
	errno = 0;
	write_record(writer, type, record);
	fputc('\n', writer->out);
	return ferror(writer->out) ? (errno ? -errno : -EIO) : 0;
}

int render_json(const struct report *report, FILE *out)
{
	struct writer writer = { .out = out };

	return write_whole(&writer, &report_type, report);
}

int render_json_line(const struct record_type *type, const void *record, FILE *out)
{
	struct writer writer = { .out = out, .flat = true };

	return write_whole(&writer, type, record);
}
