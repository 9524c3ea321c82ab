/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CHART_ROWS_H
#define CHART_ROWS_H

#include "chart.h"

/* All medians on one axis, among real chips. Rows are broken in two where width is below 500. */
double chart_overview_height(const struct bench_chart *chart, double width);
void chart_overview(struct bench_chart *chart, double x, double y, double width);

/* Where the time goes, one bar an operation and target. 0: nothing to show. kernel: its view. */
double chart_splits_height(const struct bench_chart *chart, double width, bool kernel);
void chart_splits(struct bench_chart *chart, double x, double y, double width, bool kernel);

#endif
