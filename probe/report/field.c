/* SPDX-License-Identifier: BSD-2-Clause */
/* What every walk over the field table needs. */
#include "field.h"

#include <string.h>

void *field_member(const struct field *field, const void *record)
{
	char *member = (char *)record + field->offset;

	return field->is_pointer ? *(void **)member : member;
}

const struct fact *field_fact(const struct field *field, const void *record)
{
	/* Each of these begins with its fact. */
	_Static_assert(offsetof(struct number_fact, fact) == 0, "fact first");
	_Static_assert(offsetof(struct text_fact, fact) == 0, "fact first");
	_Static_assert(offsetof(struct enum_fact, fact) == 0, "fact first");
	_Static_assert(offsetof(struct list_fact, fact) == 0, "fact first");
	return field->type == FIELD_RECORD ? NULL : field_member(field, record);
}

bool record_asked(const struct record_type *type, const void *record)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		if (field->type == FIELD_RECORD
			    ? record_asked(field->record, field_member(field, record))
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

void record_add_parts(struct arena *arena, const struct record_type *type, void *record)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		if (field->type != FIELD_RECORD)
			continue;
		if (field->is_pointer)
			*(void **)((char *)record + field->offset) =
				arena_alloc(arena, field->record->size);
		record_add_parts(arena, field->record, field_member(field, record));
	}
}

void *record_append(struct arena *arena, struct list_fact *list, const struct record_type *type)
{
	void *record = list_append(arena, list, type->size);

	record_add_parts(arena, type, record);
	return record;
}

void record_copy(struct arena *arena, const struct record_type *type, void *to, const void *from)
{
	memcpy(to, from, type->size);
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		if (field->is_pointer)
			*(void **)((char *)to + field->offset) =
				arena_alloc(arena, field->record->size);
		if (field->type == FIELD_RECORD)
			record_copy(arena, field->record, field_member(field, to),
				    field_member(field, from));
	}
}
