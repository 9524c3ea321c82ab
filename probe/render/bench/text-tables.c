/* SPDX-License-Identifier: BSD-2-Clause */
/* A benchmark as text: what follows from what was measured. */
#include "text-tables.h"

#include <errno.h>
#include <langinfo.h>
#include <string.h>

#include "bench.h"
#include "quantity.h"
#include "sentences.h"

const char *bench_text_plain(struct bench_text *text, const char *words)
{
	static const char *const signs[][2] = { { "µ", "u" }, { "×", "x" }, { "²", "^2" } };
	const size_t n_signs = sizeof(signs) / sizeof(signs[0]);
	char *plain, *end;

	if (text->utf8)
		return words;
	/* No sign becomes longer. */
	end = plain = arena_alloc(&text->view->arena, strlen(words) + 1);
	while (*words) {
		size_t i = 0;

		while (i < n_signs && strncmp(words, signs[i][0], strlen(signs[i][0])) != 0)
			i++;
		if (i < n_signs) {
			end = stpcpy(end, signs[i][1]);
			words += strlen(signs[i][0]);
		} else {
			*end++ = *words++;
		}
	}
	return plain;
}

void bench_text_say(struct bench_text *text, const char *words)
{
	fprintf(text->out, "  %s\n", bench_text_plain(text, words));
}

void bench_text_title(struct bench_text *text, const char *words)
{
	if (text->options->no_legend)
		return;
	fprintf(text->out, "\n%s%s%s\n", text_escape(text->options, TEXT_BOLD),
		bench_text_plain(text, words), text_escape(text->options, TEXT_PLAIN));
}

struct libscols_table *bench_text_table(struct bench_text *text, const struct bench_column *columns,
					size_t n)
{
	struct libscols_table *table = text_table(text->options, text->out, NULL, 0);

	if (table && text->options->colour)
		scols_table_enable_colors(table, 1);
	for (size_t i = 0; table && i < n; i++) {
		bool hidden =
			text->view->n_targets < 2 && !strcmp(columns[i].heading, "CONNECTION");

		scols_table_new_column(table, bench_text_plain(text, columns[i].heading), 0,
				       (columns[i].right ? SCOLS_FL_RIGHT : 0) |
					       (hidden ? SCOLS_FL_HIDDEN : 0));
	}
	return table;
}

void bench_text_line(struct bench_text *text, struct libscols_table *table,
		     const char *const *cells, size_t n)
{
	const char *plain[16];

	for (size_t i = 0; i < n && i < 16; i++)
		plain[i] = bench_text_plain(text, cells[i]);
	text_line(table, NULL, plain, n);
}

static const char *chips(struct bench_text *text, const struct number_fact *low,
			 const struct number_fact *high, const struct number_fact *devices)
{
	struct arena *arena = &text->view->arena;

	if (!fact_known(&low->fact) || !fact_known(&high->fact))
		return "-";
	if (!fact_known(&devices->fact))
		return duration_range(arena, (double)low->value, (double)high->value);
	return arena_printf(arena, "%s (%llu)",
			    duration_range(arena, (double)low->value, (double)high->value),
			    (unsigned long long)devices->value);
}

int bench_text_places(struct bench_text *text)
{
	static const struct bench_column columns[] = { { "OPERATION", false },
						       { "CONNECTION", false },
						       { "SAME MANUFACTURER", true },
						       { "ALL CHIPS", true },
						       { "THIS ONE", false } };
	struct libscols_table *table = NULL;

	for (size_t g = 0; g < text->view->n_groups; g++) {
		const struct bench_group *group = text->view->groups[g];

		for (size_t c = 0; c < group->n_curves; c++) {
			const struct bench_place *place = &group->curves[c].op->place;
			const char *const cells[] = {
				group->name,
				text->view->targets[group->curves[c].target].name,
				chips(text, &place->maker_low_ns, &place->maker_high_ns,
				      &place->maker_devices),
				chips(text, &place->low_ns, &place->high_ns, &place->devices),
				text_of(&place->text, "-"),
			};

			if (!fact_known(&place->text.fact) && !fact_known(&place->low_ns.fact))
				continue;
			if (!table) {
				bench_text_title(text, "Among real chips");
				table = bench_text_table(text, columns, 5);
			}
			bench_text_line(text, table, cells, 5);
		}
	}
	return table ? text_table_end(table) : 0;
}

enum { BAR = 30 };

/* One letter for a thirtieth; what is less than half of that has none. */
static const char *bar(struct arena *arena, const struct bench_split *split)
{
	char letters[BAR + 1];
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < split->n_parts; i++) {
		size_t end;

		sum += split->parts[i].ns;
		end = (size_t)(sum / split->total_ns * BAR + 0.5);
		while (n < end && n < BAR)
			letters[n++] = split->parts[i].letter;
	}
	letters[n] = 0;
	return arena_strdup(arena, letters);
}

static void split_line(struct bench_text *text, struct libscols_table *table, const char *name,
		       const char *target, const struct bench_operation *op,
		       const struct bench_split *split)
{
	struct arena *arena = &text->view->arena;
	const char *cells[BENCH_PARTS + 5] = { name, target, duration_ns(arena, split->total_ns),
					       bar(arena, split) };
	size_t n = 4;

	for (size_t i = 0; i < split->n_parts; i++)
		cells[n++] =
			split->parts[i].ns > 0
				? arena_printf(
					  arena, "%s %6s", duration_ns(arena, split->parts[i].ns),
					  percent_text(arena,
						       100 * split->parts[i].ns / split->total_ns,
						       false))
				: "-";
	if (split->kernel)
		cells[n++] =
			fact_known(&op->kernel.context_loads.fact) &&
					fact_known(&op->kernel.context_saves.fact)
				? arena_printf(arena, "%.3g/%.3g", op->kernel.context_loads.value,
					       op->kernel.context_saves.value)
				: "-";
	bench_text_line(text, table, cells, n);
}

static int splits(struct bench_text *text, bool kernel)
{
	static const struct bench_column columns[2][BENCH_PARTS + 5] = {
		{ { "OPERATION", false },
		  { "CONNECTION", false },
		  { "MEAN", true },
		  { "SHARES", false },
		  { "M: MARSHALLING", true },
		  { "X: TRANSMIT", true },
		  { "W: WAIT", true },
		  { "R: RECEIVE", true } },
		{ { "OPERATION", false },
		  { "CONNECTION", false },
		  { "MEAN", true },
		  { "SHARES", false },
		  { "U: USER SPACE", true },
		  { "S: SYSTEM CALLS", true },
		  { "M: RES. MANAGER", true },
		  { "D: DRIVER+BUS", true },
		  { "T: TPM", true },
		  { "LOADS/SAVES", true } },
	};
	struct libscols_table *table = NULL;

	for (size_t g = 0; g < text->view->n_groups; g++) {
		const struct bench_group *group = text->view->groups[g];

		for (size_t c = 0; c < group->n_curves; c++) {
			const struct bench_operation *op = group->curves[c].op;
			struct bench_split split;

			if (!bench_split_of(op, &split) || split.kernel != kernel)
				continue;
			if (!table) {
				bench_text_title(
					text,
					kernel ? "Where the time goes, by the kernel's trace"
					       : "Where the time goes, as user space sees it");
				table = bench_text_table(text, columns[kernel], kernel ? 10 : 8);
			}
			split_line(text, table, group->name,
				   text->view->targets[group->curves[c].target].name, op, &split);
		}
	}
	return table ? text_table_end(table) : 0;
}

int bench_text_splits(struct bench_text *text)
{
	int r = splits(text, true);

	return r ? r : splits(text, false);
}

static void job_lines(struct bench_text *text, struct libscols_table *table, const char *name,
		      const char *target, const struct bench_operation *op)
{
	struct arena *arena = &text->view->arena;
	const struct bench_job *jobs = op->jobs.items;

	/* An operation's own figures stand in its first line, whether or not it has jobs. */
	for (size_t i = 0; i < op->jobs.count || !i; i++) {
		const struct bench_job *job = op->jobs.count ? &jobs[i] : NULL;
		const char *const cells[] = {
			i ? "" : name,
			i ? "" : target,
			!i && fact_known(&op->per_second.fact)
				? arena_printf(arena, "%.4g", op->per_second.value)
				: "",
			!i && fact_known(&op->fairness.fact)
				? arena_printf(arena, "%.3f", op->fairness.value)
				: "",
			job && fact_known(&job->job.fact)
				? arena_printf(arena, "%llu", (unsigned long long)job->job.value)
				: "-",
			job && fact_known(&job->n.fact)
				? arena_printf(arena, "%llu", (unsigned long long)job->n.value)
				: "-",
			job ? bench_time_of(arena, &job->median_ns) : "-",
			job ? bench_time_of(arena, &job->max_ns) : "-",
		};

		bench_text_line(text, table, cells, sizeof(cells) / sizeof(cells[0]));
	}
}

int bench_text_jobs(struct bench_text *text)
{
	static const struct bench_column columns[] = {
		{ "OPERATION", false }, { "CONNECTION", false }, { "PER SECOND", true },
		{ "FAIRNESS", true },	{ "JOB", true },	 { "N", true },
		{ "MEDIAN", true },	{ "MAX", true },
	};
	struct libscols_table *table = NULL;

	for (size_t g = 0; g < text->view->n_groups; g++) {
		const struct bench_group *group = text->view->groups[g];

		for (size_t c = 0; c < group->n_curves; c++) {
			const struct bench_operation *op = group->curves[c].op;

			if (!op->jobs.count && !fact_known(&op->fairness.fact))
				continue;
			if (!table) {
				bench_text_title(text, "Connections at once");
				table = bench_text_table(text, columns,
							 sizeof(columns) / sizeof(columns[0]));
			}
			job_lines(text, table, group->name,
				  text->view->targets[group->curves[c].target].name, op);
		}
	}
	return table ? text_table_end(table) : 0;
}

int bench_text_costs(struct bench_text *text)
{
	const struct benchmark *bench = text->view->report->benchmark;
	const struct bench_cost *costs = bench->costs.items;
	const struct bench_slope *slopes = bench->slopes.items;

	if (bench->costs.count + bench->slopes.count)
		bench_text_title(text, "What connections and loaded objects cost");
	for (size_t i = 0; i < bench->costs.count; i++)
		bench_text_say(text, bench_cost_text(&text->view->arena, &costs[i]));
	for (size_t i = 0; i < bench->slopes.count; i++)
		bench_text_say(text, bench_slope_text(&text->view->arena, &slopes[i]));
	return 0;
}

static const char *colour_of(const struct enum_fact *verdict)
{
	return state_is(verdict, VERDICT_REGRESSED)	 ? "red"
	       : state_is(verdict, VERDICT_IMPROVED)	 ? "green"
	       : state_is(verdict, VERDICT_INCONCLUSIVE) ? "yellow"
							 : NULL;
}

static void comparison_line(struct bench_text *text, struct libscols_table *table,
			    const struct bench_comparison *one)
{
	struct arena *arena = &text->view->arena;
	const char *const cells[] = {
		text_of(&one->operation, "-"),
		text_of(&one->tcti, "-"),
		bench_time_of(arena, &one->baseline_median_ns),
		bench_time_of(arena, &one->median_ns),
		fact_known(&one->shift_percent.fact)
			? percent_text(arena, one->shift_percent.value, true)
			: "-",
		fact_known(&one->p_value.fact) ? bench_probability(arena, one->p_value.value) : "-",
		text_of(&one->verdict.text, "-"),
		text_of(&one->reason, ""),
	};
	const char *plain[8];
	struct libscols_line *line;

	for (size_t i = 0; i < 8; i++)
		plain[i] = bench_text_plain(text, cells[i]);
	line = text_line(table, NULL, plain, 8);
	if (line && colour_of(&one->verdict))
		scols_cell_set_color(scols_line_get_cell(line, 6), colour_of(&one->verdict));
}

int bench_text_comparisons(struct bench_text *text)
{
	static const struct bench_column columns[] = {
		{ "OPERATION", false }, { "CONNECTION", false }, { "BASE", true },
		{ "NOW", true },	{ "SHIFT", true },	 { "p", true },
		{ "VERDICT", false },	{ "REASON", false },
	};
	const struct benchmark *bench = text->view->report->benchmark;
	const struct bench_comparison *comparisons = bench->comparisons.items;
	const char *tally = bench_tally(&text->view->arena, bench);
	struct libscols_table *table;
	int r = 0;

	if (bench->comparisons.count) {
		bench_text_title(text, "Compared");
		table = bench_text_table(text, columns, sizeof(columns) / sizeof(columns[0]));
		for (size_t i = 0; table && i < bench->comparisons.count; i++)
			comparison_line(text, table, &comparisons[i]);
		r = text_table_end(table);
	}
	if (!r && fact_known(&bench->verdict.fact) && !text->options->no_legend)
		fprintf(text->out, "\nVerdict: %s%s%s%s%s%s\n",
			text_escape(text->options, TEXT_BOLD), bench->verdict.value,
			text_escape(text->options, TEXT_PLAIN), *tally ? " (" : "", tally,
			*tally ? ")" : "");
	return r;
}
