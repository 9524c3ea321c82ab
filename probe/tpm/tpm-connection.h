/* SPDX-License-Identifier: BSD-2-Clause */
/* A connection to a TPM, and one command over it. */
#ifndef TPM_CONNECTION_H
#define TPM_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tss2/tss2_sys.h>

struct tpm;

/*
 * Open a connection.
 * tcti: tctildr's "name:conf" or "/path/module.so:conf". timeout_ms: bound for each step: opening,
 * each command, each answer, closing; -1: none. TSS2_TCTI_RC_TRY_AGAIN: the time was over. Sends no TPM
 * command.
 */
TSS2_RC tpm_open(const char *tcti, int timeout_ms, struct tpm **ret_tpm);
void tpm_close(struct tpm *tpm);

/*
 * Is tpm2-abrmd between us and the TPM? It ends (assertion in get_cap_post_process, 3.0.0) when the TPM
 * refuses a TPM2_GetCapability, and with it every client's session.
 */
bool tpm_through_abrmd(const struct tpm *tpm);

/*
 * From now on send no more than this many commands, those sent before among them; 0: no limit.
 * Whatever would be one more is not sent, and answered with TPM_LIMIT_REACHED.
 */
void tpm_limit_commands(struct tpm *tpm, unsigned int limit);
#define TPM_LIMIT_REACHED (TSS2_SYS_RC_LAYER | 0xf801)

/*
 * A command and its response as bytes, for those who marshal themselves. The bytes of the response
 * are the connection's, until the next command. Its code is not looked at.
 */
TSS2_RC tpm_transmit(struct tpm *tpm, const uint8_t *command, size_t size);
TSS2_RC tpm_receive(struct tpm *tpm, const uint8_t **ret_response, size_t *ret_size);

/* The command whose answer did not come; 0: none. */
TPM2_CC tpm_unanswered(const struct tpm *tpm);

/* TPM commands sent so far. */
unsigned int tpm_commands(const struct tpm *tpm);

/* Those that were sent again because the TPM asked for it (RETRY, YIELDED, TESTING). */
unsigned int tpm_retries(const struct tpm *tpm);

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
