/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What somebody attached: a byte 0xff ends one file and begins the next. The report is clean, whatever was
 * in them.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "decode.h"
#include "field.h"
#include "fields.h"
#include "find-json.h"
#include "read-text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void check_text(struct arena *arena, const char *text)
{
	check(!strcmp(arena_clean(arena, text, strlen(text)), text));
}

static void check_record(struct arena *arena, const struct record_type *type, const void *record)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const void *member = field_member(field, record);
		const struct list_fact *list = member;

		if (field->type == FIELD_RECORD)
			check_record(arena, field->record, member);
		else if ((field->type == FIELD_TEXT || field->type == FIELD_ENUM) &&
			 fact_known(member))
			check_text(arena, ((const struct text_fact *)member)->value);
		else if (field->type == FIELD_RECORDS)
			for (size_t j = 0; j < list->count; j++)
				check_record(arena, field->record,
					     (const char *)list->items + j * field->record->size);
	}
}

/* In memory of its own, so that a sanitizer sees a read behind the end. */
static void read_one(struct reader *reader, const uint8_t *data, size_t size)
{
	struct decoded decoded;
	size_t json_size;
	char *text, *json;

	if (decode_text(data, size, 1 << 16, &decoded) < 0)
		return;
	text = malloc(decoded.size ? decoded.size : 1);
	check(text);
	memcpy(text, decoded.text, decoded.size);
	if (text_find_json(text, decoded.size, &json, &json_size)) {
		check(!json[json_size]);
		free(json);
	}
	text_read(reader, "file", (enum getcap_group)(size % (GETCAP_PCRREAD + 1)), text,
		  decoded.size, decoded.cut);
	free(text);
	free(decoded.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct report *report = report_new();
	struct reader *reader = reader_new(report);

	while (size) {
		/* UTF-16 begins with it. */
		const uint8_t *end = size > 1 ? memchr(data + 1, 0xff, size - 1) : NULL;
		size_t n = end ? (size_t)(end - data) : size;

		read_one(reader, data, n);
		data += n + (end != NULL);
		size -= n + (end != NULL);
	}
	text_end(reader);
	check_record(&report->arena, &report_type, report);
	report_free(report);
	return 0;
}
