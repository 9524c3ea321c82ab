/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cleaning up after a benchmark that was killed: a process of its own that waits for the end of this
 * one and then opens the connections anew. A resource manager flushes the objects and sessions of a
 * connection that is gone; through a raw node, which is ours alone, and a simulator's socket, what is
 * loaded and was not before is flushed: the answer that told its handle may not have been read.
 * Nobody else takes NV and PCRs back.
 */
#ifndef CLEANUP_CHILD_H
#define CLEANUP_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <tss2/tss2_tpm2_types.h>

struct cleanup_child;

struct cleanup_target {
	const char *tcti;
	bool has_rm; /* flushes by itself, and what is loaded may be somebody else's */
};

/*
 * Start it, ahead of any thread and of opening any connection. targets: n of them, which have to live
 * as long. Each may be used by `jobs` connections; their slots are index of the target * jobs + job.
 * Returns 0 or -errno.
 */
int cleanup_child_start(const struct cleanup_target *targets, size_t n, size_t jobs,
			struct cleanup_child **ret_undo);

/* is_clean: this process has taken everything back itself; otherwise the other one does it now. Waits
 * for it. NULL is nothing. */
void cleanup_child_stop(struct cleanup_child *undo, bool is_clean);

/* No system call: these write to shared memory. NULL is nothing. */

/* The objects and sessions of a target that were loaded before; more than fit: none is flushed. */
void cleanup_child_loaded_before(struct cleanup_child *undo, size_t target,
				 const TPM2_HANDLE *handles, size_t n);
void cleanup_child_nv(struct cleanup_child *undo, unsigned int slot, TPM2_HANDLE index,
		      bool defined);
void cleanup_child_pcr16(struct cleanup_child *undo, unsigned int slot, bool extended);

#endif
