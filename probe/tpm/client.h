/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One connection that is measured: the System API of tpm2-tss over a TCTI that takes the time of its
 * calls, and what this connection has loaded into the TPM and must take out again.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>
#include <stdint.h>
#include <tss2/tss2_sys.h>

#include "tpm.h"

/* The moments of one command, in ns of CLOCK_MONOTONIC. */
struct command_times {
	uint64_t begin;	      /* the System API was called */
	uint64_t transmit;    /* it called the TCTI's transmit */
	uint64_t transmitted; /* which returned */
	uint64_t received;    /* the whole response is here */
	uint64_t end;	      /* the System API returned */
};

/* tpm2-tss' TPM2_TRANSIENT_FIRST shifts a bit into the sign of an int. */
#define CLIENT_TRANSIENT_FIRST ((TPM2_HANDLE)TPM2_HT_TRANSIENT << TPM2_HR_SHIFT)
#define CLIENT_TRANSIENT_LAST  (CLIENT_TRANSIENT_FIRST + 0x00fffffe)

enum { CLIENT_MAX_OWNED = 8, CLIENT_MAX_CONTEXT = 2 };

struct cleanup_child;
struct op_scratch;

struct bench_client {
	struct tpm *tpm;
	TSS2_SYS_CONTEXT *sys;
	struct command_times times; /* of the last command */

	/* What was loaded through this connection and not yet flushed: objects and sessions. */
	TPM2_HANDLE owned[CLIENT_MAX_OWNED];
	size_t n_owned;
	size_t n_extra_objects; /* of them, the first: loaded for their cost, and not let go by flush_all */
	bool stuck;    /* a call of the TCTI failed: the System API waits for an answer for ever */
	bool leftover; /* something could not be flushed */
	/* NULL: nobody cleans up should this process be killed. */
	struct cleanup_child *undo;
	unsigned int undo_slot; /* which connection this is there */

	/* Between the functions of one operation (op.h); nobody else looks at it. free() lets it go. */
	struct op_scratch *scratch;
	/* Why an operation's setup answered CLIENT_SKIPPED. Static text. */
	const char *skip_reason;
};

/* Not of any layer of tpm2-tss: the operation does not apply here, and skip_reason says why. */
#define CLIENT_SKIPPED ((TSS2_RC)0x00ff0001)

/*
 * Open. tcti, timeout_ms: as tpm_open(), whose TSS2_RC is returned. The connection is at rest: no
 * command was sent.
 */
TSS2_RC client_open(const char *tcti, int timeout_ms, struct bench_client **ret_client);
/* Flushes what is owned. False: not all of it could be. NULL is nothing, and well. */
bool client_close(struct bench_client *client);

/* Remember a handle that the TPM gave; client_flush() or client_flush_all() lets it go. */
void client_own(struct bench_client *client, TPM2_HANDLE handle);
/* After a failure of the TCTI: begin anew, so that the next command is sent. */
void client_recover(struct bench_client *client);

/* TPM2_FlushContext. The handle is forgotten even if the TPM refuses. */
TSS2_RC client_flush(struct bench_client *client, TPM2_HANDLE handle);
TSS2_RC client_flush_all(struct bench_client *client); /* but for the extra_objects */
/* Let all extra objects go. */
TSS2_RC client_drop_extra_objects(struct bench_client *client);
/* The TPM flushed it by itself, or somebody else owns it now. */
void client_disown(struct bench_client *client, TPM2_HANDLE handle);

/* Objects among what is owned; the rest is sessions. */
size_t client_loaded_objects(const struct bench_client *client);

#endif
