/* SPDX-License-Identifier: BSD-2-Clause */
/* One command. Between the files of probe/tpm/ only. */
#ifndef TPM_COMMAND_H
#define TPM_COMMAND_H

#include <stdbool.h>

#include "tpm.h"

#define HEADER_SIZE    10
#define MAX_PARAMETERS 512
#define MAX_BODY       (MAX_PARAMETERS + 64) /* with handles and one authorisation */

/* The parameters of a response whose code was 0. Valid until the next command. */
struct response {
	const uint8_t *parameters;
	size_t size;
};

/* Send a command, again if the TPM asks for that, and wait for its response. */
TSS2_RC tpm_command(struct tpm *tpm, TPM2_CC code, const uint8_t *parameters, size_t size,
		    struct response *ret_response);

/*
 * The same with two handles, the first of which is authorised with an empty password. Only for what
 * an empty password may read and no dictionary-attack protection counts.
 */
TSS2_RC tpm_command_empty_auth(struct tpm *tpm, TPM2_CC code, const TPM2_HANDLE handles[2],
			       const uint8_t *parameters, size_t size,
			       struct response *ret_response);

/* What went wrong when a response was unmarshalled: too short, or what the MU layer says. */
TSS2_RC response_rc(TSS2_RC rc);

#endif
