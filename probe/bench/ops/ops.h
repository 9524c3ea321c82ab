/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The operations that can be measured, one table row each: what they need, the one TPM command that
 * is timed, and how its traces go. Keys are in the NULL hierarchy, without authorization value and
 * free of dictionary-attack protection.
 */
#ifndef OPS_H
#define OPS_H

#include "operation.h"

/*
 * Several clients may measure the same operation of one TPM at once, if all setups come before the
 * first run and all teardowns after the last one, and each has an undo_slot of its own, by which it
 * looks for a free NV index.
 */

/* Every operation, tier after tier. */
size_t bench_op_count(void);
const struct bench_op *bench_op(size_t i);
const struct bench_op *bench_op_find(const char *name); /* NULL: no such */
bool bench_tier_exists(const char *tier);

/* What run sends after this client's setup: op->command, or an older command in its place where the
 * TPM lacks it. */
TPM2_CC bench_op_command(const struct bench_op *op, const struct bench_client *client);

/* Does this code say that the TPM lacks the command, or an algorithm, curve, scheme or size? */
bool bench_is_unsupported(TSS2_RC rc);

/* client_open(), with the memory that the operations need. */
TSS2_RC bench_client_open(const char *tcti, int timeout_ms, struct bench_client **ret_client);

/* Load one more object that just lies there, owned, for the cost of loaded objects. */
TSS2_RC bench_add_extra_object(struct bench_client *client);

#endif
