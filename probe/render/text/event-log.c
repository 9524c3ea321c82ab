/* SPDX-License-Identifier: BSD-2-Clause */
/* The measured-boot event log: judgements, the PCRs that differ, then every event. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "event-log.h"

static void print_title(const struct event_log *event_log, FILE *out)
{
	fprintf(out, "Event log: %s", text_of(&event_log->path, "-"));
	if (fact_known(&event_log->events.fact)) {
		fprintf(out, "\n  (%s, %" PRIu64 " bytes, %zu event%s",
			text_of(&event_log->format, "-"), event_log->size.value,
			event_log->events.count, event_log->events.count == 1 ? "" : "s");
		for (size_t i = 0; i < event_log->banks.count; i++)
			fprintf(out, "%s%s", i ? " " : ", banks ",
				((const char *const *)event_log->banks.items)[i]);
		fprintf(out, ")");
	}
	fprintf(out, "\n");
}

/*
 * Print a text with a wrap at words, every further line indented; of column the first is already used.
 * Line feeds of the text stay.
 */
static void print_wrapped(const char *text, size_t column, size_t indent, size_t width, FILE *out)
{
	while (*text) {
		size_t room = width > column + 10 ? width - column : 10, n = 0, shown = 0, cut = 0;

		for (; text[n] && text[n] != '\n' && shown <= room; n++) {
			shown += ((unsigned char)text[n] & 0xc0) != 0x80;
			if (text[n] == ' ' && n)
				cut = n;
		}
		if (shown > room && cut)
			n = cut;
		else if (shown > room)
			for (n--; n && ((unsigned char)text[n] & 0xc0) == 0x80;)
				n--;
		for (size_t i = 0; i < n; i++)
			fputc(text[i] == '\t' ? ' ' : text[i], out);
		text += n;
		text += *text == ' ' || *text == '\n';
		fputc('\n', out);
		if (*text)
			fprintf(out, "%*s", (int)indent, "");
		column = indent;
	}
}

static size_t width_of(const struct text_options *options)
{
	return options->width > 20 ? (size_t)options->width : 80;
}

static void print_summary(const struct event_log *event_log, const struct text_options *options,
			  FILE *out)
{
	const struct summary_row *rows = event_log->summary.items;
	size_t widest = 0;

	for (size_t i = 0; i < event_log->summary.count; i++) {
		size_t n = strlen(text_of(&rows[i].title, "-"));

		widest = n > widest ? n : widest;
	}
	for (size_t i = 0; i < event_log->summary.count; i++) {
		fprintf(out, "  %-*s  ", (int)widest, text_of(&rows[i].title, "-"));
		print_wrapped(text_of(&rows[i].text, "-"), widest + 4, widest + 4,
			      width_of(options), out);
	}
	if (event_log->summary.count)
		fprintf(out, "\n");
}

/* The values after the last event, of every bank. */
static void print_replayed(const struct event_log *event_log, const struct text_options *options,
			   FILE *out)
{
	const struct replayed_pcr *pcrs = event_log->pcrs.items;

	if (event_log->pcrs.count)
		fprintf(out, "\nReplayed values\n");
	for (size_t i = 0; i < event_log->pcrs.count; i++) {
		int n;

		if (!pcrs[i].events.value)
			continue;
		n = fprintf(out, "  %s %-2" PRIu64 " ", text_of(&pcrs[i].bank, "-"),
			    pcrs[i].index.value);
		print_wrapped(text_of(&pcrs[i].replayed, "-"), n > 0 ? (size_t)n : 0, 8,
			      width_of(options), out);
	}
}

static void print_value(const char *start, const struct text_fact *value, size_t width, FILE *out)
{
	int n = fprintf(out, "%s", start);

	print_wrapped(text_of(value, "-"), n > 0 ? (size_t)n : 0, 8, width, out);
}

static void print_differences(const struct event_log *event_log, const struct text_options *options,
			      FILE *out)
{
	const struct replayed_pcr *pcrs = event_log->pcrs.items;

	for (size_t i = 0; i < event_log->pcrs.count; i++) {
		/* Where no PCR agrees, none is explained, and the values say nothing. */
		if (!fact_known(&pcrs[i].explanation.fact))
			continue;
		fprintf(out, "  %s PCR %" PRIu64 "\n", text_of(&pcrs[i].bank, "-"),
			pcrs[i].index.value);
		print_value("    by the log ", &pcrs[i].replayed, width_of(options), out);
		print_value("    in the TPM ", &pcrs[i].value, width_of(options), out);
	}
}

/* As other commands show them, but no line wider than the terminal. */
static int print_verdicts(const struct event_log *event_log, const struct text_options *options,
			  FILE *out)
{
	char *text = NULL, *line, *next;
	size_t size;
	FILE *memory = open_memstream(&text, &size);

	if (!memory)
		return -ENOMEM;
	text_verdicts(&event_log->verdicts, options, memory);
	if (fclose(memory)) {
		free(text);
		return -ENOMEM;
	}
	for (line = text; *line; line = next) {
		next = strchrnul(line, '\n');
		if (*next)
			*next++ = '\0';
		print_wrapped(line, 0, 13, width_of(options), out);
	}
	free(text);
	return 0;
}

static const char *digest_word(const struct boot_event *event)
{
	if (!fact_known(&event->digest_matches_data.fact))
		return "-";
	return event->digest_matches_data.value ? "ok" : "WRONG";
}

static void print_events(struct arena *arena, const struct event_log *event_log,
			 const struct text_options *options, FILE *out)
{
	const struct boot_event *events = event_log->events.items;
	const size_t width = width_of(options), indent = 10;

	if (!options->no_legend)
		fprintf(out, "\nEVENT PCR TYPE DIGEST DESCRIPTION\n");
	for (size_t i = 0; i < event_log->events.count; i++) {
		const struct boot_event *event = &events[i];
		const char *text = text_of(&event->description, "-");
		int n = fprintf(out, "%-5" PRIu64 " %-3s %s %s ", event->number.value,
				fact_known(&event->pcr.fact)
					? arena_printf(arena, "%" PRIu64, event->pcr.value)
					: "-",
				text_of(&event->type_name,
					arena_printf(arena, "0x%08" PRIx64, event->type.value)),
				digest_word(event));
		size_t column = n > 0 ? (size_t)n : 0;

		if (strchr(text, '\n') || column + strlen(text) > width) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
		}
		print_wrapped(text, column, indent, width, out);
	}
}

static const char *missing(struct arena *arena, const struct fact *fact)
{
	switch (fact->presence) {
	case PRESENCE_DENIED:
		return "there, but not readable for this account";
	case PRESENCE_FAILED:
		return arena_printf(arena, "cannot be read: %s", strerror((int)fact->error));
	default:
		return "none";
	}
}

int render_text_event_log(const struct report *report, const struct text_options *options,
			  FILE *out)
{
	struct arena arena = { 0 };
	int r = 0;

	text_warn_simulator(report, out);
	for (size_t i = 0; !r && i < report_count_tpms(report); i++) {
		const struct event_log *event_log = report_tpm(report, i)->event_log;

		text_heading(report, report_tpm(report, i), options, out);
		print_title(event_log, out);
		if (!fact_known(&event_log->events.fact)) {
			fprintf(out, "  %s\n", missing(&arena, &event_log->events.fact));
			continue;
		}
		print_summary(event_log, options, out);
		r = print_verdicts(event_log, options, out);
		print_differences(event_log, options, out);
		print_replayed(event_log, options, out);
		print_events(&arena, event_log, options, out);
	}
	arena_clear(&arena);
	return r;
}
