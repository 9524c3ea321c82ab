/* SPDX-License-Identifier: BSD-2-Clause */
/* bench: measure, compare, export. */
#include "cmd.h"

static int run_bench(struct run *run)
{
	return run_fail(run, EXIT_USAGE, NULL, "bench: nothing to measure yet");
}

const struct cmd cmd_bench = { .name = "bench",
			       .operands = "[OPERATION]...",
			       .help = "how fast every command is, and whether it got slower",
			       .max_operands = 64,
			       .run = run_bench,
			       .formats = "gab bmf go csv",
			       .several_tctis = true };
