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

#endif
