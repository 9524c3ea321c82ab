/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the time of TPM2_GetRandom goes, by the kernel's trace.
 *
 *   kernel_split TCTI OBJECTS SESSIONS N    load so many, then N commands
 *   kernel_split                            only start the trace, say "ready", and wait for the end of
 *                                           the input
 *
 * Prints name=value lines: why= (there is no trace), or traced, whole_ns, the parts, loads, saves: means
 * over the samples; whole_ns is measured here, over the samples that were traced.
 * Exit status: 0; 1 no trace; 2 usage, or the TPM refuses.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_tcti.h>
#include <tss2/tss2_tctildr.h>

#include "clock.h"
#include "kernel.h"

static const uint8_t get_random[] = { 0x80, 1, 0, 0, 0, 12, 0, 0, 1, 0x7b, 0, 32 };

/* A P-256 signing key in the NULL hierarchy. */
static const uint8_t create_primary[] = {
	0x80, 2, 0, 0, 0,    63, 0,    0, 1, 0x31, 0x40, 0, 0, 7,  0, 0,    0, 9,  0x40, 0, 0,
	9,    0, 0, 0, 0,    0,	 0,    4, 0, 0,	   0,	 0, 0, 22, 0, 0x23, 0, 11, 0,	 4, 4,
	0x72, 0, 0, 0, 0x10, 0,	 0x10, 0, 3, 0,	   0x10, 0, 0, 0,  0, 0,    0, 0,  0,	 0, 0,
};

/* A policy session. */
static const uint8_t start_session[] = {
	0x80, 1, 0, 0, 0, 43, 0, 0,  1,	 0x76, 0x40, 0,	 0,  7,	 0x40, 0, 0, 7, 0,    16, 1,  2,
	3,    4, 5, 6, 7, 8,  9, 10, 11, 12,   13,   14, 15, 16, 0,    0, 1, 0, 0x10, 0,  11,
};

static void command(TSS2_TCTI_CONTEXT *tcti, const uint8_t *bytes, size_t size,
		    struct moments *moments)
{
	uint8_t copy[64], response[4096];
	size_t response_size = sizeof(response);
	TSS2_RC rc;

	moments->begin = clock_now();
	memcpy(copy, bytes, size);
	moments->transmit = clock_now();
	rc = Tss2_Tcti_Transmit(tcti, size, copy);
	moments->transmitted = clock_now();
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_Tcti_Receive(tcti, &response_size, response, TSS2_TCTI_TIMEOUT_BLOCK);
	moments->received = clock_now();
	if (rc != TSS2_RC_SUCCESS || response_size < 10 || memcmp(response + 6, "\0\0\0\0", 4)) {
		fprintf(stderr, "kernel_split: 0x%x\n", rc);
		exit(2);
	}
	moments->end = clock_now();
}

static void show(const char *name, const struct number_fact *fact)
{
	if (fact_known(&fact->fact))
		printf("%s=%" PRIu64 "\n", name, fact->value);
	else
		printf("%s=\n", name);
}

static void show_real(const char *name, const struct real_fact *fact)
{
	if (fact_known(&fact->fact))
		printf("%s=%g\n", name, fact->value);
	else
		printf("%s=\n", name);
}

static void measure(struct kernel_trace *trace, TSS2_TCTI_CONTEXT *tcti, char **counts)
{
	struct kernel_sums sums = { 0 };
	struct bench_kernel kernel;
	struct moments moments;
	uint64_t before, whole = 0;

	for (int i = atoi(counts[0]); i > 0; i--)
		command(tcti, create_primary, sizeof(create_primary), &moments);
	for (int i = atoi(counts[1]); i > 0; i--)
		command(tcti, start_session, sizeof(start_session), &moments);
	kernel_trace_skip(trace);
	for (int i = atoi(counts[2]); i > 0; i--) {
		before = sums.samples;
		command(tcti, get_random, sizeof(get_random), &moments);
		kernel_trace_take(trace, &moments, &sums);
		if (sums.samples > before)
			whole += moments.end - moments.begin;
	}
	kernel_trace_summarise(&sums, &kernel);
	show("traced", &kernel.traced);
	printf("whole_ns=%" PRIu64 "\n", sums.samples ? whole / sums.samples : 0);
	show("user_ns", &kernel.user_ns);
	show("rm_ns", &kernel.rm_ns);
	show("driver_ns", &kernel.driver_ns);
	show("tpm_ns", &kernel.tpm_ns);
	show("rest_ns", &kernel.rest_ns);
	show_real("loads", &kernel.context_loads);
	show_real("saves", &kernel.context_saves);
}

int main(int argc, char **argv)
{
	TSS2_TCTI_CONTEXT *tcti = NULL;
	struct kernel_trace *trace;
	const char *why;
	int r;

	if (argc != 1 && argc != 5) {
		fprintf(stderr, "usage: kernel_split [TCTI OBJECTS SESSIONS N]\n");
		return 2;
	}
	r = kernel_trace_start(&trace, &why);
	if (r < 0) {
		printf("why=%s\n", why);
		return 1;
	}
	if (argc == 1) {
		puts("ready");
		fflush(stdout);
		while (getchar() != EOF)
			;
	} else {
		if (Tss2_TctiLdr_Initialize(argv[1], &tcti) != TSS2_RC_SUCCESS)
			exit(2);
		measure(trace, tcti, argv + 2);
		Tss2_TctiLdr_Finalize(&tcti);
	}
	kernel_trace_stop(trace);
	return 0;
}
