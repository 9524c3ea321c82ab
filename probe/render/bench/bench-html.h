/* SPDX-License-Identifier: BSD-2-Clause */
/* The page's parts, in the order in which they stand. Each prints nothing where it has nothing. */
#ifndef BENCH_HTML_H
#define BENCH_HTML_H

#include "chart.h"

/* All of these, and every operation: what stands between a page's head and its foot. 0 or -ENOMEM. */
int html_bench(struct bench_chart *chart);

#endif
