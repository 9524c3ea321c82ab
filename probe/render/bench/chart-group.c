/* SPDX-License-Identifier: BSD-2-Clause */
/* One operation: how its samples are distributed, and in which order they came. */
#include <errno.h>
#include <stdlib.h>

#include "bench.h"
#include "chart.h"
#include "plot.h"
#include "quantity.h"

/* Both panels stand above each other; x of the upper and y of the lower are times. */
static const double left = 56, right = 330, ecdf_top = 18, ecdf_bottom = 128, time_top = 168,
		    time_bottom = 232;

/* The series of a group: for each curve the baseline's, then its own. */
struct group_plot {
	struct bench_chart *chart;
	const struct bench_group *group;
	struct plot_series *series;  /* 2 for each curve */
	struct plot_axis across, up; /* the same times */
};

bool chart_has_samples(const struct bench_group *group)
{
	const uint64_t *samples;

	for (size_t i = 0; i < group->n_curves; i++) {
		if (bench_samples(group->curves[i].op, &samples))
			return true;
	}
	return false;
}

static const char *classes(struct group_plot *plot, size_t i)
{
	return arena_printf(&plot->chart->view->arena, "t%zu%s",
			    plot->group->curves[i / 2].target % CHART_TARGETS,
			    i % 2 ? "" : " base");
}

static void draw_distribution(struct group_plot *plot, size_t i)
{
	struct bench_chart *chart = plot->chart;
	const struct plot_axis shares = { .low = 0, .high = 1, .from = ecdf_bottom, .to = ecdf_top };
	struct plot_step steps[PLOT_STEPS];
	size_t n = plot_steps(&plot->series[i], steps);

	chart_printf(chart, "<path class=\"curve %s\" d=\"M%.1f %.1f", classes(plot, i),
		     plot_at(&plot->across, steps[0].value), ecdf_bottom);
	for (size_t s = 0; s < n; s++) {
		chart_printf(chart, "H%.1f", plot_at(&plot->across, steps[s].value));
		/* The curve leaves the plot here; what is beyond is told below. */
		if (steps[s].value > plot->across.high)
			break;
		chart_printf(chart, "V%.1f", plot_at(&shares, steps[s].share));
	}
	chart_printf(chart, "\"/>\n");
}

/* The median and its interval, where the curve crosses one half. */
static void draw_median(struct group_plot *plot, size_t i)
{
	const struct bench_operation *op = plot->group->curves[i / 2].op;
	double middle = (ecdf_top + ecdf_bottom) / 2;
	size_t colour = plot->group->curves[i / 2].target % CHART_TARGETS;
	double x;

	if (!fact_known(&op->median_ns.fact))
		return;
	x = plot_at(&plot->across, (double)op->median_ns.value);
	if (fact_known(&op->median_low_ns.fact) && fact_known(&op->median_high_ns.fact))
		chart_printf(
			plot->chart,
			"<path class=\"interval t%zu\" d=\"M%.1f %.1fv8m0 -4H%.1fm0 -4v8\"/>\n",
			colour, plot_at(&plot->across, (double)op->median_low_ns.value), middle - 4,
			plot_at(&plot->across, (double)op->median_high_ns.value));
	chart_printf(plot->chart,
		     "<circle class=\"mark f%zu\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n", colour, x,
		     middle);
}

static void draw_timeline(struct group_plot *plot, size_t i)
{
	struct bench_chart *chart = plot->chart;
	struct plot_bucket buckets[PLOT_BUCKETS];
	size_t n = plot_buckets(&plot->series[i], buckets), outside = 0;

	chart_printf(chart, "<path class=\"dots %s\" d=\"", classes(plot, i));
	for (size_t b = 0; b < n; b++) {
		double x = left + buckets[b].position * (right - left);

		outside += buckets[b].high > plot->up.high;
		if (buckets[b].low > plot->up.high)
			continue;
		/* A length of 0 is a dot. */
		chart_printf(chart, "M%.1f %.1fV%.1f", x, plot_at(&plot->up, buckets[b].low),
			     plot_at(&plot->up, buckets[b].high));
	}
	chart_printf(chart, "\"/>\n");
	if (!outside)
		return;
	chart_printf(chart, "<path class=\"beyond f%zu%s\" d=\"",
		     plot->group->curves[i / 2].target % CHART_TARGETS, i % 2 ? "" : " base");
	for (size_t b = 0; b < n; b++) {
		if (buckets[b].high > plot->up.high)
			chart_printf(chart, "M%.1f %.1fl3 6h-6z",
				     left + buckets[b].position * (right - left), time_top - 3);
	}
	chart_printf(chart, "\"/>\n");
}

static void draw_axes(struct group_plot *plot)
{
	struct bench_chart *chart = plot->chart;
	struct arena *arena = &chart->view->arena;
	double ticks[PLOT_TICKS];
	size_t n = plot_ticks(&plot->across, 5, ticks);

	for (int percent = 0; percent <= 100; percent += 50) {
		double y = ecdf_bottom + (ecdf_top - ecdf_bottom) * percent / 100;

		chart_printf(chart, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>\n", left, y,
			     right);
		chart_text(chart, left - 6, y + 3.5, "end", "",
			   arena_printf(arena, "%d %%", percent));
	}
	for (size_t i = 0; i < n; i++) {
		double x = plot_at(&plot->across, ticks[i]);
		/* The last label ends with the card. */
		bool at_end = right - 18 < x;

		chart_printf(chart, "<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>\n", x, ecdf_top,
			     ecdf_bottom + 3);
		chart_text(chart, at_end ? right + 8 : x, ecdf_bottom + 14,
			   at_end ? "end" : "middle", "", plot_tick_time(arena, ticks, n, i));
	}
	n = plot_ticks(&plot->up, 4, ticks);
	for (size_t i = 0; i < n; i++) {
		double y = plot_at(&plot->up, ticks[i]);

		chart_printf(chart, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>\n", left, y,
			     right);
		chart_text(chart, left - 6, y + 3.5, "end", "", plot_tick_time(arena, ticks, n, i));
	}
}

/* What lies outside of the axis, and so is not seen. */
static const char *beyond(struct group_plot *plot)
{
	size_t slower = 0, faster = 0;
	uint64_t slowest = 0;
	struct arena *arena = &plot->chart->view->arena;

	for (size_t i = 0; i < 2 * plot->group->n_curves; i++) {
		const struct plot_series *series = &plot->series[i];

		for (size_t s = 0; s < series->n && (double)series->sorted[s] < plot->up.low; s++)
			faster++;
		for (size_t s = series->n; s && (double)series->sorted[s - 1] > plot->up.high; s--)
			slower++;
		if (series->n && series->sorted[series->n - 1] > slowest)
			slowest = series->sorted[series->n - 1];
	}
	if (!slower && !faster)
		return NULL;
	if (!slower)
		return arena_printf(arena, "%zu faster", faster);
	return arena_printf(arena, "▲ %zu slower, up to %s%s", slower,
			    duration_ns(arena, (double)slowest),
			    faster ? arena_printf(arena, "; %zu faster", faster) : "");
}

static const char *describe(struct group_plot *plot)
{
	struct bench_chart *chart = plot->chart;
	struct arena *arena = &chart->view->arena;
	const char *text = "";

	for (size_t i = 0; i < plot->group->n_curves; i++) {
		const struct bench_curve *curve = &plot->group->curves[i];

		text = arena_printf(
			arena, "%s%s%s: median %s%s%s", text, i ? "; " : "",
			chart->view->targets[curve->target].name,
			bench_time_of(arena, &curve->op->median_ns),
			curve->baseline ? ", baseline " : "",
			curve->baseline ? bench_time_of(arena, &curve->baseline->median_ns) : "");
	}
	return text;
}

static void draw(struct group_plot *plot, double x, double y)
{
	struct bench_chart *chart = plot->chart;
	const struct bench_group *group = plot->group;
	size_t most = 0, n = 2 * group->n_curves;
	const char *outside = beyond(plot);

	chart_begin(chart, x, y, CHART_GROUP_WIDTH, CHART_GROUP_HEIGHT,
		    arena_printf(&chart->view->arena,
				 "%s: distribution and timeline of the samples", group->name),
		    describe(plot));
	chart_text(chart, left, ecdf_top - 8, "start", " quiet", "samples that took no longer");
	draw_axes(plot);
	for (size_t i = 0; i < n; i++) {
		if (plot->series[i].n)
			draw_distribution(plot, i);
		most = plot->series[i].n > most ? plot->series[i].n : most;
	}
	for (size_t i = 1; i < n; i += 2)
		draw_median(plot, i);
	chart_text(chart, left, time_top - 9, "start", " quiet", "in the order taken");
	if (outside)
		chart_text(chart, right, time_top - 9, "end", " quiet", outside);
	for (size_t i = 0; i < n; i++) {
		if (plot->series[i].n)
			draw_timeline(plot, i);
	}
	chart_text(chart, left, time_bottom + 14, "start", "", "first");
	chart_text(chart, right, time_bottom + 14, "end", "",
		   arena_printf(&chart->view->arena, "%zu", most));
	chart_end(chart);
}

int chart_group(struct bench_chart *chart, const struct bench_group *group, double x, double y)
{
	struct group_plot plot = { .chart = chart, .group = group };
	size_t n = 2 * group->n_curves;
	int r = -ENOMEM;

	plot.series = calloc(n, sizeof(*plot.series));
	if (!plot.series)
		return r;
	for (size_t i = 0; i < n; i++) {
		const struct bench_curve *curve = &group->curves[i / 2];

		if (plot_series_make(i % 2 ? curve->op : curve->baseline, &plot.series[i]) < 0)
			goto free_series;
	}
	r = 0;
	if (plot_axis_of(plot.series, n, &plot.across)) {
		plot.up = plot.across;
		plot.across.from = left;
		plot.across.to = right;
		plot.up.from = time_bottom;
		plot.up.to = time_top;
		draw(&plot, x, y);
	}
free_series:
	for (size_t i = 0; i < n; i++)
		plot_series_free(&plot.series[i]);
	free(plot.series);
	return r;
}
