/* SPDX-License-Identifier: BSD-2-Clause */
/* What counts as a sample, what is counted apart, and when to give up. */
#include "sample.h"

#include <stdlib.h>
#include <time.h>

#include "clock.h"
#include "ops.h"

#define MAX_RETRIES  5
#define MAX_FAILURES 10 /* in a row */
/* Between two readings of two clocks a process may be scheduled away. */
#define SLEPT_NS 5000000

bool is_transport_error(TSS2_RC rc)
{
	TSS2_RC layer = rc & TSS2_RC_LAYER_MASK;

	return rc && rc != CLIENT_SKIPPED && rc != OPS_WRONG_ANSWER && layer != TSS2_TPM_RC_LAYER &&
	       layer != TSS2_RESMGR_TPM_RC_LAYER && layer != TSS2_RESMGR_RC_LAYER;
}

static bool is_retry(TSS2_RC rc)
{
	if ((rc & TSS2_RC_LAYER_MASK) == TSS2_RESMGR_TPM_RC_LAYER)
		rc &= ~TSS2_RC_LAYER_MASK;
	return rc == TPM2_RC_RETRY || rc == TPM2_RC_YIELDED || rc == TPM2_RC_TESTING;
}

static bool is_no_room(TSS2_RC rc)
{
	rc &= ~TSS2_RC_LAYER_MASK;
	return rc == TPM2_RC_OBJECT_MEMORY || rc == TPM2_RC_MEMORY;
}

static bool give_up(struct sampler *sampler, TSS2_RC rc)
{
	sampler->rc = rc;
	if (is_no_room(rc) && sampler->client->n_extra_objects) {
		sampler->client->skip_reason = "no room beside the objects that are loaded";
		sampler->status = BENCH_SKIPPED;
	} else if (rc == CLIENT_SKIPPED) {
		sampler->status = BENCH_SKIPPED;
	} else if (bench_is_unsupported(rc)) {
		sampler->status = BENCH_UNSUPPORTED;
	} else {
		sampler->status = BENCH_FAILED;
	}
	return false;
}

bool sampler_begin(struct sampler *sampler, struct bench_client *client, const struct bench_op *op,
		   struct kernel_trace *trace, size_t n, bool with_service)
{
	TSS2_RC rc = TSS2_RC_SUCCESS;

	*sampler = (struct sampler){ .client = client, .op = op, .trace = trace };
	if (sample_buffer_init(&sampler->series, n, with_service) < 0)
		abort();
	if (op->setup)
		rc = op->setup(client);
	sampler->loaded_objects = client_loaded_objects(client);
	return rc == TSS2_RC_SUCCESS || give_up(sampler, rc);
}

/* Send it, again as long as the TPM asks for that. Only the last one's times count. */
static TSS2_RC run(struct sampler *sampler)
{
	struct bench_client *client = sampler->client;
	struct timespec pause = { .tv_nsec = 20000000 };
	TSS2_RC rc;

	for (unsigned int tries = 0;; tries++) {
		rc = sampler->op->before ? sampler->op->before(client) : TSS2_RC_SUCCESS;
		if (rc != TSS2_RC_SUCCESS)
			return rc;
		if (sampler->trace)
			kernel_trace_skip(sampler->trace);
		client->times.begin = now_ns();
		rc = sampler->op->run(client);
		client->times.end = now_ns();
		if (!is_retry(rc) || tries == MAX_RETRIES)
			return rc;
		sampler->series.retries++;
		nanosleep(&pause, NULL);
		pause.tv_nsec = pause.tv_nsec < 400000000 ? pause.tv_nsec * 2 : pause.tv_nsec;
	}
}

static bool count_failure(struct sampler *sampler, TSS2_RC rc, bool is_warmup)
{
	sample_buffer_add_code(&sampler->series, rc);
	sampler->failures++;
	if (is_transport_error(rc) || sampler->failures == MAX_FAILURES ||
	    (is_warmup && bench_is_unsupported(rc)))
		return give_up(sampler, rc);
	return true;
}

bool sampler_take(struct sampler *sampler, uint64_t scheduled, bool is_warmup)
{
	struct sample_buffer *series = &sampler->series;
	int64_t slept = clock_slept_at_most();
	struct command_times times;
	TSS2_RC rc = run(sampler);

	times = sampler->client->times;
	if (rc != TSS2_RC_SUCCESS)
		return count_failure(sampler, rc, is_warmup || series->n == 0);
	if (sampler->trace && !is_warmup)
		kernel_trace_take(sampler->trace, &times, &series->kernel);
	rc = sampler->op->after ? sampler->op->after(sampler->client) : TSS2_RC_SUCCESS;
	if (rc != TSS2_RC_SUCCESS)
		return count_failure(sampler, rc, is_warmup);
	sampler->failures = 0;
	if (is_warmup) {
		series->warmup++;
		return true;
	}
	if (clock_slept_at_least() > slept + SLEPT_NS) {
		series->suspended++;
		return true;
	}
	if (sample_buffer_add(series, &times, scheduled) < 0)
		abort();
	return true;
}

void sampler_end(struct sampler *sampler)
{
	client_recover(sampler->client);
	if (sampler->op->teardown)
		sampler->op->teardown(sampler->client);
	client_flush_all(sampler->client);
}
