/* SPDX-License-Identifier: BSD-2-Clause */
/* The JSON Schema of json.c's output: the field table, told to a validator. */
#include "json-schema.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "field.h"
#include "fields.h"
#include "render.h"
#include "watch.h"

static void add_text(struct json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key, json_object_new_string(text));
}

static struct json_object *refer(struct json_object *object, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "#/$defs/%s", name);
	add_text(object, "$ref", path);
	return object;
}

static struct json_object *reference(const char *name)
{
	return refer(json_object_new_object(), name);
}

static struct json_object *of_type(const char *type)
{
	struct json_object *object = json_object_new_object();

	add_text(object, "type", type);
	return object;
}

static struct json_object *of_number(void)
{
	struct json_object *object = of_type("integer");

	json_object_object_add(object, "minimum", json_object_new_int(0));
	json_object_object_add(object, "maximum", json_object_new_uint64(UINT64_MAX));
	return object;
}

/* Every fact but a record may be null: absent, or else "missing" says why. */
static void allow_null(struct json_object *object)
{
	struct json_object *types = json_object_new_array();

	json_object_array_add(types, json_object_get(json_object_object_get(object, "type")));
	json_object_array_add(types, json_object_new_string("null"));
	json_object_object_add(object, "type", types);
}

static struct json_object *list_of(struct json_object *items)
{
	struct json_object *object = of_type("array");

	json_object_object_add(object, "items", items);
	return object;
}

static struct json_object *value_schema(const struct field *field)
{
	switch (field->type) {
	case FIELD_NUMBER:
		return of_number();
	case FIELD_REAL:
		return of_type("number");
	case FIELD_BOOL:
		return of_type("boolean");
	case FIELD_TEXT:
	case FIELD_ENUM:
		return of_type("string");
	case FIELD_RECORD:
		return reference(field->record->name);
	case FIELD_RECORDS:
		return list_of(reference(field->record->name));
	case FIELD_TEXTS:
		return list_of(of_type("string"));
	case FIELD_NUMBERS:
		break;
	}
	return list_of(of_number());
}

static struct json_object *list_words(const struct enum_words *words)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < words->n; i++)
		if (words->words[i])
			json_object_array_add(list, json_object_new_string(words->words[i]));
	return list;
}

/* Units of the value; how text output shows a bare number is no affair of the schema's. */
static const char *unit_name(enum field_unit unit)
{
	switch (unit) {
	case UNIT_BYTES:
		return "bytes";
	case UNIT_NANOSECONDS:
		return "nanoseconds";
	case UNIT_MICROSECONDS:
		return "microseconds";
	case UNIT_MILLISECONDS:
		return "milliseconds";
	case UNIT_SECONDS:
		return "seconds";
	case UNIT_NONE:
	case UNIT_LINES:
	case UNIT_HEX:
	case UNIT_OCTAL:
		break;
	}
	return NULL;
}

static struct json_object *field_schema(const struct record_type *type, const struct field *field)
{
	struct json_object *object = value_schema(field), *words;

	if (type == &report_type && !strcmp(field->key, "schema"))
		add_text(object, "const", REPORT_SCHEMA);
	else if (field->type != FIELD_RECORD)
		allow_null(object);
	if (field->words) {
		words = list_words(field->words);
		json_object_array_add(words, NULL);
		json_object_object_add(object, "enum", words);
	}
	add_text(object, "title", field->label);
	add_text(object, "description", field->help);
	if (unit_name(field->unit))
		add_text(object, "unit", unit_name(field->unit));
	return object;
}

/* "missing": which of the record's nulls were denied or failed. */
static struct json_object *missing_schema(const struct record_type *type)
{
	struct json_object *object = of_type("object"), *names = json_object_new_object(),
			   *keys = json_object_new_array();

	add_text(object, "description",
		 "facts that are null because asking was denied or failed, or because they were "
		 "withheld from this copy of the report");
	for (size_t i = 0; i < type->n_fields; i++) {
		if (type->fields[i].type != FIELD_RECORD)
			json_object_array_add(keys, json_object_new_string(type->fields[i].key));
	}
	json_object_object_add(names, "enum", keys);
	json_object_object_add(object, "propertyNames", names);
	json_object_object_add(object, "minProperties", json_object_new_int(1));
	json_object_object_add(object, "additionalProperties", reference("reason"));
	return object;
}

static struct json_object *closed_object(struct json_object *properties)
{
	struct json_object *object = of_type("object");

	json_object_object_add(object, "properties", properties);
	json_object_object_add(object, "additionalProperties", json_object_new_boolean(0));
	return object;
}

static void require(struct json_object *object, const char *key)
{
	struct json_object *keys;

	if (!json_object_object_get_ex(object, "required", &keys)) {
		keys = json_object_new_array();
		json_object_object_add(object, "required", keys);
	}
	json_object_array_add(keys, json_object_new_string(key));
}

/* A record type, and before it those that it is made of. is_named: the first field is there. */
static void define(struct json_object *definitions, const struct record_type *type, bool is_named)
{
	struct json_object *properties, *object;

	if (json_object_object_get_ex(definitions, type->name, NULL))
		return;
	properties = json_object_new_object();
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		if (field->type == FIELD_RECORD || field->type == FIELD_RECORDS)
			define(definitions, field->record, field->type == FIELD_RECORDS);
		json_object_object_add(properties, field->key, field_schema(type, field));
	}
	json_object_object_add(properties, "missing", missing_schema(type));
	object = closed_object(properties);
	if (is_named)
		require(object, type->fields[0].key);
	json_object_object_add(definitions, type->name, object);
}

/* Why a fact is missing, as json.c's add_missing() writes it. */
static void define_reason(struct json_object *definitions)
{
	struct json_object *properties = json_object_new_object(), *presence = of_type("string"),
			   *error = of_type("string"), *object;

	json_object_object_add(presence, "enum", list_words(&presence_words));
	add_text(error, "pattern", "^(0x[0-9a-f]{8}|E[0-9A-Z]+|[0-9]+)$");
	add_text(error, "description",
		 "TSS2_RC in hexadecimal, or the name of the errno, or the number of one without "
		 "a name; not there where the fact was withheld");
	json_object_object_add(properties, "presence", presence);
	json_object_object_add(properties, "error", error);
	object = closed_object(properties);
	require(object, "presence");
	json_object_object_add(definitions, "reason", object);
}

int render_json_schema(FILE *out)
{
	struct json_object *root = json_object_new_object(),
			   *definitions = json_object_new_object();
	const char *text;
	int r;

	add_text(root, "$schema", "https://json-schema.org/draft/2020-12/schema");
	refer(root, report_type.name);
	add_text(root, "title", REPORT_SCHEMA);
	add_text(
		root, "description",
		"What tpm-probe -o json writes. A key that is not there was not asked for; null is "
		"absent, or its record's \"missing\" says why it could not be had. A later version "
		"of the tool may add keys: a reader passes over those that it does not know. It may "
		"also add words to an \"enum\": a reader takes such a word for an unknown state.");
	define_reason(definitions);
	define(definitions, &report_type, true);
	/* Not part of a report: a line of watch -o json, $defs/watch_event. */
	define(definitions, &watch_event_type, true);
	require(json_object_object_get(definitions, watch_event_type.name), "event");
	json_object_object_add(root, "$defs", definitions);
	text = json_object_to_json_string_ext(root, JSON_C_TO_STRING_PRETTY |
							    JSON_C_TO_STRING_SPACED |
							    JSON_C_TO_STRING_NOSLASHESCAPE);
	r = text ? 0 : -ENOMEM;
	if (!r && fprintf(out, "%s\n", text) < 0)
		r = -errno;
	json_object_put(root);
	return r;
}
