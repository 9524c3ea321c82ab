/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of kinds, and each line on its way to the one that understands it. */
#include "read-text.h"

#include <stdlib.h>
#include <string.h>

#include "field.h"
#include "fields.h"
#include "capabilities.h"
#include "identity.h"
#include "kinds.h"
#include "tpm-state.h"

/* In this order: the first that understands a line has it. */
static const struct text_kind *const kinds[] = {
	&kind_event_log_yaml, &kind_fwupd_event_log,  &kind_fwupd,	     &kind_fwupd_security,
	&kind_eltt2,	      &kind_infineon,	      &kind_wolftpm,	     &kind_tpm12,
	&kind_windows,	      &kind_systemd_identity, &kind_systemd_support, &kind_device_list,
	&kind_udev,	      &kind_account,	      &kind_modules,	     &kind_nv_public,
	&kind_public,	      &kind_persistent_list,  &kind_properties,	     &kind_selections,
	&kind_algorithms,     &kind_commands,	      &kind_curves,	     &kind_pcrs,
	&kind_handles,	      &kind_error_codes,      &kind_kernel_log,	     &kind_cryptsetup,
};
enum { N_KINDS = sizeof(kinds) / sizeof(kinds[0]), MOST_SHOWN = 3 };

static bool offer(struct reader *reader, const struct text_line *line)
{
	const char *begun;

	reader->source = reader->error = NULL;
	if (reader->open && reader->open->read(reader, line, true))
		return true;
	begun = reader->begun;
	reader->begun = NULL;
	for (size_t i = 0; i < N_KINDS; i++) {
		if (kinds[i] == reader->open || !kinds[i]->read(reader, line, false))
			continue;
		reader->open = kinds[i];
		return true;
	}
	reader->begun = begun;
	return false;
}

/* What a shell was told to do says what comes next, where that itself does not. */
static void take_command(struct reader *reader, const struct text_line *line)
{
	enum getcap_group group = getcap_group(line->command.bytes, line->command.size);

	if (slice_find(line->command, "tpm2_") || slice_find(line->command, "getcap"))
		reader->hint = group;
	reader->open = NULL;
	reader->section = NULL;
	reader->in_property = reader->in_command = false;
	reader->bank = NULL;
	if (reader->begun)
		reader->begun = NULL;
}

/* Greetings, ellipses and the like: no letters or digits, nothing to miss. */
static bool says_nothing(struct slice whole)
{
	for (size_t i = 0; i < whole.size; i++)
		if (!strchr(".-=_*~+|<>[](){}/\\:;,'\"!?", whole.bytes[i]))
			return false;
	return true;
}

static void read_line(struct reader *reader, const struct text_line *line, size_t *shown)
{
	bool understood;

	if (line->command.size) {
		take_command(reader, line);
		reader->source = NULL;
		kind_public.read(reader, line, false);
		if (kind_error_codes.read(reader, line, false)) {
			reader->understood++;
			reader_count(reader);
		}
		return;
	}
	reader->quiet = *shown >= MOST_SHOWN;
	understood = offer(reader, line);
	/* A line of a log, of a list, that is about something else. */
	if (understood && !reader->error && !reader->source)
		return;
	if (understood && !reader->error) {
		reader->after_gap = false;
		reader->understood++;
		reader_count(reader);
		return;
	}
	reader->after_gap |= !understood;
	if (says_nothing(line->whole))
		return;
	reader->unread++;
	if ((*shown)++ < MOST_SHOWN)
		reader_note(reader, "%s: line %zu: %s", reader->file, line->number,
			    reader->error
				    ? reader->error
				    : arena_printf(&reader->report->arena, "not understood: \"%s\"",
						   reader_quote(reader, line)));
}

static void begin_file(struct reader *reader, const char *file, enum getcap_group hint)
{
	reader->file = arena_strdup(&reader->report->arena, file);
	reader->hint = hint;
	reader->first_line = NULL;
	reader->open = NULL;
	reader->after_gap = false;
	reader->section = NULL;
	reader->in_property = reader->in_command = reader->replayed = false;
	reader->bank = NULL;
	reader->nv_index = NULL;
	reader->object = NULL;
	reader->event = NULL;
	reader->node = NULL;
	reader->begun = NULL;
	memset(&reader->algorithm, 0, sizeof(reader->algorithm));
	memset(&reader->fwupd, 0, sizeof(reader->fwupd));
}

/* A list that may be empty was printed into a file of its own, and is. */
static void take_empty_list(struct reader *reader)
{
	struct capabilities *capabilities = reader->getcap.tpm->capabilities;
	struct list_fact *const lists[] = {
		[GETCAP_ECC_CURVES] = &capabilities->ecc_curves,
		[GETCAP_HANDLES_TRANSIENT] = &capabilities->handles_transient,
		[GETCAP_HANDLES_PERSISTENT] = &capabilities->handles_persistent,
		[GETCAP_HANDLES_PERMANENT] = &capabilities->handles_permanent,
		[GETCAP_HANDLES_PCR] = &capabilities->handles_pcr,
		[GETCAP_HANDLES_NV_INDEX] = &capabilities->handles_nv_index,
		[GETCAP_HANDLES_LOADED_SESSION] = &capabilities->handles_loaded_session,
		[GETCAP_HANDLES_SAVED_SESSION] = &capabilities->handles_saved_session,
		[GETCAP_PCRREAD] = NULL,
	};

	if (!lists[reader->hint])
		return;
	if (lists[reader->hint]->fact.presence == PRESENCE_NOT_COLLECTED)
		lists[reader->hint]->fact.presence = PRESENCE_PRESENT;
	reader->understood++;
	reader_take_tpm(reader, arena_printf(&reader->report->arena, "tpm2_getcap %s",
					     getcap_group_name(reader->hint)));
	reader_count(reader);
}

const char *text_first_line(const struct reader *reader)
{
	return reader->first_line;
}

size_t text_read(struct reader *reader, const char *file, enum getcap_group hint, const char *text,
		 size_t size, bool cut)
{
	struct text_line line, next;
	struct lines lines;
	size_t shown = 0, unread = reader->unread, understood = reader->understood;
	bool more;

	begin_file(reader, file, hint);
	lines_begin(&lines, text, size);
	more = lines_next(&lines, &next);
	if (more)
		reader->first_line = arena_printf(&reader->report->arena, "line %zu: \"%s\"",
						  next.number, reader_quote(reader, &next));
	else if (!cut)
		take_empty_list(reader);
	while (more) {
		line = next;
		more = lines_next(&lines, &next);
		reader->next = more ? &next : NULL;
		read_line(reader, &line, &shown);
	}
	reader->next = NULL;
	if (shown > MOST_SHOWN)
		reader_note(reader, "%s: %zu lines in all were not understood", reader->file,
			    reader->unread - unread);
	if (cut)
		reader_note(reader, "%s: cut: only its first %zu bytes were read", reader->file,
			    size);
	else if (lines.cut)
		reader_note(reader, "%s: cut: line %zu may end within a word, which is not used",
			    reader->file, lines.number);
	else if (reader->begun)
		reader_note(reader, "%s: cut: it ends within %s", reader->file, reader->begun);
	return reader->understood - understood;
}

/* Facts that only other kinds of text told stay; those of tpm2_getcap count more. */
static void keep_told(const struct record_type *type, void *record, const void *told)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const struct fact *fact = field_fact(field, told);
		size_t size = field->type == FIELD_TEXT ? sizeof(struct text_fact)
							: sizeof(struct number_fact);

		if (fact && fact_known(fact) && !fact_known(field_fact(field, record)))
			memcpy((char *)record + field->offset, (const char *)told + field->offset,
			       size);
	}
}

static void join(struct reader *reader)
{
	struct tpm_report *tpm = reader->getcap.tpm;
	struct identity identity = *tpm->identity;
	struct state state = *tpm->state;
	struct limits limits = *tpm->limits;

	getcap_end(&reader->getcap);
	keep_told(&identity_type, tpm->identity, &identity);
	keep_told(&state_type, tpm->state, &state);
	keep_told(&limits_type, tpm->limits, &limits);
}

void text_end(struct reader *reader)
{
	join(reader);
	/* A text that tells of no TPM makes none. */
	if (!reader->has_tpm) {
		reader->report->tpms.count = 0;
		reader->report->tpms.fact.presence = PRESENCE_NOT_COLLECTED;
	}
	free(reader);
}
