/* SPDX-License-Identifier: BSD-2-Clause */
/* metrics: what a monitoring system keeps of a machine's TPMs. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cmd.h"
#include "examine.h"
#include "render.h"
#include "replace-file.h"
#include "select.h"

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

/* Has every TPM answered that could be asked? A TPM 1.2 cannot. */
static bool all_answered(const struct report *report)
{
	for (size_t i = 0; i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);
		const struct number_fact *version = &tpm->device.version_major;

		if (fact_known(&version->fact) && version->value == 1)
			continue;
		if (fact_known(&tpm->connection.error_text.fact))
			return false;
	}
	return true;
}

static int write_to(const struct run *run, FILE *out)
{
	const struct metrics_options options = { .textfile = run->options.metrics.textfile,
						 .identifiers = run->options.metrics.identifiers };

	return render_metrics(run->report, &options, out);
}

static int show_metrics(const struct report *report, const struct run *run)
{
	(void)report;
	return write_to(run, stdout);
}

static int fill_file(FILE *out, const void *data)
{
	return write_to(data, out);
}

/* node_exporter takes no file whose name does not end with .prom, and so not the new one's first. */
static int write_file(struct run *run, const char *path)
{
	int r = replace_file(path, 0644, fill_file, run);

	if (r >= 0)
		return EXIT_OK;
	return run_fail(run, r == -EACCES || r == -EPERM ? EXIT_DENIED : EXIT_GENERAL,
			"the folder must exist, and you must be allowed to make files in it",
			"%s: %s", path, strerror(-r));
}

/*
 * A TPM that cannot be asked is something to be told, and so no failure of this command: whoever runs
 * it by a timer reads the metrics, not the exit status.
 */
static int collect(struct run *run)
{
	const bool live = !run->options.from && !run->options.sysroot;
	uint64_t start = now_ns();
	int status;

	run->max_commands = (unsigned int)run->options.metrics.max_commands;
	status = target_examine(run,
				COLLECT_IDENTITY | COLLECT_VALIDITY | COLLECT_BOOT_PCRS |
					(run->options.metrics.identifiers ? COLLECT_SERIALS : 0));
	if (status && !live)
		return status;
	if (!run->options.from) {
		run->report->host.time = FACT_NUMBER((uint64_t)time(NULL));
		run->report->probe.duration_ns = FACT_NUMBER(now_ns() - start);
	}
	if (!fact_known(&run->report->probe.success.fact))
		run->report->probe.success = FACT_NUMBER(!status && all_answered(run->report));
	return EXIT_OK;
}

static int run_metrics(struct run *run)
{
	const char *path = run->options.metrics.textfile;
	int status;

	if (path && strcmp(run->options.output, "text") != 0)
		return run_fail(run, EXIT_USAGE, NULL,
				"--textfile has a format of its own: it does not go with --output");
	status = collect(run);
	if (status && !report_count_tpms(run->report))
		return status;
	examine_report(run, run->report);
	if (path && strcmp(path, "-") != 0) {
		int written = write_file(run, path);

		return written ? written : status;
	}
	return run_show(run, status, show_metrics);
}

const struct cmd cmd_metrics = { .name = "metrics",
				 .operands = "",
				 .help = "metrics for Prometheus (OpenMetrics)",
				 .max_operands = 0,
				 .run = run_metrics };
