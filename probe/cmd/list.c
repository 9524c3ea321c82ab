/* SPDX-License-Identifier: BSD-2-Clause */
/* list: what sysfs and udev know. */
#include "cmd.h"
#include "render.h"
#include "collect-selected.h"
#include "vulnerability-data.h"

static int show_list(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	if (fact_known(&report->machines.fact))
		return render_text_machines(report, &options, stdout);
	return run->options.tree ? render_text_tree(report, &options, stdout)
				 : render_text_list(report, &options, stdout);
}

static int run_list(struct run *run)
{
	int status = list_selected(run);

	return run_show(run, status, show_list);
}

const struct cmd cmd_list = { .name = "list",
			      .operands = "",
			      .help = "what sysfs and udev know; opens no TPM",
			      .max_operands = 0,
			      .run = run_list,
			      .examine_machine = vulnerability_data_judge };
