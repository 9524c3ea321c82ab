/* SPDX-License-Identifier: BSD-2-Clause */
/* nv: NV indices. */
#include "cmd.h"
#include "output.h"
#include "collect-selected.h"

static int run_nv(struct run *run)
{
	int status = collect_selected(run, NULL, COLLECT_CONTENTS | COLLECT_NV, false);

	return output_show(run, collect_need(run, status, "nv_indices"));
}

const struct cmd cmd_nv = {
	.name = "nv",
	.operands = "",
	.help = "NV indices: whose they are, type, attributes, size",
	.examples = { { "nv", "every NV index, without its contents" },
		      { "nv --no-legend", "the lines alone, for a script" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_nv,
	.run = run_nv,
};
