/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cleaning up after a benchmark that was killed: a process of its own that waits for the end of this
 * one and, where something was left, opens the connection anew and takes it back. A resource manager
 * flushes the objects and sessions of a connection that is gone; a raw node and a simulator's socket
 * do not, and nobody else takes NV and PCRs back.
 */
#ifndef UNDO_H
#define UNDO_H

#include <stdbool.h>
#include <stddef.h>
#include <tss2/tss2_tpm2_types.h>

struct undo;

struct undo_target {
	const char *tcti;
	bool has_rm; /* flushes by itself; a handle may meanwhile be somebody else's */
};

/*
 * Start it, ahead of any thread and of opening any connection. Each of the n targets may be used by
 * `jobs` connections; their slots are index of the target * jobs + job. Returns 0 or -errno.
 */
int undo_start(const struct undo_target *targets, size_t n, size_t jobs, struct undo **ret_undo);

/* This process has taken everything back, or what it says it has not is taken back now. Waits for
 * the process. NULL is nothing. */
void undo_stop(struct undo *undo);

/* No system call: these write to shared memory. NULL is nothing. */
void undo_handle(struct undo *undo, unsigned int slot, TPM2_HANDLE handle, bool loaded);
void undo_nv(struct undo *undo, unsigned int slot, TPM2_HANDLE index, bool defined);
void undo_pcr16(struct undo *undo, unsigned int slot, bool extended);

#endif
