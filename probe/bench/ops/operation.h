/* SPDX-License-Identifier: BSD-2-Clause */
/* One operation that can be measured. */
#ifndef OPERATION_H
#define OPERATION_H

#include "bench.h"
#include "client.h"

/* Of setup and after: the TPM said success, but its answer is wrong (another signature, another
 * plain text, fewer bytes than asked for). */
#define OPS_WRONG_ANSWER ((TSS2_RC)0x00ff0002)

struct bench_op {
	const char *name; /* "sign_p256": the key in every output, for ever */
	enum bench_tier tier;
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

#endif
