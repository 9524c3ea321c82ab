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
#include "machine.h"
#include "output-file.h"
#include "output.h"
#include "shared-options.h"

static int show(struct run *run, int status)
{
	const struct page_file_option *page = cmd_options(run, &page_file_option);
	int written = page->path ? output_write(run, "html", page->path, 0644) : EXIT_OK;

	if (page->path && !strcmp(page->path, "-"))
		return written ? written : status;
	return written ? written : output_show(run, status);
}

static bool is_grave(const struct run *run)
{
	const struct machine *machines = run->report->machines.items;
	const struct fail_on_option *option = cmd_options(run, &fail_on_option);
	const char *fail_on = option->severity;

	for (size_t i = 0; fail_on && i < run->report->machines.count; i++)
		if (fact_known(&machines[i].gravest.fact) &&
		    machines[i].gravest.state >= enum_state(&severity_words, fail_on))
			return true;
	return false;
}

/* Operands and --from are the same here. */
static int run_fleet(struct run *run)
{
	const struct page_file_option *page = cmd_options(run, &page_file_option);
	const struct option_texts *froms = &run->options.froms;
	size_t n = (size_t)run->argc + froms->count;
	const char **paths = arena_alloc(&run->report->arena, n * sizeof(*paths));
	int status;

	if (!n || run->options.sysroot || run->options.tcti || run->options.device ||
	    run->options.simulator)
		return run_fail(
			run, EXIT_USAGE, "tpm-probe doctor -o json writes reports",
			"fleet is about reports of other machines: name files or directories, "
			"and no TPM");
	status = output_file_check(run, page->path);
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

const struct cmd cmd_fleet = {
	.name = "fleet",
	.operands = "PATH...",
	.help = "many machines' reports as one table and one page",
	.max_operands = INT_MAX,
	.operand_rows = { { .argument = "PATH",
			    .choices = "@file",
			    .help = "a report, or a directory of reports; --from is the same" } },
	.options = { &page_file_option, &fail_on_option },
	.examples = { { "fleet reports/", "a line for each TPM, and what they come to" },
		      { "fleet -O fleet.html reports/", "the same as a page, too" },
		      { "fleet --fail-on critical reports/",
			"status 6 if a finding is critical" } },
	.shows = OUTPUT_FLEET,
	.render = render_text_fleet,
	.run = run_fleet,
	.examine_machine = examine_report,
};
