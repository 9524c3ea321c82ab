/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a command is: one struct cmd in its own file, which getopt_long(3), --help and the completions
 * of the shells are made of.
 */
#ifndef CMD_H
#define CMD_H

#include "library.h"
#include "run.h"

enum option_type {
	OPTION_FLAG,	/* bool */
	OPTION_TEXT,	/* const char * */
	OPTION_TEXTS,	/* struct option_texts: may be given several times */
	OPTION_NUMBER,	/* long, 1 or more */
	OPTION_COUNT,	/* long, 0 or more */
	OPTION_RATE,	/* double, above 0 */
	OPTION_DURATION /* uint64_t, nanoseconds: "10s", "500ms", "2min"; a bare number is seconds */
};

/* The values that an option or an operand may have, and where a user finds them. */
struct option_row {
	const char *name; /* NULL: an operand */
	char letter;	  /* 0: none */
	enum option_type type;
	size_t offset;	      /* in the struct of its group */
	const char *argument; /* as --help shows it; NULL: none */
	/* Words separated by blanks, and no others; "@value": those of value(); "@file", "@tpm",
	 * "@format": such. NULL: anything, which the command judges; value() is what it may well be. */
	const char *choices;
	const char *help;
	const char *(*value)(size_t i); /* NULL behind the last */
};

/* Options that one command has, or several have in common, and the struct that holds their values. */
struct option_group {
	const struct option_row *rows;
	size_t n_rows, size;
	const void *defaults; /* such a struct; NULL: all zero */
};
#define OPTION_GROUP(rows_, type_, defaults_)                                  \
	{                                                                      \
		.rows = (rows_), .n_rows = sizeof(rows_) / sizeof((rows_)[0]), \
		.size = sizeof(type_), .defaults = (defaults_)                 \
	}

/* What a command has to show; which formats that can be is output.c's table. */
enum output_kind {
	OUTPUT_FACTS = 1 << 0,	/* a report */
	OUTPUT_EVENTS = 1 << 1, /* records, one after the other: the command writes them itself */
	OUTPUT_BENCHMARK = 1 << 2,
	OUTPUT_METRICS = 1 << 3,
	OUTPUT_PAGE = 1 << 4, /* a report, as a page first */
	OUTPUT_FLEET = 1 << 5,
	OUTPUT_SCRIPT = 1 << 6, /* words of our own, and no report */
	OUTPUT_SCHEMA = 1 << 7,
};

enum { OPERAND_ROWS_MAX = 3, EXAMPLES_MAX = 4 };
struct example {
	const char *arguments; /* what stands behind "tpm-probe " */
	const char *help;
};

struct cmd {
	const char *name;     /* NULL: what is run without one */
	const char *operands; /* for the usage line */
	const char *help;
	int max_operands;
	struct option_row operand_rows[OPERAND_ROWS_MAX];
	const struct option_group *options[OPTION_GROUPS_MAX]; /* beside those of every command */
	struct example examples[EXAMPLES_MAX];
	enum output_kind shows;
	renderer *render;   /* format "text"; run() may put another one into run->render */
	bool several_tctis; /* takes --tcti more than once */
	int (*run)(struct run *run);
	/*
	 * Shows the report's `machines`, where --from names many. NULL: the command is about one. Called
	 * with each machine's own report, before its line is made; may add to that report.
	 */
	void (*examine_machine)(struct run *run, struct report *report);
	/* Asks a TPM that has answered more, through the same connection; loads nothing. NULL: nothing. */
	void (*ask)(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm);
	/*
	 * Goes on with a TPM that has answered, through the same connection; may load keys. NULL: nothing
	 * more is asked. Returns false if something that it loaded could not be flushed.
	 */
	bool (*work)(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm);
};

/* The values of a group's options, a struct that the group names. The command must have the group. */
void *cmd_options(const struct run *run, const struct option_group *group);

/* The command cannot work without this library: EXIT_OK, or EXIT_GENERAL where it is missing. */
int cmd_needs(struct run *run, struct library *library);

#endif
