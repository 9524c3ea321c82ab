/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A scripted TPM 2.0 behind the kernel's tpm_vtpm_proxy, for the guest tests:
 *
 *   vtpm_server MODE [FIFO]
 *
 * Makes a TPM, answers the kernel's own commands until its nodes exist, prints its name ("tpm1") and
 * from then on behaves as told:
 *   healthy    answers GetRandom, GetCapability, PCR_Read, SelfTest; others TPM_RC_COMMAND_CODE
 *   garbage    answers with the right length and nonsense in it
 *   malformed  answers with fewer bytes than the header says
 *   longer     answers with more bytes than the header says
 *   short      answers with 5 bytes
 *   failure    answers TPM_RC_FAILURE to everything, initialize TPM_RC_INITIALIZE, testing
 *              TPM_RC_TESTING, yielded TPM_RC_YIELDED
 *   hold       takes commands and answers none until told another mode, in which it answers the last
 *   silent     takes commands and never answers
 * A mode written to the FIFO, a line each, takes the place of the one before. Two more lines are
 * understood: to "count" it prints "N commands", as many as it has had; after "delay MS" each command
 * takes it that long.
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
#include <unistd.h>
#include <linux/vtpm_proxy.h>

#define HEADER_SIZE 10

/* Names as in the TPM 2.0 Library, part 2. */
enum {
	ST_NO_SESSIONS = 0x8001,
	CC_SELF_TEST = 0x143,
	CC_STARTUP = 0x144,
	CC_SHUTDOWN = 0x145,
	CC_FLUSH_CONTEXT = 0x165,
	CC_GET_CAPABILITY = 0x17a,
	CC_GET_RANDOM = 0x17b,
	CC_PCR_READ = 0x17e,
	RC_SUCCESS = 0,
	RC_INITIALIZE = 0x100,
	RC_FAILURE = 0x101,
	RC_COMMAND_CODE = 0x143,
	RC_COMMAND_SIZE = 0x142,
	RC_YIELDED = 0x908,
	RC_TESTING = 0x90a,
	CAP_COMMANDS = 2,
	CAP_PCRS = 5,
	CAP_TPM_PROPERTIES = 6,
	ALG_SHA256 = 0xb,
};

static const uint32_t commands[] = { CC_SELF_TEST,     CC_STARTUP,	  CC_SHUTDOWN,
				     CC_FLUSH_CONTEXT, CC_GET_CAPABILITY, CC_GET_RANDOM,
				     CC_PCR_READ };

static const struct {
	uint32_t property, value;
} properties[] = {
	{ 0x100, 0x322e3000 },				   /* PT_FAMILY_INDICATOR "2.0" */
	{ 0x102, 159 },					   /* PT_REVISION */
	{ 0x105, 0x54455354 },				   /* PT_MANUFACTURER "TEST" */
	{ 0x106, 0x53637269 },				   /* PT_VENDOR_STRING_1 "Scri" */
	{ 0x107, 0x70746564 },				   /* PT_VENDOR_STRING_2 "pted" */
	{ 0x10b, 0x00010002 },				   /* PT_FIRMWARE_VERSION_1 */
	{ 0x10c, 0x00030004 },				   /* PT_FIRMWARE_VERSION_2 */
	{ 0x11e, 4096 },				   /* PT_MAX_COMMAND_SIZE */
	{ 0x11f, 4096 },				   /* PT_MAX_RESPONSE_SIZE */
	{ 0x120, 32 },					   /* PT_MAX_DIGEST */
	{ 0x129, sizeof(commands) / sizeof(commands[0]) }, /* PT_TOTAL_COMMANDS */
};

struct response {
	uint8_t bytes[4096];
	size_t size;
};

static uint32_t get_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void put(struct response *response, unsigned int width, uint32_t value)
{
	while (width-- > 0)
		response->bytes[response->size++] = (uint8_t)(value >> (8 * width));
}

static void start_response(struct response *response, uint32_t rc)
{
	response->size = 0;
	put(response, 2, ST_NO_SESSIONS);
	put(response, 4, HEADER_SIZE);
	put(response, 4, rc);
}

static void end_response(struct response *response)
{
	size_t size = response->size;

	response->size = 2;
	put(response, 4, (uint32_t)size);
	response->size = size;
}

static void answer_capability(struct response *response, uint32_t capability, uint32_t first,
			      uint32_t count)
{
	size_t i, count_at;
	uint32_t told = 0;

	put(response, 1, 0); /* moreData: no list here is longer than one answer */
	put(response, 4, capability);
	count_at = response->size;
	put(response, 4, 0);
	if (capability == CAP_COMMANDS) {
		for (i = 0; i < sizeof(commands) / sizeof(commands[0]) && told < count; i++) {
			if (commands[i] < first)
				continue;
			/* TPMA_CC: FlushContext has its handle in the parameters. */
			put(response, 4, commands[i]);
			told++;
		}
	} else if (capability == CAP_PCRS) {
		put(response, 2, ALG_SHA256);
		put(response, 1, 3);
		put(response, 3, 0xffffff);
		told = 1;
	} else if (capability == CAP_TPM_PROPERTIES) {
		for (i = 0; i < sizeof(properties) / sizeof(properties[0]) && told < count; i++) {
			if (properties[i].property < first)
				continue;
			put(response, 4, properties[i].property);
			put(response, 4, properties[i].value);
			told++;
		}
	}
	response->bytes[count_at + 3] = (uint8_t)told;
}

static void answer(const uint8_t *command, size_t size, struct response *response)
{
	const uint8_t *parameters = command + HEADER_SIZE;
	size_t parameters_size = size - HEADER_SIZE;
	uint32_t code = get_be32(command + 6), i, count;

	start_response(response, RC_SUCCESS);
	switch (code) {
	case TPM2_CC_SET_LOCALITY:
	case CC_SELF_TEST:
	case CC_STARTUP:
	case CC_SHUTDOWN:
	case CC_FLUSH_CONTEXT:
		break;
	case CC_GET_CAPABILITY:
		if (parameters_size != 12)
			goto bad_size;
		answer_capability(response, get_be32(parameters), get_be32(parameters + 4),
				  get_be32(parameters + 8));
		break;
	case CC_GET_RANDOM:
		if (parameters_size != 2)
			goto bad_size;
		count = (uint32_t)parameters[0] << 8 | parameters[1];
		count = count > 32 ? 32 : count;
		put(response, 2, count);
		for (i = 0; i < count; i++)
			put(response, 1, 0xa0 + i);
		break;
	case CC_PCR_READ:
		if (parameters_size != 10)
			goto bad_size;
		put(response, 4, 1); /* pcrUpdateCounter */
		for (i = 0; i < 10; i++)
			put(response, 1, parameters[i]);
		put(response, 4, 1);
		put(response, 2, 32);
		for (i = 0; i < 32; i++)
			put(response, 1, 0);
		break;
	default:
		start_response(response, RC_COMMAND_CODE);
	}
	end_response(response);
	return;
bad_size:
	start_response(response, RC_COMMAND_SIZE);
}

enum mode {
	MODE_HEALTHY,
	MODE_GARBAGE,
	MODE_MALFORMED,
	MODE_LONGER,
	MODE_SHORT,
	MODE_FAILURE,
	MODE_INITIALIZE,
	MODE_TESTING,
	MODE_YIELDED,
	MODE_HOLD,
	MODE_SILENT,
	N_MODES,
};

static const char *const mode_names[N_MODES] = {
	"healthy",    "garbage", "malformed", "longer", "short",  "failure",
	"initialize", "testing", "yielded",   "hold",	"silent",
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

struct server {
	int fd;	  /* the kernel's */
	int fifo; /* -1: none */
	enum mode mode;
	uint8_t command[4096]; /* the last one */
	ssize_t size;	       /* of it; 0: answered */
	unsigned long n_commands;
	int delay_ms;
};

/* Returns -1 if the kernel does not take the answer. */
static int serve(struct server *server, enum mode mode)
{
	struct response response;

	if (server->size < HEADER_SIZE)
		return 0;
	if (!answer_badly(mode, server->command, (size_t)server->size, &response))
		return 0;
	server->size = 0;
	if (get_be32(server->command + 6) != TPM2_CC_SET_LOCALITY)
		poll(NULL, 0, server->delay_ms);
	return write(server->fd, response.bytes, response.size) < 0 ? -1 : 0;
}

static int change_mode(struct server *server, const char *name)
{
	bool held = server->mode == MODE_HOLD;

	if (!strcmp(name, "count")) {
		printf("%lu commands\n", server->n_commands);
		fflush(stdout);
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
	fprintf(stderr, "usage: vtpm_server MODE [FIFO]\nmodes:");
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

	if (argc != 2 && argc != 3)
		return usage();
	server.mode = find_mode(argv[1]);
	if (server.mode == N_MODES)
		return usage();
	if (argc == 3) {
		server.fifo = open(argv[2], O_RDWR | O_NONBLOCK | O_CLOEXEC);
		if (server.fifo < 0) {
			perror("vtpm_server: FIFO");
			return 1;
		}
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
		server.n_commands++;
		if (server.size < 0 || serve(&server, exists ? server.mode : MODE_HEALTHY) < 0)
			break;
	}
	perror("vtpm_server: the TPM's server descriptor");
	return 1;
}
