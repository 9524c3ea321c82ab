/* SPDX-License-Identifier: BSD-2-Clause */
/* info: identity, state and limits of a TPM. */
#include "cmd.h"
#include "render.h"
#include "collect-selected.h"

static int show_info(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_info(report, &options, stdout);
}

static int run_info(struct run *run)
{
	int status = collect_selected(run, run_operand(run, 0), COLLECT_IDENTITY, false);

	return run_show(run, status, show_info);
}

const struct cmd cmd_info = { .name = "info",
			      .operands = "[DEV]",
			      .help = "identity, state and limits of a TPM",
			      .max_operands = 1,
			      .run = run_info };
