/* SPDX-License-Identifier: BSD-2-Clause */
/* A thread that asks one TPM, round after round, so that nobody else has to wait for it. */
#ifndef WATCH_WORKER_H
#define WATCH_WORKER_H

#include "poller.h"

struct worker;

/*
 * Begin. wake_fd: an eventfd of the caller's, written to whenever there is a sample to take; open
 * until worker_free(). rounds: how many; 0: no end. NULL if there can be no more threads.
 */
struct worker *worker_new(const char *tcti, uint64_t interval_ns, unsigned long rounds,
			  int wake_fd);
/* Ends within a moment; a thread that waits in the transport is left to itself and ends with that. */
void worker_free(struct worker *worker);

/* The next sample, which the caller clears; false where there is none yet. The thread does not go on
 * before its sample was taken. */
bool worker_take(struct worker *worker, struct watch_sample *ret_sample);

/* Nanoseconds (CLOCK_MONOTONIC) since when the TPM is being asked; 0: it is not. */
uint64_t worker_asking_since_ns(struct worker *worker);

/* All rounds were made and taken. */
bool worker_is_done(struct worker *worker);

#endif
