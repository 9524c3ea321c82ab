/* SPDX-License-Identifier: BSD-2-Clause */
/* A character device of the test's own, and a process that has it open. */
#include "pty.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "pseudoterminal: %s: %s\n", what, strerror(errno));
	abort();
}

void pty_open(struct pty *pty)
{
	struct stat st;

	pty->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	must(pty->fd >= 0, "posix_openpt");
	must(grantpt(pty->fd) == 0 && unlockpt(pty->fd) == 0, "unlockpt");
	must(ptsname_r(pty->fd, pty->path, sizeof(pty->path)) == 0, "ptsname_r");
	must(stat(pty->path, &st) == 0, pty->path);
	pty->devnum = st.st_rdev;
}

void pty_close(struct pty *pty)
{
	close(pty->fd);
}

pid_t pty_hold(const struct pty *pty, const char *name)
{
	int ready[2];
	pid_t child;
	char byte;

	must(pipe2(ready, O_CLOEXEC) == 0, "pipe2");
	child = fork();
	must(child >= 0, "fork");
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		prctl(PR_SET_NAME, name);
		if (open(pty->path, O_RDWR | O_NOCTTY) >= 0 && write(ready[1], "", 1) == 1) {
			for (;;)
				pause();
		}
		_exit(1);
	}
	close(ready[1]);
	must(read(ready[0], &byte, 1) == 1, "a child that opens it");
	close(ready[0]);
	return child;
}

void pty_release(pid_t child)
{
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}
