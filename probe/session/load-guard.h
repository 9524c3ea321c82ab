/* SPDX-License-Identifier: BSD-2-Clause */
/* Commands that load keys into a TPM: nothing of it stays, whatever ends the program. */
#ifndef LOAD_GUARD_H
#define LOAD_GUARD_H

#include "target.h"

struct load_guard;

/*
 * Ahead of opening the TPM's connection, which is described in its report: where nobody else would
 * flush what a killed program leaves (a raw node, a simulator's socket), a process that will. ret_work:
 * NULL where the command loads nothing. Returns an exit status; the reason stands in the connection.
 */
int load_guard_begin(struct run *run, const struct target *target, struct load_guard **ret_work);
/* The command's own part. NULL is nothing. */
void load_guard_run(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm,
		    struct load_guard *work);
/* The connection is closed; what could not be flushed is tried once more. NULL is nothing. */
void load_guard_end(struct load_guard *work);

#endif
