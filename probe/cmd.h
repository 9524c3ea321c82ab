/* SPDX-License-Identifier: BSD-2-Clause */
/* A run of tpm-probe: its options, its report, its commands. */
#ifndef CMD_H
#define CMD_H

#include <stdbool.h>

#include "collect.h"
#include "report.h"

/* Exit statuses; README.md documents them for users. */
enum exit_status {
	EXIT_OK = 0,
	EXIT_GENERAL = 1,
	EXIT_USAGE = 2,
	EXIT_DENIED = 3,
	EXIT_NO_DEVICE = 4, /* no TPM, no such TPM, or its transport failed */
	EXIT_UNSUPPORTED = 5,
};

struct options {
	const char *tcti, *device, *sysroot, *from, *output, *colour;
	long timeout_ms; /* -1: none */
	bool simulator, no_legend, tree, help, version;
};

struct run {
	struct options options;
	int argc; /* operands of the command */
	char **argv;
	struct report *report;
};

struct cmd {
	const char *name;
	const char *operands; /* for the usage line */
	const char *help;
	int max_operands;
	int (*run)(struct run *run);
};

extern const struct cmd *const cmds[]; /* NULL-terminated; the first is run without a name */

extern const struct cmd cmd_overview, cmd_list, cmd_info, cmd_caps, cmd_pcrs, cmd_rc,
	cmd_completion, cmd_schema;

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

/* Write the report: JSON, or text by show. Returns status, or EXIT_GENERAL if writing fails. */
int run_show(struct run *run, int status,
	     int (*show)(const struct report *report, const struct run *run));

/* Operand I, or NULL. */
const char *run_operand(const struct run *run, int i);

#endif
