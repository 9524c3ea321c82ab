/* SPDX-License-Identifier: BSD-2-Clause */
/* rc: what a response code means and what to do. */
#include "output.h"
#include "response-code.h"

static int run_rc(struct run *run)
{
	const char *text = run_operand(run, 0);
	int status;

	if (!text)
		return run_fail(run, EXIT_USAGE, NULL,
				"rc needs a response code, for example: tpm-probe rc 0x921");
	status = response_code_add(run, text);
	return status ? status : output_show(run, EXIT_OK);
}

const struct cmd cmd_rc = {
	.name = "rc",
	.operands = "CODE",
	.help = "what a response code means and what to do",
	.max_operands = 1,
	.operand_rows = { { .argument = "CODE",
			    .help = "a response code of 32 bits: 0x921, 2337" } },
	.examples = { { "rc 0x921", "a TPM's refusal: the layer, the name, the remedy" },
		      { "rc 0xa000a", "a code of a TCTI module" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_rc,
	.run = run_rc,
};
