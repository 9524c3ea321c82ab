/* SPDX-License-Identifier: BSD-2-Clause */
/* keys: persistent keys. */
#include "cmd.h"
#include "output.h"
#include "collect-selected.h"

static int run_keys(struct run *run)
{
	int status = collect_selected(run, NULL, COLLECT_CONTENTS | COLLECT_OBJECTS, false);

	return output_show(run, collect_need(run, status, "objects"));
}

const struct cmd cmd_keys = {
	.name = "keys",
	.operands = "",
	.help = "persistent keys: what they are, and what creates them",
	.examples = { { "keys", "persistent keys: storage root key, endorsement keys, others" },
		      { "keys -o json", "with their public areas, for programs" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_keys,
	.run = run_keys,
};
