/* SPDX-License-Identifier: BSD-2-Clause */
/* The nodes that may be the TPM that is meant, in the order in which they are tried. */
#ifndef TCTI_CANDIDATES_H
#define TCTI_CANDIDATES_H

#include "chardev.h"

struct tcti_candidates {
	struct tcti_chardev *dev;
	struct tcti_error refused; /* the reasons so far */
	int r;			   /* 0 once one is open, else what to return */
};

void tcti_candidates_init(struct tcti_candidates *candidates, struct tcti_chardev *dev);

/* A candidate that cannot be opened at all: r is -errno, why a text that names it. */
void tcti_candidates_refuse(struct tcti_candidates *candidates, int r, const char *why);

/* Open the node, unless one is open already. */
void tcti_candidates_open(struct tcti_candidates *candidates, const char *path);

/*
 * The last one was tried. Returns 0: dev is open, and the text in dev->error, if any, names the
 * better candidates that could not be used; or the -errno of the first candidate that exists, with
 * every candidate and why it was refused in dev->error.
 */
int tcti_candidates_end(struct tcti_candidates *candidates);

#endif
