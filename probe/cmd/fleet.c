/* SPDX-License-Identifier: BSD-2-Clause */
/* fleet: many machines' reports as one table and one page. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "cmd.h"
#include "doctor.h"
#include "fleet-summary.h"
#include "input.h"
#include "vulnerability-data.h"
#include "render.h"
#include "output-file.h"

static void examine(struct run *run, struct report *report)
{
	vulnerability_data_judge(run, report);
	doctor_examine(report);
}

static int show_table(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_fleet(report, &options, stdout);
}

static int write_page(FILE *out, const void *data)
{
	return render_html_fleet(data, out);
}

static int show(struct run *run, int status)
{
	const char *path = run->options.report.file;
	int written = EXIT_OK;

	if (path && !strcmp(path, "-"))
		return run_written(status, write_page(stdout, run->report));
	if (path)
		written = output_file_write(run, path, 0644, write_page, run->report);
	return written ? written : run_show(run, status, show_table);
}

static bool is_grave(const struct run *run)
{
	const struct machine *machines = run->report->machines.items;
	const char *fail_on = run->options.doctor.fail_on;

	for (size_t i = 0; fail_on && i < run->report->machines.count; i++)
		if (fact_known(&machines[i].gravest.fact) &&
		    severity_of(machines[i].gravest.value) >= severity_of(fail_on))
			return true;
	return false;
}

/* Operands and --from are the same here. */
static int run_fleet(struct run *run)
{
	const struct option_texts *froms = &run->options.froms;
	size_t n = (size_t)run->argc + froms->count;
	const char **paths = arena_alloc(&run->report->arena, n * sizeof(*paths));
	int status;

	if (!n || run->options.sysroot || run->options.tcti || run->options.device ||
	    run->options.simulator)
		return run_fail(run, EXIT_USAGE, "tpm-probe doctor -o json writes reports",
				"fleet is about reports of other machines: name files or folders, "
				"and no TPM");
	status = output_file_check(run, run->options.report.file);
	if (status)
		return status;
	for (size_t i = 0; i < froms->count; i++)
		paths[i] = froms->texts[i];
	for (int i = 0; i < run->argc; i++)
		paths[froms->count + (size_t)i] = run->argv[i];
	status = input_read_fleet(run, paths, n);
	fleet_summarise(run->report);
	if (!status && is_grave(run))
		status = EXIT_FINDINGS;
	return show(run, status);
}

const struct cmd cmd_fleet = { .name = "fleet",
			       .operands = "PATH...",
			       .help = "many machines' reports as one table and one page",
			       .max_operands = INT_MAX,
			       .run = run_fleet,
			       .examine_machine = examine };
