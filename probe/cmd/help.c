/* SPDX-License-Identifier: BSD-2-Clause */
/* help, and --help: the program, or one command, as its rows describe it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "output.h"
#include "wrap.h"

/* An option or an operand: what it is, and the values that it may have. */
static void print_row(struct run *run, const struct option_row *row, const struct cmd *cmd,
		      FILE *out)
{
	struct arena *arena = &run->report->arena;
	const char *values = NULL;
	const char *help = row->help, *separator = row->name ? "; one of: " : ": ";
	char left[40];

	if (row->choices && (*row->choices != '@' || !strcmp(row->choices, "@value")))
		values = option_values(arena, run, row, cmd);
	for (; values && *values; values += strspn(values, " ")) {
		int n = (int)strcspn(values, " ");

		help = arena_printf(arena, "%s%s%.*s", help, separator, n, values);
		separator = ", ";
		values += n;
	}
	if (row->name)
		snprintf(left, sizeof(left), "%c%c%s --%s%s%s", row->letter ? '-' : ' ',
			 row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
			 row->argument ? " " : "", row->argument ? row->argument : "");
	else
		snprintf(left, sizeof(left), "%s", row->argument);
	fprintf(out, "  %-26s  %s\n", left, help);
}

static void print_cmd_usage(struct run *run, const struct cmd *cmd, FILE *out)
{
	const char *separator = " ";
	const struct format *format;

	fprintf(out, "Usage: tpm-probe %s%s%s [OPTION...]\n\n%s\n", cmd->name,
		*cmd->operands ? " " : "", cmd->operands, cmd->help);
	for (size_t i = 0; i < OPERAND_ROWS_MAX && cmd->operand_rows[i].argument; i++) {
		if (!i)
			fprintf(out, "\nOperands:\n");
		print_row(run, &cmd->operand_rows[i], cmd, out);
	}
	for (size_t g = 0; g < OPTION_GROUPS_MAX && cmd->options[g]; g++) {
		if (!g)
			fprintf(out, "\nOptions:\n");
		for (size_t i = 0; i < cmd->options[g]->n_rows; i++)
			print_row(run, &cmd->options[g]->rows[i], cmd, out);
	}
	fprintf(out, "\nFormats of --output:");
	for (size_t i = 0; (format = output_format(i)); i++) {
		if (!(format->applies & cmd->shows))
			continue;
		fprintf(out, "%s%s", separator, format->name);
		separator = ", ";
	}
	fprintf(out, "\n");
	for (size_t i = 0; i < EXAMPLES_MAX && cmd->examples[i].arguments; i++) {
		if (!i)
			fprintf(out, "\nExamples:\n");
		fprintf(out, "  tpm-probe %s\n      %s\n", cmd->examples[i].arguments,
			cmd->examples[i].help);
	}
	fprintf(out, "\ntpm-probe --help lists the options of every command.\n");
}

static void print_usage(struct run *run, FILE *out)
{
	fprintf(out, "Usage: tpm-probe [OPTION...] [COMMAND]\n\n");
	fprintf(out, "Shows this machine's TPMs: what they are, whether you may use them, what "
		     "state they are in.\n");
	fprintf(out, "\nCommands:\n");
	for (size_t i = 0; run->cmds[i]; i++)
		fprintf(out, "  %-10s %-11s  %s\n",
			run->cmds[i]->name ? run->cmds[i]->name : "(none)", run->cmds[i]->operands,
			run->cmds[i]->help);
	fprintf(out, "\nOptions:\n");
	for (size_t i = 0; i < options_global.n_rows; i++)
		print_row(run, &options_global.rows[i], NULL, out);
	fprintf(out, "\n");
	fprintf(out,
		"Exit status: 0 ok, 1 failed, 2 wrong usage, 3 no permission, 4 no TPM or no "
		"connection to it, 5 this TPM cannot do that; of doctor, fapi check, fleet "
		"and unlock: 6 findings; of bench: 7 regressed, 8 inconclusive (of unlock: not "
		"known), 9 improved; 128 and a signal's number: ended early by it.\n");
}

static int run_help(struct run *run)
{
	const char *name = run_operand(run, 0);
	const struct cmd *cmd = name ? options_find_cmd(run, name) : NULL;
	unsigned int width;
	FILE *out;

	if (name && !cmd)
		return run_fail(run, EXIT_USAGE, "tpm-probe help lists the commands",
				"there is no command \"%s\"", name);
	width = wrap_width(stdout);
	out = wrap_open(stdout, width ? width : 80);
	if (!out)
		abort();
	if (cmd)
		print_cmd_usage(run, cmd, out);
	else
		print_usage(run, out);
	return run_written(EXIT_OK, fclose(out) ? -EIO : 0);
}

const struct cmd cmd_help = {
	.name = "help",
	.operands = "[COMMAND]",
	.help = "this text, or the options and examples of a command",
	.max_operands = 1,
	.operand_rows = { { .argument = "COMMAND", .choices = "@command", .help = "one of them" } },
	.examples = { { "help", "the commands, and the options of all" },
		      { "help doctor", "the options of one, and examples" } },
	.shows = OUTPUT_SCRIPT,
	.run = run_help,
};
