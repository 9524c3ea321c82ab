/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which part of a command's time went where, from the times at which functions of the kernel's TPM
 * subsystem were entered and left. Pure. Between the files of the kernel's trace only (kernel.h).
 */
#ifndef KERNEL_ATTRIBUTE_H
#define KERNEL_ATTRIBUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client.h"

enum kernel_role {
	KERNEL_CHIP, /* tpm_chip_start, tpm_chip_stop: wake the chip, take and leave its locality */
	KERNEL_RM,   /* tpm2_prepare_space, tpm2_commit_space */
	KERNEL_TRANSMIT, /* tpm_transmit: one command, from sending until the response is read */
	KERNEL_SEND,	 /* the driver's; left: the TPM has the command */
	KERNEL_RECEIVE,	 /* the driver's; entered: the driver has seen that there is a response */
	KERNEL_CALL,	 /* any system call of the thread that takes the samples */
};

enum kernel_edge { KERNEL_ENTER, KERNEL_LEAVE, KERNEL_LOST /* events ahead of this moment */ };

struct kernel_event {
	uint64_t ns; /* CLOCK_MONOTONIC */
	int32_t thread;
	enum kernel_edge edge;
	enum kernel_role role;
	/* When entered. */
	uint32_t command; /* of KERNEL_TRANSMIT: the TPM2_CC; 0: not known */
	bool idle;	  /* of KERNEL_RM: called for the raw node, where it returns at once */
};

struct kernel_split {
	uint64_t rm_ns, driver_ns, tpm_ns;
	uint64_t user_ns, call_ns; /* outside of the functions: out of system calls, and in them */
	uint64_t context_loads, context_saves; /* the resource manager's */
	bool has_tpm;			       /* false: tpm_ns is part of driver_ns */
	bool has_contexts;		       /* false: loads and saves were not told apart */
	bool has_calls;			       /* false: user_ns and call_ns are not known, and 0 */
};

/*
 * Split what lies between times->begin and times->end. The functions are looked for between
 * transmit and received. events: by time, those of a thread in their order; what lies outside does
 * no harm.
 *
 * Each part is what lies between times that were measured, in the kernel or on the way into it. With
 * has_calls they are the whole; it is false if no call was seen, one is missing, or the functions did
 * not begin and end within what the calls span. At an instant at which a worker runs a function and
 * its caller something else it is the function's.
 *
 * Returns false, and leaves *ret_split alone, unless the window holds exactly one command for which
 * somebody asked, of one thread, entered and left in full. So two commands at a time are nobody's:
 * the kernel runs a command that was written without O_NONBLOCK in the caller, and any other in a
 * worker, so that no thread can be called ours.
 */
bool kernel_attribute(const struct kernel_event *events, size_t n,
		      const struct command_times *times, struct kernel_split *ret_split);

#endif
