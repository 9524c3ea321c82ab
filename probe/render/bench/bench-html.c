/* SPDX-License-Identifier: BSD-2-Clause */
/* The page: verdict first, then what explains it, then every operation. */
#include "bench-html.h"

#include <errno.h>
#include <string.h>

#include "bench-render.h"
#include "chart-group.h"
#include "chart-rows.h"
#include "cleanup.h"
#include "html-tables.h"
#include "bench.h"
#include "identity.h"
#include "page.h"
#include "sentences.h"

/* Both widths; the page's style shows the one that fits. */
static void overview(struct bench_chart *chart)
{
	chart_printf(chart, "<h2>All operations</h2>\n<div class=\"card\">"
			    "<p class=\"soft\">Medians, on one axis.</p><div class=\"wide\">\n");
	chart_overview(chart, -1, -1, 1000);
	chart_printf(chart, "</div><div class=\"narrow\">\n");
	chart_overview(chart, -1, -1, CHART_GROUP_WIDTH);
	chart_printf(chart, "</div></div>\n");
}

static void splits(struct bench_chart *chart, bool kernel)
{
	if (chart_splits_height(chart, 1000, kernel) <= 0)
		return;
	chart_printf(chart, "<h2>%s</h2>\n<div class=\"card\"><div class=\"wide\">\n",
		     kernel ? "Where the time goes, by the kernel’s trace"
			    : "Where the time goes, as user space sees it");
	chart_splits(chart, -1, -1, 1000, kernel);
	chart_printf(chart, "</div><div class=\"narrow\">\n");
	chart_splits(chart, -1, -1, CHART_GROUP_WIDTH, kernel);
	chart_printf(chart, "</div></div>\n");
}

static void swatch(struct bench_chart *chart, size_t target, bool baseline)
{
	chart_printf(chart, "<svg class=\"chart swatch\" viewBox=\"0 0 24 10\" width=\"24\" "
			    "height=\"10\" aria-hidden=\"true\">");
	chart_swatch(chart, target, baseline, 0, 0);
	chart_printf(chart, "</svg> ");
}

/* A row of an operation's legend: which line, median and interval. */
static void legend_row(struct bench_chart *chart, const struct bench_curve *curve,
		       const struct bench_operation *op)
{
	struct arena *arena = &chart->view->arena;
	bool baseline = op == curve->baseline;

	chart_printf(chart, "<tr><td>");
	swatch(chart, curve->target, baseline);
	if (!baseline)
		chart_put(chart, chart->view->targets[curve->target].tag);
	chart_printf(chart, "%s</td><td class=\"right\"><strong>", baseline ? "baseline" : "");
	chart_put(chart, bench_time_of(arena, &op->median_ns));
	chart_printf(chart, "</strong></td><td class=\"right soft\">");
	chart_put(chart, bench_interval(arena, op));
	chart_printf(chart, "</td></tr>\n");
}

static const char *notes_of(struct bench_chart *chart, const struct bench_curve *curve)
{
	struct arena *arena = &chart->view->arena;
	const char *words;
	const struct text_fact *place;

	if (!curve->op)
		return "";
	words = bench_notes(arena, curve->op);
	place = &curve->op->place.text;
	if (!fact_known(&place->fact) || !*place->value)
		return words;
	return arena_printf(arena, "%s%samong real chips %s", words, *words ? "; " : "",
			    place->value);
}

/* Once where they are the same for all. */
static void notes(struct bench_chart *chart, const struct bench_group *group)
{
	const char *first = notes_of(chart, &group->curves[0]);
	size_t same = 0;

	while (same < group->n_curves && !strcmp(notes_of(chart, &group->curves[same]), first))
		same++;
	for (size_t c = 0; c < group->n_curves; c++) {
		const struct bench_curve *curve = &group->curves[c];
		const char *words = notes_of(chart, curve);

		if (!*words || !bench_measured(curve->op) || (c && same == group->n_curves))
			continue;
		chart_printf(chart, "<p class=\"notes\">");
		if (same < group->n_curves) {
			chart_put(chart, chart->view->targets[curve->target].tag);
			chart_printf(chart, ": ");
		}
		chart_put(chart, words);
		chart_printf(chart, "</p>\n");
	}
}

/* The worst verdict gives the frame its colour. */
static const char *frame(const struct bench_group *group)
{
	unsigned int worst = VERDICT_PASS;

	for (size_t c = 0; c < group->n_curves; c++) {
		const struct bench_comparison *one = group->curves[c].comparison;

		if (one && fact_known(&one->verdict.fact) && one->verdict.state > worst)
			worst = one->verdict.state;
	}
	return worst > VERDICT_PASS ? bench_verdict_words.words[worst] : "";
}

static int operation(struct bench_chart *chart, const struct bench_group *group)
{
	int r = 0;

	chart_printf(chart, "<article class=\"card %s\">\n", frame(group));
	html_element(chart, "h3", group->name);
	for (size_t c = 0; c < group->n_curves; c++)
		html_badge(chart, group->curves[c].comparison);
	chart_printf(chart, "<table class=\"key\"><thead><tr><th>connection</th>"
			    "<th class=\"right\">median</th><th class=\"right\">95 %% interval</th>"
			    "</tr></thead><tbody>\n");
	for (size_t c = 0; c < group->n_curves; c++) {
		const struct bench_curve *curve = &group->curves[c];

		if (!bench_measured(curve->op))
			continue;
		legend_row(chart, curve, curve->op);
		if (curve->baseline)
			legend_row(chart, curve, curve->baseline);
	}
	chart_printf(chart, "</tbody></table>\n");
	if (chart_has_samples(group))
		r = chart_group(chart, group, -1, -1);
	else
		chart_printf(chart, "<p class=\"soft\">Its samples were not kept.</p>\n");
	notes(chart, group);
	chart_printf(chart, "</article>\n");
	return r;
}

static int operations(struct bench_chart *chart)
{
	const struct bench_view *view = chart->view;
	bool any = false;
	int r = 0;

	for (size_t g = 0; !r && g < view->n_groups; g++) {
		const struct bench_group *group = view->groups[g];
		bool measured = false;

		for (size_t c = 0; c < group->n_curves; c++)
			measured |= bench_measured(group->curves[c].op);
		if (!measured)
			continue;
		if (!any)
			chart_printf(chart,
				     "<h2>Operation by operation</h2>\n<p class=\"soft\">"
				     "Above: which share of the samples took no longer; the "
				     "dot is the median, with its 95 %% interval. Below: each "
				     "sample as it came. Few samples far outside are "
				     "triangles at the upper edge.</p>\n"
				     "<div class=\"grid\">\n");
		any = true;
		r = operation(chart, group);
	}
	if (any)
		chart_printf(chart, "</div>\n");
	return r;
}

static void head(struct bench_chart *chart)
{
	const struct report *report = chart->view->report;
	const struct bench_view_target *first = &chart->view->targets[0];
	const struct text_fact *model = &first->tpm->identity->vendor_string;
	const char *title = arena_printf(&chart->view->arena, "TPM benchmark: %s",
					 fact_known(&model->fact) && *model->value ? model->value
										   : first->name);

	page_begin(chart->out, &chart->view->arena, report, title, bench_chart_style);
}

int html_bench(struct bench_chart *chart)
{
	int r;

	html_verdict(chart);
	html_environment(chart);
	overview(chart);
	splits(chart, true);
	splits(chart, false);
	html_costs(chart);
	html_jobs(chart);
	r = operations(chart);
	html_numbers(chart);
	html_comparisons(chart);
	html_unmeasured(chart);
	return r;
}

int render_bench_html(const struct report *report, const struct text_options *options, FILE *out)
{
	_cleanup_(cleanup_bench_view) struct bench_view *view = NULL;
	struct bench_chart chart = { .out = out, .baseline = options->beside };
	int r = bench_view_make(report, options->beside, &view);

	if (r < 0)
		return r;
	chart.view = view;
	head(&chart);
	r = html_bench(&chart);
	page_end(out, &view->arena, report);
	return r < 0 ? r : ferror(out) ? -EIO : 0;
}
