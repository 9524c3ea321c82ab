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
enum { OPTION_TEXTS_MAX = 64, OPTION_ROWS_MAX = 256 };
struct option_texts {
	const char *texts[OPTION_TEXTS_MAX];
	size_t count;
};

struct bench_options {
	struct option_texts tiers, max;
	const char *save, *baseline, *html, *svg, *format;
	long n, warmup, jobs; /* n, warmup: -1 where not given */
	double rate;	      /* per second; 0: closed loop */
	uint64_t duration_ns; /* 0: not given */
	bool list, allow_state, rm_cost, kernel, force;
};

struct doctor_options {
	struct option_texts rules, categories, ignored, codes;
	const char *fail_on, *explain;
	bool list_rules, fix_script, active;
};

struct keys_options {
	const char *verify, *ek;
	bool show_serials, self_test;
};

struct tcti_options {
	const char *needs, *interface, *device_conf, *tabrmd_conf, *unit, *profile_name,
		*ek_cert_less;
	bool raw, pkcs11, write, undo;
};

struct metrics_command_options {
	const char *textfile; /* NULL: standard output */
	long max_commands;
	bool identifiers;
};

struct report_options {
	const char *file, *bundle, *bench; /* NULL: not given */
	bool redact, no_redact;
};

struct pcrs_options {
	bool log;
	const char *log_file; /* NULL: not given */
};

struct watch_options {
	uint64_t interval_ns;
	long count; /* 0: no end */
};

struct options {
	const char *tcti, *device, *sysroot, *from, *vuln_db, *output, *colour;
	struct option_texts tctis; /* all of --tcti; tcti is the first */
	struct option_texts froms; /* all of --from; from is the first */
	struct bench_options bench;
	struct doctor_options doctor;
	struct keys_options keys;
	struct metrics_command_options metrics;
	struct pcrs_options pcrs;
	struct report_options report;	  /* report and fleet */
	struct tcti_options tcti_command; /* tcti and fapi */
	struct watch_options watch;
	long timeout_ms; /* -1: none */
	bool simulator, no_legend, tree, help, version;
	bool given[OPTION_ROWS_MAX]; /* row N of the option tables was given */
};

struct cmd; /* cmd.h */

struct run {
	const struct cmd *cmd;
	struct options options;
	int argc; /* operands of the command */
	char **argv;
	struct report *report;
	struct vulnerability_list *known; /* known.h; NULL: not yet taken */
	struct trust *trust;		  /* chain.h; the file of --verify, or NULL */
	unsigned int max_commands;	  /* for each TPM; 0: no limit */
	/* The command's, see struct cmd. */
	void (*examine_machine)(struct run *run, struct report *report);
	bool (*work)(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm);
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

/* Write the report: JSON, or text by show. Returns status, or EXIT_GENERAL if writing fails. */
int run_show(struct run *run, int status,
	     int (*show)(const struct report *report, const struct run *run));

/* Does the user want terminal escapes in the text? */
bool run_colours(const struct run *run);

/* How text is shown on this standard output. */
struct text_options text_options_of(const struct run *run);

/* Operand I, or NULL. */
const char *run_operand(const struct run *run, int i);

#endif
