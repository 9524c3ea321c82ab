/* SPDX-License-Identifier: BSD-2-Clause */
/* What all plots are made of. */
#include "chart.h"

#include <stdarg.h>
#include <string.h>

#include "page.h"

void chart_put(struct bench_chart *chart, const char *text)
{
	page_text(chart->out, &chart->view->arena, text);
}

void chart_printf(struct bench_chart *chart, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vfprintf(chart->out, format, arguments);
	va_end(arguments);
}

void chart_text(struct bench_chart *chart, double x, double y, const char *anchor,
		const char *class, const char *text)
{
	chart_printf(chart, "<text class=\"a-%s%s\" x=\"%.1f\" y=\"%.1f\">", anchor, class, x, y);
	chart_put(chart, text);
	chart_printf(chart, "</text>\n");
}

const char *chart_fit(struct bench_chart *chart, const char *text, size_t characters)
{
	const char *clean = arena_clean(&chart->view->arena, text, strlen(text)), *cut = NULL;
	size_t n = 0;

	for (const char *p = clean; *p; p++) {
		/* Bytes that only continue a character. */
		if (((unsigned char)*p & 0xc0) == 0x80)
			continue;
		if (n == characters - 1)
			cut = p;
		if (n == characters)
			return arena_printf(&chart->view->arena, "%.*s…", (int)(cut - clean),
					    clean);
		n++;
	}
	return clean;
}

void chart_begin(struct bench_chart *chart, double x, double y, double width, double height,
		 const char *title, const char *description)
{
	if (x < 0)
		chart_printf(chart, "<svg class=\"chart\" ");
	else
		chart_printf(chart, "<svg class=\"chart\" x=\"%.1f\" y=\"%.1f\" ", x, y);
	chart_printf(chart,
		     "width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" "
		     "role=\"img\">\n<title>",
		     width, height, width, height);
	chart_put(chart, title);
	chart_printf(chart, "</title>\n<desc>");
	chart_put(chart, description);
	chart_printf(chart, "</desc>\n");
}

void chart_end(struct bench_chart *chart)
{
	chart_printf(chart, "</svg>\n");
}

void chart_swatch(struct bench_chart *chart, size_t target, bool baseline, double x, double y)
{
	chart_printf(chart, "<path class=\"curve t%zu%s\" d=\"M%.1f %.1fh24\"/>\n",
		     target % CHART_TARGETS, baseline ? " base" : "", x, y + 5);
}
