/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HTML_TABLES_H
#define HTML_TABLES_H

#include "bench.h"
#include "chart.h"

/* What came of it, and what to look at. */
void html_verdict(struct bench_chart *chart);
void html_environment(struct bench_chart *chart);
void html_costs(struct bench_chart *chart);
void html_jobs(struct bench_chart *chart);
void html_numbers(struct bench_chart *chart);
void html_comparisons(struct bench_chart *chart);
void html_unmeasured(struct bench_chart *chart);

/* "▲ regressed +16 %", or nothing where there is no comparison. */
void html_badge(struct bench_chart *chart, const struct bench_comparison *comparison);

/* <NAME>text</NAME>; name: with its attributes. */
void html_element(struct bench_chart *chart, const char *name, const char *text);

#endif
