/* SPDX-License-Identifier: BSD-2-Clause */
/* What a series of samples looks like beyond its quantiles. Pure. */
#ifndef DISTRIBUTION_H
#define DISTRIBUTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The step in which the samples come: the kernel's drivers look whether a TPM is ready once every
 * so often, and what happens between is not seen. 0: no step shows, either because there is none or
 * because all samples lie within one.
 */
uint64_t distribution_quantum(const uint64_t *samples, size_t n);

/*
 * Do they fall into two groups, neither of them rare (10 %), with hardly anything between? quantum:
 * as above; groups one step apart do not count.
 */
bool distribution_is_bimodal(const uint64_t *samples, size_t n, uint64_t quantum);

/* Did they become slower or faster on the way: is the last third another than the first, by more
 * than 5 % and more than quantum? */
bool distribution_drifts(const uint64_t *samples, size_t n, uint64_t quantum);

#endif
