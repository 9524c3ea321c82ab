/* SPDX-License-Identifier: BSD-2-Clause */
/* One thread for each TPM: the kernel lets a caller wait as long as the TPM likes. */
#include "worker.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

#include "clock.h"

struct worker {
	struct poller *poller;
	uint64_t interval_ns;
	pthread_t thread;
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t changed;
	unsigned long rounds; /* left */
	bool endless;
	bool stop;
	bool ended;	/* the thread touches nothing any more */
	bool abandoned; /* the thread frees */
	bool has_sample;
	int wake_fd; /* -1: nobody listens */
	uint64_t asking_since_ns;
	struct watch_sample sample;
};

static void destroy(struct worker *worker)
{
	poller_free(worker->poller);
	watch_sample_clear(&worker->sample);
	pthread_cond_destroy(&worker->changed);
	pthread_mutex_destroy(&worker->lock);
	free(worker);
}

/* With the lock: until it is time, and the last sample was taken. False: stop. */
static bool wait_for_round(struct worker *worker, uint64_t due_ns)
{
	struct timespec due = timespec_of_ns(due_ns);

	while (!worker->stop && (worker->has_sample || (!worker->endless && !worker->rounds)))
		pthread_cond_wait(&worker->changed, &worker->lock);
	while (!worker->stop && now_ns() < due_ns)
		pthread_cond_clockwait(&worker->changed, &worker->lock, CLOCK_MONOTONIC, &due);
	return !worker->stop;
}

/* With the lock, which is let go while the TPM is asked. Returns when the next round may begin. */
static uint64_t make_round(struct worker *worker)
{
	struct watch_sample sample;
	uint64_t start = now_ns(), due;

	worker->asking_since_ns = start;
	pthread_mutex_unlock(&worker->lock);
	poller_poll(worker->poller, &sample);
	due = start + watch_pause(sample.commands) * worker->interval_ns;
	pthread_mutex_lock(&worker->lock);
	worker->asking_since_ns = 0;
	worker->sample = sample;
	worker->has_sample = true;
	if (!worker->endless)
		worker->rounds--;
	if (worker->wake_fd >= 0)
		eventfd_write(worker->wake_fd, 1);
	/* A TPM that took longer than an interval is left alone for as long as one. */
	return due > now_ns() ? due : now_ns() + worker->interval_ns;
}

static void *poll_loop(void *arg)
{
	struct worker *worker = arg;
	uint64_t due_ns = 0;
	bool is_mine;

	pthread_mutex_lock(&worker->lock);
	while (wait_for_round(worker, due_ns))
		due_ns = make_round(worker);
	is_mine = worker->abandoned;
	worker->ended = true;
	pthread_cond_broadcast(&worker->changed);
	pthread_mutex_unlock(&worker->lock);
	if (is_mine)
		destroy(worker);
	return NULL;
}

struct worker *worker_new(const char *tcti, uint64_t interval_ns, unsigned long rounds, int wake_fd)
{
	struct worker *worker = calloc(1, sizeof(*worker));

	if (!worker)
		abort();
	worker->interval_ns = interval_ns;
	worker->rounds = rounds;
	worker->endless = !rounds;
	worker->wake_fd = wake_fd;
	worker->poller = poller_new(tcti);
	pthread_mutex_init(&worker->lock, NULL);
	pthread_cond_init(&worker->changed, NULL);
	if (pthread_create(&worker->thread, NULL, poll_loop, worker)) {
		destroy(worker);
		return NULL;
	}
	return worker;
}

void worker_free(struct worker *worker)
{
	enum { PATIENCE_NS = 200000000 };
	struct timespec deadline = timespec_of_ns(now_ns() + PATIENCE_NS);
	pthread_t thread;
	bool leave;
	int late = 0;

	if (!worker)
		return;
	thread = worker->thread;
	pthread_mutex_lock(&worker->lock);
	worker->stop = true;
	pthread_cond_broadcast(&worker->changed);
	while (!worker->ended && !late)
		late = pthread_cond_clockwait(&worker->changed, &worker->lock, CLOCK_MONOTONIC,
					      &deadline);
	leave = !worker->ended;
	worker->abandoned = leave;
	if (leave)
		worker->wake_fd = -1;
	pthread_mutex_unlock(&worker->lock);
	if (leave) {
		pthread_detach(thread);
		return;
	}
	pthread_join(thread, NULL);
	destroy(worker);
}

bool worker_take(struct worker *worker, struct watch_sample *ret_sample)
{
	bool has;

	pthread_mutex_lock(&worker->lock);
	has = worker->has_sample;
	if (has) {
		*ret_sample = worker->sample;
		worker->sample = (struct watch_sample){ 0 };
		worker->has_sample = false;
		pthread_cond_broadcast(&worker->changed);
	}
	pthread_mutex_unlock(&worker->lock);
	return has;
}

uint64_t worker_asking_since_ns(struct worker *worker)
{
	uint64_t since;

	pthread_mutex_lock(&worker->lock);
	since = worker->asking_since_ns;
	pthread_mutex_unlock(&worker->lock);
	return since;
}

bool worker_is_done(struct worker *worker)
{
	bool done;

	pthread_mutex_lock(&worker->lock);
	done = !worker->endless && !worker->rounds && !worker->has_sample;
	pthread_mutex_unlock(&worker->lock);
	return done;
}
