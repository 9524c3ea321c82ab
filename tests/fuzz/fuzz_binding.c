/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A TCTI context against a far end that does anything, driven by a caller that does anything: each
 * byte of the input is one step of either. What must hold: every function returns a code that its
 * state allows, nothing hangs, and an answer is one that the far end sent after the command.
 *
 * First byte: what the far end is (a stream, packets, the kernel's driver); then a byte each: the low
 * four bits are the step, the high four its variant.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "binding.h"
#include "inject.h"

#define NODE	"/dev/tpmrm9"
#define MESSAGE 14 /* header and a number that tells messages apart */
#define RC(x)	TSS2_TCTI_RC_##x

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const TSS2_TCTI_INFO *Tss2_Tcti_Info(void);

enum kind { STREAM, PACKETS, DRIVER, N_KINDS };

struct run {
	enum kind kind;
	int fds[2]; /* near, far; -1: closed */
	TSS2_TCTI_CONTEXT *context;
	bool waiting;	    /* the caller may receive */
	uint32_t number;    /* of the last message */
	uint32_t first_new; /* messages of the far end since the command: from this number on */
	bool has_command;   /* that the far end has not answered */
	bool has_answer;    /* something complete, or the end, is there to be received */
	bool may_lie;	    /* errors were injected */
	uint8_t rest[MESSAGE];
	size_t rest_size; /* of a message whose beginning was sent */
};

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void build(uint8_t *message, uint32_t size, uint32_t number)
{
	tcti_header_build(&(struct tcti_header){ 0x8001, size, 0 }, message);
	message[10] = (uint8_t)(number >> 24);
	message[11] = (uint8_t)(number >> 16);
	message[12] = (uint8_t)(number >> 8);
	message[13] = (uint8_t)number;
}

static uint32_t number_of(const uint8_t *message)
{
	return (uint32_t)message[10] << 24 | (uint32_t)message[11] << 16 |
	       (uint32_t)message[12] << 8 | message[13];
}

static void far_send(struct run *run, const uint8_t *bytes, size_t size)
{
	if (run->fds[1] >= 0 && send(run->fds[1], bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0)
		run->has_answer = true;
}

/* The driver answers once. */
static bool far_may_send(struct run *run)
{
	if (run->kind == DRIVER && (!run->has_command || run->has_answer))
		return false;
	return !run->rest_size;
}

static void far_answer(struct run *run)
{
	uint8_t message[MESSAGE];

	if (!far_may_send(run))
		return;
	build(message, MESSAGE, ++run->number);
	far_send(run, message, MESSAGE);
	run->has_command = false;
}

/* The driver compares the sizes itself. */
static void far_malformed(struct run *run, unsigned int variant)
{
	uint8_t message[MESSAGE + 8] = { 0 };

	if (!far_may_send(run) || run->kind == DRIVER)
		return;
	build(message, variant % 8 < 4 ? variant * 3 : MESSAGE + variant, ++run->number);
	far_send(run, message, 1 + variant);
	run->has_command = false;
}

static void far_begin(struct run *run, unsigned int variant)
{
	if (run->kind != STREAM || run->rest_size)
		return;
	build(run->rest, MESSAGE, ++run->number);
	run->rest_size = MESSAGE - 1 - variant % (MESSAGE - 1);
	far_send(run, run->rest, MESSAGE - run->rest_size);
	run->has_answer = false;
}

static void far_end(struct run *run)
{
	if (run->rest_size)
		far_send(run, run->rest + MESSAGE - run->rest_size, run->rest_size);
	run->rest_size = 0;
}

static void far_close(struct run *run)
{
	if (run->fds[1] >= 0)
		close(run->fds[1]);
	run->fds[1] = -1;
	run->has_answer = true;
}

static void far_take_command(struct run *run)
{
	uint8_t command[TCTI_MESSAGE_SIZE];

	if (run->fds[1] >= 0)
		run->has_command = recv(run->fds[1], command, sizeof(command), MSG_DONTWAIT) > 0;
}

/* ---- The caller ----------------------------------------------------------------------------------- */

static void transmit(struct run *run)
{
	uint8_t command[MESSAGE];
	TSS2_RC rc;

	build(command, MESSAGE, ++run->number);
	rc = Tss2_Tcti_Transmit(run->context, MESSAGE, command);
	if (run->waiting) {
		check(rc == RC(BAD_SEQUENCE));
		return;
	}
	/* What came before the command is gone; what was begun before it will not go on. */
	if (rc == TSS2_RC_SUCCESS) {
		run->waiting = true;
		run->first_new = run->number + 1;
		run->has_answer = run->fds[1] < 0;
		run->rest_size = 0;
		far_take_command(run);
		return;
	}
	check(run->fds[1] < 0 || run->may_lie || rc == RC(MALFORMED_RESPONSE));
}

static void transmit_nonsense(struct run *run, unsigned int variant)
{
	uint8_t command[MESSAGE] = { 0 };
	TSS2_RC rc;

	build(command, variant, 0);
	rc = Tss2_Tcti_Transmit(run->context, variant == MESSAGE ? MESSAGE - 1 : MESSAGE, command);
	check(rc == (run->waiting ? RC(BAD_SEQUENCE) : RC(BAD_VALUE)));
}

/* Blocking, where something is there; the driver's node has a thread for anything else. */
static bool may_receive(const struct run *run)
{
	return !run->waiting || run->has_answer || run->kind != DRIVER;
}

static void receive(struct run *run, unsigned int variant)
{
	int32_t timeout = run->kind == DRIVER ? TSS2_TCTI_TIMEOUT_BLOCK : TSS2_TCTI_TIMEOUT_NONE;
	uint8_t response[TCTI_MESSAGE_SIZE];
	size_t size = variant == 1 ? 3 : sizeof(response);
	TSS2_RC rc;

	if (!may_receive(run))
		return;
	rc = Tss2_Tcti_Receive(run->context, &size, variant == 2 ? NULL : response, timeout);
	if (!run->waiting) {
		check(rc == RC(BAD_SEQUENCE));
		return;
	}
	if (rc == RC(TRY_AGAIN))
		return;
	if (rc == RC(INSUFFICIENT_BUFFER) || (rc == TSS2_RC_SUCCESS && variant == 2)) {
		check(size >= TCTI_HEADER_SIZE && size <= TCTI_MESSAGE_SIZE);
		return;
	}
	run->waiting = false;
	run->has_answer = run->fds[1] < 0;
	/* With an error of read(2) the driver gives the response up. */
	if (run->kind == DRIVER && rc != TSS2_RC_SUCCESS)
		recv(run->fds[0], response, sizeof(response), MSG_DONTWAIT);
	check(rc != RC(BAD_SEQUENCE) && rc != RC(BAD_REFERENCE) && rc != RC(BAD_CONTEXT));
	if (rc == TSS2_RC_SUCCESS && size == MESSAGE)
		check(number_of(response) >= run->first_new && number_of(response) <= run->number);
}

static void receive_nonsense(struct run *run)
{
	uint8_t response[16];
	size_t size = sizeof(response);

	check(Tss2_Tcti_Receive(run->context, NULL, response, 0) ==
	      (run->waiting ? RC(BAD_REFERENCE) : RC(BAD_SEQUENCE)));
	check(Tss2_Tcti_Receive(run->context, &size, response, -2) ==
	      (run->waiting ? RC(BAD_VALUE) : RC(BAD_SEQUENCE)));
}

static void others(struct run *run)
{
	TPM2_HANDLE handle = 0x80000000;
	size_t count = 0;

	check(Tss2_Tcti_Cancel(run->context) ==
	      (run->waiting ? RC(NOT_IMPLEMENTED) : RC(BAD_SEQUENCE)));
	check(Tss2_Tcti_SetLocality(run->context, 1) ==
	      (run->waiting ? RC(BAD_SEQUENCE) : RC(NOT_IMPLEMENTED)));
	check(Tss2_Tcti_MakeSticky(run->context, &handle, 1) ==
	      (run->waiting ? RC(BAD_SEQUENCE) : RC(NOT_IMPLEMENTED)));
	check(Tss2_Tcti_GetPollHandles(run->context, NULL, &count) == TSS2_RC_SUCCESS &&
	      count == 1);
}

static void inject(struct run *run, unsigned int variant)
{
	static const int errors[] = { EINTR, EIO, EFAULT, ENOMEM, EPIPE, ETIME, EINVAL, EBUSY };
	enum inject_call call = variant < 8 ? INJECT_WRITE : INJECT_READ;

	if (run->kind != DRIVER || run->may_lie)
		return;
	run->may_lie = true;
	inject_errno(call, 1, errors[variant % 8]);
}

static void open_context(struct run *run)
{
	size_t size = SIZE_MAX;
	char conf[32] = NODE;

	if (run->kind == DRIVER)
		inject_node(NODE, run->fds[0], 0);
	else
		snprintf(conf, sizeof(conf), "fd=%d", run->fds[0]);
	check(Tss2_Tcti_Info()->init(run->context, &size, conf) == TSS2_RC_SUCCESS);
	run->waiting = false;
}

static void step(struct run *run, uint8_t byte)
{
	unsigned int variant = byte >> 4;

	switch (byte & 15) {
	case 0:
	case 1:
		transmit(run);
		break;
	case 2:
		transmit_nonsense(run, variant);
		break;
	case 3:
	case 4:
		far_answer(run);
		break;
	case 5:
		far_malformed(run, variant);
		break;
	case 6:
		far_begin(run, variant);
		break;
	case 7:
		far_end(run);
		break;
	case 8:
		if (variant == 15)
			far_close(run);
		break;
	case 9:
	case 10:
		receive(run, 0);
		break;
	case 11:
		receive(run, 1);
		break;
	case 12:
		receive(run, 2);
		break;
	case 13:
		receive_nonsense(run);
		break;
	case 14:
		others(run);
		break;
	case 15:
		inject(run, variant);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run run = { .kind = STREAM };
	size_t needed = 0;

	if (size < 1 || size > 400)
		return 0;
	signal(SIGPIPE, SIG_IGN);
	setenv("TSS2_LOG", "all+none", 1);
	run.kind = data[0] % N_KINDS;
	check(socketpair(AF_UNIX, run.kind == STREAM ? SOCK_STREAM : SOCK_SEQPACKET, 0, run.fds) ==
	      0);
	check(Tss2_Tcti_Info()->init(NULL, &needed, NULL) == TSS2_RC_SUCCESS);
	/* Exactly as long as it says, and not cleared. */
	run.context = malloc(needed);
	check(run.context);
	inject_reset();
	open_context(&run);
	for (size_t i = 1; i < size; i++)
		step(&run, data[i]);
	Tss2_Tcti_Finalize(run.context);
	check(Tss2_Tcti_Transmit(run.context, 10, data) == RC(BAD_SEQUENCE));
	Tss2_Tcti_Finalize(run.context);
	free(run.context);
	close(run.fds[0]);
	if (run.fds[1] >= 0)
		close(run.fds[1]);
	return 0;
}
