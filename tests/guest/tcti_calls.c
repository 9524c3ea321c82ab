/* SPDX-License-Identifier: BSD-2-Clause */
/* Every function of a TCTI, with right and wrong arguments. */
#include "tcti_calls.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_SIZE 20 /* of TPM2_GetRandom(8) */

static const uint8_t get_random[] = { 0x80, 0x01, 0, 0, 0, 12, 0, 0, 0x01, 0x7b, 0, 8 };
static const uint8_t too_long[TPM2_MAX_COMMAND_SIZE + 1] = { 0x80, 0x01, 0, 0, 0x10,
							     1,	   0,	 0, 1, 0x7b };

static TSS2_RC transmit(struct run *run, TSS2_TCTI_CONTEXT *context, size_t size,
			const uint8_t *command)
{
	return run->functions.v1.transmit(context, size, command);
}

static TSS2_RC receive(struct run *run, TSS2_TCTI_CONTEXT *context, size_t *size, uint8_t *response,
		       int32_t timeout)
{
	return run->functions.v1.receive(context, size, response, timeout);
}

TSS2_RC transmit_command(struct run *run)
{
	return transmit(run, run->context, sizeof(get_random), get_random);
}

static TSS2_RC transmit_no_context(struct run *run)
{
	return transmit(run, NULL, sizeof(get_random), get_random);
}

static TSS2_RC transmit_no_command(struct run *run)
{
	return transmit(run, run->context, sizeof(get_random), NULL);
}

static TSS2_RC transmit_nothing(struct run *run)
{
	return transmit(run, run->context, 0, get_random);
}

static TSS2_RC transmit_short(struct run *run)
{
	return transmit(run, run->context, 9, get_random);
}

static TSS2_RC transmit_less_than_header_says(struct run *run)
{
	return transmit(run, run->context, 11, get_random);
}

static TSS2_RC transmit_more_than_header_says(struct run *run)
{
	uint8_t command[sizeof(get_random) + 1] = { 0 };

	memcpy(command, get_random, sizeof(get_random));
	return transmit(run, run->context, sizeof(command), command);
}

static TSS2_RC transmit_too_long(struct run *run)
{
	return transmit(run, run->context, sizeof(too_long), too_long);
}

static TSS2_RC transmit_wrong_magic(struct run *run)
{
	TSS2_TCTI_CONTEXT_COMMON_V1 *common = (void *)run->context;
	TSS2_RC rc;

	common->magic++;
	rc = transmit_command(run);
	common->magic--;
	return rc;
}

static TSS2_RC transmit_wrong_version(struct run *run)
{
	TSS2_TCTI_CONTEXT_COMMON_V1 *common = (void *)run->context;
	TSS2_RC rc;

	common->version = 0;
	rc = transmit_command(run);
	common->version = 2;
	return rc;
}

TSS2_RC receive_response(struct run *run)
{
	size_t size = sizeof(run->response);
	TSS2_RC rc = receive(run, run->context, &size, run->response, TSS2_TCTI_TIMEOUT_BLOCK);

	if (rc == TSS2_RC_SUCCESS && (size != ANSWER_SIZE || run->response[5] != ANSWER_SIZE))
		return WRONG_ANSWER;
	return rc;
}

static TSS2_RC receive_no_context(struct run *run)
{
	size_t size = sizeof(run->response);

	return receive(run, NULL, &size, run->response, TSS2_TCTI_TIMEOUT_BLOCK);
}

static TSS2_RC receive_no_size(struct run *run)
{
	return receive(run, run->context, NULL, run->response, TSS2_TCTI_TIMEOUT_BLOCK);
}

static TSS2_RC receive_timeout_below_block(struct run *run)
{
	size_t size = sizeof(run->response);

	return receive(run, run->context, &size, run->response, TSS2_TCTI_TIMEOUT_BLOCK - 1);
}

TSS2_RC receive_in_a_minute(struct run *run)
{
	size_t size = sizeof(run->response);

	return receive(run, run->context, &size, run->response, 60000);
}

/* Three size queries, each of which tells the same. */
static TSS2_RC receive_size(struct run *run)
{
	TSS2_RC rc = TSS2_RC_SUCCESS;

	for (int i = 0; i < 3 && rc == TSS2_RC_SUCCESS; i++) {
		size_t size = 0;

		rc = receive(run, run->context, &size, NULL, TSS2_TCTI_TIMEOUT_BLOCK);
		if (rc == TSS2_RC_SUCCESS && size != ANSWER_SIZE)
			return WRONG_ANSWER;
	}
	return rc;
}

/* Too small a buffer: the size is told, and the response stays. */
static TSS2_RC receive_small(struct run *run)
{
	size_t size = ANSWER_SIZE - 1;
	TSS2_RC rc = receive(run, run->context, &size, run->response, TSS2_TCTI_TIMEOUT_BLOCK);

	if (rc == TSS2_TCTI_RC_INSUFFICIENT_BUFFER && size != ANSWER_SIZE)
		return WRONG_ANSWER;
	return rc;
}

static TSS2_RC cancel(struct run *run)
{
	return run->functions.v1.cancel(run->context);
}

static TSS2_RC cancel_no_context(struct run *run)
{
	return run->functions.v1.cancel(NULL);
}

static TSS2_RC locality(struct run *run)
{
	return run->functions.v1.setLocality(run->context, 0);
}

static TSS2_RC locality_no_context(struct run *run)
{
	return run->functions.v1.setLocality(NULL, 0);
}

static TSS2_RC sticky(struct run *run)
{
	TPM2_HANDLE handle = 0x80000000;

	return run->functions.makeSticky(run->context, &handle, 1);
}

static TSS2_RC sticky_no_handle(struct run *run)
{
	return run->functions.makeSticky(run->context, NULL, 1);
}

static TSS2_RC poll_handles(struct run *run)
{
	TSS2_TCTI_POLL_HANDLE handle;
	size_t count = 1;
	TSS2_RC rc = run->functions.v1.getPollHandles(run->context, &handle, &count);

	if (rc == TSS2_RC_SUCCESS && count != 1)
		return WRONG_ANSWER;
	return rc;
}

static TSS2_RC poll_handles_count(struct run *run)
{
	size_t count = 0;
	TSS2_RC rc = run->functions.v1.getPollHandles(run->context, NULL, &count);

	if (rc == TSS2_RC_SUCCESS && count != 1)
		return WRONG_ANSWER;
	return rc;
}

static TSS2_RC poll_handles_no_room(struct run *run)
{
	TSS2_TCTI_POLL_HANDLE handle;
	size_t count = 0;

	return run->functions.v1.getPollHandles(run->context, &handle, &count);
}

static TSS2_RC poll_handles_no_number(struct run *run)
{
	TSS2_TCTI_POLL_HANDLE handle;

	return run->functions.v1.getPollHandles(run->context, &handle, NULL);
}

static TSS2_RC poll_handles_no_context(struct run *run)
{
	size_t count = 1;

	return run->functions.v1.getPollHandles(NULL, NULL, &count);
}

TSS2_RC finalize(struct run *run)
{
	run->functions.v1.finalize(run->context);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC finalize_no_context(struct run *run)
{
	run->functions.v1.finalize(NULL);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC init_no_size(struct run *run)
{
	return run->init(run->context, NULL, run->conf);
}

static TSS2_RC init_small(struct run *run)
{
	uint8_t memory[sizeof(TSS2_TCTI_CONTEXT_COMMON_V2)];
	size_t size = sizeof(TSS2_TCTI_CONTEXT_COMMON_V2) - 1;

	return run->init((void *)memory, &size, run->conf);
}

static TSS2_RC init_no_such_node(struct run *run)
{
	size_t size = run->context_size;
	void *memory = calloc(1, size);
	TSS2_RC rc = run->init(memory, &size, "/dev/no-such-tpm");

	free(memory);
	return rc;
}

static TSS2_RC init_no_tpm(struct run *run)
{
	size_t size = run->context_size;
	void *memory = calloc(1, size);
	TSS2_RC rc = run->init(memory, &size, "/dev/null");

	free(memory);
	return rc;
}

#define BAD_REFERENCE	TSS2_TCTI_RC_BAD_REFERENCE
#define BAD_CONTEXT	TSS2_TCTI_RC_BAD_CONTEXT
#define BAD_SEQUENCE	TSS2_TCTI_RC_BAD_SEQUENCE
#define BAD_VALUE	TSS2_TCTI_RC_BAD_VALUE
#define NOT_IMPLEMENTED TSS2_TCTI_RC_NOT_IMPLEMENTED
#define SMALL		TSS2_TCTI_RC_INSUFFICIENT_BUFFER

const struct row rows[] = {
	{ "transmit", transmit_command, { OK, BAD_SEQUENCE, BAD_SEQUENCE } },
	{ "transmit: context NULL", transmit_no_context, { BAD_REFERENCE, BAD_REFERENCE, NONE } },
	{ "transmit: wrong magic", transmit_wrong_magic, { BAD_CONTEXT, BAD_CONTEXT, NONE } },
	{ "transmit: wrong version", transmit_wrong_version, { BAD_CONTEXT, BAD_CONTEXT, NONE } },
	{ "transmit: command NULL", transmit_no_command, { BAD_REFERENCE, BAD_SEQUENCE, NONE } },
	{ "transmit: 0 bytes", transmit_nothing, { BAD_VALUE, BAD_SEQUENCE, NONE } },
	{ "transmit: 9 bytes", transmit_short, { BAD_VALUE, BAD_SEQUENCE, NONE } },
	{ "transmit: less than its header says",
	  transmit_less_than_header_says,
	  { BAD_VALUE, BAD_SEQUENCE, NONE } },
	{ "transmit: more than its header says",
	  transmit_more_than_header_says,
	  { BAD_VALUE, BAD_SEQUENCE, NONE } },
	{ "transmit: 4097 bytes", transmit_too_long, { BAD_VALUE, BAD_SEQUENCE, NONE } },
	{ "receive", receive_response, { BAD_SEQUENCE, OK, BAD_SEQUENCE } },
	{ "receive: within a minute", receive_in_a_minute, { BAD_SEQUENCE, OK, NONE } },
	{ "receive: context NULL", receive_no_context, { BAD_REFERENCE, BAD_REFERENCE, NONE } },
	{ "receive: size NULL", receive_no_size, { BAD_SEQUENCE, BAD_REFERENCE, NONE } },
	{ "receive: timeout -2", receive_timeout_below_block, { BAD_SEQUENCE, BAD_VALUE, NONE } },
	{ "receive: size, three times", receive_size, { BAD_SEQUENCE, OK, NONE } },
	{ "receive: buffer too small", receive_small, { BAD_SEQUENCE, SMALL, NONE } },
	{ "cancel", cancel, { BAD_SEQUENCE, NOT_IMPLEMENTED, BAD_SEQUENCE } },
	{ "cancel: context NULL", cancel_no_context, { BAD_REFERENCE, BAD_REFERENCE, NONE } },
	{ "setLocality", locality, { NOT_IMPLEMENTED, BAD_SEQUENCE, BAD_SEQUENCE } },
	{ "setLocality: context NULL", locality_no_context, { BAD_REFERENCE, BAD_REFERENCE, NONE } },
	{ "makeSticky", sticky, { NOT_IMPLEMENTED, BAD_SEQUENCE, BAD_SEQUENCE } },
	{ "makeSticky: handle NULL", sticky_no_handle, { BAD_REFERENCE, BAD_SEQUENCE, NONE } },
	{ "getPollHandles", poll_handles, { OK, OK, BAD_SEQUENCE } },
	{ "getPollHandles: how many", poll_handles_count, { OK, OK, BAD_SEQUENCE } },
	{ "getPollHandles: no room", poll_handles_no_room, { SMALL, SMALL, NONE } },
	{ "getPollHandles: number NULL",
	  poll_handles_no_number,
	  { BAD_REFERENCE, BAD_REFERENCE, NONE } },
	{ "getPollHandles: context NULL",
	  poll_handles_no_context,
	  { BAD_REFERENCE, BAD_REFERENCE, NONE } },
	{ "finalize", finalize, { OK, OK, OK } },
	{ "finalize: context NULL", finalize_no_context, { OK, OK, NONE } },
	{ "initialize: size NULL", init_no_size, { BAD_VALUE, NONE, NONE } },
	{ "initialize: context too small", init_small, { SMALL, NONE, NONE } },
	{ "initialize: no such node",
	  init_no_such_node,
	  { TSS2_TCTI_RC_NO_CONNECTION, NONE, NONE } },
	{ "initialize: /dev/null", init_no_tpm, { BAD_VALUE, NONE, NONE } },
};

const size_t n_rows = sizeof(rows) / sizeof(rows[0]);
