/* SPDX-License-Identifier: BSD-2-Clause */
/* fleet: many machines' reports as one table and one page. */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "cmd.h"
#include "doctor.h"
#include "fleet-summary.h"
#include "input.h"
#include "examine.h"
#include "render.h"
#include "replace-file.h"

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
	int r;

	if (path && !strcmp(path, "-"))
		return run_written(status, write_page(stdout, run->report));
	if (path) {
		r = replace_file(path, 0644, write_page, run->report);
		if (r < 0)
			return run_fail(run,
					r == -EACCES || r == -EPERM ? EXIT_DENIED : EXIT_GENERAL,
					"the folder must exist, and you must be allowed to make "
					"files in it",
					"%s: %s", path, strerror(-r));
	}
	return run_show(run, status, show_table);
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
			       .examine_machine = examine_report,
			       .recomputes_findings = true };
