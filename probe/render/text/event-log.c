/* SPDX-License-Identifier: BSD-2-Clause */
/* The measured-boot event log: judgements, the PCRs that differ, then every event. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "text.h"
#include "event-log.h"

static void print_title(const struct event_log *event_log, FILE *out)
{
	fprintf(out, "Event log: %s", text_of(&event_log->path, "-"));
	if (fact_known(&event_log->events.fact)) {
		fprintf(out, " (%s, %" PRIu64 " bytes, %zu event%s",
			text_of(&event_log->format, "-"), event_log->size.value,
			event_log->events.count, event_log->events.count == 1 ? "" : "s");
		for (size_t i = 0; i < event_log->banks.count; i++)
			fprintf(out, "%s%s", i ? " " : ", banks ",
				((const char *const *)event_log->banks.items)[i]);
		fprintf(out, ")");
	}
	fprintf(out, "\n");
}

static void print_differences(const struct event_log *event_log, FILE *out)
{
	const struct replayed_pcr *pcrs = event_log->pcrs.items;

	for (size_t i = 0; i < event_log->pcrs.count; i++) {
		/* Where no PCR agrees, none is explained, and the values say nothing. */
		if (!fact_known(&pcrs[i].explanation.fact))
			continue;
		fprintf(out, "  %s PCR %" PRIu64 " by the log %s\n", text_of(&pcrs[i].bank, "-"),
			pcrs[i].index.value, text_of(&pcrs[i].replayed, "-"));
		fprintf(out, "  %s PCR %" PRIu64 " in the TPM %s\n", text_of(&pcrs[i].bank, "-"),
			pcrs[i].index.value, text_of(&pcrs[i].value, "-"));
	}
}

static const char *pcr_name(const struct event_log *event_log, const struct number_fact *index)
{
	const struct replayed_pcr *pcrs = event_log->pcrs.items;

	for (size_t i = 0; fact_known(&index->fact) && i < event_log->pcrs.count; i++)
		if (pcrs[i].index.value == index->value)
			return text_of(&pcrs[i].name, "-");
	return "-";
}

static const char *digest_word(const struct boot_event *event)
{
	if (!fact_known(&event->digest_matches_data.fact))
		return "-";
	return event->digest_matches_data.value ? "ok" : "WRONG";
}

static int print_events(struct arena *arena, const struct event_log *event_log,
			const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "EVENT", "PCR",	   "NAME",
						"TYPE",	 "DIGEST", "DESCRIPTION" };
	const struct boot_event *events = event_log->events.items;
	struct libscols_table *table = text_table(options, out, headings, 6);

	for (size_t i = 0; table && i < event_log->events.count; i++) {
		const struct boot_event *event = &events[i];
		const char *cells[] = {
			arena_printf(arena, "%" PRIu64, event->number.value),
			fact_known(&event->pcr.fact)
				? arena_printf(arena, "%" PRIu64, event->pcr.value)
				: "-",
			pcr_name(event_log, &event->pcr),
			text_of(&event->type_name,
				arena_printf(arena, "0x%08" PRIx64, event->type.value)),
			digest_word(event),
			text_of(&event->description, "-"),
		};

		text_line(table, NULL, cells, 6);
	}
	return text_table_end(table);
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
		text_verdicts(&event_log->verdicts, options, out);
		print_differences(event_log, out);
		if (event_log->events.count) {
			fprintf(out, "\n");
			r = print_events(&arena, event_log, options, out);
		}
	}
	arena_clear(&arena);
	return r;
}
