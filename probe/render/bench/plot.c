/* SPDX-License-Identifier: BSD-2-Clause */
/* Axes and reduced curves. */
#include "plot.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "quantity.h"

/* From this ratio on, a linear axis would press most of the samples together. */
static const double log_ratio = 15;

struct plot_axis plot_axis(double low, double high, double from, double to)
{
	struct plot_axis axis = { .low = low, .high = high, .from = from, .to = to };

	/* Less than a hundredth is not spread over the whole width: it would look like a lot. */
	if (high - low < 0.01 * fabs(high)) {
		double middle = low + (high - low) / 2, half = 0.005 * fabs(high);

		axis.low = middle - half;
		axis.high = middle + half;
	}
	if (axis.high <= axis.low)
		axis.high = axis.low + 1;
	axis.log = low > 0 && high > log_ratio * low;
	return axis;
}

double plot_at(const struct plot_axis *axis, double value)
{
	double share;

	if (value <= axis->low)
		return axis->from;
	if (value >= axis->high)
		return axis->to;
	share = axis->log ? log(value / axis->low) / log(axis->high / axis->low)
			  : (value - axis->low) / (axis->high - axis->low);
	return axis->from + share * (axis->to - axis->from);
}

/* 1, 2, 5, 10, ... times 10^exponent: the k-th of them. */
static double round_number(int k)
{
	static const double digits[] = { 1, 2, 5 };
	int exponent = (k < 0 ? k - 2 : k) / 3;
	unsigned int digit = (unsigned int)(k - 3 * exponent);

	return digits[digit < 3 ? digit : 0] * pow(10, exponent);
}

static size_t linear_ticks(const struct plot_axis *axis, size_t want, double ticks[PLOT_TICKS])
{
	int k = 3 * (int)floor(log10((axis->high - axis->low) / (double)want)) - 3;
	double step, first;
	size_t n = 0;

	while ((axis->high - axis->low) / round_number(k) > (double)want)
		k++;
	step = round_number(k);
	first = ceil(axis->low / step - 1e-9);
	for (; n < want && (first + (double)n) * step <= axis->high + step * 1e-9; n++)
		ticks[n] = (first + (double)n) * step;
	return n;
}

static size_t log_ticks(const struct plot_axis *axis, size_t want, double ticks[PLOT_TICKS])
{
	/* Each of 1-2-5, each decade, each second decade, ... */
	static const int strides[] = { 1, 3, 6, 9, 12, 18, 30 };

	for (size_t s = 0; s < sizeof(strides) / sizeof(strides[0]); s++) {
		int k = strides[s] * (int)floor(3 * log10(axis->low) / strides[s] - 2);
		size_t n = 0;

		for (; round_number(k) <= axis->high * (1 + 1e-9); k += strides[s]) {
			if (round_number(k) < axis->low * (1 - 1e-9))
				continue;
			if (n == want) {
				n = 0;
				break;
			}
			ticks[n++] = round_number(k);
		}
		if (n)
			return n;
	}
	return 0;
}

size_t plot_ticks(const struct plot_axis *axis, size_t want, double ret_ticks[PLOT_TICKS])
{
	if (want > PLOT_TICKS)
		want = PLOT_TICKS;
	return axis->log ? log_ticks(axis, want, ret_ticks) : linear_ticks(axis, want, ret_ticks);
}

static bool is_whole(double value)
{
	return fabs(value - round(value)) < 1e-6 * fabs(value);
}

const char *plot_tick_time(struct arena *arena, const double *ticks, size_t n, size_t i)
{
	const struct duration_unit *unit = duration_unit_of(ticks[i]);
	int decimals = 0;

	for (size_t t = 0; t < n; t++) {
		while (decimals < 4 && duration_unit_of(ticks[t]) == unit &&
		       !is_whole(ticks[t] / unit->ns * pow(10, decimals)))
			decimals++;
	}
	return arena_printf(arena, "%.*f %s", decimals, ticks[i] / unit->ns, unit->name);
}

static int compare_numbers(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

int plot_series_make(const struct bench_operation *op, struct plot_series *ret_series)
{
	struct plot_series series = { 0 };

	series.n = op ? bench_samples(op, &series.samples) : 0;
	if (series.n) {
		series.sorted = malloc(series.n * sizeof(*series.sorted));
		if (!series.sorted)
			return -ENOMEM;
		memcpy(series.sorted, series.samples, series.n * sizeof(*series.sorted));
		qsort(series.sorted, series.n, sizeof(*series.sorted), compare_numbers);
	}
	*ret_series = series;
	return 0;
}

void plot_series_free(struct plot_series *series)
{
	free(series->sorted);
	series->sorted = NULL;
}

bool plot_axis_of(const struct plot_series *series, size_t n, struct plot_axis *ret_axis)
{
	double low = 0, high = 0, min = 0, max = 0, room;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		const struct plot_series *one = &series[i];
		double ends[4];

		if (!one->n)
			continue;
		ends[0] = (double)one->sorted[0];
		ends[1] = (double)one->sorted[(one->n - 1) / 50];
		ends[2] = (double)one->sorted[(one->n - 1) - (one->n - 1) / 50];
		ends[3] = (double)one->sorted[one->n - 1];
		min = any && min < ends[0] ? min : ends[0];
		low = any && low < ends[1] ? low : ends[1];
		high = any && high > ends[2] ? high : ends[2];
		max = any && max > ends[3] ? max : ends[3];
		any = true;
	}
	if (!any)
		return false;
	/* Room for what is near: half of what nearly all of them take, and 2 %. */
	room = 0.5 * (high - low) > 0.02 * high ? 0.5 * (high - low) : 0.02 * high;
	low = min > low - room ? min : low - room;
	high = max < high + room ? max : high + room;
	/* No sample stands on the frame. */
	*ret_axis = plot_axis(low - 0.03 * (high - low > low ? low : high - low),
			      high + 0.03 * (high - low), 0, 1);
	return true;
}

size_t plot_steps(const struct plot_series *series, struct plot_step ret_steps[PLOT_STEPS])
{
	size_t wanted = series->n < PLOT_STEPS ? series->n : PLOT_STEPS, n = 0;

	for (size_t k = 0; k < wanted; k++) {
		size_t rank = wanted == 1 ? 0
					  : (size_t)((double)k * (double)(series->n - 1) /
						     (double)(wanted - 1));
		double value = (double)series->sorted[rank];

		if (!n || ret_steps[n - 1].value < value)
			ret_steps[n++].value = value;
		ret_steps[n - 1].share = (double)(rank + 1) / (double)series->n;
	}
	return n;
}

size_t plot_buckets(const struct plot_series *series, struct plot_bucket ret_buckets[PLOT_BUCKETS])
{
	/* A bucket of several has two ends to draw. */
	size_t n = series->n <= PLOT_BUCKETS ? series->n : PLOT_BUCKETS / 2;

	for (size_t b = 0; b < n; b++) {
		size_t begin = (size_t)((double)b * (double)series->n / (double)n);
		size_t end = b + 1 == n ? series->n
					: (size_t)((double)(b + 1) * (double)series->n / (double)n);
		uint64_t low = UINT64_MAX, high = 0;

		for (size_t i = begin; i < end; i++) {
			low = series->samples[i] < low ? series->samples[i] : low;
			high = series->samples[i] > high ? series->samples[i] : high;
		}
		ret_buckets[b] = (struct plot_bucket){
			.position = ((double)b + 0.5) / (double)n,
			.low = (double)low,
			.high = (double)high,
		};
	}
	return n;
}
