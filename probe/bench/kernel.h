/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's share of each command, by kprobes on the TPM subsystem in a tracefs instance of our
 * own. Events carry CLOCK_MONOTONIC; those between a sample's begin and end are its.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>

#include "bench.h"
#include "client.h"

struct kernel_trace;

/*
 * Make probes and instance, and start. ret_why: static or malloc'd-for-ever text, set on errors: what
 * is missing (privilege, tracefs, kprobes, a symbol) and what would help.
 * Errors: -EACCES, -ENOENT, -ENOTSUP, -errno.
 */
int kernel_trace_start(struct kernel_trace **ret_trace, const char **ret_why);

/* Stop, and take probes and instance away. NULL is nothing. */
void kernel_trace_stop(struct kernel_trace *trace);

/* Nanoseconds and counts, summed over samples. */
struct kernel_sums {
	uint64_t samples, user_ns, rest_ns, rm_ns, driver_ns, tpm_ns, context_loads, context_saves;
};

/* Throw away what is in the buffers: commands that are no samples. */
void kernel_trace_skip(struct kernel_trace *trace);

/* Attribute the events of one command to it and add them up. Untimed; called right after the
 * command. A sample whose events were lost or belong together with nobody's is not counted. */
void kernel_trace_take(struct kernel_trace *trace, const struct moments *moments,
		       struct kernel_sums *sums);

/* The means. */
void kernel_trace_summarise(const struct kernel_sums *sums, struct bench_kernel *ret_kernel);

#endif
