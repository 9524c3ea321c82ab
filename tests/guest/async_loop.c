/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Commands by ESAPI's _Async and _Finish, driven by an event loop that has other work: a timer that
 * ticks every 5 ms.
 *
 *   async_loop poll|timeout TCTI FIFO
 *
 * The TPM is a vtpm_server that obeys FIFO and is told to hold each answer until the loop has ticked
 * three times: a loop that stands still while the TPM works stands for ever.
 * poll: the loop waits for ESAPI's poll handle. timeout: it calls _Finish with a timeout of 0 at
 * every tick. Prints "ticks N", those while the TPM worked. Exit status: 0; 1 a call failed; 2 usage.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <tss2/tss2_esys.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>
#include <unistd.h>

#define COMMANDS 6
#define TICKS	 3 /* of each command */
#define TICK_NS	 5000000

struct loop {
	ESYS_CONTEXT *esys;
	int timer, fifo;
	bool by_timeout;
	unsigned int ticks;
};

static int fail(const char *what, TSS2_RC rc)
{
	fprintf(stderr, "async_loop: %s: 0x%08x %s\n", what, rc, Tss2_RC_Decode(rc));
	return 1;
}

/* One round of the event loop, and whether the response may be there. */
static bool turn(struct loop *loop, const struct pollfd *handle)
{
	struct pollfd pfds[] = { { .fd = loop->timer, .events = POLLIN }, *handle };
	uint64_t expirations;

	poll(pfds, loop->by_timeout ? 1 : 2, -1);
	if (pfds[0].revents && read(loop->timer, &expirations, sizeof(expirations)) > 0 &&
	    ++loop->ticks % TICKS == 0)
		dprintf(loop->fifo, "healthy\n");
	return loop->by_timeout || pfds[1].revents;
}

static TSS2_RC command(struct loop *loop)
{
	TSS2_TCTI_POLL_HANDLE *handles = NULL;
	struct pollfd handle = { .fd = -1 };
	TPM2B_MAX_BUFFER *data = NULL;
	size_t n = 0;
	TPM2_RC result;
	TSS2_RC rc;

	loop->ticks -= loop->ticks % TICKS;
	dprintf(loop->fifo, "hold\n");
	rc = Esys_GetTestResult_Async(loop->esys, ESYS_TR_NONE, ESYS_TR_NONE, ESYS_TR_NONE);
	if (rc)
		return rc;
	if (!loop->by_timeout) {
		rc = Esys_GetPollHandles(loop->esys, &handles, &n);
		if (rc)
			return rc;
		if (n == 1)
			handle = handles[0];
		Esys_Free(handles);
	}
	do {
		while (!turn(loop, &handle))
			;
		rc = Esys_GetTestResult_Finish(loop->esys, &data, &result);
	} while ((rc & ~TSS2_RC_LAYER_MASK) == TSS2_BASE_RC_TRY_AGAIN);
	Esys_Free(data);
	return rc;
}

int main(int argc, char **argv)
{
	const struct itimerspec every = { .it_interval.tv_nsec = TICK_NS,
					  .it_value.tv_nsec = TICK_NS };
	struct loop loop = { 0 };
	TSS2_TCTI_CONTEXT *tcti = NULL;
	TSS2_RC rc;

	if (argc != 4 || (strcmp(argv[1], "poll") != 0 && strcmp(argv[1], "timeout") != 0)) {
		fprintf(stderr, "usage: async_loop poll|timeout TCTI FIFO\n");
		return 2;
	}
	loop.by_timeout = !strcmp(argv[1], "timeout");
	loop.fifo = open(argv[3], O_WRONLY | O_CLOEXEC);
	if (loop.fifo < 0) {
		perror(argv[3]);
		return 1;
	}
	rc = Tss2_TctiLdr_Initialize(argv[2], &tcti);
	if (rc)
		return fail("opening the TCTI", rc);
	rc = Esys_Initialize(&loop.esys, tcti, NULL);
	if (rc)
		return fail("Esys_Initialize", rc);
	loop.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	timerfd_settime(loop.timer, 0, &every, NULL);
	Esys_SetTimeout(loop.esys, 0);
	for (unsigned int i = 0; i < COMMANDS; i++) {
		rc = command(&loop);
		if (rc)
			return fail("a command", rc);
	}
	printf("ticks %u\n", loop.ticks);
	close(loop.timer);
	close(loop.fifo);
	Esys_Finalize(&loop.esys);
	Tss2_TctiLdr_Finalize(&tcti);
	return 0;
}
