/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Plots of a benchmark as SVG, for the page and for the picture. Lengths are the units of the user
 * space, in which text has 10 or 11. What they look like, light and dark, says bench_chart_style.
 */
#ifndef BENCH_CHART_H
#define BENCH_CHART_H

#include <stdio.h>

#include "view.h"

struct bench_chart {
	struct bench_view *view;
	bool baseline; /* there is one to draw */
	FILE *out;
};

extern const char bench_chart_style[];

/* Text as it may stand in an element or an attribute. */
void chart_put(struct bench_chart *chart, const char *text);
/* printf of what needs no such care. */
void chart_printf(struct bench_chart *chart, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A text element. class: "", or a class with a blank before it. anchor: "start", "middle", "end". */
void chart_text(struct bench_chart *chart, double x, double y, const char *anchor,
		const char *class, const char *text);
/* At most so many characters of it, the last one an ellipsis then. */
const char *chart_fit(struct bench_chart *chart, const char *text, size_t characters);

/* Open an svg element, with title and description for those who do not see it. x, y: where in an
 * outer one; below 0: there is none. chart_end() closes it. */
void chart_begin(struct bench_chart *chart, double x, double y, double width, double height,
		 const char *title, const char *description);
void chart_end(struct bench_chart *chart);

/* Which colour and dashes, and which shape, a target has; for class names. */
enum { CHART_TARGETS = 4 };

/* A line as the legend shows it, 24 by 10. */
void chart_swatch(struct bench_chart *chart, size_t target, bool baseline, double x, double y);

#endif
