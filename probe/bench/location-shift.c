/* SPDX-License-Identifier: BSD-2-Clause */
/* The median of all differences, by bisection on its value. */
#include "location-shift.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "cleanup.h"
#include "stats.h"

static int compare_numbers(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* In ascending order. NULL: out of memory. */
static int64_t *sorted(const uint64_t *samples, size_t n)
{
	int64_t *copy = calloc(n, sizeof(*copy));

	if (!copy)
		return NULL;
	for (size_t i = 0; i < n; i++)
		copy[i] = samples[i] < INT64_MAX ? (int64_t)samples[i] : INT64_MAX;
	qsort(copy, n, sizeof(*copy), compare_numbers);
	return copy;
}

/* Pairs whose difference b - a is at most x; both in ascending order. */
static uint64_t count_pairs(const int64_t *a, size_t n_a, const int64_t *b, size_t n_b, int64_t x)
{
	uint64_t count = 0;
	size_t first = 0;

	for (size_t j = 0; j < n_b; j++) {
		while (first < n_a && b[j] - a[first] > x)
			first++;
		count += n_a - first;
	}
	return count;
}

/* The difference of rank `rank` (0: the smallest). */
static int64_t rank_of_pairs(const int64_t *a, size_t n_a, const int64_t *b, size_t n_b,
			     uint64_t rank)
{
	int64_t low = b[0] - a[n_a - 1], high = b[n_b - 1] - a[0];

	while (low < high) {
		int64_t middle = low + (int64_t)(((uint64_t)high - (uint64_t)low) / 2);

		if (count_pairs(a, n_a, b, n_b, middle) > rank)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

static double median_of_pairs(const int64_t *a, size_t n_a, const int64_t *b, size_t n_b)
{
	uint64_t pairs = (uint64_t)n_a * n_b;
	double upper = (double)rank_of_pairs(a, n_a, b, n_b, pairs / 2);

	if (pairs % 2)
		return upper;
	return (upper + (double)rank_of_pairs(a, n_a, b, n_b, pairs / 2 - 1)) / 2;
}

int location_shift(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b, double *ret_shift)
{
	_cleanup_free_ int64_t *x = NULL, *y = NULL;

	if (!n_a || !n_b)
		return -EINVAL;
	x = sorted(a, n_a);
	y = sorted(b, n_b);
	if (!x || !y)
		return -ENOMEM;
	*ret_shift = median_of_pairs(x, n_a, y, n_b);
	return 0;
}

enum { MAX_PARTS = 8, SHORTEST_PART = 2 };

int location_shift_noise(const uint64_t *samples, size_t n, size_t parts, double *ret_percent)
{
	size_t first[MAX_PARTS + 1];
	double largest = 0, shift;
	uint64_t median;
	int r;

	if (n / parts < SHORTEST_PART) {
		*ret_percent = 0;
		return 0;
	}
	for (size_t i = 0; i <= parts; i++)
		first[i] = n / parts * i + n % parts * i / parts;
	for (size_t i = 0; i < parts; i++) {
		for (size_t j = i + 1; j < parts; j++) {
			r = location_shift(samples + first[i], first[i + 1] - first[i],
					   samples + first[j], first[j + 1] - first[j], &shift);
			if (r < 0)
				return r;
			largest = fmax(largest, fabs(shift));
		}
	}
	median = stats_median(samples, n);
	*ret_percent = median ? 100 * largest / (double)median : 0;
	return 0;
}
