/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections in turn: ABAB, so that what drifts drifts for all of them. */
#include "loop.h"

#include <string.h>

#include "clock.h"
#include "ops.h"

struct loop_limits loop_limits_of(const struct bench_plan *plan, const struct bench_op *op)
{
	if (op->tier == TIER_SLOW)
		return (struct loop_limits){ plan->slow_n, plan->slow_duration_ns };
	return (struct loop_limits){ plan->n, plan->duration_ns };
}

void loop_finish(struct sampler *sampler, struct measured *measured)
{
	TPM2_CC command = bench_op_command(sampler->op, sampler->client);

	sampler_end(sampler);
	*measured = (struct measured){
		.op = sampler->op,
		.command = command,
		.series = sampler->series,
		.loaded_objects = sampler->loaded_objects,
		.status = sampler->status     ? sampler->status
			  : sampler->series.n ? BENCH_OK
					      : BENCH_FAILED,
		.skip_reason = sampler->client->skip_reason,
		.rc = sampler->rc,
	};
}

/* One round: a command through each. False: nobody is left. */
static bool take_round(struct sampler *samplers, size_t n, bool is_warmup)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (!samplers[i].op || samplers[i].status)
			continue;
		any = sampler_take(&samplers[i], 0, is_warmup) || any;
	}
	return any;
}

static void call_progress(const struct bench_plan *plan, struct bench_progress *progress,
			  size_t done, uint64_t start)
{
	if (!plan->progress)
		return;
	progress->done = done;
	progress->elapsed_ns = now_ns() - start;
	plan->progress(plan->progress_arg, progress);
}

void loop_in_turn(const struct bench_plan *plan, struct bench_connection *connections, size_t n,
		  const struct bench_op *op, struct bench_progress *progress,
		  struct measured *measured)
{
	struct loop_limits limits = loop_limits_of(plan, op);
	struct sampler samplers[BENCH_MAX_CONNECTIONS] = { 0 };
	uint64_t start;
	bool any = false;

	progress->label = connections[0].label;
	progress->n = limits.n;
	progress->duration_ns = limits.duration_ns;
	for (size_t i = 0; i < n; i++)
		if (!connections[i].broken)
			any = sampler_begin(&samplers[i], connections[i].clients[0], op,
					    plan->trace, limits.n, false) ||
			      any;
	start = now_ns();
	for (size_t i = 0; any && i < plan->warmup && !*plan->stop; i++) {
		any = take_round(samplers, n, true);
		call_progress(plan, progress, 0, start);
	}
	start = now_ns();
	for (size_t i = 0; any && !*plan->stop && (!limits.n || i < limits.n); i++) {
		any = take_round(samplers, n, false);
		call_progress(plan, progress, i + 1, start);
		if (limits.duration_ns && now_ns() - start >= limits.duration_ns)
			break;
	}
	for (size_t i = 0; i < n; i++) {
		if (!samplers[i].op)
			continue;
		loop_finish(&samplers[i], &measured[i]);
		measured[i].interleaved = n > 1;
	}
}
