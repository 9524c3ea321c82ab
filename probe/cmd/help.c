/* SPDX-License-Identifier: BSD-2-Clause */
/* help, and --help: the program, or one command, as its rows describe it. */
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "options.h"
#include "output.h"

/* Words from this column on, which is where the line stands. */
static void print_wrapped(int indent, const char *text)
{
	struct winsize size = { 0 };
	int width = isatty(STDOUT_FILENO) && !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col
			    ? size.ws_col
			    : 80;
	int column = indent;

	while (*text) {
		int n = (int)strcspn(text, " ");

		if (column > indent && column + 1 + n > width)
			column = printf("\n%*s", indent, "") - 1;
		else if (column > indent)
			column += printf(" ");
		column += printf("%.*s", n, text);
		text += n + strspn(text + n, " ");
	}
	putchar('\n');
}

/* An option or an operand: what it is, and the values that it may have. */
static void print_row(struct run *run, const struct option_row *row, const struct cmd *cmd)
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
	print_wrapped(printf("  %-26s ", left), help);
}

static void print_cmd_usage(struct run *run, const struct cmd *cmd)
{
	const char *separator = " ";
	const struct format *format;

	printf("Usage: tpm-probe %s%s%s [OPTION...]\n\n%s\n", cmd->name, *cmd->operands ? " " : "",
	       cmd->operands, cmd->help);
	for (size_t i = 0; i < OPERAND_ROWS_MAX && cmd->operand_rows[i].argument; i++) {
		if (!i)
			printf("\nOperands:\n");
		print_row(run, &cmd->operand_rows[i], cmd);
	}
	for (size_t g = 0; g < OPTION_GROUPS_MAX && cmd->options[g]; g++) {
		if (!g)
			printf("\nOptions:\n");
		for (size_t i = 0; i < cmd->options[g]->n_rows; i++)
			print_row(run, &cmd->options[g]->rows[i], cmd);
	}
	printf("\nFormats of --output:");
	for (size_t i = 0; (format = output_format(i)); i++) {
		if (!(format->applies & cmd->shows))
			continue;
		printf("%s%s", separator, format->name);
		separator = ", ";
	}
	printf("\n");
	for (size_t i = 0; i < EXAMPLES_MAX && cmd->examples[i].arguments; i++) {
		if (!i)
			printf("\nExamples:\n");
		printf("  tpm-probe %s\n      ", cmd->examples[i].arguments);
		print_wrapped(6, cmd->examples[i].help);
	}
	printf("\ntpm-probe --help lists the options of every command.\n");
}

static void print_usage(struct run *run)
{
	printf("Usage: tpm-probe [OPTION...] [COMMAND]\n\n");
	print_wrapped(0, "Shows this machine's TPMs: what they are, whether you may use them, what "
			 "state they are in.");
	printf("\nCommands:\n");
	for (size_t i = 0; run->cmds[i]; i++)
		print_wrapped(printf("  %-10s %-12s ",
				     run->cmds[i]->name ? run->cmds[i]->name : "(none)",
				     run->cmds[i]->operands),
			      run->cmds[i]->help);
	printf("\nOptions:\n");
	for (size_t i = 0; i < options_global.n_rows; i++)
		print_row(run, &options_global.rows[i], NULL);
	printf("\n");
	print_wrapped(
		0, "Exit status: 0 ok, 1 failed, 2 wrong usage, 3 no permission, 4 no TPM or no "
		   "connection to it, 5 this TPM cannot do that; of doctor, fapi check, fleet "
		   "and unlock: 6 findings; of bench: 7 regressed, 8 inconclusive (of unlock: not "
		   "known), 9 improved; 128 and a signal's number: ended early by it.");
}

static int run_help(struct run *run)
{
	const char *name = run_operand(run, 0);
	const struct cmd *cmd = name ? options_find_cmd(run, name) : NULL;

	if (name && !cmd)
		return run_fail(run, EXIT_USAGE, "tpm-probe help lists the commands",
				"there is no command \"%s\"", name);
	if (cmd)
		print_cmd_usage(run, cmd);
	else
		print_usage(run);
	return run_written(EXIT_OK, 0);
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
