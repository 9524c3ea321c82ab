/* SPDX-License-Identifier: BSD-2-Clause */
/* nv: NV indices. */
#include "cmd.h"
#include "render.h"
#include "collect-selected.h"

static int show_nv(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_nv(report, &options, stdout);
}

static int run_nv(struct run *run)
{
	return run_show(run, collect_selected(run, NULL, COLLECT_CONTENTS | COLLECT_NV, false),
			show_nv);
}

const struct cmd cmd_nv = { .name = "nv",
			    .operands = "",
			    .help = "NV indices: whose they are, type, attributes, size",
			    .max_operands = 0,
			    .run = run_nv };
