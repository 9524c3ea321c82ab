/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A thread that waits for a response in the caller's place. poll(2) of a TPM node blocks for as
 * long as the kernel's worker holds the device (Linux 5.1 and later), whatever its timeout, and
 * cannot be interrupted; an eventfd of our own can be waited for with a deadline, and in any event
 * loop. The thread only waits: commands and responses are the caller's.
 *
 * One caller's thread at a time. After fork() the child has no such thread: it may only stop.
 */
#ifndef TCTI_DEADLINE_H
#define TCTI_DEADLINE_H

#include <stdbool.h>

struct tcti_deadline;

/*
 * Start the thread for the descriptor fd, which must stay open until tcti_deadline_stop(). It takes
 * no signals. Errors: -ENOMEM, -EMFILE and what else eventfd(2) and pthread_create(3) say.
 */
int tcti_deadline_start(int fd, struct tcti_deadline **ret_deadline);

/* End the thread; where the TPM works on a command, when it has answered. NULL is fine. */
void tcti_deadline_stop(struct tcti_deadline *deadline);

/* False in a child after fork(): it has no such thread, and may only stop. */
bool tcti_deadline_is_owner(const struct tcti_deadline *deadline);

/* A command was written: begin to wait for its response. Not while another wait goes on. */
void tcti_deadline_expect(struct tcti_deadline *deadline);

/*
 * Readable (POLLIN) from the end of the wait until tcti_deadline_clear(). Owned by the deadline.
 */
int tcti_deadline_fd(const struct tcti_deadline *deadline);

/*
 * Wait at most timeout_ms (-1: for ever, 0: not at all) for the end of the wait. Signals neither
 * end nor lengthen it. Returns what tcti_wait_response() returned in the thread; -EAGAIN: not yet;
 * -EOWNERDEAD: in a child after fork().
 */
int tcti_deadline_wait(struct tcti_deadline *deadline, int timeout_ms);

/* The result of the wait is done with. */
void tcti_deadline_clear(struct tcti_deadline *deadline);

#endif
