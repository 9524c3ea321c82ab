/* SPDX-License-Identifier: BSD-2-Clause */
/* schema: the JSON Schema of -o json. */
#include "cmd.h"
#include "render.h"

static int run_schema(struct run *run)
{
	(void)run;
	return run_written(EXIT_OK, render_json_schema(stdout));
}

const struct cmd cmd_schema = { .name = "schema",
				.operands = "",
				.help = "the JSON Schema of -o json",
				.max_operands = 0,
				.run = run_schema };
