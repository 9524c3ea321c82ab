/* SPDX-License-Identifier: BSD-2-Clause */
/* Events: their form, and what of a record has changed. */
#include "event.h"

#include <string.h>

#include "field.h"

static const char *rfc3339(struct report *report, const struct timespec *when)
{
	char text[32];
	struct tm tm;

	if (!gmtime_r(&when->tv_sec, &tm) ||
	    !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm))
		return NULL;
	return arena_printf(&report->arena, "%s.%03ldZ", text, when->tv_nsec / 1000000);
}

struct event_draft draft_event(const struct watch_now *now, enum watch_event_kind event,
			       const struct watch_tpm *tpm)
{
	struct event_draft draft = { .report = report_new() };

	fact_set_text(draft.report, &draft.event.time, rfc3339(draft.report, &now->wall));
	fact_set_state(&draft.event.event, &watch_event_words, event);
	if (tpm)
		fact_set_text(draft.report, &draft.event.tpm, tpm->name);
	return draft;
}

void emit_draft(const struct watch_model *model, struct event_draft *draft)
{
	model->emit(model->arg, &draft->event);
	report_free(draft->report);
	*draft = (struct event_draft){ 0 };
}

static bool is_number(const struct field *field)
{
	return field->type == FIELD_NUMBER || field->type == FIELD_BOOL;
}

static bool never_stands_still(const char *key)
{
	return !strcmp(key, "time_ms") || !strcmp(key, "clock_ms");
}

size_t changed_numbers(const struct record_type *type, const void *before, const void *after,
		       void *ret_changes)
{
	size_t count = 0;

	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const struct number_fact *was = field_member(field, before);
		const struct number_fact *is = field_member(field, after);

		if (!is_number(field) || never_stands_still(field->key))
			continue;
		if (was->fact.presence == is->fact.presence &&
		    (!fact_known(&is->fact) || was->value == is->value))
			continue;
		*(struct number_fact *)((char *)ret_changes + field->offset) = *is;
		count++;
	}
	return count;
}

void copy_numbers(const struct record_type *type, void *to, const void *from)
{
	memset(to, 0, type->size);
	for (size_t i = 0; i < type->n_fields; i++) {
		size_t offset = type->fields[i].offset;

		if (is_number(&type->fields[i]))
			*(struct number_fact *)((char *)to + offset) =
				*(const struct number_fact *)((const char *)from + offset);
	}
}
