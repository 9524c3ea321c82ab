/* SPDX-License-Identifier: BSD-2-Clause */
/* The command table and dispatch. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cleanup.h"
#include "cmd.h"
#include "vulnerability-data.h"
#include "options.h"
#include "render.h"

const struct cmd *const cmds[] = { &cmd_overview, &cmd_list,   &cmd_info,	&cmd_caps,
				   &cmd_pcrs,	  &cmd_keys,   &cmd_nv,		&cmd_ek,
				   &cmd_attest,	  &cmd_doctor, &cmd_watch,	&cmd_metrics,
				   &cmd_report,	  &cmd_fleet,  &cmd_rc,		&cmd_bench,
				   &cmd_tcti,	  &cmd_fapi,   &cmd_completion, &cmd_schema,
				   NULL };

static const struct cmd *find_cmd(const char *name)
{
	for (size_t i = 0; cmds[i]; i++) {
		if (name ? cmds[i]->name && !strcmp(cmds[i]->name, name) : !cmds[i]->name)
			return cmds[i];
	}
	return NULL;
}

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

int main(int argc, char **argv)
{
	struct run run = { 0 };
	const struct cmd *cmd;
	int first, status;

	open_standard_streams();
	setlocale(LC_CTYPE, ""); /* widths and lines of tables */
	first = options_parse(argc, argv, &run.options);
	if (first < 0)
		return EXIT_USAGE;
	if (run.options.version) {
		printf("tpm-probe %s\n", TPM_PROBE_VERSION);
		return run_written(EXIT_OK, 0);
	}
	cmd = find_cmd(argv[first]);
	if (run.options.help) {
		options_print_usage(stdout, cmd);
		return run_written(EXIT_OK, 0);
	}
	if (!cmd) {
		fprintf(stderr, "tpm-probe: there is no command \"%s\"\nTry: tpm-probe --help\n",
			argv[first]);
		return EXIT_USAGE;
	}
	if (cmd->name)
		first++;
	run.cmd = cmd;
	run.examine_machine = cmd->examine_machine;
	run.work = cmd->work;
	run.argc = argc - first;
	run.argv = argv + first;
	if (run.argc > cmd->max_operands) {
		fprintf(stderr,
			"tpm-probe %s: \"%s\" is one operand too many\nTry: tpm-probe --help\n",
			cmd->name ? cmd->name : "", run.argv[cmd->max_operands]);
		return EXIT_USAGE;
	}
	if (options_check(&run.options, cmd) < 0)
		return EXIT_USAGE;
	/* Our own message says it, too. Here, because no thread runs yet. */
	setenv("TSS2_LOG", "tcti+none", 0);
	/* A reader that goes away shows as a failed write, so that a simulator is ended properly. */
	signal(SIGPIPE, SIG_IGN);
	/* And so does a file that may not grow: what was begun of it is taken away. */
	signal(SIGXFSZ, SIG_IGN);
	run.report = report_new();
	describe_run(run.report, &run.options);
	status = run.options.vuln_db ? vulnerability_data_open(&run) : EXIT_OK;
	if (!status)
		status = cmd->run(&run);
	vulnerability_data_close(&run);
	report_free(run.report);
	return status;
}
