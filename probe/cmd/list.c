/* SPDX-License-Identifier: BSD-2-Clause */
/* list: what sysfs and udev know. */
#include "cmd.h"
#include "output.h"
#include "collect-selected.h"
#include "examine.h"

struct list_options {
	bool tree;
};

static const struct option_row rows[] = {
	{ "tree", 't', OPTION_FLAG, offsetof(struct list_options, tree), NULL, NULL,
	  .help = "as a tree of firmware, driver, tpm0, tpmrm0" },
};
static const struct option_group group = OPTION_GROUP(rows, struct list_options, NULL);

static int run_list(struct run *run)
{
	const struct list_options *options = cmd_options(run, &group);
	int status = list_selected(run);

	if (options->tree)
		run->render = render_text_tree;
	if (fact_known(&run->report->machines.fact))
		run->render = render_text_machines;
	return output_show(run, status);
}

const struct cmd cmd_list = {
	.name = "list",
	.operands = "",
	.help = "what sysfs and udev know; opens no TPM",
	.options = { &group },
	.examples = { { "list", "every TPM: nodes, driver, access" },
		      { "list --tree", "how firmware, driver and device nodes belong together" },
		      { "list --from reports/", "a line for each TPM of saved reports" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_list,
	.run = run_list,
	.examine_machine = examine_report,
};
