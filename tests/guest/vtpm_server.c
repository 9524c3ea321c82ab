/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A scripted TPM 2.0 behind the kernel's tpm_vtpm_proxy, for the guest tests:
 *
 *   vtpm_server MODE [FIFO [VENDOR]]
 *
 * Makes a TPM, answers the kernel's own commands until its nodes exist, prints its name ("tpm1") and
 * from then on behaves as told:
 *   healthy    answers GetRandom, GetCapability, GetTestResult, PCR_Read, ReadClock, SelfTest;
 *              CreatePrimary and StartAuthSession with a handle and nothing more, and what the resource
 *              manager needs to swap those; others TPM_RC_COMMAND_CODE
 *   gap        the same, but TPM_RC_CONTEXT_GAP to each ContextLoad
 *   garbage    answers with the right length and nonsense in it
 *   malformed  answers with fewer bytes than the header says
 *   longer     answers with more bytes than the header says
 *   short      answers with 5 bytes
 *   failure    answers TPM_RC_FAILURE to everything, initialize TPM_RC_INITIALIZE, upgrade
 *              TPM_RC_UPGRADE, testing TPM_RC_TESTING, yielded TPM_RC_YIELDED
 *   hold       takes commands and answers none until told another mode, in which it answers the last
 *   silent     takes commands and never answers
 * A mode written to the FIFO, a line each, takes the place of the one before. More lines are
 * understood: to "count" it prints "N commands", as many as it has had, and to "count CC" as many as it
 * has had with that code (hexadecimal); after "delay MS" each command
 * takes it that long, and after "delay CC US [JITTER]" the one with that code (hexadecimal) alone: so
 * many microseconds from when it came, and a random part of JITTER more, the same in each run.
 * VENDOR: the vendor string, up to 8 bytes ("Scripted").
 * Its end, however it comes (SIGTERM), is a hot unplug.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <linux/vtpm_proxy.h>

#include "vtpm_answers.h"

enum mode {
	MODE_HEALTHY,
	MODE_GAP,
	MODE_GARBAGE,
	MODE_MALFORMED,
	MODE_LONGER,
	MODE_SHORT,
	MODE_FAILURE,
	MODE_INITIALIZE,
	MODE_UPGRADE,
	MODE_TESTING,
	MODE_YIELDED,
	MODE_HOLD,
	MODE_SILENT,
	N_MODES,
};

static const char *const mode_names[N_MODES] = {
	"healthy",    "gap",	 "garbage", "malformed", "longer", "short",  "failure",
	"initialize", "upgrade", "testing", "yielded",	 "hold",   "silent",
};

/* Returns N_MODES if there is no such mode. */
static enum mode find_mode(const char *name)
{
	enum mode mode = 0;

	while (mode < N_MODES && strcmp(mode_names[mode], name) != 0)
		mode++;
	return mode;
}

/* Returns false if there shall be no answer. */
static bool answer_badly(enum mode mode, const uint8_t *command, size_t size,
			 struct response *response)
{
	size_t i;

	answer(command, size, response);
	if (get_be32(command + 6) == TPM2_CC_SET_LOCALITY)
		return true;
	switch (mode) {
	case MODE_HEALTHY:
	case N_MODES:
		return true;
	case MODE_GAP:
		if (get_be32(command + 6) == CC_CONTEXT_LOAD)
			start_response(response, RC_CONTEXT_GAP);
		return true;
	case MODE_HOLD:
	case MODE_SILENT:
		return false;
	case MODE_MALFORMED:
		response->bytes[5] ^= 0x40;
		return true;
	case MODE_LONGER:
		put(response, 4, 0);
		return true;
	case MODE_SHORT:
		response->size = 5;
		return true;
	case MODE_FAILURE:
		start_response(response, RC_FAILURE);
		return true;
	case MODE_INITIALIZE:
		start_response(response, RC_INITIALIZE);
		return true;
	case MODE_UPGRADE:
		start_response(response, RC_UPGRADE);
		return true;
	case MODE_TESTING:
		start_response(response, RC_TESTING);
		return true;
	case MODE_YIELDED:
		start_response(response, RC_YIELDED);
		return true;
	case MODE_GARBAGE:
		break;
	}
	/* The kernel looks at the length alone: keep it, spoil everything after it. */
	start_response(response, RC_SUCCESS);
	for (i = 0; i < 40; i++)
		put(response, 1, 0xff - (uint32_t)i * 7 % 256);
	end_response(response);
	return true;
}

/* What one command takes; no code: not used. */
struct delay {
	uint32_t code;
	unsigned int us, jitter_us;
};
enum { MAX_DELAYS = 16 };

struct server {
	int fd;	  /* the kernel's */
	int fifo; /* -1: none */
	enum mode mode;
	uint8_t command[4096]; /* the last one */
	ssize_t size;	       /* of it; 0: answered */
	struct timespec came;
	unsigned long n_commands;
	unsigned long n_of[256]; /* those with code 0x100 + I */
	int delay_ms;		 /* of those that have none of their own */
	struct delay delays[MAX_DELAYS];
	uint32_t seed;
};

static void set_delay(struct server *server, struct delay delay)
{
	size_t i = 0;

	while (i < MAX_DELAYS - 1 && server->delays[i].code && server->delays[i].code != delay.code)
		i++;
	server->delays[i] = delay;
}

/* The time that the command came is what counts, so that nothing here adds to the delay. */
static void wait_for_delay(struct server *server)
{
	uint32_t code = get_be32(server->command + 6);
	struct timespec end = server->came;
	const struct delay *delay = NULL;

	if (code == TPM2_CC_SET_LOCALITY)
		return;
	for (size_t i = 0; i < MAX_DELAYS; i++)
		if (server->delays[i].code == code)
			delay = &server->delays[i];
	if (!delay) {
		poll(NULL, 0, server->delay_ms);
		return;
	}
	server->seed = server->seed * 1664525 + 1013904223;
	end.tv_nsec += (long)delay->us * 1000 +
		       (long)((uint64_t)server->seed * delay->jitter_us * 1000 >> 32);
	end.tv_sec += end.tv_nsec / 1000000000;
	end.tv_nsec %= 1000000000;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == EINTR)
		;
}

/* Returns -1 if the kernel does not take the answer. */
static int serve(struct server *server, enum mode mode)
{
	struct response response;

	if (server->size < HEADER_SIZE)
		return 0;
	if (!answer_badly(mode, server->command, (size_t)server->size, &response))
		return 0;
	server->size = 0;
	wait_for_delay(server);
	return write(server->fd, response.bytes, response.size) < 0 ? -1 : 0;
}

static int change_mode(struct server *server, const char *name)
{
	bool held = server->mode == MODE_HOLD;
	struct delay delay = { 0 };
	uint32_t code;

	if (!strcmp(name, "count") || sscanf(name, "count %x", &code) == 1) {
		printf("%lu commands\n", name[5] ? server->n_of[code & 0xff] : server->n_commands);
		fflush(stdout);
		return 0;
	}
	if (sscanf(name, "delay %x %u %u", &delay.code, &delay.us, &delay.jitter_us) >= 2) {
		set_delay(server, delay);
		return 0;
	}
	if (sscanf(name, "delay %d", &server->delay_ms) == 1)
		return 0;
	server->mode = find_mode(name);
	if (server->mode == N_MODES) {
		fprintf(stderr, "vtpm_server: no such mode: %s\n", name);
		return -1;
	}
	return held ? serve(server, server->mode) : 0;
}

/* Several lines may wait; a line is never cut, it is written at once. */
static int change_modes(struct server *server)
{
	char text[4096], *rest = text, *line;
	ssize_t n = read(server->fifo, text, sizeof(text) - 1);
	int r = 0;

	text[n > 0 ? n : 0] = '\0';
	while (r >= 0 && (line = strtok_r(rest, "\n", &rest)))
		r = change_mode(server, line);
	return r;
}

static int usage(void)
{
	fprintf(stderr, "usage: vtpm_server MODE [FIFO [VENDOR]]\nmodes:");
	for (size_t i = 0; i < N_MODES; i++)
		fprintf(stderr, " %s", mode_names[i]);
	fprintf(stderr, "\n");
	return 2;
}

int main(int argc, char **argv)
{
	struct vtpm_proxy_new_dev new_dev = { .flags = VTPM_PROXY_FLAG_TPM2 };
	struct server server = { .fifo = -1 };
	char node[64];
	bool exists = false;
	int control;

	if (argc < 2 || argc > 4)
		return usage();
	server.mode = find_mode(argv[1]);
	if (server.mode == N_MODES)
		return usage();
	if (argc == 4)
		set_vendor(argv[3]);
	if (argc >= 3) {
		server.fifo = open(argv[2], O_RDWR | O_NONBLOCK | O_CLOEXEC);
		if (server.fifo < 0) {
			perror("vtpm_server: FIFO");
			return 1;
		}
	}
	/* The kernel grants an answer 750 ms. In the guest a page of this program that is not there yet
	 * comes from the host, which takes as long as the host is busy. */
	if (mlockall(MCL_CURRENT | MCL_FUTURE) < 0) {
		perror("vtpm_server: mlockall");
		return 1;
	}
	control = open("/dev/vtpmx", O_RDWR | O_CLOEXEC);
	if (control < 0) {
		perror("vtpm_server: /dev/vtpmx (module tpm_vtpm_proxy)");
		return 1;
	}
	if (ioctl(control, VTPM_PROXY_IOC_NEW_DEV, &new_dev) < 0) {
		perror("vtpm_server: VTPM_PROXY_IOC_NEW_DEV");
		return 1;
	}
	server.fd = (int)new_dev.fd;
	snprintf(node, sizeof(node), "/dev/tpmrm%u", new_dev.tpm_num);

	for (;;) {
		struct pollfd pfds[] = { { .fd = server.fd, .events = POLLIN },
					 { .fd = server.fifo, .events = POLLIN } };

		/* The faults begin when the kernel has what it needs for both nodes; nothing but a
		 * look tells that they are there. */
		if (poll(pfds, 2, exists ? -1 : 10) < 0 && errno != EINTR)
			break;
		if (!exists && access(node, F_OK) == 0) {
			exists = true;
			printf("tpm%u\n", new_dev.tpm_num);
			fflush(stdout);
		}
		if (pfds[0].revents & (POLLHUP | POLLERR)) {
			fprintf(stderr, "vtpm_server: the kernel gave this TPM up\n");
			return 1;
		}
		if (pfds[1].revents & POLLIN && change_modes(&server) < 0)
			break;
		if (!(pfds[0].revents & POLLIN))
			continue;
		server.size = read(server.fd, server.command, sizeof(server.command));
		clock_gettime(CLOCK_MONOTONIC, &server.came);
		server.n_commands++;
		if (server.size >= HEADER_SIZE && get_be32(server.command + 6) >> 8 == 1)
			server.n_of[get_be32(server.command + 6) & 0xff]++;
		if (server.size < 0 || serve(&server, exists ? server.mode : MODE_HEALTHY) < 0)
			break;
	}
	perror("vtpm_server: the TPM's server descriptor");
	return 1;
}
