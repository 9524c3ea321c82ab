/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many TPMs driven by one thread: an epoll loop over the poll handles of their TCTI contexts.
 *
 *   many_tpms MODULE COMMANDS NODE...
 *
 * Each TPM is sent COMMANDS times TPM2_GetRandom, the next as soon as it has answered. The number of
 * bytes is another for each of 32 neighbours, so that an answer to a wrong command is noticed.
 * Prints "tpms N commands N cpu_ns N wall_ns N", the last two for each command. Exit status: 0; 1 a
 * call failed, or an answer was wrong; 2 usage.
 */
#include <dlfcn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <tss2/tss2_tcti.h>
#include <unistd.h>

#define TPMS_MAX 256

struct tpm {
	const char *node;
	TSS2_TCTI_CONTEXT *context;
	uint8_t n_bytes;
	unsigned long left; /* commands that have not been answered */
};

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fprintf(stderr, "many_tpms: ");
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, "\n");
	_exit(1);
}

static void must(TSS2_RC rc, const struct tpm *tpm, const char *what)
{
	if (rc != TSS2_RC_SUCCESS)
		die("%s: %s: 0x%08x", tpm->node, what, rc);
}

static uint64_t now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static void transmit(struct tpm *tpm)
{
	const uint8_t get_random[] = { 0x80, 0x01, 0, 0, 0, 12, 0, 0, 0x01, 0x7b, 0, tpm->n_bytes };

	must(Tss2_Tcti_Transmit(tpm->context, sizeof(get_random), get_random), tpm, "transmit");
}

static void receive(struct tpm *tpm)
{
	uint8_t response[64];
	size_t size = sizeof(response);

	/* It is readable: nothing to wait for. */
	must(Tss2_Tcti_Receive(tpm->context, &size, response, 0), tpm, "receive");
	if (size != 12U + tpm->n_bytes || response[11] != tpm->n_bytes)
		die("%s: %zu bytes in answer to a command for %u", tpm->node, size, tpm->n_bytes);
}

static void open_tpm(struct tpm *tpm, const TSS2_TCTI_INFO *info, int epoll)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = tpm };
	TSS2_TCTI_POLL_HANDLE handle;
	size_t size = 0, count = 1;

	must(info->init(NULL, &size, NULL), tpm, "size");
	tpm->context = calloc(1, size);
	if (!tpm->context)
		die("no memory");
	must(info->init(tpm->context, &size, tpm->node), tpm, "init");
	must(Tss2_Tcti_GetPollHandles(tpm->context, &handle, &count), tpm, "poll handle");
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, handle.fd, &event) < 0)
		die("%s: epoll_ctl", tpm->node);
}

static void drive(struct tpm *tpms, unsigned int n, int epoll)
{
	struct epoll_event events[16];
	unsigned int working = n;

	for (unsigned int i = 0; i < n; i++)
		transmit(&tpms[i]);
	while (working) {
		int ready = epoll_wait(epoll, events, 16, -1);

		if (ready <= 0)
			die("epoll_wait, while %u TPMs work", working);
		for (int i = 0; i < ready; i++) {
			struct tpm *tpm = events[i].data.ptr;

			receive(tpm);
			if (--tpm->left)
				transmit(tpm);
			else
				working--;
		}
	}
}

int main(int argc, char **argv)
{
	static struct tpm tpms[TPMS_MAX];
	TSS2_TCTI_INFO_FUNC get_info = NULL;
	unsigned int n = (unsigned int)argc - 3;
	unsigned long commands;
	uint64_t cpu, wall;
	void *module;
	int epoll;

	if (argc < 4 || n > TPMS_MAX) {
		fprintf(stderr, "usage: many_tpms MODULE COMMANDS NODE...\n");
		return 2;
	}
	module = dlopen(argv[1], RTLD_NOW);
	if (module)
		get_info = (TSS2_TCTI_INFO_FUNC)dlsym(module, TSS2_TCTI_INFO_SYMBOL);
	if (!get_info)
		die("%s", dlerror());
	commands = strtoul(argv[2], NULL, 10);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	for (unsigned int i = 0; i < n; i++) {
		tpms[i] = (struct tpm){ argv[3 + i], NULL, (uint8_t)(1 + i % 32), commands };
		open_tpm(&tpms[i], get_info(), epoll);
	}
	cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	wall = now(CLOCK_MONOTONIC);
	drive(tpms, n, epoll);
	printf("tpms %u commands %lu cpu_ns %ju wall_ns %ju\n", n, n * commands,
	       (uintmax_t)((now(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (n * commands)),
	       (uintmax_t)((now(CLOCK_MONOTONIC) - wall) / (n * commands)));
	for (unsigned int i = 0; i < n; i++) {
		Tss2_Tcti_Finalize(tpms[i].context);
		free(tpms[i].context);
	}
	return 0;
}
