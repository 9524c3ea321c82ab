/* SPDX-License-Identifier: BSD-2-Clause */
/* What a text tells, put into the report: the first word counts, and a contradiction is noted. */
#include "reader.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "identity.h"
#include "names.h"
#include "outcome.h"

enum { MOST_NOTES = 32, MOST_SOURCES = 4096 };

struct reader *reader_new(struct report *report)
{
	struct reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		abort();
	reader->report = report;
	reader->getcap.report = report;
	reader->getcap.tpm = report_add_tpm(report);
	reader->getcap.properties.excerpt = true;
	return reader;
}

const char *reader_quote(const struct reader *reader, const struct text_line *line)
{
	return arena_clean(&reader->report->arena, line->whole.bytes,
			   line->whole.size < 60 ? line->whole.size : 60);
}

bool reader_fail(struct reader *reader, const struct text_line *line, const char *what)
{
	if (reader->quiet) {
		reader->error = what;
		return true;
	}
	reader->error = arena_printf(&reader->report->arena, "%s: \"%s\"", what,
				     reader_quote(reader, line));
	return true;
}

bool reader_take(struct reader *reader, const char *source)
{
	reader->source = source;
	return true;
}

bool reader_take_tpm(struct reader *reader, const char *source)
{
	reader->has_tpm = true;
	return reader_take(reader, source);
}

void reader_count(struct reader *reader)
{
	struct list_fact *list = &reader->report->sources;
	struct source *sources = list->items, *source;

	for (size_t i = list->count; reader->source && i-- > 0;) {
		if (strcmp(sources[i].kind.value, reader->source) != 0 ||
		    strcmp(text_of(&sources[i].file, ""), reader->file) != 0)
			continue;
		sources[i].lines.value++;
		return;
	}
	if (!reader->source || list->count == MOST_SOURCES)
		return;
	source = list_append(&reader->report->arena, list, sizeof(*source));
	fact_set_text(reader->report, &source->kind, reader->source);
	fact_set_text(reader->report, &source->file, reader->file);
	source->lines = FACT_NUMBER(1);
}

void reader_note(struct reader *reader, const char *format, ...)
{
	struct report *report = reader->report;
	va_list args;
	char *text;
	int n;

	if (report->notes.count == MOST_NOTES)
		return;
	va_start(args, format);
	n = vasprintf(&text, format, args);
	va_end(args);
	if (n < 0)
		abort();
	*(const char **)list_append(&report->arena, &report->notes, sizeof(char *)) =
		arena_clean(&report->arena, text, (size_t)n);
	free(text);
}

static void contradict(struct reader *reader, const char *first, struct slice then)
{
	reader_note(reader, "%s: \"%.*s\" after \"%s\": the first counts", reader->file,
		    then.size < 60 ? (int)then.size : 60, then.bytes, first);
}

void tell_text(struct reader *reader, struct text_fact *fact, struct slice text)
{
	const char *clean;

	text = slice_trim(text);
	if (!text.size)
		return;
	clean = arena_clean(&reader->report->arena, text.bytes, text.size);
	if (!fact_known(&fact->fact)) {
		fact->fact.presence = PRESENCE_PRESENT;
		fact->value = clean;
	} else if (strcmp(fact->value, clean) != 0) {
		contradict(reader, fact->value, text);
	}
}

void tell_number(struct reader *reader, struct number_fact *fact, uint64_t number)
{
	if (!fact_known(&fact->fact))
		*fact = FACT_NUMBER(number);
	else if (fact->value != number)
		reader_note(reader, "%s: %llu after %llu: the first counts", reader->file,
			    (unsigned long long)number, (unsigned long long)fact->value);
}

bool slice_truth(struct slice slice, uint64_t *ret_value)
{
	static const char *const truths[] = { "true", "yes", "1", "set", "on", "enabled" };
	static const char *const others[] = { "false", "no", "0", "clear", "off", "disabled" };
	struct slice word = slice_until(slice_word(slice, NULL), ",;.");

	for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++) {
		*ret_value = slice_is(word, truths[i]);
		if (*ret_value || slice_is(word, others[i]))
			return true;
	}
	return false;
}

void tell_manufacturer(struct reader *reader, struct slice text)
{
	struct identity *identity = reader->getcap.tpm->identity;
	uint32_t id = 0, blanks = 0;

	text = slice_trim(text);
	if (!text.size || text.size > 4)
		return;
	for (size_t i = 0; i < 4; i++) {
		char c = i < text.size ? text.bytes[i] : '\0';

		if (i < text.size && !isalnum((unsigned char)c))
			return;
		id = id << 8 | (uint8_t)toupper((unsigned char)c);
		blanks = blanks << 8 | (uint8_t)(c ? toupper((unsigned char)c) : ' ');
	}
	if (!name_manufacturer(id))
		id = blanks;
	if (!name_manufacturer(id)) {
		tell_text(reader, &identity->manufacturer, text);
		return;
	}
	for (size_t i = 0; i < text.size; i++)
		if (islower((unsigned char)text.bytes[i]))
			text = slice_of(arena_printf(&reader->report->arena, "%c%c%c%c",
						     (int)(id >> 24), (int)(id >> 16 & 0xff),
						     (int)(id >> 8 & 0xff), (int)(id & 0xff)));
	tell_text(reader, &identity->manufacturer, text);
	tell_number(reader, &identity->manufacturer_id, id);
	tell_text(reader, &identity->manufacturer_name, slice_of(name_manufacturer(id)));
}

void tell_firmware(struct reader *reader, uint32_t high, uint32_t low)
{
	struct identity *identity = reader->getcap.tpm->identity;
	char raw[32];

	snprintf(raw, sizeof(raw), "%08x %08x", high, low);
	if (fact_known(&identity->firmware_raw.fact))
		tell_text(reader, &identity->firmware_raw, slice_of(raw));
	else
		record_firmware_words(reader->report, identity, high, low);
}

bool tell_dotted_firmware(struct reader *reader, struct slice text, bool by_infineon)
{
	const struct fact *maker = &reader->getcap.tpm->identity->manufacturer.fact;
	uint64_t n[4];

	if (slice_dotted(text, UINT16_MAX, n, 4) != 4)
		return false;
	/* Of Infineon's words the highest 8 bits of the second are 0: its third number is below 256. */
	if (!by_infineon && n[2] > 0xff && n[3] <= 0xff) {
		if (!fact_known(maker))
			return false;
		by_infineon = text_is(&reader->getcap.tpm->identity->manufacturer, "IFX");
	}
	if (by_infineon && n[3] > 0xff)
		return false;
	tell_firmware(reader, (uint32_t)(n[0] << 16 | n[1]),
		      (uint32_t)(by_infineon ? n[2] << 8 | n[3] : n[2] << 16 | n[3]));
	return true;
}

void tell_family(struct reader *reader, struct slice text)
{
	struct tpm_report *tpm = reader->getcap.tpm;
	struct slice word = slice_word(text, NULL);

	if (slice_is(word, "2.0")) {
		tell_text(reader, &tpm->identity->family, word);
	} else if (slice_is(word, "1.2")) {
		tell_number(reader, &tpm->device->version_major, 1);
		tell_text(reader, &tpm->tpm12->specification, word);
	}
}

void tell_list(struct reader *reader, struct list_fact *list, struct slice text, size_t most)
{
	const char *clean = arena_clean(&reader->report->arena, text.bytes, text.size);

	if (list->count < most && !list_has(list, clean))
		*(const char **)list_append(&reader->report->arena, list, sizeof(char *)) = clean;
}
