/* SPDX-License-Identifier: BSD-2-Clause */
/* Parsing the command line, by the rows of every command. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "cmd.h"

/* The options of every command; values are those of struct options. */
extern const struct option_group options_global;

/*
 * Parse: sets run->cmd, one of run->cmds (NULL: there is no such command), its options and operands.
 * Options may stand behind operands. "COMMAND --help" is "help COMMAND".
 * Returns 0, or -EINVAL after a message on standard error. options_free() in any case.
 */
int options_parse(int argc, char **argv, struct run *run);
void options_free(struct run *run);

/* The command of that name, or NULL; name NULL: the one that is run without. */
const struct cmd *options_find_cmd(const struct run *run, const char *name);

/* Is word one of those in list, which are separated by blanks? */
bool option_is_choice(const char *list, const char *word);

/*
 * The values that an option or operand of this command may have, separated by blanks: the arena's.
 * "@file" or "@tpm": such; NULL: anything. cmd NULL: of any of the run's commands.
 */
const char *option_values(struct arena *arena, const struct run *run, const struct option_row *row,
			  const struct cmd *cmd);

/* "80ms", "1.5s", "250us": nanoseconds, or -EINVAL. A bare number counts unit_ns each. */
int option_parse_duration(const char *text, uint64_t unit_ns, uint64_t *ret_ns);

#endif
