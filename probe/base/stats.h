/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Statistics of samples, pure: nanoseconds in the order in which they were measured. Nothing here
 * copies or reorders them, but for the test of two series, so that a million samples cost no second
 * million.
 */
#ifndef STATS_H
#define STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The value of rank `rank` (0: the smallest). rank < n. */
uint64_t stats_rank(const uint64_t *samples, size_t n, size_t rank);

/* The mean of the two middle ones where n is even, rounded down. n > 0. */
uint64_t stats_median(const uint64_t *samples, size_t n);

/*
 * The smallest sample that at least a share of permille/1000 does not exceed (nearest rank).
 * Returns false, and nothing, from fewer samples than one of which could lie beyond it: n must be
 * at least 1000 / (1000 - permille).
 */
bool stats_quantile(const uint64_t *samples, size_t n, unsigned int permille, uint64_t *ret_value);

/*
 * Bounds between which the median lies with a probability of at least 95 %, from the binomial
 * distribution of ranks. Returns false if there are too few samples for that (fewer than 6).
 */
bool stats_median_interval(const uint64_t *samples, size_t n, uint64_t *ret_low,
			   uint64_t *ret_high);

/* The median of the distances from the median, both rounded down. */
uint64_t stats_mad(const uint64_t *samples, size_t n);

uint64_t stats_min(const uint64_t *samples, size_t n);
uint64_t stats_max(const uint64_t *samples, size_t n);
double stats_mean(const uint64_t *samples, size_t n);
/* With n - 1 in the denominator; 0 for fewer than two. */
double stats_deviation(const uint64_t *samples, size_t n);

/*
 * Two-sided Mann-Whitney test: the probability that two series from one distribution differ so much
 * in rank. Normal approximation, corrected for ties and continuity. Returns 1 where either is empty
 * or all are equal; -ENOMEM is told by a negative value.
 */
double stats_mann_whitney(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b);

/*
 * How much the medians of `blocks` consecutive parts of one series differ, in permille of its median:
 * the noise that the same thing measured again would show.
 */
unsigned int stats_block_noise(const uint64_t *samples, size_t n, unsigned int blocks);

#endif
