/* SPDX-License-Identifier: BSD-2-Clause */
/* Clocks in nanoseconds: the one of every measurement and deadline, and how long the machine slept. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

enum { NS_PER_S = 1000000000 };

static inline uint64_t clock_ns(clockid_t clock)
{
	struct timespec ts;

	clock_gettime(clock, &ts);
	return (uint64_t)ts.tv_sec * NS_PER_S + (uint64_t)ts.tv_nsec;
}

/* CLOCK_MONOTONIC. */
static inline uint64_t now_ns(void)
{
	return clock_ns(CLOCK_MONOTONIC);
}

/* A point of time for functions that wait until then. */
static inline struct timespec timespec_of_ns(uint64_t ns)
{
	return (struct timespec){ .tv_sec = (time_t)(ns / NS_PER_S),
				  .tv_nsec = (long)(ns % NS_PER_S) };
}

/*
 * How long the machine has slept since it was started, which CLOCK_MONOTONIC does not count. It takes
 * two readings, and whoever takes them may lose the processor in between: so it is a bound, from above or
 * from below, and may be below 0.
 */
static inline int64_t clock_slept_at_most(void)
{
	uint64_t now = now_ns();

	return (int64_t)(clock_ns(CLOCK_BOOTTIME) - now);
}

static inline int64_t clock_slept_at_least(void)
{
	uint64_t boottime = clock_ns(CLOCK_BOOTTIME);

	return (int64_t)(boottime - now_ns());
}

#endif
