/* SPDX-License-Identifier: BSD-2-Clause */
/* The measured connection: a TCTI context of our own between the System API and the real one. */
#include "client.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "tpm-connection.h"

#define TIMED_MAGIC UINT64_C(0x74706d70726f6265)

struct timed_tcti {
	TSS2_TCTI_CONTEXT_COMMON_V1 common;
	struct bench_client *client;
	const uint8_t *response; /* NULL: none was taken, or it was handed on */
	size_t size;
};

struct whole_client {
	struct bench_client client;
	struct timed_tcti tcti;
};

static TSS2_RC timed_transmit(TSS2_TCTI_CONTEXT *context, size_t size, const uint8_t *command)
{
	struct timed_tcti *tcti = (struct timed_tcti *)context;
	struct command_times *times = &tcti->client->times;
	TSS2_RC rc;

	tcti->response = NULL;
	times->transmit = now_ns();
	rc = tpm_transmit(tcti->client->tpm, command, size);
	times->transmitted = now_ns();
	tcti->client->stuck = rc != TSS2_RC_SUCCESS;
	return rc;
}

/* The System API does not compare the header's size with what was received. */
static bool is_whole(const uint8_t *response, size_t size)
{
	uint32_t said;

	if (size < 10)
		return false;
	memcpy(&said, response + 2, sizeof(said));
	return be32toh(said) == size;
}

/* The System API asks for the size first. The whole response is fetched at once. */
static TSS2_RC timed_receive(TSS2_TCTI_CONTEXT *context, size_t *size, uint8_t *response,
			     int32_t timeout)
{
	struct timed_tcti *tcti = (struct timed_tcti *)context;
	TSS2_RC rc;

	(void)timeout; /* the connection knows the user's */
	if (!tcti->response) {
		rc = tpm_receive(tcti->client->tpm, &tcti->response, &tcti->size);
		tcti->client->times.received = now_ns();
		if (rc == TSS2_RC_SUCCESS && !is_whole(tcti->response, tcti->size))
			rc = TSS2_TCTI_RC_MALFORMED_RESPONSE;
		if (rc != TSS2_RC_SUCCESS) {
			tcti->response = NULL;
			tcti->client->stuck = true;
			return rc;
		}
	}
	if (!response) {
		*size = tcti->size;
		return TSS2_RC_SUCCESS;
	}
	if (*size < tcti->size) {
		*size = tcti->size;
		return TSS2_TCTI_RC_INSUFFICIENT_BUFFER;
	}
	memcpy(response, tcti->response, tcti->size);
	*size = tcti->size;
	tcti->response = NULL;
	return TSS2_RC_SUCCESS;
}

static void timed_finalize(TSS2_TCTI_CONTEXT *context)
{
	(void)context;
}

static TSS2_RC timed_cancel(TSS2_TCTI_CONTEXT *context)
{
	(void)context;
	return TSS2_TCTI_RC_NOT_IMPLEMENTED;
}

static TSS2_RC timed_poll_handles(TSS2_TCTI_CONTEXT *context, TSS2_TCTI_POLL_HANDLE *handles,
				  size_t *count)
{
	(void)context;
	(void)handles;
	(void)count;
	return TSS2_TCTI_RC_NOT_IMPLEMENTED;
}

static TSS2_RC timed_locality(TSS2_TCTI_CONTEXT *context, uint8_t locality)
{
	(void)context;
	(void)locality;
	return TSS2_TCTI_RC_NOT_IMPLEMENTED;
}

static TSS2_RC initialize(struct whole_client *whole)
{
	TSS2_ABI_VERSION abi = TSS2_ABI_VERSION_CURRENT;

	whole->client.stuck = false;
	whole->tcti.response = NULL;
	return Tss2_Sys_Initialize(whole->client.sys, Tss2_Sys_GetContextSize(0),
				   (TSS2_TCTI_CONTEXT *)&whole->tcti, &abi);
}

void client_recover(struct bench_client *client)
{
	if (!client->stuck)
		return;
	Tss2_Sys_Finalize(client->sys);
	if (initialize((struct whole_client *)client) != TSS2_RC_SUCCESS)
		abort(); /* it was possible before */
}

TSS2_RC client_open(const char *tcti, int timeout_ms, struct bench_client **ret_client)
{
	struct whole_client *whole;
	TSS2_RC rc = TSS2_TCTI_RC_MEMORY;

	whole = calloc(1, sizeof(*whole));
	if (!whole)
		return rc;
	whole->client.sys = calloc(1, Tss2_Sys_GetContextSize(0));
	if (!whole->client.sys)
		goto free_client;
	rc = tpm_open(tcti, timeout_ms, &whole->client.tpm);
	if (rc != TSS2_RC_SUCCESS)
		goto free_client;
	whole->tcti = (struct timed_tcti){
		.common = { .magic = TIMED_MAGIC,
			    .version = 1,
			    .transmit = timed_transmit,
			    .receive = timed_receive,
			    .finalize = timed_finalize,
			    .cancel = timed_cancel,
			    .getPollHandles = timed_poll_handles,
			    .setLocality = timed_locality },
		.client = &whole->client,
	};
	rc = initialize(whole);
	if (rc != TSS2_RC_SUCCESS)
		goto close_tpm;
	*ret_client = &whole->client;
	return TSS2_RC_SUCCESS;

close_tpm:
	tpm_close(whole->client.tpm);
free_client:
	free(whole->client.sys);
	free(whole);
	return rc;
}

bool client_close(struct bench_client *client)
{
	bool clean;

	if (!client)
		return true;
	client_drop_extra_objects(client);
	clean = !client->leftover;
	Tss2_Sys_Finalize(client->sys);
	free(client->sys);
	free(client->scratch);
	tpm_close(client->tpm);
	free(client); /* the first member of its struct whole_client */
	return clean;
}

void client_own(struct bench_client *client, TPM2_HANDLE handle)
{
	if (client->n_owned == CLIENT_MAX_OWNED) /* an operation that never flushes */
		abort();
	client->owned[client->n_owned++] = handle;
}

void client_disown(struct bench_client *client, TPM2_HANDLE handle)
{
	for (size_t i = 0; i < client->n_owned; i++) {
		if (client->owned[i] == handle) {
			client->owned[i] = client->owned[--client->n_owned];
			return;
		}
	}
}

TSS2_RC client_flush(struct bench_client *client, TPM2_HANDLE handle)
{
	TSS2_RC rc;

	client_recover(client);
	rc = Tss2_Sys_FlushContext(client->sys, handle);
	client->leftover = client->leftover || rc != TSS2_RC_SUCCESS;
	client_disown(client, handle);
	return rc;
}

TSS2_RC client_flush_all(struct bench_client *client)
{
	TSS2_RC first = TSS2_RC_SUCCESS, rc;

	while (client->n_owned > client->n_extra_objects) {
		rc = client_flush(client, client->owned[client->n_owned - 1]);
		if (first == TSS2_RC_SUCCESS)
			first = rc;
	}
	return first;
}

TSS2_RC client_drop_extra_objects(struct bench_client *client)
{
	client->n_extra_objects = 0;
	return client_flush_all(client);
}

size_t client_loaded_objects(const struct bench_client *client)
{
	size_t objects = 0;

	for (size_t i = 0; i < client->n_owned; i++)
		objects += client->owned[i] >> TPM2_HR_SHIFT == TPM2_HT_TRANSIENT;
	return objects;
}
