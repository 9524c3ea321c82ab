/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The run of a benchmark: operations, one after the other, through one or several connections. It
 * measures and fills the report; it prints nothing.
 */
#ifndef BENCH_RUN_H
#define BENCH_RUN_H

#include "bench-plan.h"

struct bench_run;

/*
 * Open every connection, jobs times. report, plan and connections have to live as long as the run;
 * so do the samples in the report. undo may be NULL. ret_failed: which connection did not open, where
 * the answer is not TSS2_RC_SUCCESS.
 */
TSS2_RC bench_run_open(struct report *report, const struct bench_plan *plan,
		       struct bench_connection *connections, size_t n, struct cleanup_child *undo,
		       struct bench_run **ret_run, size_t *ret_failed);

/* Measure everything that is planned, or until stop. Fills records, costs and slopes. */
void bench_run_measure(struct bench_run *run);

/* Everything that was loaded is flushed and the connections closed. The samples stay. False: not all
 * could be flushed. */
bool bench_run_close(struct bench_run *run);
/* The samples too. NULL is nothing. */
void bench_run_free(struct bench_run *run);

#endif
