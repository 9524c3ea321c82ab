/* SPDX-License-Identifier: BSD-2-Clause */
/* What a run keeps of its command. */
#include "cmd.h"

#include <stdio.h>

void *cmd_options(const struct run *run, const struct option_group *group)
{
	size_t i = 0;

	while (run->cmd->options[i] != group)
		i++;
	return run->option_values[i];
}

int cmd_needs(struct run *run, struct library *library)
{
	char remedy[128];

	if (library_load(library))
		return EXIT_OK;
	snprintf(remedy, sizeof(remedy), "install it (Debian: apt-get install %s)",
		 library->package);
	return run_fail(run, EXIT_GENERAL, remedy, "%s needs %s, which is missing", run->cmd->name,
			library->soname);
}
