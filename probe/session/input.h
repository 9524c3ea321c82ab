/* SPDX-License-Identifier: BSD-2-Clause */
/* --from: reports and tpm2_getcap's output of other machines. */
#ifndef INPUT_H
#define INPUT_H

#include "run.h"

/*
 * Fill the run's report: with the one machine that --from names, or, for a command that can show
 * many, with one line for each of their TPMs. What cannot be read is named; the others are shown.
 * device: an operand that names a TPM, or NULL; of one machine's report that, or the one of --device,
 * alone is kept. Returns an exit status; on failure it has said why.
 */
int input_read(struct run *run, const char *device);

/* The same of any number of paths, for a command that shows many, be it only one. What is not there is
 * named too, and the others are shown. */
int input_read_fleet(struct run *run, const char *const *paths, size_t n);

#endif
