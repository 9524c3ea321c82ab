/* SPDX-License-Identifier: BSD-2-Clause */
/* Which operation is measured when, through which connections, and in which order. */
#include "bench-run.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup-child.h"
#include "clock.h"
#include "costs.h"
#include "jobs.h"
#include "loop.h"
#include "ops.h"
#include "sample.h"
#include "summary.h"

#define MOST_EXTRA_OBJECTS 3

struct bench_run {
	struct report *report;
	const struct bench_plan *plan;
	struct bench_connection *connections;
	size_t n;
	struct sample_buffer *kept; /* those whose samples are in the report */
	size_t n_kept;
};

static bool close_connection(const struct bench_plan *plan, struct bench_connection *connection)
{
	bool clean = !connection->broken;

	for (size_t job = 0; connection->clients && job < plan->jobs; job++)
		clean = client_close(connection->clients[job]) && clean;
	free(connection->clients);
	connection->clients = NULL;
	return clean;
}

static TSS2_RC open_connection(const struct bench_plan *plan, struct bench_connection *connection,
			       struct cleanup_child *undo, size_t index)
{
	TSS2_RC rc;

	connection->clients = calloc(plan->jobs, sizeof(struct bench_client *));
	if (!connection->clients)
		return TSS2_TCTI_RC_MEMORY;
	for (size_t job = 0; job < plan->jobs; job++) {
		rc = bench_client_open(connection->tcti, plan->timeout_ms,
				       &connection->clients[job]);
		if (rc != TSS2_RC_SUCCESS)
			return rc;
		connection->clients[job]->undo = undo;
		connection->clients[job]->undo_slot = (unsigned int)(index * plan->jobs + job);
	}
	return TSS2_RC_SUCCESS;
}

TSS2_RC bench_run_open(struct report *report, const struct bench_plan *plan,
		       struct bench_connection *connections, size_t n, struct cleanup_child *undo,
		       struct bench_run **ret_run, size_t *ret_failed)
{
	struct bench_run *run = calloc(1, sizeof(*run));
	TSS2_RC rc;

	if (!run)
		abort();
	*run = (struct bench_run){ report, plan, connections, n, NULL, 0 };
	for (size_t i = 0; i < n; i++) {
		rc = open_connection(plan, &connections[i], undo, i);
		if (rc != TSS2_RC_SUCCESS) {
			bench_run_free(run);
			*ret_failed = i;
			return rc;
		}
	}
	*ret_run = run;
	return TSS2_RC_SUCCESS;
}

/* What others are compared with: the raw node, else the first. */
static size_t find_base(const struct bench_run *run)
{
	for (size_t i = 0; i < run->n; i++)
		if (!strncmp(run->connections[i].label, "raw", 3))
			return i;
	return 0;
}

/* The samples of one operation, one series for each connection, go into the report. */
static void record(struct bench_run *run, struct measured *measured, size_t extra_objects)
{
	struct bench_operation *operations[BENCH_MAX_CONNECTIONS];
	size_t base = find_base(run);

	for (size_t i = 0; i < run->n; i++) {
		operations[i] = NULL;
		if (!measured[i].op)
			continue;
		run->kept = realloc(run->kept, (run->n_kept + 1) * sizeof(*run->kept));
		if (!run->kept)
			abort();
		operations[i] = summarise(run->report, run->connections[i].record, &measured[i]);
		run->kept[run->n_kept++] = measured[i].series;
	}
	for (size_t i = 0; i < run->n; i++)
		if (i != base && operations[i] && operations[base])
			summarise_cost(run->report, operations[i], run->connections[i].label,
				       operations[base], run->connections[base].label,
				       extra_objects);
}

static void measure_op(struct bench_run *run, const struct bench_op *op, size_t extra_objects,
		       size_t step, size_t steps)
{
	struct measured measured[BENCH_MAX_CONNECTIONS] = { 0 };
	struct bench_progress progress = {
		.operation = op->name, .loaded_objects = extra_objects, .step = step, .steps = steps
	};

	if (run->plan->jobs > 1 || run->plan->rate > 0) {
		for (size_t i = 0; i < run->n; i++)
			if (!run->connections[i].broken)
				loop_jobs(run->plan, &run->connections[i], op, &progress,
					  &measured[i]);
	} else {
		loop_in_turn(run->plan, run->connections, run->n, op, &progress, measured);
	}
	for (size_t i = 0; i < run->n; i++)
		if (measured[i].op && is_transport_error(measured[i].rc))
			run->connections[i].broken = measured[i].rc;
	record(run, measured, extra_objects);
}

/* The connections that get extra_objects: all but the one that they are compared with. */
static bool add_extra_objects(struct bench_run *run)
{
	size_t base = find_base(run);
	bool added = false;

	for (size_t i = 0; i < run->n; i++) {
		if ((run->n > 1 && i == base) || run->connections[i].broken)
			continue;
		if (bench_add_extra_object(run->connections[i].clients[0]) != TSS2_RC_SUCCESS)
			return false;
		added = true;
	}
	return added;
}

static void measure_rm_cost(struct bench_run *run)
{
	const struct bench_plan *plan = run->plan;
	size_t steps = plan->n_ops * (MOST_EXTRA_OBJECTS + 1);

	for (size_t extra_objects = 0; extra_objects <= MOST_EXTRA_OBJECTS && !*plan->stop;
	     extra_objects++) {
		if (extra_objects > 0 && !add_extra_objects(run))
			break;
		for (size_t i = 0; i < plan->n_ops && !*plan->stop; i++)
			measure_op(run, plan->ops[i], extra_objects,
				   extra_objects * plan->n_ops + i, steps);
	}
	for (size_t i = 0; i < run->n; i++)
		if (!run->connections[i].broken)
			client_drop_extra_objects(run->connections[i].clients[0]);
	for (size_t i = 0; i < run->n; i++)
		summarise_slopes(run->report, run->connections[i].record);
}

void bench_run_measure(struct bench_run *run)
{
	const struct bench_plan *plan = run->plan;

	if (plan->rm_cost) {
		measure_rm_cost(run);
		return;
	}
	for (size_t i = 0; i < plan->n_ops && !*plan->stop; i++)
		measure_op(run, plan->ops[i], 0, i, plan->n_ops);
}

bool bench_run_close(struct bench_run *run)
{
	bool clean = true;

	for (size_t i = 0; i < run->n; i++)
		clean = close_connection(run->plan, &run->connections[i]) && clean;
	return clean;
}

void bench_run_free(struct bench_run *run)
{
	if (!run)
		return;
	bench_run_close(run);
	for (size_t i = 0; i < run->n_kept; i++)
		sample_buffer_free(&run->kept[i]);
	free(run->kept);
	free(run);
}
