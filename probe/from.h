/* SPDX-License-Identifier: BSD-2-Clause */
/* --from: reports and tpm2_getcap's output of other machines. */
#ifndef FROM_H
#define FROM_H

#include "cmd.h"

/*
 * Fill the run's report: with the one machine that --from names, or, for a command that can show
 * many, with one line for each of their TPMs. What cannot be read is named; the others are shown.
 * Returns an exit status; on failure it has said why.
 */
int from_read(struct run *run);

/* The same of any number of paths, for a command that shows many, be it only one. What is not there is
 * named too, and the others are shown. */
int from_read_fleet(struct run *run, const char *const *paths, size_t n);

#endif
