/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's share of each command, by kprobes on the TPM subsystem in a tracefs instance of our
 * own. Events carry CLOCK_MONOTONIC; those between a sample's transmit and receive are its.
 *
 * The parts of a sample:
 *   user    out of the kernel: the System API and the TCTI, between one system call's end and the
 *           next one's begin as the kernel notes them. So the way in and out belongs to it, and that
 *           somebody else got the processor.
 *   rm      tpm2_prepare_space and tpm2_commit_space, with the commands that they send
 *   tpm     from the driver's send until its receive: the TPM, and how late the driver notices
 *   driver  the rest of the subsystem: the buses, waking the chip, locality
 *   calls   what else is in system calls of the thread that asks, from their entry until they
 *           return: the node's own functions, scheduling, waiting for the TPM's mutex
 *   rest    what no probe covers: nothing, or where the kernel does not tell of system calls all of
 *           them, and the TCTI. User is the System API alone then.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>

#include "bench.h"
#include "client.h"

struct kernel_trace;

/*
 * Make probes and instance, and start; one trace at a time in a process. The system calls are those of
 * the calling thread, and are told only in the first PID namespace. Starting and stopping take up to a
 * second. What killed runs have left is taken away; never mounts tracefs.
 * ret_why: static text, set on errors: what is missing (privilege, tracefs, kprobes, a function to
 * probe) and what would help. Errors: -EACCES, -EPERM (locked down), -ENOENT, -ENOTSUP, -errno.
 */
int kernel_trace_start(struct kernel_trace **ret_trace, const char **ret_why);

/* Stop, and take probes and instance away. NULL is nothing. */
void kernel_trace_stop(struct kernel_trace *trace);

/* Nanoseconds and counts, summed over samples. */
struct kernel_sums {
	uint64_t samples, user_ns, call_ns, rest_ns, rm_ns, driver_ns, tpm_ns;
	uint64_t context_loads, context_saves;
	/* Of these samples: the driver is one whose send and receive are probed (the others' tpm_ns is
	 * part of driver_ns); system calls were told (else they are part of rest_ns); loads and saves
	 * could be told apart. */
	uint64_t split, called, counted;
};

/* Throw away what is in the buffers: commands that are no samples. */
void kernel_trace_skip(struct kernel_trace *trace);

/*
 * Attribute the events of one command to it and add them up. Untimed; called right after the command.
 * A sample is not counted if events were lost, or if the kernel worked on more than one command, of
 * whatever program and TPM, between times->transmit and times->received, or on none (a TCTI that
 * does not use the kernel). So connections that ask at the same time (--jobs) are hardly counted.
 */
void kernel_trace_take(struct kernel_trace *trace, const struct command_times *times,
		       struct kernel_sums *sums);

/* The means. No sample: traced is 0, and nothing else is there. tpm_ns is absent, and part of
 * driver_ns, unless every sample could be split; so is system_calls_ns, and part of rest_ns, unless they
 * were told of every sample; so are loads and saves unless all were counted. */
void kernel_trace_summarise(const struct kernel_sums *sums, struct bench_kernel *ret_kernel);

#endif
