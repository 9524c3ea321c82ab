/* SPDX-License-Identifier: BSD-2-Clause */
/* An event as a line of text. */
#include "event-line.h"

#include <inttypes.h>
#include <string.h>

#include "field.h"
#include "fields.h"
#include "quantity.h"
#include "value-text.h"

static bool is(const struct watch_event *event, enum watch_event_kind kind)
{
	return state_is(&event->event, kind);
}

/* The numbers of a record, by the names that people know: those of the field table. */
static void tell_numbers(const struct record_type *type, const void *record, bool *any, FILE *out)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const struct number_fact *number = field_member(field, record);

		if ((field->type != FIELD_NUMBER && field->type != FIELD_BOOL) ||
		    !fact_known(&number->fact))
			continue;
		fprintf(out, "%s%s: ", *any ? ", " : " ", field->label);
		*any = true;
		if (field->type == FIELD_BOOL)
			fputs(number->value ? "yes" : "no", out);
		else
			fprintf(out, "%" PRIu64, number->value);
	}
}

static void tell_snapshot(const struct watch_event *event, struct arena *arena, FILE *out)
{
	const char *tries = value_text_failed_auth(arena, &event->state);

	fprintf(out, " %s %s, firmware %s", text_of(&event->identity.manufacturer, ""),
		text_of(&event->identity.vendor_string, ""),
		text_of(&event->identity.firmware, ""));
	if (tries)
		fprintf(out, ", %s", tries);
	if (fact_known(&event->latency_ns.fact))
		fprintf(out, ", latency %s", duration_ns(arena, event->latency_ns.value));
}

static void tell_more(const struct watch_event *event, struct arena *arena, FILE *out)
{
	bool any = false;

	if (is(event, EVENT_SNAPSHOT)) {
		tell_snapshot(event, arena, out);
	} else if (is(event, EVENT_CHANGE)) {
		tell_numbers(&state_type, &event->state, &any, out);
		tell_numbers(&limits_type, &event->limits, &any, out);
	} else if (is(event, EVENT_FINDING) || is(event, EVENT_CLEARED)) {
		fprintf(out, " %s %s: %s%s", text_of(&event->rule, ""),
			is(event, EVENT_CLEARED) ? "no longer" : text_of(&event->severity.text, ""),
			text_of(&event->title, ""),
			event->is_new.value ? "" : " (since before the start)");
	} else if (is(event, EVENT_AVAILABILITY)) {
		fprintf(out, " %s", text_of(&event->availability.text, ""));
	} else {
		fprintf(out, " %s", text_of(&event->event.text, ""));
	}
	if (is(event, EVENT_ADDED) && fact_known(&event->reached_by.fact))
		fprintf(out, ": %s", event->reached_by.value);
	if (fact_known(&event->message.fact))
		fprintf(out, ": %s", event->message.value);
}

void print_event_line(const struct watch_event *event, const struct timespec *when, FILE *out)
{
	struct arena arena = { 0 };

	fputs(value_text_clock(&arena, when), out);
	if (fact_known(&event->tpm.fact))
		fprintf(out, " %s", event->tpm.value);
	tell_more(event, &arena, out);
	if (is(event, EVENT_STARTED))
		fprintf(out, ": every %g s", (double)event->interval_ms.value / 1e3);
	fputc('\n', out);
	arena_clear(&arena);
}
