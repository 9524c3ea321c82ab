/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RSA key generations by ESAPI's _Async and _Finish, driven by an event loop that has other work:
 * a timer that ticks every 5 ms.
 *
 *   async_loop poll|timeout TCTI
 *
 * poll: the loop waits for ESAPI's poll handle. timeout: it calls _Finish with a timeout of 0 at
 * every tick. Prints "ticks N stall_ms N finish_ms N work_ms N": ticks while the TPM worked, the
 * longest time that the loop was away from its timer, the longest _Finish that said TRY_AGAIN, and
 * how long the TPM worked in all. Exit status: 0; 1 a call failed; 2 usage.
 */
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/timerfd.h>
#include <time.h>
#include <tss2/tss2_esys.h>
#include <tss2/tss2_rc.h>
#include <tss2/tss2_tctildr.h>
#include <unistd.h>

#define KEYS	6
#define TICK_NS 5000000

struct loop {
	ESYS_CONTEXT *esys;
	int timer;
	bool by_timeout;
	unsigned int ticks;
	int64_t stall_ns, finish_ns, work_ns;
};

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int fail(const char *what, TSS2_RC rc)
{
	fprintf(stderr, "async_loop: %s: 0x%08x %s\n", what, rc, Tss2_RC_Decode(rc));
	return 1;
}

static TSS2_RC begin(struct loop *loop, uint8_t unique)
{
	const TPM2B_SENSITIVE_CREATE sensitive = { 0 };
	const TPML_PCR_SELECTION pcrs = { 0 };
	const TPM2B_DATA outside = { 0 };
	TPM2B_PUBLIC template = {
		.publicArea = {
			.type = TPM2_ALG_RSA,
			.nameAlg = TPM2_ALG_SHA256,
			.objectAttributes = TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_SIGN_ENCRYPT |
					    TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT |
					    TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_NODA,
			.parameters.rsaDetail = { .symmetric.algorithm = TPM2_ALG_NULL,
						  .scheme.scheme = TPM2_ALG_NULL,
						  .keyBits = 2048 },
			.unique.rsa = { .size = 1, .buffer = { unique } },
		},
	};

	return Esys_CreatePrimary_Async(loop->esys, ESYS_TR_RH_NULL, ESYS_TR_PASSWORD, ESYS_TR_NONE,
					ESYS_TR_NONE, &sensitive, &template, &outside, &pcrs);
}

static TSS2_RC finish(struct loop *loop, ESYS_TR *ret_key)
{
	int64_t start = now_ns();
	TSS2_RC rc = Esys_CreatePrimary_Finish(loop->esys, ret_key, NULL, NULL, NULL, NULL);

	if ((rc & ~TSS2_RC_LAYER_MASK) == TSS2_BASE_RC_TRY_AGAIN &&
	    now_ns() - start > loop->finish_ns)
		loop->finish_ns = now_ns() - start;
	return rc;
}

/* One round of the event loop, and whether the response is there. */
static bool turn(struct loop *loop, const struct pollfd *handle, int64_t *last)
{
	struct pollfd pfds[] = { { .fd = loop->timer, .events = POLLIN }, *handle };
	uint64_t expirations;
	int64_t now;

	poll(pfds, loop->by_timeout ? 1 : 2, -1);
	now = now_ns();
	if (now - *last > loop->stall_ns)
		loop->stall_ns = now - *last;
	*last = now;
	if (pfds[0].revents && read(loop->timer, &expirations, sizeof(expirations)) > 0)
		loop->ticks++;
	return loop->by_timeout || pfds[1].revents;
}

static TSS2_RC make_key(struct loop *loop, uint8_t unique)
{
	TSS2_TCTI_POLL_HANDLE *handles = NULL;
	struct pollfd handle = { .fd = -1 };
	int64_t start = now_ns(), last = start;
	ESYS_TR key = ESYS_TR_NONE;
	size_t n = 0;
	TSS2_RC rc;

	rc = begin(loop, unique);
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
		while (!turn(loop, &handle, &last))
			;
		rc = finish(loop, &key);
	} while ((rc & ~TSS2_RC_LAYER_MASK) == TSS2_BASE_RC_TRY_AGAIN);
	loop->work_ns += now_ns() - start;
	if (rc)
		return rc;
	Esys_SetTimeout(loop->esys, TSS2_TCTI_TIMEOUT_BLOCK);
	rc = Esys_FlushContext(loop->esys, key);
	Esys_SetTimeout(loop->esys, 0);
	return rc;
}

int main(int argc, char **argv)
{
	const struct itimerspec every = { .it_interval.tv_nsec = TICK_NS,
					  .it_value.tv_nsec = TICK_NS };
	struct loop loop = { 0 };
	TSS2_TCTI_CONTEXT *tcti = NULL;
	TSS2_RC rc;

	if (argc != 3 || (strcmp(argv[1], "poll") != 0 && strcmp(argv[1], "timeout") != 0)) {
		fprintf(stderr, "usage: async_loop poll|timeout TCTI\n");
		return 2;
	}
	loop.by_timeout = !strcmp(argv[1], "timeout");
	rc = Tss2_TctiLdr_Initialize(argv[2], &tcti);
	if (rc)
		return fail("opening the TCTI", rc);
	rc = Esys_Initialize(&loop.esys, tcti, NULL);
	if (rc)
		return fail("Esys_Initialize", rc);
	loop.timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	timerfd_settime(loop.timer, 0, &every, NULL);
	Esys_SetTimeout(loop.esys, 0);
	for (uint8_t i = 0; i < KEYS; i++) {
		rc = make_key(&loop, i);
		if (rc)
			return fail("making a key", rc);
	}
	printf("ticks %u stall_ms %lld finish_ms %lld work_ms %lld\n", loop.ticks,
	       (long long)(loop.stall_ns / 1000000), (long long)(loop.finish_ns / 1000000),
	       (long long)(loop.work_ns / 1000000));
	close(loop.timer);
	Esys_Finalize(&loop.esys);
	Tss2_TctiLdr_Finalize(&tcti);
	return 0;
}
