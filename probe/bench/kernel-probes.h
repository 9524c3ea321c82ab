/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The probes of the kernel's trace: kprobes and kretprobes on functions of the TPM subsystem, in a
 * group and a tracefs instance called tpm_probe_PID, and there the system calls of the thread that
 * makes them. Between the files of kernel.h only.
 */
#ifndef KERNEL_PROBES_H
#define KERNEL_PROBES_H

#include "kernel-attribute.h"

#include "library-traceevent.h"
#include "library-tracefs.h"

struct kernel_probe {
	int id; /* common_type of its events */
	enum kernel_role role;
	enum kernel_edge edge;
	/* Entering KERNEL_TRANSMIT: the command code as it lies in memory. Entering KERNEL_RM: the address
	 * of the resource manager's space, 0 for the raw node. NULL: not to be had. */
	struct tep_format_field *argument;
};

struct kernel_probes;

/*
 * Take away what killed runs of this tool have left, make the probes and switch them on. tracefs is
 * used where it is mounted, and never mounted. Without system calls where the kernel does not tell of
 * them or this thread does not know its number. Errors and ret_why: as kernel_trace_start().
 */
int kernel_probes_new(struct kernel_probes **ret_probes, const char **ret_why);
/* Everything is taken away again. The instance must not be in use. NULL is nothing. */
void kernel_probes_free(struct kernel_probes *probes);

struct tracefs_instance *kernel_probes_instance(const struct kernel_probes *probes);
struct tep_handle *kernel_probes_formats(const struct kernel_probes *probes);

/* NULL: no probe of ours. */
const struct kernel_probe *kernel_probes_find(const struct kernel_probes *probes, int id);

#endif
