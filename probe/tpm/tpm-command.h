/* SPDX-License-Identifier: BSD-2-Clause */
/* One command. Between the files of probe/tpm/ only. */
#ifndef TPM_COMMAND_H
#define TPM_COMMAND_H

#include <stdbool.h>

#include "tpm.h"

#define HEADER_SIZE    10
#define MAX_PARAMETERS 2048
#define MAX_BODY       (MAX_PARAMETERS + 64) /* with handles and authorisations */

/* The parameters of a response whose code was 0. Valid until the next command. */
struct response {
	const uint8_t *parameters;
	size_t size;
};

/* Send a command, again if the TPM asks for that, and wait for its response. */
TSS2_RC tpm_command(struct tpm *tpm, TPM2_CC code, const uint8_t *parameters, size_t size,
		    struct response *ret_response);

/*
 * A command with handles, the first n_sessions of which (0 to 2) are authorised: by a policy session
 * that needs no HMAC and ends with the command, or by an empty password (TPM2_RS_PW). Only for what
 * an empty password may do and no dictionary-attack protection counts. ret_handle: the handle that
 * the response begins with; NULL where it has none.
 */
struct authorised {
	const TPM2_HANDLE *handles;
	size_t n_handles;
	const TPM2_HANDLE *sessions;
	size_t n_sessions;
};
TSS2_RC tpm_command_authorised(struct tpm *tpm, TPM2_CC code, const struct authorised *what,
			       const uint8_t *parameters, size_t size, TPM2_HANDLE *ret_handle,
			       struct response *ret_response);

/* What went wrong when a response was unmarshalled: too short, or what the MU layer says. */
TSS2_RC response_rc(TSS2_RC rc);

#endif
