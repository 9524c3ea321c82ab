/* SPDX-License-Identifier: BSD-2-Clause */
/* The overview, which is run without a name: each TPM on one screen. */
#include "cmd.h"
#include "render.h"
#include "collect-selected.h"
#include "vulnerability-data.h"

static int show_overview(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	if (fact_known(&report->machines.fact))
		return render_text_machines(report, &options, stdout);
	return render_text_overview(report, &options, stdout);
}

static int run_overview(struct run *run)
{
	int status;

	if (run->options.sysroot)
		status = list_selected(run);
	else
		status = collect_selected(run, NULL, COLLECT_IDENTITY, true);
	return run_show(run, status, show_overview);
}

const struct cmd cmd_overview = { .name = NULL,
				  .operands = "",
				  .help = "each TPM on one screen",
				  .max_operands = 0,
				  .run = run_overview,
				  .examine_machine = vulnerability_data_judge };
