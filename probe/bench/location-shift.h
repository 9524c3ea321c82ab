/* SPDX-License-Identifier: BSD-2-Clause */
/* By how much one series of samples lies above another. Pure; nanoseconds. */
#ifndef LOCATION_SHIFT_H
#define LOCATION_SHIFT_H

#include <stddef.h>
#include <stdint.h>

/*
 * The Hodges-Lehmann estimate: the median of the differences b[j] - a[i] of all pairs, the mean of
 * the two middle ones where their number is even. Above 0: b is slower.
 *
 * Exact for any size: pairs are counted, not made, so that a million samples on either side cost
 * two sorts and 64 passes over each. Samples beyond INT64_MAX count as that.
 *
 * Returns 0, -EINVAL (a side is empty) or -ENOMEM.
 */
int location_shift(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b, double *ret_shift);

/*
 * How much the same thing measured again would differ: the largest shift between any two of `parts`
 * (2 to 8) consecutive parts of the series, in percent of its median. Drift, changes of mode and what
 * chance does to parts of this size are in it. 0 where a part would be shorter than 2.
 *
 * Returns 0 or -ENOMEM.
 */
int location_shift_noise(const uint64_t *samples, size_t n, size_t parts, double *ret_percent);

#endif
