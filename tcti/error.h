/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is printed when something failed: which node, what, why, what to do. The text goes
 * with an errno, which is what the code decides by.
 */
#ifndef TCTI_ERROR_H
#define TCTI_ERROR_H

#include <stddef.h>

struct tcti_error {
	char text[1024]; /* always terminated, "" if nothing failed; cut where it is too long */
};

/* Replace the text. Returns error_number, so that a function can end with it. */
__attribute__((format(printf, 3, 4))) int tcti_error_set(struct tcti_error *error, int error_number,
							 const char *fmt, ...);
/* Append to the text. */
__attribute__((format(printf, 2, 3))) void tcti_error_add(struct tcti_error *error, const char *fmt,
							  ...);

/* The system calls that reach a TPM. */
enum tcti_io { TCTI_IO_WRITE, TCTI_IO_POLL, TCTI_IO_READ };

/*
 * open(2) of path failed with -error_number. Looks at the node's owner, group and mode where they
 * are the reason. Returns error_number.
 */
int tcti_error_open(struct tcti_error *error, int error_number, const char *path);

/* A call on the open node failed with -error_number. Returns error_number. */
int tcti_error_io(struct tcti_error *error, int error_number, const char *name, enum tcti_io io);

#endif
