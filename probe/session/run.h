/* SPDX-License-Identifier: BSD-2-Clause */
/* A run of tpm-probe: its options, its report, how it ends. */
#ifndef RUN_H
#define RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collect.h"
#include "render.h"
#include "report.h"

/* Exit statuses; README.md documents them for users. */
enum exit_status {
	EXIT_OK = 0,
	EXIT_GENERAL = 1,
	EXIT_USAGE = 2,
	EXIT_DENIED = 3,
	EXIT_NO_DEVICE = 4, /* no TPM, no such TPM, or its transport failed */
	EXIT_UNSUPPORTED = 5,
	EXIT_FINDINGS = 6,     /* doctor found something at or above --fail-on */
	EXIT_REGRESSED = 7,    /* a benchmark is slower than its baseline or its budget allows */
	EXIT_INCONCLUSIVE = 8, /* the comparison says neither yes nor no */
	EXIT_IMPROVED = 9,     /* a benchmark is faster than its baseline */
	EXIT_SIGNAL = 128,     /* and the signal's number: ended early by it */
};

/* An option that may be given several times. */
enum { OPTION_TEXTS_MAX = 64 };
struct option_texts {
	const char *texts[OPTION_TEXTS_MAX];
	size_t count;
};

/* The options of every command. */
struct options {
	const char *tcti, *device, *sysroot, *from, *vuln_db, *output, *colour;
	struct option_texts tctis; /* all of --tcti; tcti is the first */
	struct option_texts froms; /* all of --from; from is the first */
	long timeout_ms;	   /* -1: none */
	bool simulator, no_legend, help, version;
};

enum { OPTION_GROUPS_MAX = 3 };
struct cmd;	/* cmd.h */
struct format;	/* output.h */
struct volumes; /* volumes.h */

struct run {
	const struct cmd *const *cmds; /* all, NULL-terminated; the first is run without a name */
	const struct cmd *cmd;
	struct options options;
	void *option_values[OPTION_GROUPS_MAX]; /* of each group of the command's */
	int argc;				/* operands of the command */
	char **argv;
	struct report *report;
	struct volumes *volumes;	  /* NULL: the run is not about volumes */
	bool loads_nothing;		  /* in this run the command's work() is not wanted */
	const struct format *format;	  /* of --output, or the command's default */
	renderer *render;		  /* format "text": at first the command's */
	struct text_options text_options; /* what the command wants of a format */
	struct vulnerability_list *known; /* vulnerability-data.h; NULL: not yet taken */
	unsigned int max_commands;	  /* for each TPM; 0: no limit */
};

/*
 * Say why the run failed: to standard error, and into the report's `error`. remedy may be NULL.
 * Returns exit_status.
 */
int run_fail(struct run *run, int exit_status, const char *remedy, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * End the output: r is the renderer's answer, -errno if it failed. Returns status, or, with a
 * message, EXIT_GENERAL if not everything could be written.
 */
int run_written(int status, int r);

/* Does the user want terminal escapes in the text? */
bool run_colours(const struct run *run);

/* Operand I, or NULL. */
const char *run_operand(const struct run *run, int i);

#endif
