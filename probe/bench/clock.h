/* SPDX-License-Identifier: BSD-2-Clause */
/* The clock of every sample. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t clock_of(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

static inline uint64_t clock_now(void)
{
	return clock_of(CLOCK_MONOTONIC);
}

/* How long the machine has slept since it was started, which the samples' clock does not count. Two
 * readings, so that it is off by the time between them, and may be below 0. */
static inline int64_t clock_slept(void)
{
	return (int64_t)(clock_of(CLOCK_BOOTTIME) - clock_now());
}

#endif
