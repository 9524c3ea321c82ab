/* SPDX-License-Identifier: BSD-2-Clause */
/* The option table: one row serves getopt_long(3), --help and shell completion. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdio.h>

#include "cmd.h"

/* Parse. Returns the index of the first operand in argv (options may stand behind it; they are
 * moved ahead), or -EINVAL after a message on standard error. */
int options_parse(int argc, char **argv, struct options *ret_options);

void options_print_usage(FILE *out);

/* shell: "bash", "zsh" or "fish". -EINVAL for another. */
int options_print_completion(const char *shell, FILE *out);

#endif
