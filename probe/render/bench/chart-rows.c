/* SPDX-License-Identifier: BSD-2-Clause */
/* Plots of one row an operation: all medians among real chips, and where the time goes. */
#include "chart-rows.h"

#include <string.h>

#include "chart.h"
#include "plot.h"
#include "bench.h"
#include "quantity.h"
#include "sentences.h"

enum { NARROW = 500, LEGEND = 20, AXIS = 22 };

static bool narrow(double width)
{
	return width < NARROW;
}

static bool group_measured(const struct bench_group *group)
{
	for (size_t i = 0; i < group->n_curves; i++) {
		if (bench_measured(group->curves[i].op))
			return true;
	}
	return false;
}

static bool has_place(const struct bench_operation *op)
{
	return fact_known(&op->place.low_ns.fact) && fact_known(&op->place.high_ns.fact);
}

static bool has_manufacturer(const struct bench_operation *op)
{
	return fact_known(&op->place.maker_low_ns.fact) &&
	       fact_known(&op->place.maker_high_ns.fact);
}

/* ---- Overview ---------------------------------------------------------------------------------- */
static const double lane = 8; /* of one target in a row */

static bool any_place(const struct bench_view *view)
{
	for (size_t g = 0; g < view->n_groups; g++) {
		for (size_t c = 0; c < view->groups[g]->n_curves; c++) {
			if (has_place(view->groups[g]->curves[c].op))
				return true;
		}
	}
	return false;
}

static size_t legend_lines(const struct bench_chart *chart, double width)
{
	size_t n = chart->view->n_targets + chart->baseline + any_place(chart->view);
	size_t per_line = narrow(width) ? 1 : 3;

	return (n + per_line - 1) / per_line;
}

static double overview_row(const struct bench_chart *chart, double width)
{
	return 10 + lane * (double)chart->view->n_targets + (narrow(width) ? 16 : 0);
}

double chart_overview_height(const struct bench_chart *chart, double width)
{
	size_t rows = 0;

	for (size_t g = 0; g < chart->view->n_groups; g++)
		rows += group_measured(chart->view->groups[g]);
	return LEGEND * (double)legend_lines(chart, width) + 2 * AXIS +
	       (double)rows * overview_row(chart, width);
}

/* A shape for each target, so that colour is not all that tells them apart. */
static void draw_mark(struct bench_chart *chart, size_t target, double x, double y,
		      const char *class)
{
	static const char *const shapes[CHART_TARGETS] = {
		"m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z",
		"m0 -5.2l5.2 5.2l-5.2 5.2l-5.2 -5.2z", "m-4 -4h8v8h-8z", "m0 -5l5 8.6h-10z"
	};

	chart_printf(chart, "<path class=\"mark %s%zu\" d=\"M%.1f %.1f%s\"/>\n", class,
		     target % CHART_TARGETS, x, y, shapes[target % CHART_TARGETS]);
}

static void overview_legend(struct bench_chart *chart, double width)
{
	const struct bench_view *view = chart->view;
	size_t per_line = narrow(width) ? 1 : 3;
	double step = width / (double)per_line;
	size_t i = 0;

	for (; i < view->n_targets; i++) {
		double x = step * (double)(i % per_line), y = LEGEND * (double)(i / per_line) + 9;

		draw_mark(chart, i, x + 8, y, "f");
		chart_text(chart, x + 18, y + 4, "start", " name",
			   chart_fit(chart, view->targets[i].name, 44));
	}
	if (chart->baseline) {
		double x = step * (double)(i % per_line), y = LEGEND * (double)(i / per_line) + 9;

		draw_mark(chart, 0, x + 8, y, "hollow h");
		chart_text(chart, x + 18, y + 4, "start", "", "hollow: the baseline");
		i++;
	}
	if (any_place(view)) {
		double x = step * (double)(i % per_line), y = LEGEND * (double)(i / per_line) + 9;

		chart_printf(chart,
			     "<rect class=\"all\" x=\"%.1f\" y=\"%.1f\" width=\"30\" height=\"4\"/>"
			     "<rect class=\"maker\" x=\"%.1f\" y=\"%.1f\" width=\"15\" "
			     "height=\"12\"/>\n",
			     x + 2, y - 2, x + 9, y - 6);
		chart_text(chart, x + 38, y + 4, "start", "", "real chips: all, same manufacturer");
	}
}

static void widen(double *low, double *high, const struct number_fact *fact)
{
	double value = fact_known(&fact->fact) ? (double)fact->value : 0;

	if (value <= 0)
		return;
	*low = *low <= 0 || value < *low ? value : *low;
	*high = value > *high ? value : *high;
}

static struct plot_axis overview_axis(const struct bench_view *view, double from, double to)
{
	double low = 0, high = 0;

	for (size_t g = 0; g < view->n_groups; g++) {
		for (size_t c = 0; c < view->groups[g]->n_curves; c++) {
			const struct bench_curve *curve = &view->groups[g]->curves[c];

			if (!bench_measured(curve->op))
				continue;
			widen(&low, &high, &curve->op->median_ns);
			if (curve->baseline)
				widen(&low, &high, &curve->baseline->median_ns);
			widen(&low, &high, &curve->op->place.low_ns);
			widen(&low, &high, &curve->op->place.high_ns);
		}
	}
	return plot_axis(low * 0.8, high * 1.25, from, to);
}

static void band(struct bench_chart *chart, const struct plot_axis *axis, const char *class,
		 const struct number_fact *low, const struct number_fact *high, double y,
		 double height)
{
	double from = plot_at(axis, (double)low->value), to = plot_at(axis, (double)high->value);

	chart_printf(chart,
		     "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
		     class, from, y - height / 2, to > from + 1 ? to - from : 1, height);
}

/* Where real chips stand: that of the first curve that knows. */
static void overview_place(struct bench_chart *chart, const struct plot_axis *axis,
			   const struct bench_group *group, double y, double height)
{
	for (size_t c = 0; c < group->n_curves; c++) {
		const struct bench_place *place = &group->curves[c].op->place;

		if (!has_place(group->curves[c].op))
			continue;
		band(chart, axis, "all", &place->low_ns, &place->high_ns, y, 4);
		if (has_manufacturer(group->curves[c].op))
			band(chart, axis, "maker", &place->maker_low_ns, &place->maker_high_ns, y,
			     height);
		return;
	}
}

static void overview_marks(struct bench_chart *chart, const struct plot_axis *axis,
			   const struct bench_group *group, double y)
{
	for (size_t c = 0; c < group->n_curves; c++) {
		const struct bench_curve *curve = &group->curves[c];
		double at = y + lane * ((double)curve->target -
					((double)chart->view->n_targets - 1) / 2);
		double x = plot_at(axis, (double)curve->op->median_ns.value);

		if (!bench_measured(curve->op))
			continue;
		if (curve->baseline) {
			double old = plot_at(axis, (double)curve->baseline->median_ns.value);

			chart_printf(chart,
				     "<path class=\"curve t%zu base\" d=\"M%.1f %.1fH%.1f\"/>\n",
				     curve->target % CHART_TARGETS, old, at, x);
			draw_mark(chart, curve->target, old, at, "hollow h");
		}
		draw_mark(chart, curve->target, x, at, "f");
	}
}

static const char *medians(struct bench_chart *chart, const struct bench_group *group)
{
	struct arena *arena = &chart->view->arena;
	const char *text = "";

	for (size_t c = 0; c < group->n_curves; c++) {
		if (bench_measured(group->curves[c].op))
			text = arena_printf(arena, "%s%s%s", text, *text ? " · " : "",
					    bench_time_of(arena, &group->curves[c].op->median_ns));
	}
	return chart_fit(chart, text, 32);
}

static void overview_ticks(struct bench_chart *chart, const struct plot_axis *axis, double top,
			   double bottom)
{
	double ticks[PLOT_TICKS];
	size_t n = plot_ticks(axis, axis->to - axis->from < NARROW ? 6 : 9, ticks);

	for (size_t i = 0; i < n; i++) {
		double x = plot_at(axis, ticks[i]);
		const char *text = plot_tick_time(&chart->view->arena, ticks, n, i);

		chart_printf(chart, "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>\n", x, top,
			     bottom);
		chart_text(chart, x, top - 5, "middle", "", text);
		chart_text(chart, x, bottom + 14, "middle", "", text);
	}
}

void chart_overview(struct bench_chart *chart, double x, double y, double width)
{
	const struct bench_view *view = chart->view;
	double height = chart_overview_height(chart, width), row = overview_row(chart, width);
	bool slim = narrow(width);
	double at = LEGEND * (double)legend_lines(chart, width) + AXIS;
	struct plot_axis axis = overview_axis(view, slim ? 8 : 176, slim ? width - 8 : width - 160);

	chart_begin(
		chart, x, y, width, height, "Medians of all operations",
		"One row an operation, time to the right; the numbers stand in the table below.");
	overview_legend(chart, width);
	overview_ticks(chart, &axis, at, height - AXIS);
	for (size_t g = 0; g < view->n_groups; g++) {
		const struct bench_group *group = view->groups[g];
		double middle = at + row / 2 + (slim ? 8 : 0), words = slim ? at + 12 : middle + 4;

		if (!group_measured(group))
			continue;
		chart_printf(chart, "<path class=\"rule\" d=\"M0 %.1fH%.1f\"/>\n", at, width);
		chart_text(chart, 0, words, "start", " name",
			   chart_fit(chart, group->name, slim ? 26 : 27));
		chart_text(chart, width, words, "end", " value", medians(chart, group));
		overview_place(chart, &axis, group, middle, lane * (double)view->n_targets + 2);
		overview_marks(chart, &axis, group, middle);
		at += row;
	}
	chart_end(chart);
}

/* ---- Where the time goes ----------------------------------------------------------------------- */
/* The same colour for what is the same to look at: the wait is the TPM's, mostly. */
static size_t part_class(const struct bench_split *split, size_t i)
{
	static const size_t of_stages[] = { 0, 1, 4, 3 };

	return split->kernel ? i : of_stages[i];
}

/* The next curve that has such a split, from *group and *curve on; steps behind it. */
static const struct bench_curve *next_split(const struct bench_view *view, bool kernel,
					    size_t *group, size_t *curve,
					    struct bench_split *ret_split)
{
	for (; *group < view->n_groups; ++*group, *curve = 0) {
		const struct bench_group *one = view->groups[*group];

		while (*curve < one->n_curves) {
			const struct bench_curve *found = &one->curves[(*curve)++];

			if (bench_split_of(found->op, ret_split) && ret_split->kernel == kernel)
				return found;
		}
	}
	return NULL;
}

double chart_splits_height(const struct bench_chart *chart, double width, bool kernel)
{
	struct bench_split split;
	size_t group = 0, curve = 0, rows = 0;

	while (next_split(chart->view, kernel, &group, &curve, &split))
		rows++;
	return rows ? LEGEND * (narrow(width) ? 3 : 1) + 6 +
			       (double)rows * (narrow(width) ? 32 : 18)
		    : 0;
}

static void split_legend(struct bench_chart *chart, const struct bench_split *split, double width)
{
	size_t per_line = narrow(width) ? 2 : BENCH_PARTS;
	double step = narrow(width) ? width / 2 : 140;

	for (size_t i = 0; i < split->n_parts; i++) {
		double x = step * (double)(i % per_line), y = LEGEND * (double)(i / per_line);

		chart_printf(chart,
			     "<rect class=\"p%zu\" x=\"%.1f\" y=\"%.1f\" width=\"12\" "
			     "height=\"12\"/>\n",
			     part_class(split, i), x, y + 2);
		chart_text(chart, x + 17, y + 12, "start", "", split->parts[i].name);
	}
}

/* As wide as a character may be. */
static const double letter = 6.8;

static void split_bar(struct bench_chart *chart, const struct bench_split *split, double x,
		      double y, double width)
{
	struct arena *arena = &chart->view->arena;

	for (size_t i = 0; i < split->n_parts; i++) {
		const struct bench_part *part = &split->parts[i];
		double share = part->ns / split->total_ns, wide = share * width;
		const char *percent = percent_text(arena, 100 * share, false), *words;

		if (wide < 0.3) {
			x += wide;
			continue;
		}
		/* What is narrow keeps its width, so that it is seen; a gap parts the others. */
		chart_printf(chart,
			     "<rect class=\"p%zu\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
			     "height=\"13\"><title>",
			     part_class(split, i), x, y, wide > 3 ? wide - 1 : wide);
		chart_put(chart, arena_printf(arena, "%s: %s, %s", part->name,
					      duration_ns(arena, part->ns), percent));
		chart_printf(chart, "</title></rect>\n");
		words = arena_printf(arena, "%s %s", part->name, percent);
		if (wide < letter * (double)strlen(words))
			words = percent;
		if (wide > letter * (double)strlen(words))
			chart_text(chart, x + wide / 2, y + 10, "middle",
				   arena_printf(arena, " in%zu", part_class(split, i)), words);
		x += wide;
	}
}

void chart_splits(struct bench_chart *chart, double x, double y, double width, bool kernel)
{
	const struct bench_view *view = chart->view;
	size_t group = 0, curve = 0, before = view->n_groups;
	double at = LEGEND * (narrow(width) ? 3 : 1) + 6;
	const struct bench_curve *one;
	struct bench_split split;

	chart_begin(chart, x, y, width, chart_splits_height(chart, width, kernel),
		    kernel ? "Where the time goes, by the kernel's trace"
			   : "Where the time goes, as user space sees it",
		    "One bar an operation and connection, in shares of its mean; every part's "
		    "title has its time.");
	while ((one = next_split(view, kernel, &group, &curve, &split))) {
		const char *name = group == before ? "" : view->groups[group]->name;
		const char *target = view->n_targets > 1 ? view->targets[one->target].tag : "";
		const char *mean = duration_ns(&chart->view->arena, split.total_ns);

		if (before == view->n_groups)
			split_legend(chart, &split, width);
		if (narrow(width)) {
			chart_text(chart, 0, at + 10, "start", " name",
				   chart_fit(chart, view->groups[group]->name, 24));
			chart_text(chart, 150, at + 10, "start", "", chart_fit(chart, target, 20));
			chart_text(chart, width, at + 10, "end", " value", mean);
			split_bar(chart, &split, 0, at + 14, width);
			at += 32;
		} else {
			chart_text(chart, 0, at + 10, "start", " name", chart_fit(chart, name, 27));
			chart_text(chart, 176, at + 10, "start", "", chart_fit(chart, target, 18));
			split_bar(chart, &split, 280, at, width - 350);
			chart_text(chart, width, at + 10, "end", " value", mean);
			at += 18;
		}
		before = group;
	}
	chart_end(chart);
}
