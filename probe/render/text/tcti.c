/* SPDX-License-Identifier: BSD-2-Clause */
/* Programs and their TCTIs; advice; what emit made. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "quantity.h"
#include "stack.h"
#include "text.h"

static const char *at(const struct list_fact *list, size_t i)
{
	return ((const char *const *)list->items)[i];
}

static const char *state_of(struct arena *arena, const struct consumer *consumer)
{
	const char *state = text_of(&consumer->state.text, "-");

	if (!fact_known(&consumer->round_trip_ns.fact))
		return state;
	return arena_printf(arena, "%s, %s", state,
			    duration_ns(arena, (double)consumer->round_trip_ns.value));
}

/* Programs of which the same is to be said are named together. */
static bool is_alike(const struct consumer *a, const struct consumer *b)
{
	return !a->ignored.count && !b->ignored.count && fact_known(&a->reason.fact) &&
	       text_is(&b->reason, a->reason.value) &&
	       text_is(&b->state.text, text_of(&a->state.text, "")) &&
	       !strcmp(text_of(&a->remedy, ""), text_of(&b->remedy, ""));
}

/* What is said of a program below the table. */
static void print_notes(const struct report *report, size_t n, FILE *out)
{
	const struct consumer *items = report->consumers.items, *consumer = &items[n];

	if (!fact_known(&consumer->reason.fact) && !consumer->ignored.count)
		return;
	for (size_t i = 0; i < n; i++)
		if (is_alike(&items[i], consumer))
			return;
	fputc('\n', out);
	for (size_t i = n; i < report->consumers.count; i++)
		if (i == n || is_alike(consumer, &items[i]))
			fprintf(out, "%s%s in %s", i == n ? "" : "; ",
				text_of(&items[i].program, "-"), text_of(&items[i].where, "-"));
	fprintf(out, ": %s\n", text_of(&consumer->state.text, "-"));
	if (fact_known(&consumer->reason.fact))
		fprintf(out, "    why    %s\n", consumer->reason.value);
	if (fact_known(&consumer->remedy.fact))
		fprintf(out, "    fix    %s\n", consumer->remedy.value);
	for (size_t i = 0; i < consumer->ignored.count; i++)
		fprintf(out, "    %-6s %s\n", i ? "" : "not", at(&consumer->ignored, i));
}

static void print_trail(const struct report *report, FILE *out)
{
	const struct consumer *consumers = report->consumers.items;

	for (size_t i = 0; i < report->consumers.count; i++) {
		const struct list_fact *trail = &consumers[i].trail;

		if (!trail->count)
			continue;
		fprintf(out, "\ntctildr, told nothing:\n");
		for (size_t k = 0; k < trail->count; k++)
			fprintf(out, "    %s\n", at(trail, k));
		return;
	}
}

int render_text_consumers(const struct report *report, const struct text_options *options,
			  FILE *out)
{
	static const char *const headings[] = { "PROGRAM", "WHERE",    "VALUE", "SET BY",
						"TCTI",	   "LEADS TO", "STATE" };
	const struct consumer *consumers = report->consumers.items;
	struct libscols_table *table = text_table(options, out, headings, 7);
	struct arena arena = { 0 };
	int r;

	for (size_t i = 0; table && i < report->consumers.count; i++) {
		const struct consumer *c = &consumers[i];
		const char *way = text_of(&c->way.text, "-");
		const char *cells[] = {
			text_of(&c->program, "-"),
			text_of(&c->where, "-"),
			fact_known(&c->value.fact) && !*c->value.value ? "\"\""
								       : text_of(&c->value, "-"),
			text_of(&c->source, "-"),
			text_of(&c->tcti, "-"),
			fact_known(&c->node.fact)
				? arena_printf(&arena, "%s (%s)", c->node.value, way)
				: way,
			state_of(&arena, c),
		};

		text_line(table, NULL, cells, 7);
	}
	r = text_table_end(table);
	arena_clear(&arena);
	for (size_t i = 0; !options->no_legend && i < report->consumers.count; i++)
		print_notes(report, i, out);
	if (!options->no_legend)
		print_trail(report, out);
	return r ? r : ferror(out) ? -EIO : 0;
}

int render_text_advice(const struct report *report, const struct text_options *options, FILE *out)
{
	const struct advice *advice = report->advice.items;

	for (size_t i = 0; i < report->advice.count; i++) {
		fprintf(out, "%s%-10s %s%s%s%s\n", text_escape(options, TEXT_BOLD),
			text_of(&advice[i].purpose, "-"), text_of(&advice[i].way.text, "-"),
			text_escape(options, TEXT_PLAIN),
			fact_known(&advice[i].tcti.fact) ? ": " : "", text_of(&advice[i].tcti, ""));
		for (size_t k = 0; k < advice[i].reasons.count; k++)
			fprintf(out, "    %-8s %s\n", k ? "" : "because",
				at(&advice[i].reasons, k));
		for (size_t k = 0; k < advice[i].rejected.count; k++)
			fprintf(out, "    %-8s %s\n", k ? "" : "not", at(&advice[i].rejected, k));
	}
	return ferror(out) ? -EIO : 0;
}

static void print_done(const struct emission *emission, FILE *out)
{
	const char *path = text_of(&emission->path, "-");

	if (state_is(&emission->state, EMISSION_NONE) && !fact_known(&emission->reason.fact))
		fprintf(out, "%s: tpm-probe has written no such file\n", path);
	else if (fact_known(&emission->reason.fact))
		fprintf(out, "%s: %s: %s\n", path, text_of(&emission->state.text, "-"),
			emission->reason.value);
	else
		fprintf(out, "%s: %s\n", path, text_of(&emission->state.text, "-"));
}

/* What is printed may be put into a file or a command as it is: notes are for standard error. */
int render_text_emissions(const struct report *report, const struct text_options *options,
			  FILE *out)
{
	const struct emission *emissions = report->emissions.items;

	for (size_t i = 0; i < report->emissions.count; i++) {
		const struct emission *emission = &emissions[i];
		bool printed = state_is(&emission->state, EMISSION_PRINTED);

		if (printed)
			for (size_t k = 0; k < emission->lines.count; k++)
				fprintf(out, "%s\n", at(&emission->lines, k));
		else
			print_done(emission, out);
		if (options->no_legend || state_is(&emission->state, EMISSION_KEPT))
			continue;
		for (size_t k = 0; k < emission->notes.count; k++)
			fprintf(printed ? stderr : out, "%s%s\n", printed ? "# " : "  ",
				at(&emission->notes, k));
	}
	if (!report->emissions.count && fact_known(&report->emissions.fact))
		fprintf(out, "tpm-probe has written nothing here\n");
	return ferror(out) ? -EIO : 0;
}
