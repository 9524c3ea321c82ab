/* SPDX-License-Identifier: BSD-2-Clause */
/* A report in which every field of the field table is set, told by walking that table. */
#ifndef FULL_REPORT_H
#define FULL_REPORT_H

#include <errno.h>
#include <string.h>

#include "field.h"
#include "fields.h"
#include "report.h"

/* How a fact is to be: as enum presence; FULL_MIXED takes one after the other. */
enum { FULL_MIXED = 100 };

struct full_report {
	struct report *report;
	int presence;
	uint64_t n; /* makes each value another one */
};

static inline void fill_record(struct full_report *full, const struct record_type *type,
			       void *record);

static inline bool fill_missing(struct full_report *full, struct fact *fact)
{
	static const struct fact facts[] = {
		{ .presence = PRESENCE_ABSENT },
		{ .presence = PRESENCE_WITHHELD },
		{ .presence = PRESENCE_DENIED, .error = EACCES },
		{ .presence = PRESENCE_FAILED, .error = EIO },
		{ .presence = PRESENCE_FAILED,
		  .error = 524 /* ENOTSUPP: libc has no name for it */ },
		{ .presence = PRESENCE_FAILED, .error_is_rc = true, .error = 0x00000101 },
		{ .presence = PRESENCE_FAILED, .error_is_rc = true, .error = 0xffffffff },
	};
	const size_t n_facts = sizeof(facts) / sizeof(facts[0]);

	if (full->presence == PRESENCE_PRESENT)
		return false;
	if (full->presence == FULL_MIXED && full->n % 3)
		return false;
	for (size_t i = full->n; full->presence != FULL_MIXED; i++) {
		if ((int)facts[i % n_facts].presence == full->presence) {
			*fact = facts[i % n_facts];
			return true;
		}
	}
	*fact = facts[full->n / 3 % n_facts];
	return true;
}

static inline void fill_list(struct full_report *full, const struct field *field,
			     struct list_fact *list)
{
	struct arena *arena = &full->report->arena;

	list->fact.presence = PRESENCE_PRESENT; /* even with nothing in it */
	for (size_t i = full->n % 3; i; i--) {
		if (field->type == FIELD_RECORDS)
			fill_record(full, field->record, record_append(arena, list, field->record));
		else if (field->type == FIELD_TEXTS)
			*(const char **)list_append(arena, list, sizeof(char *)) = arena_printf(
				arena, "%s %llu", field->key, (unsigned long long)full->n++);
		else
			*(uint64_t *)list_append(arena, list, sizeof(uint64_t)) = full->n++;
	}
}

static inline void fill_value(struct full_report *full, const struct field *field, void *member)
{
	static const uint64_t numbers[] = { 0, 1, UINT32_MAX, INT64_MAX, UINT64_MAX };
	struct number_fact *number = member;

	switch (field->type) {
	case FIELD_NUMBER:
		*number = FACT_NUMBER(full->n % 7 < 5 ? numbers[full->n % 7] : full->n);
		return;
	case FIELD_BOOL:
		*number = FACT_NUMBER(full->n & 1);
		return;
	case FIELD_REAL:
		*(struct real_fact *)member = FACT_REAL((double)full->n / 7 - 40);
		return;
	case FIELD_TEXT:
		fact_set_text(full->report, member,
			      arena_printf(&full->report->arena, "%s %llu \"\\/ f\xc3\xbcr",
					   field->key, (unsigned long long)full->n));
		return;
	case FIELD_ENUM:
		fact_set_state(member, field->words, (unsigned int)field->words->n - 1);
		return;
	case FIELD_RECORD:
		return;
	case FIELD_RECORDS:
	case FIELD_TEXTS:
	case FIELD_NUMBERS:
		fill_list(full, field, member);
		return;
	}
}

static inline void fill_record(struct full_report *full, const struct record_type *type,
			       void *record)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		void *member = field_member(field, record);

		full->n++;
		if (field->type == FIELD_RECORD)
			fill_record(full, field->record, member);
		else if (type == &report_type &&
			 (!strcmp(field->key, "schema") || !strcmp(field->key, "tpms")))
			continue;
		else if (!fill_missing(full, member))
			fill_value(full, field, member);
	}
}

/* Every field of every record is set with this presence; lists have between 0 and 2 items. */
static inline struct report *full_report(int presence)
{
	struct full_report full = { .report = report_new(), .presence = presence };

	fill_record(&full, &report_type, full.report);
	for (size_t i = 0; i < 3; i++)
		fill_record(&full, &tpm_report_type, report_add_tpm(full.report));
	return full.report;
}

#endif
