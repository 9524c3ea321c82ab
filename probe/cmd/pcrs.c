/* SPDX-License-Identifier: BSD-2-Clause */
/* pcrs: the platform configuration registers, and with --log the event log. */
#include "cmd.h"
#include "output.h"
#include "pcrs-log.h"
#include "collect-selected.h"
#include "shared-options.h"

struct pcrs_options {
	bool log;
};

static const struct option_row rows[] = {
	{ "log", 0, OPTION_FLAG, offsetof(struct pcrs_options, log), NULL, NULL,
	  .help = "the measured-boot event log, replayed and compared with the PCRs; status 1 if it differs" },
};
static const struct option_group group = OPTION_GROUP(rows, struct pcrs_options, NULL);

static int run_pcrs(struct run *run)
{
	const struct pcrs_options *options = cmd_options(run, &group);
	const struct log_file_option *file = cmd_options(run, &log_file_option);

	if (!options->log && !file->path)
		return output_show(
			run, collect_need(run, collect_selected(run, NULL, COLLECT_PCRS, false),
					  "pcr_values"));
	run->render = render_text_event_log;
	return output_show(run, collect_pcrs_and_log(run));
}

const struct cmd cmd_pcrs = {
	.name = "pcrs",
	.operands = "",
	.help = "values of the platform configuration registers",
	.options = { &group, &log_file_option },
	.examples = { { "pcrs", "every bank" },
		      { "pcrs --log", "the events that extended them, and whether they match" },
		      { "pcrs --log-file binary_bios_measurements", "a saved event log" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_pcrs,
	.run = run_pcrs,
};
