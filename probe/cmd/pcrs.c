/* SPDX-License-Identifier: BSD-2-Clause */
/* pcrs: the platform configuration registers, and with --log the event log. */
#include "cmd.h"
#include "pcrs-log.h"
#include "render.h"
#include "collect-selected.h"

static int show_pcrs(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_pcrs(report, &options, stdout);
}

static int show_event_log(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_event_log(report, &options, stdout);
}

static int run_pcrs(struct run *run)
{
	int status;

	if (run->options.pcrs.log || run->options.pcrs.log_file) {
		status = collect_pcrs_and_log(run);
		return run_show(run, status, show_event_log);
	}
	status = collect_selected(run, NULL, COLLECT_PCRS, false);

	return run_show(run, status, show_pcrs);
}

const struct cmd cmd_pcrs = { .name = "pcrs",
			      .operands = "",
			      .help = "values of the platform configuration registers",
			      .max_operands = 0,
			      .run = run_pcrs };
