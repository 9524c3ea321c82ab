/* SPDX-License-Identifier: BSD-2-Clause */
/* The option table: one row serves getopt_long(3), --help and shell completion. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stddef.h>
#include <stdio.h>

#include "cmd.h"

enum option_type { OPTION_FLAG, OPTION_TEXT, OPTION_NUMBER };

struct option_row {
	const char *name;
	char letter; /* 0: none */
	enum option_type type;
	size_t offset;	      /* in struct options */
	const char *argument; /* as --help shows it; NULL: none */
	const char *choices;  /* separated by blanks; "@file" a path; NULL: anything */
	const char *help;
};

extern const struct option_row option_rows[];
extern const size_t option_count;

/* Parse. Returns the index of the first operand in argv (options may stand behind it; they are
 * moved ahead), or -EINVAL after a message on standard error. */
int options_parse(int argc, char **argv, struct options *ret_options);

void options_print_usage(FILE *out);

#endif
