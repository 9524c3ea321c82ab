/* SPDX-License-Identifier: BSD-2-Clause */
/* Write, poll and read of a program that is linked with -rdynamic and of what it loads: timed. */
#ifndef TIMED_CALLS_H
#define TIMED_CALLS_H

#include <stdint.h>

extern uint64_t timed_calls_ns; /* in them, of all threads, since it was set to 0 */

#endif
