/* SPDX-License-Identifier: BSD-2-Clause */
/* The overview, which is run without a name: each TPM on one screen. */
#include "cmd.h"
#include "output.h"
#include "collect-selected.h"
#include "examine.h"

static int run_overview(struct run *run)
{
	int status = run->options.sysroot ? list_selected(run)
					  : collect_selected(run, NULL, COLLECT_IDENTITY, true);

	if (!status && examine_found(run->report, "DA-001"))
		status = EXIT_FINDINGS;
	if (fact_known(&run->report->machines.fact))
		run->render = render_text_machines;
	return output_show(run, status);
}

const struct cmd cmd_overview = {
	.operands = "",
	.help = "each TPM on one screen",
	.shows = OUTPUT_FACTS,
	.render = render_text_overview,
	.run = run_overview,
	.examine_machine = examine_report,
};
