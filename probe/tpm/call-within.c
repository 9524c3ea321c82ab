/* SPDX-License-Identifier: BSD-2-Clause */
/* One thread for one call, left to itself when it takes too long. */
#include "call-within.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"

struct call {
	void (*function)(void *argument);
	void *argument;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool has_returned, is_abandoned;
};

static void free_call(struct call *call)
{
	pthread_cond_destroy(&call->changed);
	pthread_mutex_destroy(&call->lock);
	free(call);
}

/* What was abandoned and returns late keeps what it was given, until the process ends: nobody else knows
 * any more how to take it down. */
static void keep_for_good(struct call *call)
{
	struct call *volatile kept = call;

	while (kept)
		pause();
}

static void *run(void *arg)
{
	struct call *call = arg;
	bool is_mine;

	call->function(call->argument);
	pthread_mutex_lock(&call->lock);
	call->has_returned = true;
	is_mine = call->is_abandoned;
	pthread_cond_signal(&call->changed);
	pthread_mutex_unlock(&call->lock);
	if (is_mine)
		keep_for_good(call);
	return NULL;
}

bool call_within(int timeout_ms, void (*function)(void *argument), void *argument)
{
	struct timespec deadline =
		timespec_of_ns(now_ns() + (uint64_t)timeout_ms * (NS_PER_S / 1000));
	struct call *call = calloc(1, sizeof(*call));
	bool has_returned;
	pthread_t thread;
	int r = 0;

	if (!call)
		return false;
	call->function = function;
	call->argument = argument;
	pthread_mutex_init(&call->lock, NULL);
	pthread_cond_init(&call->changed, NULL);
	if (pthread_create(&thread, NULL, run, call)) {
		free_call(call);
		return false;
	}
	pthread_mutex_lock(&call->lock);
	while (!call->has_returned && r == 0)
		r = pthread_cond_clockwait(&call->changed, &call->lock, CLOCK_MONOTONIC, &deadline);
	has_returned = call->has_returned;
	call->is_abandoned = !has_returned;
	pthread_mutex_unlock(&call->lock);
	if (!has_returned) {
		pthread_detach(thread);
		return false;
	}
	pthread_join(thread, NULL);
	free_call(call);
	return true;
}
