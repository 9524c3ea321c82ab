/* SPDX-License-Identifier: BSD-2-Clause */
/* Candidates in the order in which they are tried, and what became of them. */
#ifndef TCTI_ATTEMPT_H
#define TCTI_ATTEMPT_H

#include "chardev.h"

struct attempt {
	struct tcti_chardev *dev;
	struct tcti_error refused; /* the reasons so far */
	int r;			   /* 0 once one is open, else what to return */
};

void attempt_init(struct attempt *a, struct tcti_chardev *dev);

/* A candidate that cannot be opened at all: r is -errno, why a text that names it. */
void attempt_refuse(struct attempt *a, int r, const char *why);

/* Open the node, unless one is open already. */
void attempt_path(struct attempt *a, const char *path);

/* What the chooser returns (choose.h), with the reasons in dev->error. */
int attempt_end(struct attempt *a);

#endif
