/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef JOBS_H
#define JOBS_H

#include "bench-plan.h"
#include "loop.h"
#include "operation.h"
#include "report.h"

/* Through one connection's clients at once, a thread each; at plan->rate, where that is not 0. */
void loop_jobs(const struct bench_plan *plan, struct bench_connection *connection,
	       const struct bench_op *op, struct bench_progress *progress,
	       struct measured *measured);

#endif
