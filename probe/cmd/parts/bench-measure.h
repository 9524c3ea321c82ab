/* SPDX-License-Identifier: BSD-2-Clause */
/* Measuring, as the options say: from a list of operations to a filled report. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "bench-run.h"
#include "select.h"

struct bench_options {
	struct option_texts tiers, max;
	const char *save, *baseline, *html, *svg, *format;
	long n, warmup, jobs; /* n, warmup: -1 where not given */
	double rate;	      /* per second; 0: closed loop */
	uint64_t duration_ns; /* 0: not given */
	bool list, allow_state, rm_cost, kernel, force;
};

/* What has to live until the report was shown: its samples. */
struct bench_measured {
	struct selection selection;
	struct bench_connection *connections; /* one for each target; the report's */
	struct bench_plan plan;
	const struct bench_options *options;
	struct bench_run *run;
	int signal; /* that ended it early; 0: none */
};

/*
 * Measure n operations, the array of which the plan takes over (malloc'd). Returns an exit status; on
 * failure it has said why, and nothing was measured. To be cleared in every case.
 */
int bench_measure(struct run *run, const struct bench_options *options, const struct bench_op **ops,
		  size_t n, struct bench_measured *ret_measured);
void bench_measured_clear(struct bench_measured *measured);

#endif
