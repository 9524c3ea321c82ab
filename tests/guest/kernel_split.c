/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a command's time goes, by the kernel's trace.
 *
 *   kernel_split COMMAND TCTI N OBJECTS SESSIONS    N commands, random (GetRandom) or test (SelfTest,
 *                                           full); with nothing loaded, and anew after loading each of
 *                                           so many objects, and after starting each session; or rival:
 *                                           GetRandom, while a process of its own asks too, four times in a row
 *   kernel_split                            start the trace, say "ready", and wait to be killed
 *
 * Prints name=value: why= (there is no trace), or a line each time: objects, sessions; traced (samples);
 * of the fastest sample, which a busy machine has disturbed least: whole_ns, and of that calls_ns in
 * write, poll and read, both as measured here in user space, and the parts by the trace; of all
 * samples: sum_whole_ns and sum_parts_ns, the parts but for the rest; loads, saves: means.
 * Exit status: 0; 1 no trace; 2 usage, or the TPM refuses.
 */
#include <inttypes.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <tss2/tss2_tcti.h>
#include <tss2/tss2_tctildr.h>

#include "clock.h"
#include "kernel.h"
#include "timed_calls.h"

static const uint8_t self_test[] = { 0x80, 1, 0, 0, 0, 11, 0, 0, 1, 0x43, 1 };
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
		    struct command_times *times)
{
	uint8_t copy[64], response[4096];
	size_t response_size = sizeof(response);
	TSS2_RC rc;

	timed_calls_ns = 0;
	times->begin = now_ns();
	memcpy(copy, bytes, size);
	times->transmit = now_ns();
	rc = Tss2_Tcti_Transmit(tcti, size, copy);
	times->transmitted = now_ns();
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_Tcti_Receive(tcti, &response_size, response, TSS2_TCTI_TIMEOUT_BLOCK);
	times->received = now_ns();
	if (rc != TSS2_RC_SUCCESS || response_size < 10 || memcmp(response + 6, "\0\0\0\0", 4)) {
		fprintf(stderr, "kernel_split: 0x%x\n", rc);
		exit(2);
	}
	times->end = now_ns();
}

static void show(const char *name, const struct number_fact *fact)
{
	if (fact_known(&fact->fact))
		printf(" %s=%" PRIu64, name, fact->value);
}

static void show_real(const char *name, const struct real_fact *fact)
{
	if (fact_known(&fact->fact))
		printf(" %s=%g", name, fact->value);
}

static void measure(struct kernel_trace *trace, TSS2_TCTI_CONTEXT *tcti, bool is_random, int n)
{
	struct kernel_sums sum = { 0 }, one, best = { 0 };
	struct bench_kernel all, kernel;
	struct command_times times;
	uint64_t whole, calls, best_whole = UINT64_MAX, best_calls = 0;
	uint64_t sum_whole = 0, sum_parts = 0;

	kernel_trace_skip(trace);
	while (n-- > 0) {
		command(tcti, is_random ? get_random : self_test,
			is_random ? sizeof(get_random) : sizeof(self_test), &times);
		calls = timed_calls_ns;
		one = (struct kernel_sums){ 0 };
		kernel_trace_take(trace, &times, &one);
		sum.samples += one.samples;
		sum.counted += one.counted;
		sum_parts += one.user_ns + one.call_ns + one.rm_ns + one.driver_ns + one.tpm_ns;
		sum.context_loads += one.context_loads;
		sum.context_saves += one.context_saves;
		whole = times.end - times.begin;
		sum_whole += one.samples > 0 ? whole : 0;
		if (one.samples > 0 && whole < best_whole) {
			best = one;
			best_whole = whole;
			best_calls = calls;
		}
	}
	kernel_trace_summarise(&sum, &all);
	kernel_trace_summarise(&best, &kernel);
	show("traced", &all.traced);
	if (sum.samples > 0)
		printf(" sum_whole_ns=%" PRIu64 " sum_parts_ns=%" PRIu64 " whole_ns=%" PRIu64
		       " calls_ns=%" PRIu64,
		       sum_whole, sum_parts, best_whole, best_calls);
	show("user_ns", &kernel.user_ns);
	show("system_calls_ns", &kernel.system_calls_ns);
	show("rm_ns", &kernel.rm_ns);
	show("driver_ns", &kernel.driver_ns);
	show("tpm_ns", &kernel.tpm_ns);
	show("rest_ns", &kernel.rest_ns);
	show_real("loads", &all.context_loads);
	show_real("saves", &all.context_saves);
	putchar('\n');
	fflush(stdout);
}

static TSS2_TCTI_CONTEXT *open_tcti(const char *name)
{
	TSS2_TCTI_CONTEXT *tcti = NULL;

	if (Tss2_TctiLdr_Initialize(name, &tcti) != TSS2_RC_SUCCESS)
		exit(2);
	return tcti;
}

/* Within the trace's life: an emulated processor does not stand it well that code which it runs is
 * changed. Returns when the rival has had its first response. */
static pid_t start_rival(const char *name)
{
	struct command_times times;
	int fds[2];
	char c = 0;
	pid_t pid;

	if (pipe(fds) < 0)
		exit(2);
	pid = fork();
	if (pid < 0)
		exit(2);
	if (pid == 0) {
		TSS2_TCTI_CONTEXT *tcti = open_tcti(name);

		for (int i = 0; i < 4; i++) {
			command(tcti, get_random, sizeof(get_random), &times);
			if (i == 0 && write(fds[1], "", 1) != 1)
				_exit(2);
		}
		_exit(0);
	}
	close(fds[1]);
	if (read(fds[0], &c, 1) != 1)
		exit(2);
	close(fds[0]);
	return pid;
}

static void stop_rival(pid_t rival)
{
	if (rival > 0) {
		kill(rival, SIGKILL);
		waitpid(rival, NULL, 0);
	}
}

static void measure_all(struct kernel_trace *trace, char **argv)
{
	bool is_random = strcmp(argv[1], "test") != 0;
	int n = atoi(argv[3]), objects = atoi(argv[4]), sessions = atoi(argv[5]);
	TSS2_TCTI_CONTEXT *tcti = open_tcti(argv[2]);
	pid_t rival = strcmp(argv[1], "rival") ? 0 : start_rival(argv[2]);
	struct command_times times;

	for (int i = 0; i <= objects + sessions; i++) {
		if (i > objects)
			command(tcti, start_session, sizeof(start_session), &times);
		else if (i > 0)
			command(tcti, create_primary, sizeof(create_primary), &times);
		printf("objects=%d sessions=%d", i < objects ? i : objects,
		       i > objects ? i - objects : 0);
		measure(trace, tcti, is_random, n);
	}
	stop_rival(rival);
	Tss2_TctiLdr_Finalize(&tcti);
}

int main(int argc, char **argv)
{
	struct kernel_trace *trace;
	const char *why;
	int r;

	if (argc != 1 && argc != 6) {
		fprintf(stderr,
			"usage: kernel_split [random|test|rival TCTI N OBJECTS SESSIONS]\n");
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
		pause();
	} else {
		measure_all(trace, argv);
	}
	kernel_trace_stop(trace);
	return 0;
}
