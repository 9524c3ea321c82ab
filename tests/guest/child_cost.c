/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * child_cost PROGRAM [ARGUMENT]...
 *
 * Runs it with its output thrown away and prints what it took, user and system together: "CPU_NS BYTES",
 * the latter the most memory that it had. Small itself: what a parent had counts for its child too.
 * Exit status: the program's.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static uint64_t ns(const struct timeval *t)
{
	return (uint64_t)t->tv_sec * 1000000000 + (uint64_t)t->tv_usec * 1000;
}

int main(int argc, char **argv)
{
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	int status, r;
	pid_t pid;

	if (argc < 2) {
		fprintf(stderr, "usage: child_cost PROGRAM [ARGUMENT]...\n");
		return 2;
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	r = posix_spawn(&pid, argv[1], &actions, NULL, argv + 1, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (r) {
		fprintf(stderr, "child_cost: %s: %s\n", argv[1], strerror(r));
		return 1;
	}
	if (wait4(pid, &status, 0, &usage) != pid)
		return 1;
	printf("%ju %ju\n", (uintmax_t)(ns(&usage.ru_utime) + ns(&usage.ru_stime)),
	       (uintmax_t)usage.ru_maxrss * 1024);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
