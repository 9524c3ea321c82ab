/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The connection: a command out, its response in, within the time that the user gave.
 *
 * Commands are marshalled here and not by the System API: that of tpm2-tss 3.2 unmarshals behind
 * the end of a response (a bare header with code 0 gave a valid, empty capability: what it read
 * was left over from the command), and does not compare the header's size with what was received.
 */
#include "tpm-connection.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_tctildr.h>

#include "call-within.h"
#include "tcti-string.h"

#define MAX_RETRIES 5

struct tpm {
	TSS2_TCTI_CONTEXT *tcti;
	char *name; /* NULL: tctildr's own order */
	int32_t timeout_ms;
	/* The module does not keep to timeouts: those of tpm2-tss for swtpm, mssim and a command block
	 * for ever. */
	bool needs_watch;
	bool through_abrmd;
	bool lost; /* a thread still waits in the module: nobody may use it, or take it down */
	unsigned int commands;
	unsigned int limit;   /* of commands; 0: none */
	unsigned int retries; /* commands that were sent again */
	unsigned int tries;   /* in vain, since the last command that succeeded */
	TPM2_CC unanswered;   /* 0: none */
	TSS2_RC rc;	      /* of the last step */
	size_t command_size, size;
	const uint8_t *command;
	uint8_t copy[HEADER_SIZE + MAX_BODY]; /* of a command whose caller may not wait for its end */
	uint8_t response[TPM2_MAX_RESPONSE_SIZE];
};

static void free_tpm(struct tpm *tpm)
{
	free(tpm->name);
	free(tpm);
}

static void initialize(void *arg)
{
	struct tpm *tpm = arg;

	tpm->rc = Tss2_TctiLdr_Initialize(tpm->name, &tpm->tcti);
}

static void transmit(void *arg)
{
	struct tpm *tpm = arg;

	tpm->rc = Tss2_Tcti_Transmit(tpm->tcti, tpm->command_size, tpm->command);
}

static void receive(void *arg)
{
	struct tpm *tpm = arg;

	tpm->size = sizeof(tpm->response);
	tpm->rc = Tss2_Tcti_Receive(tpm->tcti, &tpm->size, tpm->response, tpm->timeout_ms);
}

static void finalize(void *arg)
{
	struct tpm *tpm = arg;

	Tss2_TctiLdr_Finalize(&tpm->tcti);
	tpm->rc = TSS2_RC_SUCCESS;
}

/* After the timeout the module is given up: its thread ends with the process. */
static TSS2_RC make_step(struct tpm *tpm, void (*step)(void *arg))
{
	if (!tpm->needs_watch) {
		step(tpm);
		return tpm->rc;
	}
	if (!tpm->lost && call_within(tpm->timeout_ms, step, tpm))
		return tpm->rc;
	tpm->lost = true;
	return TSS2_TCTI_RC_TRY_AGAIN;
}

/* tctildr, told nothing, unloads the modules that did not open. */
static bool is_abrmd_loaded(void)
{
	void *module = dlopen("libtss2-tcti-tabrmd.so.0", RTLD_LAZY | RTLD_NOLOAD);

	if (module)
		dlclose(module);
	return module;
}

/* A module without something to poll on is one that can only block, and of the others only those of
 * nodes are known to keep to a timeout. */
static bool keeps_time(const struct tpm *tpm)
{
	struct tcti_string string;
	size_t n_handles = 0;

	return Tss2_Tcti_GetPollHandles(tpm->tcti, NULL, &n_handles) == 0 && tpm->name &&
	       tcti_string_parse(tpm->name, &string) && tcti_module_opens_nodes(string.module);
}

TSS2_RC tpm_open(const char *tcti, int timeout_ms, struct tpm **ret_tpm)
{
	struct tcti_string string;
	struct tpm *tpm;
	TSS2_RC rc;

	tpm = calloc(1, sizeof(*tpm));
	if (!tpm)
		return TSS2_TCTI_RC_MEMORY;
	tpm->name = tcti ? strdup(tcti) : NULL;
	if (tcti && !tpm->name) {
		free_tpm(tpm);
		return TSS2_TCTI_RC_MEMORY;
	}
	tpm->timeout_ms = timeout_ms < 0 ? TSS2_TCTI_TIMEOUT_BLOCK : timeout_ms;
	tpm->needs_watch = timeout_ms >= 0;
	rc = make_step(tpm, initialize);
	if (rc != TSS2_RC_SUCCESS) {
		if (!tpm->lost)
			free_tpm(tpm);
		return rc;
	}
	tpm->needs_watch = timeout_ms >= 0 && !keeps_time(tpm);
	tpm->through_abrmd =
		(!tcti || !*tcti ||
		 (tcti_string_parse_inner(tcti, &string) && !strcmp(string.module, "tabrmd"))) &&
		is_abrmd_loaded();
	*ret_tpm = tpm;
	return TSS2_RC_SUCCESS;
}

bool tpm_through_abrmd(const struct tpm *tpm)
{
	return tpm->through_abrmd;
}

void tpm_close(struct tpm *tpm)
{
	if (!tpm || tpm->lost)
		return;
	make_step(tpm, finalize);
	if (!tpm->lost)
		free_tpm(tpm);
}

TPM2_CC tpm_unanswered(const struct tpm *tpm)
{
	return tpm->unanswered;
}

unsigned int tpm_commands(const struct tpm *tpm)
{
	return tpm->commands;
}

void tpm_limit_commands(struct tpm *tpm, unsigned int limit)
{
	tpm->limit = limit;
}

unsigned int tpm_retries(const struct tpm *tpm)
{
	return tpm->retries;
}

/* Check the header of a response of `size` bytes; gives the TPM's code. */
static TSS2_RC check_header(const uint8_t *response, size_t size, TPM2_ST sent)
{
	uint32_t response_size, code;
	size_t offset = 0;
	TPM2_ST tag;

	if (size < HEADER_SIZE)
		return TSS2_SYS_RC_INSUFFICIENT_RESPONSE;
	Tss2_MU_UINT16_Unmarshal(response, size, &offset, &tag);
	Tss2_MU_UINT32_Unmarshal(response, size, &offset, &response_size);
	Tss2_MU_UINT32_Unmarshal(response, size, &offset, &code);
	if (response_size != size)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	/* A TPM 1.2 refuses our tag with a tag of its own. */
	if (tag != (code ? TPM2_ST_NO_SESSIONS : sent) && !(tag == TPM2_ST_RSP_COMMAND && code))
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	return code;
}

/*
 * Does the TPM, or a resource manager in its name, ask to send the same command again? Waits a
 * little before it says so. Once it has been asked in vain too often, it no longer is.
 */
static bool again(struct tpm *tpm, TSS2_RC rc)
{
	struct timespec pause = { .tv_nsec = (20L << tpm->tries) * 1000000 };

	if (rc == TSS2_RC_SUCCESS)
		tpm->tries = 0;
	if (tpm->tries >= MAX_RETRIES)
		return false;
	if ((rc & TSS2_RC_LAYER_MASK) == TSS2_RESMGR_TPM_RC_LAYER)
		rc &= ~TSS2_RC_LAYER_MASK;
	if (rc != TPM2_RC_RETRY && rc != TPM2_RC_YIELDED && rc != TPM2_RC_TESTING)
		return false;
	tpm->tries++;
	tpm->retries++;
	nanosleep(&pause, NULL);
	return true;
}

TSS2_RC tpm_transmit(struct tpm *tpm, const uint8_t *command, size_t size)
{
	size_t offset = 6;
	TSS2_RC rc;

	if (tpm->lost)
		return TSS2_TCTI_RC_TRY_AGAIN;
	if (tpm->limit && tpm->commands >= tpm->limit)
		return TPM_LIMIT_REACHED;
	if (size > sizeof(tpm->copy) || size < HEADER_SIZE)
		return TSS2_SYS_RC_BAD_SIZE;
	tpm->command = command;
	tpm->command_size = size;
	if (tpm->needs_watch)
		tpm->command = memcpy(tpm->copy, command, size);
	Tss2_MU_UINT32_Unmarshal(command, size, &offset, &tpm->unanswered);
	rc = make_step(tpm, transmit);
	tpm->commands += rc == TSS2_RC_SUCCESS;
	return rc;
}

TSS2_RC tpm_receive(struct tpm *tpm, const uint8_t **ret_response, size_t *ret_size)
{
	TSS2_RC rc = make_step(tpm, receive);

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	tpm->unanswered = 0;
	*ret_response = tpm->response;
	*ret_size = tpm->size;
	return TSS2_RC_SUCCESS;
}

/* A command whose body (handles, authorisations, parameters) is ready. */
static TSS2_RC exchange(struct tpm *tpm, TPM2_ST tag, TPM2_CC code, const uint8_t *body,
			size_t size)
{
	uint8_t command[HEADER_SIZE + MAX_BODY];
	size_t offset = 0;
	TSS2_RC rc;

	if (size > MAX_BODY)
		return TSS2_SYS_RC_BAD_SIZE;
	Tss2_MU_UINT16_Marshal(tag, command, sizeof(command), &offset);
	Tss2_MU_UINT32_Marshal(HEADER_SIZE + size, command, sizeof(command), &offset);
	Tss2_MU_UINT32_Marshal(code, command, sizeof(command), &offset);
	if (size)
		memcpy(command + HEADER_SIZE, body, size);
	do {
		const uint8_t *response;
		size_t response_size;

		rc = tpm_transmit(tpm, command, HEADER_SIZE + size);
		if (rc != TSS2_RC_SUCCESS)
			return rc;
		rc = tpm_receive(tpm, &response, &response_size);
		if (rc != TSS2_RC_SUCCESS)
			return rc;
		rc = check_header(response, response_size, tag);
	} while (again(tpm, rc));
	return rc;
}

TSS2_RC tpm_command(struct tpm *tpm, TPM2_CC code, const uint8_t *parameters, size_t size,
		    struct response *ret_response)
{
	TSS2_RC rc = size > MAX_PARAMETERS
			     ? TSS2_SYS_RC_BAD_SIZE
			     : exchange(tpm, TPM2_ST_NO_SESSIONS, code, parameters, size);

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	*ret_response = (struct response){
		.parameters = tpm->response + HEADER_SIZE,
		.size = tpm->size - HEADER_SIZE,
	};
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_command_authorised(struct tpm *tpm, TPM2_CC code, const struct authorised *what,
			       const uint8_t *parameters, size_t size, TPM2_HANDLE *ret_handle,
			       struct response *ret_response)
{
	enum { AUTH_SIZE = 9 }; /* handle, no nonce, no attributes, no password and no HMAC */
	TPM2_ST tag = what->n_sessions ? TPM2_ST_SESSIONS : TPM2_ST_NO_SESSIONS;
	TPM2_HANDLE handle = 0;
	uint8_t body[MAX_BODY];
	uint32_t parameter_size;
	size_t offset = 0;
	TSS2_RC rc = TSS2_RC_SUCCESS;

	if (size > MAX_PARAMETERS || what->n_handles > 3 || what->n_sessions > 2)
		return TSS2_SYS_RC_BAD_SIZE;
	for (size_t i = 0; i < what->n_handles; i++)
		Tss2_MU_UINT32_Marshal(what->handles[i], body, sizeof(body), &offset);
	if (what->n_sessions)
		Tss2_MU_UINT32_Marshal((uint32_t)(AUTH_SIZE * what->n_sessions), body, sizeof(body),
				       &offset);
	for (size_t i = 0; i < what->n_sessions; i++) {
		Tss2_MU_UINT32_Marshal(what->sessions[i], body, sizeof(body), &offset);
		memset(body + offset, 0, AUTH_SIZE - sizeof(uint32_t));
		offset += AUTH_SIZE - sizeof(uint32_t);
	}
	if (size)
		memcpy(body + offset, parameters, size);
	rc = exchange(tpm, tag, code, body, offset + size);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	offset = HEADER_SIZE;
	if (ret_handle)
		rc = Tss2_MU_UINT32_Unmarshal(tpm->response, tpm->size, &offset, &handle);
	parameter_size = (uint32_t)(tpm->size - offset);
	if (rc == TSS2_RC_SUCCESS && what->n_sessions)
		rc = Tss2_MU_UINT32_Unmarshal(tpm->response, tpm->size, &offset, &parameter_size);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	if (parameter_size > tpm->size - offset)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	if (ret_handle)
		*ret_handle = handle;
	*ret_response =
		(struct response){ .parameters = tpm->response + offset, .size = parameter_size };
	return TSS2_RC_SUCCESS;
}

TSS2_RC response_rc(TSS2_RC rc)
{
	return rc == TSS2_MU_RC_INSUFFICIENT_BUFFER ? TSS2_SYS_RC_INSUFFICIENT_RESPONSE : rc;
}
