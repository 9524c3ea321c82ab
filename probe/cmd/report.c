/* SPDX-License-Identifier: BSD-2-Clause */
/* report: one machine as a page, or as an archive for who is to help. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "bundle.h"
#include "cleanup.h"
#include "cmd.h"
#include "doctor.h"
#include "identifiers.h"
#include "json-read.h"
#include "examine.h"
#include "redact.h"
#include "render.h"
#include "replace-file.h"
#include "select.h"

enum { PARTS = COLLECT_IDENTITY | COLLECT_CAPABILITIES | COLLECT_PCRS | COLLECT_KEYS };

/* What is written, wherever it goes. */
struct page_source {
	const struct report *report, *bench;
};

static int write_page(FILE *out, const void *data)
{
	const struct page_source *source = data;

	return render_html_report(source->report, source->bench, out);
}

static int check_options(struct run *run)
{
	const struct report_options *options = &run->options.report;

	if (options->redact && options->no_redact)
		return run_fail(run, EXIT_USAGE, NULL,
				"--redact and --no-redact exclude one "
				"another");
	if (options->no_redact && !options->bundle)
		return run_fail(run, EXIT_USAGE, "page and JSON are redacted only with --redact",
				"--no-redact belongs to --bundle");
	return EXIT_OK;
}

static int read_bench(struct run *run, struct report **ret_bench)
{
	const char *path = run->options.report.bench;
	_cleanup_free_ char *error = NULL;
	int r;

	if (!path)
		return EXIT_OK;
	r = json_read_file(path, ret_bench, &error);
	if (r >= 0)
		return EXIT_OK;
	return run_fail(run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL,
			"tpm-probe bench --save FILE keeps a benchmark", "--bench %s: %s", path,
			error ? error : strerror(-r));
}

static int fail_file(struct run *run, const char *path, int r)
{
	return run_fail(run, r == -EACCES || r == -EPERM ? EXIT_DENIED : EXIT_GENERAL,
			"the folder must exist, and you must be allowed to make files in it",
			"%s: %s", path, strerror(-r));
}

/* Returns an exit status. A page shows names of users and the kernel's log: for the caller alone. */
static int show_page(struct run *run, const struct report *bench, int status)
{
	struct page_source source = { run->report, bench };
	const char *path = run->options.report.file;
	int r;

	if (!path || !strcmp(path, "-"))
		return run_written(status, write_page(stdout, &source));
	r = replace_file(path, 0600, write_page, &source);
	return r < 0 ? fail_file(run, path, r) : status;
}

static int write_bundle(struct run *run, struct report *bench, const struct list_fact *left_out)
{
	struct bundle bundle = { run->report, bench, left_out };
	const char *path = run->options.report.bundle;
	int r = replace_file(path, 0600, bundle_write, &bundle);

	if (r < 0)
		return fail_file(run, path, r);
	fprintf(stderr, "tpm-probe: %s is written%s: look at it before you send it\n", path,
		left_out ? "; its README.txt says what was left out" : ", with everything in it");
	return EXIT_OK;
}

static void redact(struct run *run, struct report *bench, struct redactor *scrub,
		   struct list_fact *left_out)
{
	struct list_fact of_bench;

	collect_identifiers(scrub, NULL);
	if (run->options.sysroot)
		collect_identifiers(scrub, run->options.sysroot);
	report_redact(run->report, scrub, left_out);
	if (bench)
		report_redact(bench, scrub, &of_bench);
}

/* What is not to be redacted is shown ahead of what is: a report is redacted where it stands. */
static int show(struct run *run, struct report *bench, int status)
{
	const struct report_options *options = &run->options.report;
	bool json = !strcmp(run->options.output, "json"), page = options->file || !options->bundle;
	struct list_fact left_out = { 0 };
	struct redactor scrub = { 0 };
	int written = EXIT_OK;

	if (options->redact)
		redact(run, bench, &scrub, &left_out);
	if (json)
		status = run_show(run, status, NULL);
	if (page && (!json || options->file))
		status = show_page(run, bench, status);
	if (options->bundle && !options->redact && !options->no_redact)
		redact(run, bench, &scrub, &left_out);
	if (options->bundle)
		written = write_bundle(run, bench, options->no_redact ? NULL : &left_out);
	redactor_clear(&scrub);
	return written ? written : status;
}

static int run_report(struct run *run)
{
	const struct report_options *options = &run->options.report;
	struct report *bench = NULL;
	int status = check_options(run);

	if (!status)
		status = read_bench(run, &bench);
	if (status)
		return status;
	status = target_examine(run, PARTS | (options->no_redact ? COLLECT_SERIALS : 0));
	/* A file that is broken in part tells something all the same. */
	if (status && !report_count_tpms(run->report)) {
		report_free(bench);
		return status;
	}
	if (!fact_known(&run->report->host.time.fact) && !run->options.from)
		run->report->host.time = FACT_NUMBER((uint64_t)time(NULL));
	examine_report(run, run->report);
	status = show(run, bench, status);
	report_free(bench);
	return status;
}

const struct cmd cmd_report = { .name = "report",
				.operands = "",
				.help = "one machine as a page (HTML), or as an archive for support",
				.max_operands = 0,
				.run = run_report };
