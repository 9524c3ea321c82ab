/* SPDX-License-Identifier: BSD-2-Clause */
/* report: one machine as a page, or as an archive for who is to help. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "boots-report.h"
#include "bundle.h"
#include "cleanup.h"
#include "cmd.h"
#include "error-line.h"
#include "examine.h"
#include "host.h"
#include "identifiers.h"
#include "json-read.h"
#include "machine-volumes.h"
#include "output-file.h"
#include "output.h"
#include "redact.h"
#include "collect-selected.h"
#include "shared-options.h"
#include "vulnerability-data.h"

enum { PARTS = COLLECT_IDENTITY | COLLECT_CAPABILITIES | COLLECT_PCRS | COLLECT_KEYS };

struct report_options {
	const char *bundle, *bench; /* NULL: not given */
	bool redact, no_redact;
};

#define AT(member) offsetof(struct report_options, member)
static const struct option_row rows[] = {
	{ "bundle", 0, OPTION_TEXT, AT(bundle), "FILE", "@file",
	  .help = "write a tar archive for support: report, page, logs, what was left out" },
	{ "bench", 0, OPTION_TEXT, AT(bench), "FILE", "@file",
	  .help = "with the benchmark of a report that bench wrote (--save, -o json)" },
	{ "redact", 0, OPTION_FLAG, AT(redact), NULL, NULL,
	  .help = "page and JSON too without what identifies this machine" },
	{ "no-redact", 0, OPTION_FLAG, AT(no_redact), NULL, NULL,
	  .help = "the bundle with everything: names, serial numbers, keys, certificates" },
};
static const struct option_group group = OPTION_GROUP(rows, struct report_options, NULL);

static int check_options(struct run *run)
{
	const struct report_options *options = cmd_options(run, &group);

	if (options->redact && options->no_redact)
		return run_fail(run, EXIT_USAGE, NULL,
				"--redact and --no-redact exclude one "
				"another");
	if (options->no_redact && !options->bundle)
		return run_fail(run, EXIT_USAGE, "page and JSON are redacted only with --redact",
				"--no-redact belongs to --bundle");
	return EXIT_OK;
}

/* What is shown with the report, and is not of it. */
struct beside {
	struct report *bench; /* NULL: none */
	struct saved_boots boots;
};

static int read_bench(struct run *run, struct report **ret_bench)
{
	const struct report_options *options = cmd_options(run, &group);
	_cleanup_free_ char *error = NULL;
	int r;

	if (!options->bench)
		return EXIT_OK;
	r = json_read_file(options->bench, ret_bench, &error);
	if (r >= 0)
		return EXIT_OK;
	return run_fail(run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL,
			"tpm-probe bench --save FILE writes a benchmark", "--bench %s: %s",
			options->bench, error ? error : strerror(-r));
}

/* redactor: NULL where nothing is left out. */
static int write_bundle(struct run *run, const struct beside *beside,
			const struct list_fact *left_out, const struct redactor *redactor)
{
	struct bundle_file *files = boots_report_files(&beside->boots, redactor);
	struct bundle bundle = { .report = run->report,
				 .bench = beside->bench,
				 .files = files,
				 .n_files = beside->boots.count,
				 .left_out = left_out };
	const struct report_options *options = cmd_options(run, &group);
	int status = cmd_needs(run, &library_archive);

	if (!status)
		status = output_file_write(run, options->bundle, 0600, bundle_write, &bundle);
	boots_report_files_free(files, beside->boots.count);
	if (status)
		return status;
	error_line("%s is written%s: look at it before you send it", options->bundle,
		   left_out ? "; its README.txt says what was left out"
			    : ", with everything in it");
	return EXIT_OK;
}

static void redact(struct run *run, struct report *bench, struct redactor *redactor,
		   struct list_fact *left_out)
{
	struct list_fact of_bench;

	collect_identifiers(redactor, NULL);
	if (run->options.sysroot)
		collect_identifiers(redactor, run->options.sysroot);
	report_redact(run->report, redactor, left_out);
	if (bench)
		report_redact(bench, redactor, &of_bench);
}

/* What is not to be redacted is shown ahead of what is: a report is redacted where it stands. */
static int show(struct run *run, const struct beside *beside, int status)
{
	const struct report_options *options = cmd_options(run, &group);
	const struct page_file_option *page = cmd_options(run, &page_file_option);
	struct list_fact left_out = { 0 };
	struct redactor redactor = { 0 };
	int written = EXIT_OK;

	if (options->redact)
		redact(run, beside->bench, &redactor, &left_out);
	run->text_options.beside = beside->bench;
	if (run->options.output || !(page->path || options->bundle))
		status = output_show(run, status);
	/* A page shows names of users and the kernel's log: for the caller alone. */
	if (page->path)
		written = output_write(run, "html", page->path, 0600);
	if (options->bundle && !options->redact && !options->no_redact)
		redact(run, beside->bench, &redactor, &left_out);
	if (options->bundle && !written)
		written = options->no_redact ? write_bundle(run, beside, NULL, NULL)
					     : write_bundle(run, beside, &left_out, &redactor);
	redactor_clear(&redactor);
	return written ? written : status;
}

static int run_report(struct run *run)
{
	const struct report_options *options = cmd_options(run, &group);
	const struct page_file_option *page = cmd_options(run, &page_file_option);
	struct beside beside = { 0 };
	int status = check_options(run);

	if (!status)
		status = output_file_check(run, page->path);
	if (!status)
		status = output_file_check(run, options->bundle);
	if (!status)
		status = read_bench(run, &beside.bench);
	if (!status)
		status = machine_volumes_open(run, &(struct volumes_request){ 0 });
	if (status) {
		report_free(beside.bench);
		return status;
	}
	status = examine_selected(run, PARTS | (options->no_redact ? COLLECT_SERIALS : 0));
	machine_volumes_answer(run);
	/* A file that is broken in part tells something all the same. */
	if (status && !report_count_tpms(run->report)) {
		report_free(beside.bench);
		return status;
	}
	if (!fact_known(&run->report->host->time.fact) && !run->options.from)
		run->report->host->time = FACT_NUMBER((uint64_t)time(NULL));
	boots_report_add(run, &beside.boots);
	examine_report(run, run->report);
	status = show(run, &beside, status);
	saved_boots_clear(&beside.boots);
	report_free(beside.bench);
	return status;
}

const struct cmd cmd_report = {
	.name = "report",
	.operands = "",
	.help = "one machine as a page (HTML), or an archive for support",
	.options = { &group, &page_file_option, &boots_option },
	.examples = { { "report -O tpm.html", "a page for a browser" },
		      { "report --bundle tpm.tar.gz", "an archive for support, redacted" },
		      { "report --redact -o json",
			"everything, without what identifies the machine" } },
	.shows = OUTPUT_PAGE,
	.run = run_report,
	.ask = machine_volumes_ask,
};
