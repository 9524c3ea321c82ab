/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cleaning up after a benchmark that was killed: a process of its own that waits for the end of this
 * one and, where something was left, opens the connection anew and takes it back. A kernel resource
 * manager flushes objects by itself; a raw node, a simulator elsewhere, NV and PCRs do not.
 */
#ifndef UNDO_H
#define UNDO_H

#include <stdbool.h>
#include <stddef.h>
#include <tss2/tss2_tpm2_types.h>

struct undo;

/* Start it, ahead of opening any connection. tctis: n of them, each may be used by `jobs`
 * connections; slot = index of the TCTI * jobs + job. Returns 0 or -errno. */
int undo_start(const char *const *tctis, size_t n, size_t jobs, struct undo **ret_undo);

/* Everything was taken back: the process ends. NULL is nothing. */
void undo_stop(struct undo *undo);

/* No system call: these write to shared memory. */
void undo_handle(struct undo *undo, unsigned int slot, TPM2_HANDLE handle, bool loaded);
void undo_nv(struct undo *undo, unsigned int slot, TPM2_HANDLE index, bool defined);
void undo_pcr16(struct undo *undo, unsigned int slot, bool extended);

#endif
