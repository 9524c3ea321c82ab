/* SPDX-License-Identifier: BSD-2-Clause */
/* The page's plots as one picture. */
#include <errno.h>
#include <string.h>

#include "bench.h"
#include "chart.h"
#include "bench-render.h"
#include "cleanup.h"

enum { WIDTH = 1080, MARGIN = 24, COLUMNS = 3, HEAD = 92, TITLE = 36, LEGEND_LINE = 16 };

/* Name, legend and plots of one operation. */
static double cell_height(const struct bench_chart *chart)
{
	return 28 + LEGEND_LINE * (double)chart->view->n_targets * (chart->baseline ? 2 : 1) +
	       CHART_GROUP_HEIGHT + 20;
}

static size_t count_cells(const struct bench_view *view)
{
	size_t n = 0;

	for (size_t g = 0; g < view->n_groups; g++)
		n += chart_has_samples(view->groups[g]);
	return n;
}

static void title(struct bench_chart *chart, double y, const char *text)
{
	chart_text(chart, 0, y + 22, "start", " head", text);
}

static void legend(struct bench_chart *chart, const struct bench_curve *curve,
		   const struct bench_operation *op, double x, double y)
{
	struct arena *arena = &chart->view->arena;
	bool baseline = op == curve->baseline;

	chart_swatch(chart, curve->target, baseline, x, y - 9);
	chart_text(chart, x + 30, y, "start", "",
		   chart_fit(chart, baseline ? "baseline" : chart->view->targets[curve->target].tag,
			     36));
	chart_text(chart, x + CHART_GROUP_WIDTH - 10, y, "end", " value",
		   bench_time_of(arena, &op->median_ns));
}

static int cell(struct bench_chart *chart, const struct bench_group *group, double x, double y)
{
	double at = y + 16;

	chart_text(chart, x, at, "start", " name", chart_fit(chart, group->name, 40));
	for (size_t c = 0; c < group->n_curves; c++) {
		const struct bench_curve *curve = &group->curves[c];

		if (!bench_measured(curve->op))
			continue;
		legend(chart, curve, curve->op, x, at += LEGEND_LINE);
		if (curve->baseline)
			legend(chart, curve, curve->baseline, x, at += LEGEND_LINE);
	}
	return chart_group(chart, group, x, y + cell_height(chart) - CHART_GROUP_HEIGHT - 20);
}

static void head(struct bench_chart *chart)
{
	const struct report *report = chart->view->report;
	const struct benchmark *bench = report->benchmark;
	const struct tpm_report *tpm = chart->view->targets[0].tpm;
	struct arena *arena = &chart->view->arena;
	const char *words = text_of(&bench->started, "");

	if (is_set(&report->simulator))
		words = "SIMULATOR: an ephemeral swtpm, not a TPM of this machine";
	title(chart, 0, "TPM benchmark");
	chart_text(chart, 0, 44, "start", "", chart_fit(chart, bench_target_text(arena, tpm), 150));
	chart_text(chart, 0, 62, "start", "", chart_fit(chart, words, 150));
	if (fact_known(&bench->verdict.fact))
		chart_text(chart, 0, 82, "start", " name",
			   chart_fit(chart,
				     arena_printf(arena, "Verdict: %s (%s)", bench->verdict.value,
						  bench_tally(arena, bench)),
				     150));
}

static int draw(struct bench_chart *chart, double overview, const double splits[2])
{
	const struct bench_view *view = chart->view;
	const double width = WIDTH - 2 * MARGIN;
	double y = HEAD;
	size_t n = 0;
	int r = 0;

	head(chart);
	title(chart, y, "All operations: medians");
	chart_overview(chart, 0, y + TITLE, width);
	y += TITLE + overview;
	for (int kernel = 1; kernel >= 0; kernel--) {
		if (splits[kernel] <= 0)
			continue;
		title(chart, y,
		      kernel ? "Where the time goes, by the kernel’s trace"
			     : "Where the time goes, as user space sees it");
		chart_splits(chart, 0, y + TITLE, width, kernel);
		y += TITLE + splits[kernel];
	}
	for (size_t g = 0; !r && g < view->n_groups; g++) {
		if (!chart_has_samples(view->groups[g]))
			continue;
		r = cell(chart, view->groups[g], (CHART_GROUP_WIDTH + 6) * (double)(n % COLUMNS),
			 y + TITLE / 2.0 + cell_height(chart) * (double)(n / COLUMNS));
		n++;
	}
	return r;
}

int render_bench_svg(const struct report *report, const struct text_options *options, FILE *out)
{
	_cleanup_(cleanup_bench_view) struct bench_view *view = NULL;
	struct bench_chart chart = { .out = out, .baseline = options->beside };
	const double width = WIDTH - 2 * MARGIN;
	double overview, splits[2], height;
	int r = bench_view_make(report, options->beside, &view);

	if (r < 0)
		return r;
	chart.view = view;
	overview = chart_overview_height(&chart, width);
	height = HEAD + TITLE + overview + TITLE / 2.0 + MARGIN +
		 cell_height(&chart) * (double)((count_cells(view) + COLUMNS - 1) / COLUMNS);
	for (int kernel = 0; kernel < 2; kernel++) {
		splits[kernel] = chart_splits_height(&chart, width, kernel);
		height += splits[kernel] > 0 ? TITLE + splits[kernel] : 0;
	}
	chart_printf(&chart,
		     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		     "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"%d\" "
		     "height=\"%.0f\" viewBox=\"0 0 %d %.0f\">\n<title>TPM benchmark</title>\n"
		     "<style>\n%s</style>\n<rect class=\"paper\" width=\"%d\" height=\"%.0f\"/>\n"
		     "<g transform=\"translate(%d %d)\">\n",
		     WIDTH, height + MARGIN, WIDTH, height + MARGIN, bench_chart_style, WIDTH,
		     height + MARGIN, MARGIN, MARGIN / 2);
	r = draw(&chart, overview, splits);
	chart_printf(&chart, "</g>\n</svg>\n");
	return r < 0 ? r : ferror(out) ? -EIO : 0;
}
