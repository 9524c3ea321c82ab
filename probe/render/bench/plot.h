/* SPDX-License-Identifier: BSD-2-Clause */
/* Axes and reduced curves: what of a plot is arithmetic. */
#ifndef BENCH_PLOT_H
#define BENCH_PLOT_H

#include "view.h"

/* Values between low and high stand between from and to. */
struct plot_axis {
	double low, high; /* low < high; above 0 if log */
	double from, to;
	bool log;
};

/* Logarithmic where high is many times low. Any two values will do, equal ones too. */
struct plot_axis plot_axis(double low, double high, double from, double to);

/* Where a value stands; one beyond an end stands at that end. */
double plot_at(const struct plot_axis *axis, double value);

/* Round values along the axis, at most `want` of them (2 to PLOT_TICKS). */
enum { PLOT_TICKS = 12 };
size_t plot_ticks(const struct plot_axis *axis, size_t want, double ret_ticks[PLOT_TICKS]);
/* A tick as a time: with the digits that the ticks of the same unit need. */
const char *plot_tick_time(struct arena *arena, const double *ticks, size_t n, size_t i);

/* The samples of one curve, in order and sorted. */
struct plot_series {
	const uint64_t *samples;
	uint64_t *sorted; /* malloc'd */
	size_t n;
};

/* No samples: n is 0. -ENOMEM. */
int plot_series_make(const struct bench_operation *op, struct plot_series *ret_series);
void plot_series_free(struct plot_series *series);

/* The axis for all series together: far outliers are left outside. false: no samples. */
bool plot_axis_of(const struct plot_series *series, size_t n, struct plot_axis *ret_axis);

/* A value and the share of samples that are no larger. */
struct plot_step {
	double value, share;
};
/* One part of the time that the measuring took. */
struct plot_bucket {
	double position; /* of its middle, 0 to 1 */
	double low, high;
};
enum { PLOT_STEPS = 400, PLOT_BUCKETS = 400 };

size_t plot_steps(const struct plot_series *series, struct plot_step ret_steps[PLOT_STEPS]);
/* Each sample alone, or where there are many, the least and the largest of neighbours. */
size_t plot_buckets(const struct plot_series *series, struct plot_bucket ret_buckets[PLOT_BUCKETS]);

#endif
