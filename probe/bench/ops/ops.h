/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The operations that can be measured, one table row each: what they need, the one TPM command that
 * is timed, and how its traces go. Keys are in the NULL hierarchy, without authorization value and
 * free of dictionary-attack protection.
 */
#ifndef OPS_H
#define OPS_H

#include "client.h"

/* Of setup and after: the TPM said success, but its answer is wrong (another signature, another
 * plain text, fewer bytes than asked for). */
#define OPS_WRONG_ANSWER ((TSS2_RC)0x00ff0002)

struct bench_op {
	const char *name; /* "sign_p256": the key in every output, for ever */
	const char *tier; /* "safe", "session", "crypto", "state", "slow" */
	const char *help;
	TPM2_CC command; /* that is timed */
	bool gated;	 /* takes part in comparisons; key generation does not */
	/* Untimed. Loads what run needs, owned by the client: at most one object (two on the way
	 * there); run loads at most one more. NULL: nothing. CLIENT_SKIPPED: this TPM has nothing
	 * to do it with. */
	TSS2_RC (*setup)(struct bench_client *client);
	/* Untimed, ahead of each run. NULL: nothing. */
	TSS2_RC (*before)(struct bench_client *client);
	/* Timed: one call of the System API, one TPM command. Handles that come of it are owned. */
	TSS2_RC (*run)(struct bench_client *client);
	/* Untimed, after each run that succeeded: looks at the answer where that costs no command,
	 * and flushes what run loaded. NULL: nothing. */
	TSS2_RC (*after)(struct bench_client *client);
	/* Untimed, in the end, whatever happened; owned handles are flushed behind it anyhow. NULL:
	 * nothing. */
	TSS2_RC (*teardown)(struct bench_client *client);
};

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

/* Load one more object that just lies there, owned; for the cost of loaded objects. */
TSS2_RC bench_load_object(struct bench_client *client);

/* Memory of the operations' own, part of each client. */
struct op_scratch *op_scratch_new(void); /* NULL: out of memory */
void op_scratch_free(struct op_scratch *scratch);

#endif
