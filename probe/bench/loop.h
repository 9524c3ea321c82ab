/* SPDX-License-Identifier: BSD-2-Clause */
/* The loops around the samples: connections in turn, or several at once, closed or open. */
#ifndef LOOP_H
#define LOOP_H

#include "bench-plan.h"
#include "sample.h"

struct measured_job {
	size_t n;
	uint64_t median_ns, max_ns, elapsed_ns;
};

/* One operation through one connection, as it came out. */
struct measured {
	const struct bench_op *op;   /* NULL: it was not tried */
	TPM2_CC command;	     /* that was timed */
	struct sample_buffer series; /* of all jobs, one after the other */
	size_t loaded_objects;
	enum bench_status status;
	const char *skip_reason;   /* of BENCH_SKIPPED */
	TSS2_RC rc;		   /* what ended it early, or 0 */
	bool interleaved;	   /* sample I was taken right beside sample I of the others */
	double rate;		   /* per second; 0: closed loop */
	struct measured_job *jobs; /* malloc'd; NULL where there was one */
	size_t n_jobs;
};

/*
 * Through each of n connections (one client each) in turn, sample by sample. Broken connections are
 * left out. Fills measured[n].
 */
void loop_in_turn(const struct bench_plan *plan, struct bench_connection *connections, size_t n,
		  const struct bench_op *op, struct bench_progress *progress,
		  struct measured *measured);

/* Where one operation ends: samples and time, as the plan says for its tier. */
struct loop_limits {
	size_t n;
	uint64_t duration_ns;
};
struct loop_limits loop_limits_of(const struct bench_plan *plan, const struct bench_op *op);

/* What the sampler found, but for the jobs. The sampler's series is handed over. */
void loop_finish(struct sampler *sampler, struct measured *measured);

#endif
