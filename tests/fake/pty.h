/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A character device of the test's own, whose number no other process has open: the slave side of a
 * pseudoterminal; and a child process that has it open.
 */
#ifndef TESTS_PTY_H
#define TESTS_PTY_H

#include <sys/types.h>

struct pty {
	int fd; /* of the master side */
	char path[64];
	dev_t devnum;
};

/* Abort when the machine cannot do it. */
void pty_open(struct pty *pty);
void pty_close(struct pty *pty);

/* A child of this name (comm) has the device open when this returns. pty_release() ends it. */
pid_t pty_hold(const struct pty *pty, const char *name);
void pty_release(pid_t child);

#endif
