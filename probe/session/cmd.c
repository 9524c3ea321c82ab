/* SPDX-License-Identifier: BSD-2-Clause */
/* What a run keeps of its command. */
#include "cmd.h"

void *cmd_options(const struct run *run, const struct option_group *group)
{
	size_t i = 0;

	while (run->cmd->options[i] != group)
		i++;
	return run->option_values[i];
}
