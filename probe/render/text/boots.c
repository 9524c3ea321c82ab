/* SPDX-License-Identifier: BSD-2-Clause */
/* Saved boots one a line, and the differences between two of them. */
#include "boots.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "text.h"

enum { WIDTH = 80 };

static const char *when(struct arena *arena, const struct boot *boot)
{
	time_t seconds = (time_t)boot->saved_at.value;
	char text[32];
	struct tm tm;

	if (!fact_known(&boot->saved_at.fact) || !localtime_r(&seconds, &tm) ||
	    !strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm))
		return "-";
	return arena_strdup(arena, text);
}

/* What identifies it among the others. */
static const char *short_id(struct arena *arena, const struct boot *boot)
{
	return arena_printf(arena, "%.8s", text_of(&boot->boot_id, "-"));
}

static const char *on_or_off(const struct number_fact *fact)
{
	return is_set(fact) ? "on" : is_clear(fact) ? "off" : "-";
}

int render_text_boots(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "SAVED",       "BOOT",	  "KERNEL",  "FIRMWARE",
						"SECURE BOOT", "CHANGED", "UNLOCKED" };
	enum { COLUMNS = sizeof(headings) / sizeof(headings[0]) };
	const struct boot *boots = report->boots.items;
	struct arena arena = { 0 };
	struct libscols_table *table;
	int r;

	if (!report->boots.count) {
		fprintf(out, "No boot is saved. tpm-probe boots save, as root, saves this one.\n");
		return ferror(out) ? -EIO : 0;
	}
	table = text_table(options, out, headings, COLUMNS);
	for (size_t i = 0; table && i < report->boots.count; i++) {
		const char *cells[] = { when(&arena, &boots[i]),
					short_id(&arena, &boots[i]),
					text_of(&boots[i].kernel, "-"),
					text_of(&boots[i].firmware, "-"),
					on_or_off(&boots[i].secure_boot),
					text_of(&boots[i].changed, "-"),
					text_of(&boots[i].unlocked, "not known") };

		text_line(table, NULL, cells, COLUMNS);
	}
	r = text_table_end(table);
	arena_clear(&arena);
	return r;
}

int render_text_boot_saved(const struct report *report, const struct text_options *options,
			   FILE *out)
{
	const struct boot *boots = report->boots.items;

	(void)options;
	if (report->boots.count)
		fprintf(out, "Saved: %s\n", text_of(&boots[0].source, "-"));
	return ferror(out) ? -EIO : 0;
}

/* Words, broken at blanks, with an indent of their own from the second line on. */
static void print_wrapped(const struct text_options *options, const char *first, size_t indent,
			  const char *text, FILE *out)
{
	size_t width = options->width > 40 ? (size_t)options->width : WIDTH;
	size_t column = (size_t)fprintf(out, "%s", first);
	bool is_first = true;

	while (*text) {
		size_t length = strcspn(text, " ");

		if (!is_first && column + 1 + length > width) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!is_first) {
			fputc(' ', out);
			column++;
		}
		fprintf(out, "%.*s", (int)length, text);
		column += length;
		is_first = false;
		text += length + (text[length] == ' ');
	}
	fputc('\n', out);
}

static void print_boot(const char *which, const struct boot *boot, FILE *out)
{
	struct arena arena = { 0 };
	const char *name = is_set(&boot->running) ? "the boot that runs now"
						  : text_of(&boot->source, short_id(&arena, boot));

	fprintf(out, "%-5s %s", which, name);
	if (fact_known(&boot->saved_at.fact) && !is_set(&boot->running))
		fprintf(out, ", saved %s", when(&arena, boot));
	if (fact_known(&boot->kernel.fact))
		fprintf(out, ", kernel %s", boot->kernel.value);
	fputc('\n', out);
	arena_clear(&arena);
}

static void print_pcr(const struct changed_pcr *pcr, const struct text_options *options, FILE *out)
{
	const struct record_change *changes = pcr->changes.items;

	fprintf(out, "\n%sPCR %" PRIu64 "%s (%s)\n", text_escape(options, TEXT_BOLD),
		pcr->pcr.value, text_escape(options, TEXT_PLAIN), text_of(&pcr->bank, "-"));
	for (size_t i = 0; i < pcr->changes.count; i++) {
		const char *why = text_of(&changes[i].why, "");

		print_wrapped(options, "  ", 4, text_of(&changes[i].text, "-"), out);
		if (*why && (i + 1 == pcr->changes.count || !text_is(&changes[i + 1].why, why)))
			print_wrapped(options, "      why  ", 11, why, out);
	}
}

int render_text_boots_diff(const struct report *report, const struct text_options *options,
			   FILE *out)
{
	const struct boot *boots = report->boots.items;
	const struct changed_pcr *pcrs = report->pcrs.items;
	const char *const *differences = report->differences.items;

	if (!fact_known(&report->pcrs.fact))
		return 0;
	if (report->boots.count == 2 && !options->no_legend) {
		print_boot("then", &boots[1], out);
		print_boot("now", &boots[0], out);
		fputc('\n', out);
	}
	for (size_t i = 0; i < report->differences.count; i++)
		print_wrapped(options, "", 2, differences[i], out);
	if (!report->pcrs.count)
		fprintf(out, "No PCR changed.\n");
	for (size_t i = 0; i < report->pcrs.count; i++)
		print_pcr(&pcrs[i], options, out);
	return ferror(out) ? -EIO : 0;
}
