/* SPDX-License-Identifier: BSD-2-Clause */
/* What every walk over the field table needs. */
#include "field.h"

#include <string.h>

const struct fact *field_fact(const struct field *field, const void *record)
{
	const void *member = (const char *)record + field->offset;

	/* Each of the three begins with its fact. */
	_Static_assert(offsetof(struct number_fact, fact) == 0, "fact first");
	_Static_assert(offsetof(struct text_fact, fact) == 0, "fact first");
	_Static_assert(offsetof(struct list_fact, fact) == 0, "fact first");
	return field->type == FIELD_RECORD ? NULL : member;
}

bool record_asked(const struct record_type *type, const void *record)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		if (field->type == FIELD_RECORD
			    ? record_asked(field->record, (const char *)record + field->offset)
			    : field_fact(field, record)->presence != PRESENCE_NOT_COLLECTED)
			return true;
	}
	return false;
}

const struct field *record_field(const struct record_type *type, const char *key)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		if (!strcmp(type->fields[i].key, key))
			return &type->fields[i];
	}
	return NULL;
}

void *list_append(struct arena *arena, struct list_fact *list, size_t item_size)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? 2 * list->capacity : 8;
		void *items = arena_alloc(arena, capacity * item_size);

		if (list->count)
			memcpy(items, list->items, list->count * item_size);
		list->items = items;
		list->capacity = capacity;
	}
	list->fact = (struct fact){ .presence = PRESENCE_PRESENT };
	return (char *)list->items + list->count++ * item_size;
}
