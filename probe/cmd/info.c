/* SPDX-License-Identifier: BSD-2-Clause */
/* info: identity, state and limits of a TPM. */
#include "cmd.h"
#include "output.h"
#include "collect-selected.h"

static int run_info(struct run *run)
{
	return output_show(run,
			   collect_selected(run, run_operand(run, 0), COLLECT_IDENTITY, false));
}

const struct cmd cmd_info = {
	.name = "info",
	.operands = "[DEV]",
	.help = "identity, state and limits of a TPM",
	.max_operands = 1,
	.operand_rows = { { .argument = "DEV",
			    .choices = "@tpm",
			    .help = "a TPM as --device names it: tpm1, /dev/tpmrm1" } },
	.examples = { { "info", "the platform's own TPM" },
		      { "info tpm1", "another one, through its resource manager" },
		      { "info -o json", "the same for programs" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_info,
	.run = run_info,
};
