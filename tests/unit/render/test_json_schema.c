/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/render/json-schema.c: the schema has every row of the field table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <json-c/json.h>

#include "field.h"
#include "fields.h"
#include "json-schema.h"
#include "render.h"

static struct json_object *generate(void)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);
	struct json_object *schema;

	assert_non_null(out);
	assert_int_equal(render_json_schema(out), 0);
	fclose(out);
	schema = json_tokener_parse(text);
	assert_non_null(schema);
	free(text);
	return schema;
}

/* A state's words, and null; nothing else has a list of values. */
static void check_words(struct json_object *property, const struct field *field)
{
	struct json_object *list;
	size_t n = 0;

	if (!field->words) {
		assert_false(json_object_object_get_ex(property, "enum", NULL));
		return;
	}
	assert_true(json_object_object_get_ex(property, "enum", &list));
	for (size_t i = 0; i < field->words->n; i++)
		if (field->words->words[i])
			assert_string_equal(
				json_object_get_string(json_object_array_get_idx(list, n++)),
				field->words->words[i]);
	assert_null(json_object_array_get_idx(list, n));
	assert_int_equal(json_object_array_length(list), n + 1);
}

static void check_type(struct json_object *definitions, const struct record_type *type)
{
	struct json_object *definition, *properties, *property, *closed, *description;

	assert_true(json_object_object_get_ex(definitions, type->name, &definition));
	assert_true(json_object_object_get_ex(definition, "additionalProperties", &closed));
	assert_true(json_object_is_type(closed, json_type_boolean));
	assert_false(json_object_get_boolean(closed));
	assert_true(json_object_object_get_ex(definition, "properties", &properties));
	assert_int_equal(json_object_object_length(properties), (int)type->n_fields + 1);
	assert_true(json_object_object_get_ex(properties, "missing", NULL));
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		assert_true(json_object_object_get_ex(properties, field->key, &property));
		assert_true(json_object_object_get_ex(property, "description", &description));
		assert_string_equal(json_object_get_string(description), field->help);
		check_words(property, field);
		if (field->record)
			check_type(definitions, field->record);
	}
}

static void test_every_field(void **state)
{
	struct json_object *schema = generate(), *definitions;

	(void)state;
	assert_true(json_object_object_get_ex(schema, "$defs", &definitions));
	check_type(definitions, &report_type);
	json_object_put(schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_field),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
