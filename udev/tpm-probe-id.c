/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * For 61-tpm-probe-id.rules: ask a TPM, by its resource manager's node, what it calls itself.
 *
 *   tpm-probe-id NODE
 *
 * Prints ID_TPM2_...=VALUE lines for IMPORT{program}. Exit status: 0; 1 failed, with one line on
 * stderr; 2 usage.
 *
 * It always ends within DEADLINE_MS. open(2), write(2), poll(2) and, when the process ends, close(2)
 * of a TPM node may all wait for a TPM that does not answer, and none of it can be interrupted: a
 * process of its own does that, and is not waited for.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "chardev.h"
#include "properties.h"
#include "tpmsysfs.h"

/*
 * A TPM answers in milliseconds, one that still works for somebody else in seconds. udevd would wait
 * 180 s, and a unit that needs dev-tpmrm0.device 90 s: both must see the node before.
 */
#define DEADLINE_MS 5000

/* Codes by which a TPM asks for the same command again. */
#define TPM_RC_YIELDED 0x908
#define TPM_RC_TESTING 0x90a
#define TPM_RC_RETRY   0x922

/* What the asking process says: what is to be printed, then one of these. */
enum { SAYS_PROPERTIES = '+', SAYS_ERROR = '-' };
#define SAYS_SIZE 2048

struct poller {
	const char *node;
	FILE *out;
	struct tcti_chardev dev;
	struct vendor vendor;
};

__attribute__((noreturn, format(printf, 2, 3))) static void fail(struct poller *poller,
								 const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vfprintf(poller->out, fmt, args);
	va_end(args);
	fputc(SAYS_ERROR, poller->out);
	fflush(poller->out);
	_exit(1);
}

/* The raw node has one opener at a time: it is left alone, whatever a rule says. */
static void require_rm(struct poller *poller)
{
	struct stat st;
	char name[32];

	if (stat(poller->node, &st) < 0)
		fail(poller, "%s: %s", poller->node, strerror(errno));
	if (!S_ISCHR(st.st_mode) || tpmsysfs_identify(NULL, st.st_rdev, name) != TPMSYSFS_CLASS_RM)
		fail(poller, "%s: not a TPM's resource manager (class tpmrm); it was not opened",
		     poller->node);
}

/* Returns the property to ask on from, or 0. */
static uint32_t query_properties(struct poller *poller, uint32_t first)
{
	struct timespec pause = { .tv_nsec = 20 * 1000000 };
	uint8_t command[PROPERTIES_COMMAND_SIZE];
	struct tcti_chardev *dev = &poller->dev;
	struct tcti_header header = { 0 };
	int r;

	properties_command(first, command);
	do {
		if (header.code)
			nanosleep(&pause, NULL);
		if (tcti_chardev_transmit(dev, command, sizeof(command)) < 0 ||
		    tcti_chardev_receive(dev, -1) < 0)
			fail(poller, "%s", dev->error.text);
		tcti_header_parse(dev->response, dev->response_size, &header);
		r = header.code ? 0
				: properties_take(&poller->vendor, first,
						  dev->response + TCTI_HEADER_SIZE,
						  dev->response_size - TCTI_HEADER_SIZE);
		tcti_chardev_release(dev);
	} while (header.code == TPM_RC_YIELDED || header.code == TPM_RC_TESTING ||
		 header.code == TPM_RC_RETRY);
	if (header.code)
		fail(poller, "%s: the TPM answers TPM2_GetCapability with code 0x%x", poller->node,
		     header.code);
	if (r < 0)
		fail(poller, "%s: the TPM's answer to TPM2_GetCapability is malformed",
		     poller->node);
	return (uint32_t)r;
}

__attribute__((noreturn)) static void ask_and_end(const char *node, int out)
{
	struct poller poller = { .node = node, .out = fdopen(out, "w") };
	uint32_t first = VENDOR_FIRST;

	if (!poller.out)
		_exit(1);
	require_rm(&poller);
	tcti_chardev_init(&poller.dev);
	if (tcti_chardev_open(&poller.dev, node) < 0)
		fail(&poller, "%s", poller.dev.error.text);
	while (first)
		first = query_properties(&poller, first);
	if (properties_print(&poller.vendor, poller.out) < 0)
		fail(&poller, "%s: the TPM tells nothing of itself", node);
	fputc(SAYS_PROPERTIES, poller.out);
	fflush(poller.out);
	_exit(0);
}

/* Returns the end to read from, or -errno. The process ends with this one. */
static int start_asking(const char *node)
{
	pid_t parent = getpid(), child;
	int ends[2], null;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	child = fork();
	if (child < 0) {
		close(ends[0]);
		close(ends[1]);
		return -errno;
	}
	if (child > 0) {
		close(ends[1]);
		return ends[0];
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	/* Whoever reads what this program prints shall not wait for that process either. */
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd <= 2; fd++)
		dup2(null, fd);
	close(ends[0]);
	ask_and_end(node, ends[1]);
}

static int ms_left(const struct timespec *start)
{
	struct timespec now;
	long ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (now.tv_sec - start->tv_sec) * 1000 + (now.tv_nsec - start->tv_nsec) / 1000000;
	return ms < DEADLINE_MS ? (int)(DEADLINE_MS - ms) : 0;
}

/* What comes until the far end is closed: its size, or -1 if that is not within the time. */
static ssize_t read_all(int fd, const struct timespec *start, char *ret_text, size_t max)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	size_t size = 0;
	ssize_t n = 1;

	while (n != 0 && size < max) {
		int ready = poll(&pfd, 1, ms_left(start));

		if (ready == 0)
			return -1;
		n = ready < 0 ? -1 : read(fd, ret_text + size, max - size);
		if (n > 0)
			size += (size_t)n;
		else if (n < 0 && errno != EINTR)
			break;
	}
	return (ssize_t)size;
}

int main(int argc, char **argv)
{
	struct timespec start;
	char says[SAYS_SIZE];
	ssize_t size;
	int fd;

	if (argc != 2 || argv[1][0] == '-') {
		fprintf(stderr, "usage: tpm-probe-id NODE\n");
		return 2;
	}
	clock_gettime(CLOCK_MONOTONIC, &start);
	fd = start_asking(argv[1]);
	if (fd < 0) {
		fprintf(stderr, "tpm-probe-id: %s: %s\n", argv[1], strerror(-fd));
		return 1;
	}
	size = read_all(fd, &start, says, sizeof(says));
	if (size > 0 && says[size - 1] == SAYS_PROPERTIES) {
		fwrite(says, 1, (size_t)size - 1, stdout);
		return fflush(stdout) ? 1 : 0;
	}
	if (size > 0 && says[size - 1] == SAYS_ERROR)
		fprintf(stderr, "tpm-probe-id: %.*s\n", (int)size - 1, says);
	else
		fprintf(stderr, "tpm-probe-id: %s: %s within %d s\n", argv[1],
			size < 0 ? "no answer" : "no result", DEADLINE_MS / 1000);
	return 1;
}
