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

/*
 * How long the machine has slept since it was started, which the samples' clock does not count. It takes
 * two readings, and whoever takes them may lose the processor in between: so it is a bound, from above or
 * from below, and may be below 0.
 */
static inline int64_t clock_slept_at_most(void)
{
	uint64_t now = clock_now();

	return (int64_t)(clock_of(CLOCK_BOOTTIME) - now);
}

static inline int64_t clock_slept_at_least(void)
{
	uint64_t boottime = clock_of(CLOCK_BOOTTIME);

	return (int64_t)(boottime - clock_now());
}

#endif
