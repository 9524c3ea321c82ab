/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Order statistics by narrowing the range of values: each pass over the samples counts them in 256
 * parts of it and goes on with the one that holds the rank. A pass for each eight bits of the range,
 * and no memory.
 */
#include "stats.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum { PART_BITS = 8, PARTS = 1 << PART_BITS };

/* Of |sample - centre|; centre 0 is the sample itself. */
static uint64_t distance(uint64_t sample, uint64_t centre)
{
	return sample > centre ? sample - centre : centre - sample;
}

static uint64_t rank_of_distance(const uint64_t *samples, size_t n, uint64_t centre, size_t rank)
{
	uint64_t low = UINT64_MAX, high = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t value = distance(samples[i], centre);

		low = value < low ? value : low;
		high = value > high ? value : high;
	}
	while (low < high) {
		unsigned int shift = 64 - (unsigned int)__builtin_clzll(high - low), part = 0;
		size_t counts[PARTS] = { 0 };

		shift = shift > PART_BITS ? shift - PART_BITS : 0;
		for (size_t i = 0; i < n; i++) {
			uint64_t value = distance(samples[i], centre);

			if (value >= low && value <= high)
				counts[(value - low) >> shift]++;
		}
		while (rank >= counts[part])
			rank -= counts[part++];
		low += (uint64_t)part << shift;
		if (high - low > ((uint64_t)1 << shift) - 1)
			high = low + ((uint64_t)1 << shift) - 1;
	}
	return low;
}

static uint64_t median_of_distance(const uint64_t *samples, size_t n, uint64_t centre)
{
	uint64_t upper = rank_of_distance(samples, n, centre, n / 2), lower;

	if (n % 2)
		return upper;
	lower = rank_of_distance(samples, n, centre, n / 2 - 1);
	return lower + (upper - lower) / 2;
}

uint64_t stats_rank(const uint64_t *samples, size_t n, size_t rank)
{
	return rank_of_distance(samples, n, 0, rank);
}

uint64_t stats_median(const uint64_t *samples, size_t n)
{
	return median_of_distance(samples, n, 0);
}

uint64_t stats_mad(const uint64_t *samples, size_t n)
{
	return median_of_distance(samples, n, stats_median(samples, n));
}

uint64_t stats_min(const uint64_t *samples, size_t n)
{
	return stats_rank(samples, n, 0);
}

uint64_t stats_max(const uint64_t *samples, size_t n)
{
	return stats_rank(samples, n, n - 1);
}

bool stats_quantile(const uint64_t *samples, size_t n, unsigned int permille, uint64_t *ret_value)
{
	size_t rank = (n * permille + 999) / 1000;

	if (!n || n * (1000 - permille) < 1000)
		return false;
	*ret_value = stats_rank(samples, n, rank ? rank - 1 : 0);
	return true;
}

/* The largest k with P(fewer than k of n lie below the median) <= 2.5 %. */
static size_t interval_rank(size_t n)
{
	double sum = 0, target = 0.025;
	size_t k;

	if (n > 1000) {
		double half = 1.959963984540054 * sqrt((double)n) / 2;

		return (size_t)floor((double)n / 2 - half);
	}
	for (k = 0; k <= n / 2; k++) {
		sum += exp(lgamma((double)n + 1) - lgamma((double)k + 1) -
			   lgamma((double)(n - k) + 1) - (double)n * M_LN2);
		if (sum > target)
			break;
	}
	return k;
}

bool stats_median_interval(const uint64_t *samples, size_t n, uint64_t *ret_low, uint64_t *ret_high)
{
	size_t k = interval_rank(n);

	if (!k)
		return false;
	*ret_low = stats_rank(samples, n, k - 1);
	*ret_high = stats_rank(samples, n, n - k);
	return true;
}

double stats_mean(const uint64_t *samples, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)samples[i];
	return n ? sum / (double)n : 0;
}

double stats_deviation(const uint64_t *samples, size_t n)
{
	double mean = stats_mean(samples, n), sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += ((double)samples[i] - mean) * ((double)samples[i] - mean);
	return n > 1 ? sqrt(sum / (double)(n - 1)) : 0;
}

struct labelled {
	uint64_t value;
	bool is_a;
};

static int compare_labelled(const void *a, const void *b)
{
	const struct labelled *x = a, *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/* Sum of the ranks of series a, ties sharing theirs; and what the ties take from the variance. */
static double rank_sum(const struct labelled *all, size_t n, double *ret_ties)
{
	double sum = 0, ties = 0;

	for (size_t i = 0, end; i < n; i = end) {
		double size;

		for (end = i + 1; end < n && all[end].value == all[i].value;)
			end++;
		size = (double)(end - i);
		ties += size * size * size - size;
		for (size_t j = i; j < end; j++)
			sum += all[j].is_a ? (double)(i + 1 + end) / 2 : 0;
	}
	*ret_ties = ties;
	return sum;
}

double stats_mann_whitney(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b)
{
	double na = (double)n_a, nb = (double)n_b, n = na + nb, u, ties, variance, z;
	struct labelled *all;

	if (!n_a || !n_b)
		return 1;
	all = calloc(n_a + n_b, sizeof(*all));
	if (!all)
		return -ENOMEM;
	for (size_t i = 0; i < n_a; i++)
		all[i] = (struct labelled){ a[i], true };
	for (size_t i = 0; i < n_b; i++)
		all[n_a + i] = (struct labelled){ b[i], false };
	qsort(all, n_a + n_b, sizeof(*all), compare_labelled);
	u = rank_sum(all, n_a + n_b, &ties) - na * (na + 1) / 2;
	free(all);
	variance = na * nb / 12 * (n + 1 - ties / (n * (n - 1)));
	if (!(variance > 0))
		return 1;
	z = (fabs(u - na * nb / 2) - 0.5) / sqrt(variance);
	return z > 0 ? erfc(z * M_SQRT1_2) : 1;
}

unsigned int stats_block_noise(const uint64_t *samples, size_t n, unsigned int blocks)
{
	uint64_t low = UINT64_MAX, high = 0, median;

	if (!blocks || n < blocks)
		return 0;
	for (unsigned int i = 0; i < blocks; i++) {
		size_t first = n * i / blocks, end = n * (i + 1) / blocks;

		median = stats_median(samples + first, end - first);
		low = median < low ? median : low;
		high = median > high ? median : high;
	}
	median = stats_median(samples, n);
	return median ? (unsigned int)((high - low) * 1000 / median) : 0;
}
