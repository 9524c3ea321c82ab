/* SPDX-License-Identifier: BSD-2-Clause */
/* keys: persistent keys. */
#include "cmd.h"
#include "render.h"
#include "collect-selected.h"

static int show_keys(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_keys(report, &options, stdout);
}

static int run_keys(struct run *run)
{
	return run_show(run, collect_selected(run, NULL, COLLECT_CONTENTS | COLLECT_OBJECTS, false),
			show_keys);
}

const struct cmd cmd_keys = { .name = "keys",
			      .operands = "",
			      .help = "keys that persist: what they are and who made them",
			      .max_operands = 0,
			      .run = run_keys };
