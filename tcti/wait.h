/* SPDX-License-Identifier: BSD-2-Clause */
/* Descriptors: waiting for one, with a deadline that signals neither shorten nor lengthen. */
#ifndef TCTI_WAIT_H
#define TCTI_WAIT_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* CLOCK_MONOTONIC in milliseconds. */
int64_t tcti_now_ms(void);

/*
 * The descriptor that takes the place of fd, so that it is none of stdin, stdout and stderr: a program
 * may have closed them, and what it prints must not go to a TPM. fd as open(2) returned it: -1 stays,
 * with errno. On error fd is closed.
 */
int tcti_fd_above_stdio(int fd);

/*
 * Wait at most timeout_ms (-1: for ever) for the events of poll(2) on fd.
 * Returns what poll(2) reports, > 0. Errors: -EAGAIN: nothing yet; -EBADF; what poll(2) says.
 */
int tcti_wait_fd(int fd, short events, int timeout_ms);

/* The same clock in whole seconds, which is cheaper. */
time_t tcti_now_coarse_s(void);

/*
 * Wait for the response to the command that was written to a TPM node. While the TPM works, poll(2)
 * blocks and cannot be interrupted. wake: another descriptor that ends the wait when it is readable,
 * or -1. response_is_certain: one will come or is there, so that the kernel needs no timer (it is half
 * of what poll(2) costs); see tcti_kernel_signals_failures().
 * Returns what poll(2) reports of fd, > 0; 0: woken. Errors: -ENOMSG: the kernel has no response
 * and works on none: it dropped it, or (before Linux 5.18) the command failed; -EBADF.
 */
int tcti_wait_response(int fd, int wake, bool response_is_certain);

/*
 * Does a command that the kernel took always make its node readable, with an error in place of the
 * response if it failed? Linux 5.18 and later; until the response is 120 s old.
 */
bool tcti_kernel_signals_failures(void);

#endif
