/* SPDX-License-Identifier: BSD-2-Clause */
/* The page's words and tables. */
#include "html-tables.h"

#include <string.h>

#include "bench.h"
#include "identity.h"
#include "quantity.h"
#include "sentences.h"

void html_element(struct bench_chart *chart, const char *name, const char *text)
{
	chart_printf(chart, "<%s>", name);
	chart_put(chart, text);
	chart_printf(chart, "</%.*s>\n", (int)strcspn(name, " "), name);
}

/* The verdict's class and sign; what is none of ours has neither. */
static const char *verdict_class(const struct enum_fact *verdict, const char **ret_sign)
{
	static const char *const signs[] = { "", "✓", "▼", "?", "▲" };
	_Static_assert(VERDICT_REGRESSED == 4 && VERDICT_INCONCLUSIVE == 3, "in the enum's order");

	*ret_sign = fact_known(&verdict->fact) ? signs[verdict->state] : "";
	return **ret_sign ? verdict->value : "";
}

void html_badge(struct bench_chart *chart, const struct bench_comparison *comparison)
{
	const char *class, *sign;

	if (!comparison)
		return;
	class = verdict_class(&comparison->verdict, &sign);
	chart_printf(chart, "<span class=\"badge %s\">%s ", class, sign);
	chart_put(chart, text_of(&comparison->verdict.text, "not compared"));
	if (fact_known(&comparison->shift_percent.fact)) {
		chart_printf(chart, " ");
		chart_put(chart,
			  percent_text(&chart->view->arena, comparison->shift_percent.value, true));
	}
	if (chart->view->n_targets > 1) {
		chart_printf(chart, ", ");
		chart_put(chart, text_of(&comparison->tcti, "all"));
	}
	chart_printf(chart, "</span>\n");
}

static void verdict_line(struct bench_chart *chart, const struct bench_comparison *one)
{
	struct arena *arena = &chart->view->arena;
	const char *verdict = text_of(&one->verdict.text, ""), *sign;
	const char *class = verdict_class(&one->verdict, &sign);

	chart_printf(chart, "<li><span class=\"badge %s\">%s ", class, sign);
	chart_put(chart, verdict);
	chart_printf(chart, "</span> <strong>");
	chart_put(chart, text_of(&one->operation, "-"));
	chart_printf(chart, "</strong>, ");
	chart_put(chart, text_of(&one->tcti, "no connection"));
	chart_printf(chart, ": ");
	chart_put(chart, text_of(&one->reason,
				 arena_printf(arena, "%s, in the baseline %s",
					      bench_time_of(arena, &one->median_ns),
					      bench_time_of(arena, &one->baseline_median_ns))));
	chart_printf(chart, "</li>\n");
}

/* All that is not simply a pass, the worst first. */
static void verdict_lines(struct bench_chart *chart)
{
	const struct benchmark *bench = chart->view->report->benchmark;
	const struct bench_comparison *comparisons = bench->comparisons.items;
	bool any = false;

	for (unsigned int v = VERDICT_REGRESSED; v > VERDICT_PASS; v--) {
		for (size_t i = 0; i < bench->comparisons.count; i++) {
			if (!state_is(&comparisons[i].verdict, v))
				continue;
			if (!any)
				chart_printf(chart, "<ul>\n");
			any = true;
			verdict_line(chart, &comparisons[i]);
		}
	}
	if (any)
		chart_printf(chart, "</ul>\n");
}

void html_verdict(struct bench_chart *chart)
{
	const struct bench_view *view = chart->view;
	const struct benchmark *bench = view->report->benchmark;
	struct arena *arena = &chart->view->arena;
	const char *verdict = text_of(&bench->verdict.text, ""), *sign, *class, *tally;
	size_t measured = 0, all = 0;

	for (size_t t = 0; t < view->n_targets; t++) {
		for (size_t i = 0; i < bench_view_count_ops(&view->targets[t]); i++, all++)
			measured += bench_measured(bench_view_op(&view->targets[t], i));
	}
	class = verdict_class(&bench->verdict, &sign);
	tally = bench_tally(arena, bench);
	chart_printf(chart, "<section class=\"card banner %s\"><strong>", class);
	if (*verdict)
		chart_put(chart, arena_printf(arena, "%s%s%s", sign, *sign ? " " : "", verdict));
	else
		chart_put(chart, arena_printf(arena, "%zu of %zu measured", measured, all));
	chart_printf(chart, "</strong>\n<p>");
	if (*tally)
		chart_put(chart, arena_printf(arena, "%s, against %s.", tally,
					      text_of(&bench->baseline, "budgets")));
	else if (!*verdict)
		chart_printf(chart, "Nothing to compare with.");
	if (*verdict)
		chart_printf(chart, " %zu of %zu measured.", measured, all);
	chart_printf(chart, "</p>\n");
	verdict_lines(chart);
	chart_printf(chart, "</section>\n");
}

void html_environment(struct bench_chart *chart)
{
	const struct bench_view *view = chart->view;
	struct arena *arena = &chart->view->arena;
	const char *facts[BENCH_FACTS][2];
	size_t n = bench_facts(arena, view->report, facts);

	chart_printf(chart, "<h2>Measured on</h2>\n<div class=\"card\"><dl>\n");
	for (size_t t = 0; t < view->n_targets; t++) {
		const struct bench_view_target *target = &view->targets[t];

		html_element(chart, "dt", target->name);
		chart_printf(chart, "<dd>");
		chart_put(chart, bench_target_text(arena, target->tpm));
		if (fact_known(&target->tpm->identity->modalias.fact)) {
			chart_printf(chart, "<br><span class=\"soft\">");
			chart_put(chart, target->tpm->identity->modalias.value);
			chart_printf(chart, "</span>");
		}
		chart_printf(chart, "</dd>\n");
	}
	for (size_t i = 0; i < n; i++) {
		html_element(chart, "dt", facts[i][0]);
		html_element(chart, "dd", facts[i][1]);
	}
	chart_printf(chart, "</dl></div>\n");
}

void html_costs(struct bench_chart *chart)
{
	const struct benchmark *bench = chart->view->report->benchmark;
	const struct bench_cost *costs = bench->costs.items;
	const struct bench_slope *slopes = bench->slopes.items;

	if (!(bench->costs.count + bench->slopes.count))
		return;
	chart_printf(chart, "<h2>What connections and loaded objects cost</h2>\n"
			    "<div class=\"card\"><ul>\n");
	for (size_t i = 0; i < bench->costs.count; i++)
		html_element(chart, "li", bench_cost_text(&chart->view->arena, &costs[i]));
	for (size_t i = 0; i < bench->slopes.count; i++)
		html_element(chart, "li", bench_slope_text(&chart->view->arena, &slopes[i]));
	chart_printf(chart, "</ul></div>\n");
}

/* A table that is scrolled sideways by itself where it is too wide; right: so many first columns
 * are words, the rest numbers. */
static void open_table(struct bench_chart *chart, const char *title, size_t words,
		       const char *const *headings, size_t n)
{
	chart_printf(chart,
		     "<h2>%s</h2>\n<div class=\"card scroll\" tabindex=\"0\" role=\"region\" "
		     "aria-label=\"%s\"><table class=\"numbers\"><thead><tr>",
		     title, title);
	for (size_t i = 0; i < n; i++)
		chart_printf(chart, "<th%s>%s</th>", i < words ? "" : " class=\"right\"",
			     headings[i]);
	chart_printf(chart, "</tr></thead><tbody>\n");
}

static void table_row(struct bench_chart *chart, size_t words, const char *const *cells, size_t n)
{
	chart_printf(chart, "<tr>");
	for (size_t i = 0; i < n; i++) {
		chart_printf(chart, "<%s>",
			     i == 0	 ? "th scope=\"row\""
			     : i < words ? "td"
					 : "td class=\"right\"");
		chart_put(chart, cells[i]);
		chart_printf(chart, "</%s>", i ? "td" : "th");
	}
	chart_printf(chart, "</tr>\n");
}

static void close_table(struct bench_chart *chart, bool any)
{
	if (any)
		chart_printf(chart, "</tbody></table></div>\n");
}

static const char *count_of(struct arena *arena, const struct number_fact *fact)
{
	return fact_known(&fact->fact)
		       ? arena_printf(arena, "%llu", (unsigned long long)fact->value)
		       : "-";
}

static const char *real_of(struct arena *arena, const char *format, const struct real_fact *fact)
{
	return !fact_known(&fact->fact) ? "-"
	       : *format == 'g'		? arena_printf(arena, "%.4g", fact->value)
					: arena_printf(arena, "%.3f", fact->value);
}

void html_jobs(struct bench_chart *chart)
{
	static const char *const headings[] = { "operation", "connection", "per second", "fairness",
						"job",	     "n",	   "median",	 "max" };
	struct arena *arena = &chart->view->arena;
	bool any = false;

	for (size_t g = 0; g < chart->view->n_groups; g++) {
		const struct bench_group *group = chart->view->groups[g];

		for (size_t c = 0; c < group->n_curves; c++) {
			const struct bench_operation *op = group->curves[c].op;
			const struct bench_job *jobs = op->jobs.items;

			for (size_t i = 0; i < op->jobs.count; i++) {
				const char *const cells[] = {
					group->name,
					chart->view->targets[group->curves[c].target].name,
					i ? "" : real_of(arena, "g", &op->per_second),
					i ? "" : real_of(arena, "f", &op->fairness),
					count_of(arena, &jobs[i].job),
					count_of(arena, &jobs[i].n),
					bench_time_of(arena, &jobs[i].median_ns),
					bench_time_of(arena, &jobs[i].max_ns),
				};

				if (!any)
					open_table(chart, "Connections at once", 2, headings, 8);
				any = true;
				table_row(chart, 2, cells, 8);
			}
		}
	}
	close_table(chart, any);
}

void html_numbers(struct bench_chart *chart)
{
	static const char *const headings[] = { "operation", "connection",    "command", "n",
						"median",    "95 % interval", "MAD",	 "min",
						"P90",	     "P95",	      "P99",	 "P99.9",
						"max",	     "mean" };
	enum { COLUMNS = sizeof(headings) / sizeof(headings[0]) };
	struct arena *arena = &chart->view->arena;
	bool any = false;

	for (size_t g = 0; g < chart->view->n_groups; g++) {
		const struct bench_group *group = chart->view->groups[g];

		for (size_t c = 0; c < group->n_curves; c++) {
			const struct bench_operation *op = group->curves[c].op;
			const char *const cells[COLUMNS] = {
				group->name,
				chart->view->targets[group->curves[c].target].name,
				text_of(&op->command, "-"),
				count_of(arena, &op->n),
				bench_time_of(arena, &op->median_ns),
				bench_interval(arena, op),
				bench_time_of(arena, &op->mad_ns),
				bench_time_of(arena, &op->min_ns),
				bench_time_of(arena, &op->p90_ns),
				bench_time_of(arena, &op->p95_ns),
				bench_time_of(arena, &op->p99_ns),
				bench_time_of(arena, &op->p999_ns),
				bench_time_of(arena, &op->max_ns),
				bench_time_of(arena, &op->mean_ns),
			};

			if (!bench_measured(op))
				continue;
			if (!any)
				open_table(chart, "Every number", 3, headings, COLUMNS);
			any = true;
			table_row(chart, 3, cells, COLUMNS);
		}
	}
	close_table(chart, any);
}

void html_comparisons(struct bench_chart *chart)
{
	static const char *const headings[] = { "operation", "connection", "verdict", "reason",
						"base",	     "now",	   "shift",   "p" };
	const struct list_fact *list = &chart->view->report->benchmark->comparisons;
	const struct bench_comparison *comparisons = list->items;
	struct arena *arena = &chart->view->arena;

	if (!list->count)
		return;
	open_table(chart, "Every comparison", 4, headings, 8);
	for (size_t i = 0; i < list->count; i++) {
		const struct bench_comparison *one = &comparisons[i];
		const char *const cells[] = {
			text_of(&one->operation, "-"),
			text_of(&one->tcti, "-"),
			text_of(&one->verdict.text, "-"),
			text_of(&one->reason, ""),
			bench_time_of(arena, &one->baseline_median_ns),
			bench_time_of(arena, &one->median_ns),
			fact_known(&one->shift_percent.fact)
				? percent_text(arena, one->shift_percent.value, true)
				: "-",
			fact_known(&one->p_value.fact)
				? bench_probability(arena, one->p_value.value)
				: "-",
		};

		table_row(chart, 4, cells, 8);
	}
	close_table(chart, true);
}

void html_unmeasured(struct bench_chart *chart)
{
	static const char *const headings[] = { "operation", "connection", "status", "reason" };
	bool any = false;

	for (size_t g = 0; g < chart->view->n_groups; g++) {
		const struct bench_group *group = chart->view->groups[g];

		for (size_t c = 0; c < group->n_curves; c++) {
			const struct bench_operation *op = group->curves[c].op;
			const char *const cells[] = {
				group->name, chart->view->targets[group->curves[c].target].name,
				text_of(&op->status.text, "failed"), text_of(&op->reason, "")
			};

			if (bench_measured(op))
				continue;
			if (!any)
				open_table(chart, "Not measured", 4, headings, 4);
			any = true;
			table_row(chart, 4, cells, 4);
		}
	}
	close_table(chart, any);
}
