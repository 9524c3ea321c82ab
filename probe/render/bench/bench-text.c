/* SPDX-License-Identifier: BSD-2-Clause */
/* A benchmark as text: what was measured, connection by connection. */
#include <errno.h>
#include <langinfo.h>
#include <string.h>

#include "bench-render.h"
#include "cleanup.h"
#include "sentences.h"
#include "text-tables.h"
#include "text.h"
#include "bench.h"
#include "identity.h"

static void print_facts(struct bench_text *text)
{
	const char *facts[BENCH_FACTS][2];
	size_t n = bench_facts(&text->view->arena, text->view->report, facts);

	for (size_t i = 0; i < n && !text->options->no_legend; i++)
		fprintf(text->out, "%-13s %s\n", facts[i][0], bench_text_plain(text, facts[i][1]));
}

static int print_measured(struct bench_text *text, const struct bench_view_target *target)
{
	static const struct bench_column columns[] = {
		{ "OPERATION", false }, { "N", true },
		{ "MEDIAN", true },	{ "P95", true },
		{ "P99", true },	{ "MIN", true },
		{ "MAX", true },	{ "95 % OF MEDIAN", true },
		{ "NOTES", false }
	};
	enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };
	struct arena *arena = &text->view->arena;
	struct libscols_table *table;
	size_t measured = 0;

	for (size_t i = 0; i < bench_view_count_ops(target); i++)
		measured += bench_measured(bench_view_op(target, i));
	if (!measured)
		return 0;
	table = bench_text_table(text, columns, COLUMNS);
	for (size_t i = 0; table && i < bench_view_count_ops(target); i++) {
		const struct bench_operation *op = bench_view_op(target, i);

		if (!bench_measured(op))
			continue;
		const char *cells[COLUMNS] = {
			target->groups[i]->name,
			fact_known(&op->n.fact)
				? arena_printf(arena, "%llu", (unsigned long long)op->n.value)
				: "-",
			bench_time_of(arena, &op->median_ns),
			bench_time_of(arena, &op->p95_ns),
			bench_time_of(arena, &op->p99_ns),
			bench_time_of(arena, &op->min_ns),
			bench_time_of(arena, &op->max_ns),
			bench_interval(arena, op),
			bench_notes(arena, op),
		};

		bench_text_line(text, table, cells, COLUMNS);
	}
	return text_table_end(table);
}

static bool same_reason(const struct bench_operation *a, const struct bench_operation *b)
{
	return !strcmp(text_of(&a->status.text, "failed"), text_of(&b->status.text, "failed")) &&
	       !strcmp(text_of(&a->reason, ""), text_of(&b->reason, ""));
}

/* Neighbours with the same reason share a line. */
static void print_unmeasured(struct bench_text *text, const struct bench_view_target *target)
{
	const struct bench_operation *first = NULL;

	for (size_t i = 0; i < bench_view_count_ops(target); i++) {
		const struct bench_operation *op = bench_view_op(target, i);

		if (bench_measured(op))
			continue;
		if (first && same_reason(first, op)) {
			fprintf(text->out, ", %s", target->groups[i]->name);
			continue;
		}
		if (first)
			fprintf(text->out, "%s%s\n", *text_of(&first->reason, "") ? ": " : "",
				bench_text_plain(text, text_of(&first->reason, "")));
		fprintf(text->out, "  %-11s %s", text_of(&op->status.text, "failed"),
			target->groups[i]->name);
		first = op;
	}
	if (first)
		fprintf(text->out, "%s%s\n", *text_of(&first->reason, "") ? ": " : "",
			bench_text_plain(text, text_of(&first->reason, "")));
}

static int print_target(struct bench_text *text, const struct bench_view_target *target)
{
	const char *words = bench_target_text(&text->view->arena, target->tpm);
	struct text_options options = *text->options;
	int r;

	/* Which of several connections it is has to be seen in any case. */
	options.no_legend = options.no_legend && text->view->n_targets == 1;
	if (!options.no_legend) {
		fprintf(text->out, "\n%s%s%s\n", text_escape(&options, TEXT_BOLD), target->name,
			text_escape(&options, TEXT_PLAIN));
		if (*words)
			bench_text_say(text, words);
		if (fact_known(&target->tpm->identity->modalias.fact))
			bench_text_say(text, target->tpm->identity->modalias.value);
	}
	r = print_measured(text, target);
	print_unmeasured(text, target);
	return r;
}

int render_bench_text(const struct report *report, const struct text_options *options, FILE *out)
{
	_cleanup_(cleanup_bench_view) struct bench_view *view = NULL;
	struct bench_text text = { .options = options,
				   .out = out,
				   .utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8") };
	int (*const sections[])(struct bench_text *) = { bench_text_places, bench_text_splits,
							 bench_text_jobs, bench_text_costs,
							 bench_text_comparisons };
	int r = bench_view_make(report, NULL, &view);

	if (r < 0)
		return r;
	text.view = view;
	text_warn_simulator(report, out);
	print_facts(&text);
	for (size_t i = 0; !r && i < view->n_targets; i++)
		r = print_target(&text, &view->targets[i]);
	for (size_t i = 0; !r && i < sizeof(sections) / sizeof(sections[0]); i++)
		r = sections[i](&text);
	return r < 0 ? r : ferror(out) ? -EIO : 0;
}

int render_bench_list(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[] = { "OPERATION", "TIER", "COMMAND", "WHAT IT DOES" };
	const struct bench_choice *choices = report->benchmark->choices.items;
	struct libscols_table *table = text_table(options, out, headings, 4);

	for (size_t i = 0; table && i < report->benchmark->choices.count; i++) {
		const char *cells[] = { text_of(&choices[i].name, "-"),
					text_of(&choices[i].tier.text, "-"),
					text_of(&choices[i].command, "-"),
					text_of(&choices[i].help, "-") };

		text_line(table, NULL, cells, 4);
	}
	return text_table_end(table);
}
