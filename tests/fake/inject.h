/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * System calls that fail on demand, counted, and TPM nodes that are not there: link with
 * $(inject_wrap) of tests/tcti.mk. Only the thread that called inject_reset() is affected.
 *
 * From inject_reset() on, this machine's own TPM nodes (/dev/tpm*, /dev/tcm*) do not exist.
 */
#ifndef TESTS_INJECT_H
#define TESTS_INJECT_H

#include <stdbool.h>

enum inject_call {
	INJECT_OPEN,
	INJECT_READ,
	INJECT_WRITE,
	INJECT_POLL,
	INJECT_CALLS,
};

/* Forget every injection and node, set every count to 0. */
void inject_reset(void);

/* The times-th call from now (1: the next), and no other, fails with error_number. Up to 8 of them
 * for each call may be pending. */
void inject_errno(enum inject_call call, unsigned int times, int error_number);
/* The same, but it returns value and does nothing. */
void inject_value(enum inject_call call, unsigned int times, int value);

/* Calls since the reset, failed ones too. */
unsigned int inject_count(enum inject_call call);

/* path, which must stay, is a TPM node from now on: opening it gives a duplicate of fd
 * (non-blocking) that says it is a character device. fd -1: opening it fails with error_number.
 * Up to 4 paths; the same path again replaces the first. */
void inject_node(const char *path, int fd, int error_number);

/* How often the node was opened. */
unsigned int inject_openings(const char *path);

/* Are the nodes those of the resource manager? At first, yes. */
void inject_node_is_rm(bool is_rm);

/* Another file takes the node's place between the look at it and the opening. */
void inject_node_replaced(void);

#endif
