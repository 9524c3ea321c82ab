/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What somebody says that tpm2_getcap has printed: the first byte names the group, and a byte 0xff
 * ends one file and begins the next with its own. The report is clean, whatever was in it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "getcap-read.h"
#include "field.h"
#include "fields.h"
#include "getcap.h"

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
static void read_one(struct getcap *getcap, const uint8_t *data, size_t size)
{
	enum getcap_group group = (enum getcap_group)(1 + data[0] % GETCAP_PCRREAD);
	char *text = malloc(size), *error = NULL;
	int r;

	check(text);
	memcpy(text, data + 1, size - 1);
	r = getcap_read(getcap, group, text, size - 1, &error);
	free(text);
	check((r < 0) == (error != NULL));
	if (error)
		check_text(&getcap->report->arena, error);
	free(error);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct getcap getcap = { .report = report_new() };

	getcap.tpm = report_add_tpm(getcap.report);
	while (size) {
		const uint8_t *end = memchr(data, 0xff, size);
		size_t n = end ? (size_t)(end - data) : size;

		if (n)
			read_one(&getcap, data, n);
		n += end != NULL;
		data += n;
		size -= n;
	}
	getcap_end(&getcap);
	check_record(&getcap.report->arena, &tpm_report_type, getcap.tpm);
	report_free(getcap.report);
	return 0;
}
