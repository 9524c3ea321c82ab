/* SPDX-License-Identifier: BSD-2-Clause */
/* What a benchmark is to measure, through which connections, and how far it is. */
#ifndef BENCH_PLAN_H
#define BENCH_PLAN_H

#include <signal.h>

#include "kernel.h"
#include "operation.h"
#include "report.h"

struct bench_progress {
	const char *operation, *label;
	size_t loaded_objects;
	size_t step, steps; /* operations */
	size_t done, n;	    /* samples of this one; n 0: as many as fit into duration_ns */
	uint64_t elapsed_ns, duration_ns;
};

struct bench_plan {
	const struct bench_op **ops;
	size_t n_ops;
	size_t n;      /* samples per operation and connection; 0: until duration_ns is over */
	size_t warmup; /* commands ahead of them */
	uint64_t duration_ns; /* bound for one operation; 0: none */
	/* Take these instead of n and duration_ns for tier slow; 0 as above. */
	size_t slow_n;
	uint64_t slow_duration_ns;
	size_t jobs;  /* connections at once, to each TCTI */
	double rate;  /* commands per second in all, started ready or not; 0: each after the last */
	bool rm_cost; /* with 0 to 3 objects loaded; the first of several connections has none */
	int timeout_ms;
	struct kernel_trace *trace;					    /* NULL: none */
	const volatile sig_atomic_t *stop;				    /* not 0: end early */
	void (*progress)(void *arg, const struct bench_progress *progress); /* NULL: nobody asks */
	void *progress_arg;
};

/* A TCTI, and the record that gets what is measured through it. The caller fills the first part. */
struct bench_connection {
	const char *tcti, *label;
	bool has_rm;
	struct bench_target *record; /* of the report */

	struct bench_client **clients; /* plan.jobs of them */
	TSS2_RC broken;		       /* what ended it: no command goes this way any more */
};

enum { BENCH_MAX_CONNECTIONS = 16 };

#endif
