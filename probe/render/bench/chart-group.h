/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CHART_GROUP_H
#define CHART_GROUP_H

#include "chart.h"
#include "view.h"

/* Distribution and timeline of one operation. Returns 0 or -ENOMEM. */
enum { CHART_GROUP_WIDTH = 340, CHART_GROUP_HEIGHT = 252 };
int chart_group(struct bench_chart *chart, const struct bench_group *group, double x, double y);

/* Has any of its curves samples? */
bool chart_has_samples(const struct bench_group *group);

#endif
