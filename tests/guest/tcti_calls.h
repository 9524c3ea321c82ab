/* SPDX-License-Identifier: BSD-2-Clause */
/* The calls of tcti_conformance, and what each has to return. */
#ifndef TESTS_TCTI_CALLS_H
#define TESTS_TCTI_CALLS_H

#include <stddef.h>
#include <stdint.h>
#include <tss2/tss2_tcti.h>
#include <tss2/tss2_tpm2_types.h>

/* No code of any layer: success, but not with this response, size or number. */
#define WRONG_ANSWER 0xdeadbeef
#define OK	     TSS2_RC_SUCCESS
#define NONE	     UINT32_MAX /* no such row */

enum state { TRANSMIT, RECEIVE, FINAL };

struct run {
	TSS2_TCTI_INIT_FUNC init;
	const char *conf;
	unsigned int seconds; /* for a row; 0: any time */
	TSS2_TCTI_CONTEXT *context;
	size_t context_size;
	TSS2_TCTI_CONTEXT_COMMON_V2 functions; /* of the context, before anything was done to it */
	uint8_t response[TPM2_MAX_RESPONSE_SIZE];
};

/* What each call has to return in each state. */
struct row {
	const char *name;
	TSS2_RC (*call)(struct run *run);
	TSS2_RC want[FINAL + 1];
};

extern const struct row rows[];
extern const size_t n_rows;

/* Those that a row does not stand for alone. */
TSS2_RC transmit_command(struct run *run);
TSS2_RC receive_response(struct run *run);
TSS2_RC receive_in_a_minute(struct run *run);
TSS2_RC finalize(struct run *run);

#endif
