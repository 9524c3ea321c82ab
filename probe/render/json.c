/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON output: a walk over the field table. */
#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "render.h"

static struct json_object *record_to_json(const struct record_type *type, const void *record);

static void add_missing(struct json_object *object, const char *key, const struct fact *fact)
{
	struct json_object *missing, *why;
	const char *name;
	char error[16];

	if (fact->presence != PRESENCE_DENIED && fact->presence != PRESENCE_FAILED)
		return;
	if (!json_object_object_get_ex(object, "missing", &missing)) {
		missing = json_object_new_object();
		json_object_object_add(object, "missing", missing);
	}
	why = json_object_new_object();
	name = fact->error_is_rc ? NULL : strerrorname_np((int)fact->error);
	if (!name) {
		snprintf(error, sizeof(error), fact->error_is_rc ? "0x%08x" : "%u", fact->error);
		name = error;
	}
	json_object_object_add(
		why, "presence",
		json_object_new_string(fact->presence == PRESENCE_DENIED ? "denied" : "failed"));
	json_object_object_add(why, "error", json_object_new_string(name));
	json_object_object_add(missing, key, why);
}

static struct json_object *list_to_json(const struct field *field, const struct list_fact *list)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < list->count; i++) {
		struct json_object *item;

		if (field->type == FIELD_TEXTS)
			item = json_object_new_string(((const char *const *)list->items)[i]);
		else if (field->type == FIELD_NUMBERS)
			item = json_object_new_uint64(((const uint64_t *)list->items)[i]);
		else
			item = record_to_json(field->record,
					      (const char *)list->items + i * field->record->size);
		json_object_array_add(array, item);
	}
	return array;
}

static struct json_object *value_to_json(const struct field *field, const struct fact *fact)
{
	switch (field->type) {
	case FIELD_NUMBER:
		return json_object_new_uint64(((const struct number_fact *)fact)->value);
	case FIELD_BOOL:
		return json_object_new_boolean(((const struct number_fact *)fact)->value != 0);
	case FIELD_TEXT:
		return json_object_new_string(((const struct text_fact *)fact)->value);
	case FIELD_RECORD:
		return NULL;
	case FIELD_RECORDS:
	case FIELD_TEXTS:
	case FIELD_NUMBERS:
		break;
	}
	return list_to_json(field, (const struct list_fact *)fact);
}

static struct json_object *record_to_json(const struct record_type *type, const void *record)
{
	struct json_object *object = json_object_new_object();

	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const struct fact *fact = field_fact(field, record);

		if (!fact) {
			const void *inner = (const char *)record + field->offset;

			if (record_asked(field->record, inner))
				json_object_object_add(object, field->key,
						       record_to_json(field->record, inner));
			continue;
		}
		if (fact->presence == PRESENCE_UNASKED)
			continue;
		json_object_object_add(object, field->key,
				       fact_known(fact) ? value_to_json(field, fact) : NULL);
		add_missing(object, field->key, fact);
	}
	return object;
}

int render_json(const struct report *report, FILE *out)
{
	struct json_object *object = record_to_json(&report_type, report);
	const char *text = json_object_to_json_string_ext(
		object,
		JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE);
	int r = text ? 0 : -ENOMEM;

	if (!r && fprintf(out, "%s\n", text) < 0)
		r = -errno;
	json_object_put(object);
	return r;
}
