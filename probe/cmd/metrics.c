/* SPDX-License-Identifier: BSD-2-Clause */
/* metrics: what a monitoring system keeps of a machine's TPMs. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "cmd.h"
#include "connection.h"
#include "device.h"
#include "doctor.h"
#include "host.h"
#include "outcome.h"
#include "machine-volumes.h"
#include "output-file.h"
#include "output.h"
#include "collect-selected.h"
#include "examine.h"

struct metrics_options {
	const char *textfile; /* NULL: not given */
	long max_commands;
	bool identifiers;
};

#define AT(member) offsetof(struct metrics_options, member)
static const struct option_row rows[] = {
	{ "textfile", 0, OPTION_TEXT, AT(textfile), "FILE", "@file",
	  .help = "write for the textfile collector of node_exporter, whole or not at all; -: print that" },
	{ "max-commands", 0, OPTION_NUMBER, AT(max_commands), "N", NULL,
	  .help = "send each TPM no more than N commands (12); what does not fit is left out" },
	{ "identifiers", 0, OPTION_FLAG, AT(identifiers), NULL, NULL,
	  .help = "also what identifies this machine: serial numbers, names of certificates" },
};
static const struct metrics_options defaults = { .max_commands = 12 };
static const struct option_group group = OPTION_GROUP(rows, struct metrics_options, &defaults);

/* Has every TPM answered that could be asked? A TPM 1.2 cannot. Unknown where a report or a dump does
 * not show that one was asked. */
static struct number_fact all_answered(const struct report *report)
{
	bool known = fact_known(&report->tpms.fact);

	for (size_t i = 0; i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);
		const struct number_fact *version = &tpm->device->version_major;

		if (fact_known(&version->fact) && version->value == 1)
			continue;
		if (fact_known(&tpm->connection->error_text.fact))
			return FACT_NUMBER(0);
		known &= is_set(&tpm->connection->commands);
	}
	return known ? FACT_NUMBER(1) : (struct number_fact){ 0 };
}

/*
 * A TPM that cannot be asked is itself a sample, and so no failure of this command: whoever runs
 * it by a timer reads the metrics, not the exit status.
 */
static int collect(struct run *run, const struct metrics_options *options)
{
	const bool live = !run->options.from && !run->options.sysroot;
	uint64_t start = now_ns();
	int status;

	status = machine_volumes_open(run, &(struct volumes_request){ 0 });
	if (status)
		return status;
	run->max_commands = (unsigned int)options->max_commands;
	if (run->max_commands && run->volumes)
		run->max_commands += volumes_commands(run->volumes);
	status = examine_selected(run, COLLECT_IDENTITY | COLLECT_VALIDITY | COLLECT_BOOT_PCRS |
					       (options->identifiers ? COLLECT_SERIALS : 0));
	machine_volumes_answer(run);
	if (status && !live)
		return status;
	if (!run->options.from) {
		run->report->host->time = FACT_NUMBER((uint64_t)time(NULL));
		run->report->probe->duration_ns = FACT_NUMBER(now_ns() - start);
	}
	if (!fact_known(&run->report->probe->success.fact))
		run->report->probe->success = status ? FACT_NUMBER(0) : all_answered(run->report);
	if (live && !fact_known(&run->report->probe->success.fact))
		run->report->probe->success = FACT_NUMBER(1);
	return EXIT_OK;
}

static int run_metrics(struct run *run)
{
	const struct metrics_options *options = cmd_options(run, &group);
	int status;

	if (options->textfile && run->options.output)
		return run_fail(run, EXIT_USAGE, NULL,
				"--textfile has a format of its own: it does not go with --output");
	status = output_file_check(run, options->textfile);
	if (status)
		return status;
	status = collect(run, options);
	if (status && !report_count_tpms(run->report))
		return status;
	examine_report(run, run->report);
	run->text_options.identifiers = options->identifiers;
	if (options->textfile) {
		int written = output_write(run, "prometheus", options->textfile, 0644);

		return written ? written : status;
	}
	return output_show(run, status);
}

const struct cmd cmd_metrics = {
	.name = "metrics",
	.operands = "",
	.help = "metrics for Prometheus (OpenMetrics)",
	.options = { &group },
	.examples = { { "metrics", "OpenMetrics on standard output" },
		      { "metrics --textfile /var/lib/prometheus/node-exporter/tpm.prom",
			"a file for node_exporter" } },
	.shows = OUTPUT_METRICS,
	.run = run_metrics,
	.ask = machine_volumes_ask,
};
