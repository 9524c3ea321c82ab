/* SPDX-License-Identifier: BSD-2-Clause */
/* The command table and dispatch. */
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "error-line.h"
#include "options.h"
#include "select.h"
#include "vulnerability-data.h"

/* A new command is its file in cmd/ and its name here. --help lists them in this order. */
#define COMMANDS(row)                                                                              \
	row(overview) row(list) row(info) row(caps) row(pcrs) row(keys) row(nv) row(ek)            \
		row(attest) row(unlock) row(doctor) row(watch) row(metrics) row(report) row(fleet) \
			row(rc) row(bench) row(tcti) row(fapi) row(boots) row(changes)             \
				row(completion) row(schema) row(help)
#define DECLARE(name) extern const struct cmd cmd_##name;
#define ADDRESS(name) &cmd_##name,

COMMANDS(DECLARE)

static const struct cmd *const cmds[] = { COMMANDS(ADDRESS) NULL };

static void describe_run(struct report *report, const struct options *options)
{
	struct utsname uts;

	fact_set_text(report, &report->version, TPM_PROBE_VERSION);
	if (!options->sysroot && !uname(&uts))
		fact_set_text(report, &report->kernel, uts.release);
	report->simulator = FACT_NUMBER(0);
}

/* What is opened later must not become a standard stream that was closed: the socket of a simulator
 * would get the output. Opened the wrong way round, so that using them fails as before. */
static void open_standard_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", fcntl(STDIN_FILENO, F_GETFD) < 0 ? O_WRONLY : O_RDONLY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

static int run_command(struct run *run)
{
	int status;

	if (select_check(run, NULL))
		return EXIT_USAGE;
	/* Our own message says it, too. Here, because no thread runs yet. */
	setenv("TSS2_LOG", "tcti+none", 0);
	/* A reader that goes away shows as a failed write, so that a simulator is ended properly. */
	signal(SIGPIPE, SIG_IGN);
	/* And so does a file that may not grow: what was begun of it is taken away. */
	signal(SIGXFSZ, SIG_IGN);
	run->report = report_new();
	describe_run(run->report, &run->options);
	status = run->options.vuln_db ? vulnerability_data_open(run) : EXIT_OK;
	if (!status)
		status = run->cmd->run(run);
	vulnerability_data_close(run);
	report_free(run->report);
	return status;
}

int main(int argc, char **argv)
{
	struct run run = { .cmds = cmds };
	int status;

	open_standard_streams();
	setlocale(LC_CTYPE, ""); /* widths and lines of tables */
	if (options_parse(argc, argv, &run) < 0) {
		status = EXIT_USAGE;
	} else if (run.options.version) {
		printf("tpm-probe %s\n", TPM_PROBE_VERSION);
		status = run_written(EXIT_OK, 0);
	} else if (run.cmd) {
		status = run_command(&run);
	} else {
		error_line("there is no command \"%s\"", run.argv[0]);
		fputs("Try: tpm-probe --help\n", stderr);
		status = EXIT_USAGE;
	}
	options_free(&run);
	return status;
}
