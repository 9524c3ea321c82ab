/* SPDX-License-Identifier: BSD-2-Clause */
/* schema: the JSON Schema of -o json. */
#include "cmd.h"
#include "json-schema.h"

static int run_schema(struct run *run)
{
	(void)run;
	return run_written(EXIT_OK, render_json_schema(stdout));
}

const struct cmd cmd_schema = {
	.name = "schema",
	.operands = "",
	.help = "the JSON Schema of -o json",
	.examples = { { "schema >tpm-probe-1.schema.json", "a file to validate reports with" },
		      { "schema | jq '.\"$defs\" | keys'", "the kinds of records" } },
	.shows = OUTPUT_SCHEMA,
	.run = run_schema,
};
