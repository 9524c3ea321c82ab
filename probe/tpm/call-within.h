/* SPDX-License-Identifier: BSD-2-Clause */
/* A call that nobody can interrupt, bounded in time. */
#ifndef CALL_WITHIN_H
#define CALL_WITHIN_H

#include <stdbool.h>

/*
 * Run function(argument) in a thread of its own and wait for it, at most timeout_ms. True: it has
 * returned. False: the time is over (or there can be no more threads: then it never began), and it may
 * go on until the process ends: what argument points to is its own for good.
 */
bool call_within(int timeout_ms, void (*function)(void *argument), void *argument);

#endif
