/* SPDX-License-Identifier: BSD-2-Clause */
/* The walks over the field table that make a report fit for others. */
#include "redact.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "boots.h"
#include "event-log.h"
#include "field.h"
#include "fields.h"

enum { DAY_S = 86400 };

struct tally {
	const struct record_type *type;
	const struct field *field;
	size_t withheld, changed;
};

struct redacting {
	struct report *report;
	struct redactor *redactor;
	struct list_fact tallies; /* struct tally */
};

typedef void (*visit_fn)(struct redacting *redacting, const struct record_type *type,
			 const struct field *field, void *record);

static void walk(struct redacting *redacting, const struct record_type *type, void *record,
		 visit_fn visit)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		void *member = field_member(field, record);
		const struct list_fact *list = member;

		if (field->type == FIELD_RECORD) {
			walk(redacting, field->record, member, visit);
			continue;
		}
		if (!fact_known(member))
			continue;
		if (field->type != FIELD_RECORDS || field->sharing == SHARE_NEVER)
			visit(redacting, type, field, record);
		else
			for (size_t j = 0; j < list->count; j++)
				walk(redacting, field->record,
				     (char *)list->items + j * field->record->size, visit);
	}
}

static bool is_text(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_TEXTS;
}

/* Of this event's type, or of "TYPE NAME": what an operator, a boot loader or a disk has no part in. */
static bool is_open_event(const char *event)
{
	static const char *const open_events[] = { "EV_POST_CODE",
						   "EV_NO_ACTION",
						   "EV_SEPARATOR",
						   "EV_ACTION",
						   "EV_S_CRTM_CONTENTS",
						   "EV_S_CRTM_VERSION",
						   "EV_CPU_MICROCODE",
						   "EV_EFI_VARIABLE_DRIVER_CONFIG",
						   "EV_EFI_ACTION",
						   "EV_EFI_PLATFORM_FIRMWARE_BLOB",
						   "EV_EFI_PLATFORM_FIRMWARE_BLOB2",
						   "EV_EFI_HANDOFF_TABLES",
						   "EV_EFI_HANDOFF_TABLES2",
						   "EV_EFI_HCRTM_EVENT",
						   "EV_EFI_VARIABLE_AUTHORITY" };
	size_t length = strcspn(event, " ");

	for (size_t i = 0; i < sizeof(open_events) / sizeof(open_events[0]); i++)
		if (strlen(open_events[i]) == length && !strncmp(open_events[i], event, length))
			return true;
	return false;
}

/* A text that nobody has decided about is kept back. */
static bool is_withheld(const struct record_type *type, const struct field *field,
			const void *record)
{
	const struct boot_event *event = record;
	const struct record_change *change = record;
	const struct enum_fact *state = field_member(field, record);

	if (field->sharing == SHARE_NEVER || (is_text(field) && field->sharing == SHARE_UNDECIDED))
		return true;
	/* A word that is none of a state's may be anything. */
	if (field->type == FIELD_ENUM && !state->state)
		return true;
	if (type == &boot_event_type && !strcmp(field->key, "description"))
		return !is_open_event(text_of(&event->type_name, ""));
	/* Arguments of a kernel name disks, machines and their addresses. */
	if (type == &summary_row_type && !strcmp(field->key, "text"))
		return text_is(&((const struct summary_row *)record)->title, "Command line");
	/* The event may be kept back already: it stands ahead of the text. */
	if (type == &record_change_type && field->sharing == SHARE_SCRUBBED)
		return change->event.value ? !is_open_event(change->event.value)
					   : !text_is(&change->kind, "unlogged");
	return false;
}

static void learn_word(struct redacting *redacting, const struct field *field, const char *text)
{
	enum { SHORTEST = 4 }; /* a serial number of one or two digits is in every text */

	if ((field->sharing == SHARE_NEVER && strlen(text) >= SHORTEST) ||
	    (field->sharing == SHARE_ACCOUNTS && !strchr(text, ':') &&
	     !redact_account_is_known(text)))
		redactor_add(redacting->redactor, text);
}

/* A count that is kept back stands in sentences, too. Small ones are in every text. */
static void learn_number(struct redacting *redacting, const struct field *field, uint64_t value)
{
	enum { LEAST = 100 };
	char text[24];

	if (field->sharing != SHARE_NEVER || value < LEAST)
		return;
	snprintf(text, sizeof(text), "%" PRIu64, value);
	redactor_add(redacting->redactor, text);
}

/* Only what is kept back as a whole, and stands for one thing: no sentence, and no key's word. */
static void learn(struct redacting *redacting, const struct record_type *type,
		  const struct field *field, void *record)
{
	const void *member = field_member(field, record);
	const struct list_fact *list = member;

	if (type == &identity_type && !strcmp(field->key, "firmware"))
		redactor_keep(redacting->redactor, ((const struct text_fact *)member)->value);
	if (field->type == FIELD_TEXT)
		learn_word(redacting, field, ((const struct text_fact *)member)->value);
	if (field->type == FIELD_NUMBER)
		learn_number(redacting, field, ((const struct number_fact *)member)->value);
	for (size_t i = 0; field->type == FIELD_TEXTS && i < list->count; i++)
		learn_word(redacting, field, ((const char *const *)list->items)[i]);
}

static struct tally *tally_of(struct redacting *redacting, const struct record_type *type,
			      const struct field *field)
{
	struct tally *tallies = redacting->tallies.items, *tally;

	for (size_t i = 0; i < redacting->tallies.count; i++)
		if (tallies[i].field == field)
			return &tallies[i];
	tally = list_append(&redacting->redactor->arena, &redacting->tallies, sizeof(*tally));
	tally->type = type;
	tally->field = field;
	return tally;
}

static const char *shared_text(struct redacting *redacting, const struct field *field,
			       const char *text)
{
	struct arena *arena = &redacting->report->arena;

	switch (field->sharing) {
	case SHARE_SCRUBBED:
		return redact_text(redacting->redactor, arena, text);
	case SHARE_ACCOUNTS:
		return redact_account(arena, text);
	case SHARE_SETTINGS:
		return redact_setting(redacting->redactor, arena, text);
	case SHARE_WHOLE:
	case SHARE_UNDECIDED:
	case SHARE_NEVER:
		break;
	}
	return text;
}

static void redact(struct redacting *redacting, const struct record_type *type,
		   const struct field *field, void *record)
{
	void *member = field_member(field, record);
	struct list_fact *list = member;
	const char **text = field->type == FIELD_TEXT	 ? &((struct text_fact *)member)->value
			    : field->type == FIELD_TEXTS ? list->items
							 : NULL;
	size_t n = field->type == FIELD_TEXTS ? list->count : 1, changed = 0;

	if (is_withheld(type, field, record)) {
		*(struct fact *)member = (struct fact){ .presence = PRESENCE_WITHHELD };
		tally_of(redacting, type, field)->withheld++;
		return;
	}
	for (size_t i = 0; text && i < n; i++) {
		const char *shared = shared_text(redacting, field, text[i]);

		changed += shared != text[i];
		text[i] = shared;
	}
	/* The second at which a certificate was made is its own; the day is many's. */
	if (field->type == FIELD_NUMBER && type == &ek_certificate_type &&
	    field->unit == UNIT_SECONDS) {
		((struct number_fact *)member)->value -=
			((struct number_fact *)member)->value % DAY_S;
		changed++;
	}
	if (changed)
		tally_of(redacting, type, field)->changed += changed;
}

static void list_left_out(struct redacting *redacting, struct list_fact *list)
{
	struct arena *arena = &redacting->redactor->arena;
	const struct tally *tallies = redacting->tallies.items;

	list->fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < redacting->tallies.count; i++) {
		const struct tally *tally = &tallies[i];
		const char **text = list_append(arena, list, sizeof(char *));

		*text = arena_printf(arena, "%s.%s: %zu %s (%s)", tally->type->name,
				     tally->field->key,
				     tally->withheld ? tally->withheld : tally->changed,
				     tally->withheld ? "left out" : "with parts left out",
				     tally->field->help);
	}
}

void report_redact(struct report *report, struct redactor *redactor, struct list_fact *ret_left_out)
{
	struct redacting redacting = { .report = report, .redactor = redactor };
	struct list_fact left_out = { 0 };

	walk(&redacting, &report_type, report, learn);
	walk(&redacting, &report_type, report, redact);
	report->redacted = FACT_NUMBER(1);
	list_left_out(&redacting, &left_out);
	*ret_left_out = left_out;
}
