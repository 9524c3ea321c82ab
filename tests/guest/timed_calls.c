/* SPDX-License-Identifier: BSD-2-Clause */
/* A program that has these functions has the modules that it loads call them too. */
#undef _FORTIFY_SOURCE /* with which the C library's headers have them already */
#include "timed_calls.h"

#include <dlfcn.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "clock.h"

uint64_t timed_calls_ns;

static void *find(const char *name)
{
	void *function = dlsym(RTLD_NEXT, name);

	if (!function)
		exit(2);
	return function;
}

#define TIMED(type, name, parameters, arguments)                    \
	__attribute__((visibility("default"))) type name parameters \
	{                                                           \
		static type(*real) parameters;                      \
		uint64_t begin;                                     \
		type result;                                        \
                                                                    \
		if (!real)                                          \
			real = find(#name);                         \
		begin = now_ns();                                   \
		result = real arguments;                            \
		timed_calls_ns += now_ns() - begin;                 \
		return result;                                      \
	}

TIMED(ssize_t, write, (int fd, const void *buf, size_t n), (fd, buf, n))
TIMED(ssize_t, read, (int fd, void *buf, size_t n), (fd, buf, n))
TIMED(int, poll, (struct pollfd * fds, nfds_t n, int timeout), (fds, n, timeout))
