/* SPDX-License-Identifier: BSD-2-Clause */
/* The option tables: one row serves getopt_long(3), --help and shell completion. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stddef.h>
#include <stdio.h>

#include "cmd.h"

enum option_type {
	OPTION_FLAG,	/* bool */
	OPTION_TEXT,	/* const char * */
	OPTION_TEXTS,	/* struct option_texts: may be given several times */
	OPTION_NUMBER,	/* long, 1 or more */
	OPTION_COUNT,	/* long, 0 or more */
	OPTION_RATE,	/* double, above 0 */
	OPTION_DURATION /* uint64_t, nanoseconds: "10s", "500ms", "2min"; a bare number is seconds */
};

struct option_row {
	const char *name;
	char letter; /* 0: none */
	enum option_type type;
	size_t offset;	      /* in struct options */
	const char *argument; /* as --help shows it; NULL: none */
	const char *choices;  /* separated by blanks; "@file" a path; NULL: anything */
	const char *commands; /* whose option it is, separated by blanks; NULL: of every command */
	const char *help;
};

#define OPTION_ROW(name, letter, type, member, argument, choices, commands, help)                  \
	{                                                                                          \
		name, letter, type, offsetof(struct options, member), argument, choices, commands, \
			help                                                                       \
	}

struct option_table {
	const struct option_row *rows;
	size_t count;
};

extern const struct option_table options_bench;	  /* options-bench.c */
extern const struct option_table options_doctor;  /* options-doctor.c */
extern const struct option_table options_keys;	  /* options-keys.c */
extern const struct option_table options_metrics; /* options-metrics.c */
extern const struct option_table options_pcrs;	  /* options-pcrs.c */
extern const struct option_table options_report;  /* options-report.c */
extern const struct option_table options_tcti;	  /* options-tcti.c */
extern const struct option_table options_watch;	  /* options-watch.c */

/* Row I of all tables, or NULL behind the last. */
const struct option_row *option_row(size_t i);

/* Is word one of those in list, which are separated by blanks? */
bool option_is_choice(const char *list, const char *word);

/* "80ms", "1.5s", "250us": nanoseconds, or -EINVAL. A bare number counts unit_ns each. */
int option_parse_duration(const char *text, uint64_t unit_ns, uint64_t *ret_ns);

/* Parse. Returns the index of the first operand in argv (options may stand behind it; they are
 * moved ahead), or -EINVAL after a message on standard error. */
int options_parse(int argc, char **argv, struct options *ret_options);

/* Do the options that were given belong to this command? -EINVAL after a message if not. */
int options_check(const struct options *options, const struct cmd *cmd);

/* cmd: NULL for the program as a whole, else this command's operands and options. */
void options_print_usage(FILE *out, const struct cmd *cmd);

#endif
