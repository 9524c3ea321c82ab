/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Several connections at once, a thread each, and the open loop: commands that begin when they are
 * due, so that one that waits for its predecessor counts the waiting.
 */
#include "jobs.h"

#include <pthread.h>
#include <stdlib.h>

#include "clock.h"
#include "loop.h"
#include "stats.h"

/* A timer is that late by itself. */
#define LATE_NS 200000
#define PART_NS 200000000

struct job {
	const struct bench_plan *plan;
	struct bench_progress *progress; /* NULL: another one tells */
	struct loop_limits limits;
	pthread_barrier_t *barrier;
	size_t index;
	pthread_t thread;
	struct sampler sampler;
};

/* Wait for the I-th command's time. */
static uint64_t wait_turn(struct job *job, uint64_t start, size_t i)
{
	const struct bench_plan *plan = job->plan;
	double turn = (double)(job->index + i * plan->jobs);
	uint64_t due = start + (uint64_t)(turn * 1e9 / plan->rate);
	uint64_t now;

	/* In short parts: a signal that ends the run may have gone to another thread. */
	while (!*plan->stop && (now = now_ns()) < due) {
		uint64_t until = due - now > PART_NS ? now + PART_NS : due;
		struct timespec at = timespec_of_ns(until);

		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
	}
	if (now_ns() > due + LATE_NS)
		job->sampler.series.late++;
	return due;
}

static void call_progress(struct job *job, size_t done, uint64_t start)
{
	if (!job->progress || !job->plan->progress)
		return;
	job->progress->done = done;
	job->progress->elapsed_ns = now_ns() - start;
	job->plan->progress(job->plan->progress_arg, job->progress);
}

static void *run_job(void *arg)
{
	struct job *job = arg;
	const struct bench_plan *plan = job->plan;
	struct loop_limits limits = job->limits;
	bool good = !job->sampler.status;
	uint64_t start, due = 0;

	for (size_t i = 0; good && i < plan->warmup && !*plan->stop; i++)
		good = sampler_take(&job->sampler, 0, true);
	pthread_barrier_wait(job->barrier);
	start = now_ns();
	for (size_t i = 0; good && !*plan->stop && (!limits.n || i < limits.n); i++) {
		if (plan->rate > 0)
			due = wait_turn(job, start, i);
		if (*plan->stop)
			break;
		good = sampler_take(&job->sampler, due, false);
		call_progress(job, i + 1, start);
		if (limits.duration_ns && now_ns() - start >= limits.duration_ns)
			break;
	}
	return NULL;
}

static void describe_job(const struct sample_buffer *series, struct measured_job *ret_job)
{
	*ret_job = (struct measured_job){ .n = series->n };
	if (!series->n)
		return;
	ret_job->median_ns = stats_median(series->samples, series->n);
	ret_job->max_ns = stats_max(series->samples, series->n);
	ret_job->elapsed_ns = series->last_end - series->first_begin;
}

/* The first job's result, and the others' joined to it. */
static void join_jobs(struct job *jobs, size_t n, struct measured *measured)
{
	struct measured_job *described = calloc(n, sizeof(*described));

	if (!described)
		abort();
	for (size_t i = 0; i < n; i++)
		describe_job(&jobs[i].sampler.series, &described[i]);
	loop_finish(&jobs[0].sampler, measured);
	for (size_t i = 1; i < n; i++) {
		struct measured other;

		loop_finish(&jobs[i].sampler, &other);
		if (!measured->rc && other.rc) {
			measured->status = other.status;
			measured->rc = other.rc;
		}
		if (sample_buffer_join(&measured->series, &other.series) < 0)
			abort();
	}
	measured->jobs = described;
	measured->n_jobs = n;
}

void loop_jobs(const struct bench_plan *plan, struct bench_connection *connection,
	       const struct bench_op *op, struct bench_progress *progress,
	       struct measured *measured)
{
	struct loop_limits limits = loop_limits_of(plan, op);
	struct job *jobs = calloc(plan->jobs, sizeof(*jobs));
	pthread_barrier_t barrier;

	if (!jobs || pthread_barrier_init(&barrier, NULL, (unsigned int)plan->jobs))
		abort();
	progress->label = connection->label;
	progress->n = limits.n;
	progress->duration_ns = limits.duration_ns;
	/* One after the other: where a key has to be loaded, that is not what is measured. */
	for (size_t i = 0; i < plan->jobs; i++) {
		jobs[i] = (struct job){ .plan = plan,
					.progress = i ? NULL : progress,
					.limits = limits,
					.barrier = &barrier,
					.index = i };
		sampler_begin(&jobs[i].sampler, connection->clients[i], op,
			      plan->jobs > 1 ? NULL : plan->trace, limits.n, plan->rate > 0);
	}
	for (size_t i = 1; i < plan->jobs; i++)
		if (pthread_create(&jobs[i].thread, NULL, run_job, &jobs[i]))
			abort();
	run_job(&jobs[0]);
	for (size_t i = 1; i < plan->jobs; i++)
		pthread_join(jobs[i].thread, NULL);
	join_jobs(jobs, plan->jobs, measured);
	measured->rate = plan->rate;
	pthread_barrier_destroy(&barrier);
	free(jobs);
}
