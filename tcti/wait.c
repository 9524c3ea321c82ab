/* SPDX-License-Identifier: BSD-2-Clause */
/* poll(2), and what a TPM node makes of it. */
#include "wait.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

/* How long poll(2) may see nothing before the kernel is asked whether a response will come. */
#define RECHECK_MS 10000

int64_t tcti_now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

time_t tcti_now_coarse_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return t.tv_sec;
}

int tcti_fd_above_stdio(int fd)
{
	int copy, error;

	if (fd < 0 || fd > STDERR_FILENO)
		return fd;
	copy = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	error = errno;
	close(fd);
	errno = error;
	return copy;
}

static int ms_until(int64_t end)
{
	int64_t left = end - tcti_now_ms();

	return left > 0 ? (int)left : 0;
}

/* 0: wake is readable. */
static int wait_two(int fd, short events, int wake, int timeout_ms)
{
	int64_t end = timeout_ms > 0 ? tcti_now_ms() + timeout_ms : 0;
	struct pollfd pfds[] = { { .fd = fd, .events = events }, { .fd = wake, .events = POLLIN } };
	int n;

	/* A negative descriptor is passed over. */
	while ((n = poll(pfds, wake < 0 ? 1 : 2, timeout_ms)) < 0 && errno == EINTR) {
		if (timeout_ms > 0)
			timeout_ms = ms_until(end);
	}
	if (n < 0)
		return -errno;
	if (n == 0)
		return -EAGAIN;
	if (!pfds[0].revents)
		return 0;
	return pfds[0].revents & POLLNVAL ? -EBADF : pfds[0].revents;
}

int tcti_wait_fd(int fd, short events, int timeout_ms)
{
	return wait_two(fd, events, -1, timeout_ms);
}

bool tcti_kernel_signals_failures(void)
{
	unsigned int major, minor;
	struct utsname name;

	return uname(&name) == 0 && sscanf(name.release, "%u.%u", &major, &minor) == 2 &&
	       (major > 5 || (major == 5 && minor >= 18));
}

/* A TPM node reports POLLOUT alone when it has no response and works on no command: POLLIN will never
 * come. */
int tcti_wait_response(int fd, int wake, bool response_is_certain)
{
	int r;

	for (;;) {
		r = wait_two(fd, POLLIN, wake, response_is_certain ? -1 : RECHECK_MS);
		if (r != -EAGAIN)
			return r;
		r = wait_two(fd, POLLIN | POLLOUT, -1, 0);
		if (r != -EAGAIN)
			return r < 0 || r & ~POLLOUT ? r : -ENOMSG;
	}
}
