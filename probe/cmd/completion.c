/* SPDX-License-Identifier: BSD-2-Clause */
/* completion: completions for the shells, made of the commands' rows. Each knows the command's own. */
#include <errno.h>
#include <string.h>

#include "options.h"

/* TPMs and nodes, in any shell. */
#define TPMS "ls /sys/class/tpm 2>/dev/null; find /dev -maxdepth 1 -name \"tpm*\" 2>/dev/null"

static bool is_kind(const struct option_row *row, const char *kind)
{
	return row && row->choices && !strcmp(row->choices, kind);
}

/* The words that a row may be, or "". */
static const char *words_of(struct run *run, const struct option_row *row, const struct cmd *cmd)
{
	const char *values = option_values(&run->report->arena, run, row, cmd);

	return values && *values != '@' ? values : "";
}

/* Row I of a command's own options, or of those of every command where it is NULL. */
static const struct option_row *row_of(const struct cmd *cmd, size_t i)
{
	if (!cmd)
		return i < options_global.n_rows ? &options_global.rows[i] : NULL;
	for (size_t g = 0; g < OPTION_GROUPS_MAX && cmd->options[g]; g++) {
		if (i < cmd->options[g]->n_rows)
			return &cmd->options[g]->rows[i];
		i -= cmd->options[g]->n_rows;
	}
	return NULL;
}

static const struct option_row *output_row(void)
{
	size_t i = 0;

	while (!is_kind(&options_global.rows[i], "@format"))
		i++;
	return &options_global.rows[i];
}

/* Operand N of a command, or NULL; the last may be given many times. */
static const struct option_row *operand_of(const struct cmd *cmd, size_t n)
{
	return n < OPERAND_ROWS_MAX && cmd->operand_rows[n].argument ? &cmd->operand_rows[n] : NULL;
}

static bool is_repeated(const struct cmd *cmd, size_t n)
{
	return !operand_of(cmd, n + 1) && cmd->max_operands > (int)n + 1;
}

/* ---- bash ------------------------------------------------------------------------------------ */
static void bash_reply(struct run *run, const struct option_row *row, const struct cmd *cmd)
{
	if (is_kind(row, "@tpm"))
		printf("COMPREPLY=($(compgen -W '$(" TPMS ")' -- \"$cur\"))");
	else
		printf("COMPREPLY=($(compgen -W '%s' -- \"$cur\"))", words_of(run, row, cmd));
	if (is_kind(row, "@file"))
		printf("; compopt -o filenames 2>/dev/null; "
		       "mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- \"$cur\")");
	printf("; return ;;\n");
}

/* What may stand behind an option. verb: "*" for that of any command. */
static void bash_argument(struct run *run, const struct option_row *row, const struct cmd *cmd,
			  const char *verb)
{
	if (!row->argument)
		return;
	printf("\t%s:--%s", verb, row->name);
	if (row->letter)
		printf("|%s:-%c", verb, row->letter);
	printf(") ");
	bash_reply(run, row, cmd);
}

static void bash_options_with_argument(struct run *run)
{
	const char *separator = "";
	const struct option_row *row;

	for (size_t c = 0; run->cmds[c]; c++) {
		const struct cmd *cmd = run->cmds[c]->name ? run->cmds[c] : NULL;

		for (size_t i = 0; (row = row_of(cmd, i)); i++) {
			if (!row->argument)
				continue;
			printf("%s--%s", separator, row->name);
			if (row->letter)
				printf("|-%c", row->letter);
			separator = "|";
		}
	}
}

static void bash(struct run *run)
{
	const struct option_row *row;

	printf("_tpm_probe() {\n"
	       "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tlocal verb= skip= words= n=0 i\n"
	       "\tCOMPREPLY=()\n"
	       "\t[[ $prev != = ]] || prev=${COMP_WORDS[COMP_CWORD-2]}\n"
	       "\t[[ $cur != = ]] || cur=\n"
	       "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	       "\t\tcase $skip${COMP_WORDS[i]} in\n"
	       "\t\tskip=) ;;\n"
	       "\t\tskip*) skip= ;;\n"
	       "\t\t");
	bash_options_with_argument(run);
	printf(") skip=skip ;;\n"
	       "\t\t-*) ;;\n"
	       "\t\t*) if [[ $verb ]]; then ((n++)); else verb=${COMP_WORDS[i]}; fi ;;\n"
	       "\t\tesac\n"
	       "\tdone\n"
	       "\tcase $verb:$prev in\n");
	for (size_t c = 0; run->cmds[c]; c++) {
		const char *verb = run->cmds[c]->name ? run->cmds[c]->name : "";

		for (size_t i = 0; run->cmds[c]->name && (row = row_of(run->cmds[c], i)); i++)
			bash_argument(run, row, run->cmds[c], verb);
		bash_argument(run, output_row(), run->cmds[c]->name ? run->cmds[c] : NULL, verb);
	}
	for (size_t i = 0; (row = row_of(NULL, i)); i++)
		bash_argument(run, row, NULL, "*");
	printf("\tesac\n\t[[ $cur == -* ]] || case $verb:$n in\n"
	       "\t:*) COMPREPLY=($(compgen -W '");
	for (size_t c = 0; run->cmds[c]; c++)
		if (run->cmds[c]->name)
			printf("%s ", run->cmds[c]->name);
	printf("' -- \"$cur\")); return ;;\n");
	for (size_t c = 0; run->cmds[c]; c++)
		for (size_t n = 0; (row = operand_of(run->cmds[c], n)); n++) {
			printf(is_repeated(run->cmds[c], n) ? "\t%s:*) " : "\t%s:%zu) ",
			       run->cmds[c]->name, n);
			bash_reply(run, row, run->cmds[c]);
		}
	printf("\tesac\n\tcase $verb in\n");
	for (size_t c = 0; run->cmds[c]; c++) {
		if (!run->cmds[c]->name || !row_of(run->cmds[c], 0))
			continue;
		printf("\t%s) words='", run->cmds[c]->name);
		for (size_t i = 0; (row = row_of(run->cmds[c], i)); i++)
			printf("--%s ", row->name);
		printf("' ;;\n");
	}
	printf("\tesac\n\tCOMPREPLY=($(compgen -W \"$words");
	for (size_t i = 0; (row = row_of(NULL, i)); i++)
		printf(" --%s", row->name);
	printf("\" -- \"$cur\"))\n}\ncomplete -F _tpm_probe tpm-probe\n");
}

/* ---- fish ------------------------------------------------------------------------------------ */
/* Between single quotes fish takes two characters for its own. */
static void fish_quoted(const char *text)
{
	putchar('\'');
	for (; *text; text++) {
		if (strchr("'\\", *text))
			putchar('\\');
		putchar(*text);
	}
	putchar('\'');
}

static void fish_values(struct run *run, const struct option_row *row, const struct cmd *cmd)
{
	const char *words = is_kind(row, "@tpm") ? "(" TPMS ")" : words_of(run, row, cmd);

	if (is_kind(row, "@file"))
		printf(" -F");
	if (*words) {
		printf(" -a ");
		fish_quoted(words);
	}
	printf(" -d ");
	fish_quoted(row->help);
	putchar('\n');
}

static void fish_option(struct run *run, const struct option_row *row, const struct cmd *cmd,
			const char *condition)
{
	printf("complete -c tpm-probe%s -l %s", condition, row->name);
	if (row->letter)
		printf(" -s %c", row->letter);
	if (row->argument)
		printf(is_kind(row, "@file") ? " -r" : " -x");
	fish_values(run, row, cmd);
}

static void fish_command(struct run *run, const struct cmd *cmd)
{
	const char *seen =
		arena_printf(&run->report->arena, "__fish_seen_subcommand_from %s", cmd->name);
	const char *condition = arena_printf(&run->report->arena, " -n '%s'", seen);
	const struct option_row *row, *first = operand_of(cmd, 0);

	printf("complete -c tpm-probe -n __fish_use_subcommand -a %s -d ", cmd->name);
	fish_quoted(cmd->help);
	putchar('\n');
	for (size_t i = 0; (row = row_of(cmd, i)); i++)
		fish_option(run, row, cmd, condition);
	fish_option(run, output_row(), cmd, condition);
	for (size_t n = 0; (row = operand_of(cmd, n)); n++) {
		const char *words = words_of(run, first, cmd);

		printf("complete -c tpm-probe -n '%s", seen);
		if (*words && operand_of(cmd, 1))
			printf("; and %s__fish_seen_subcommand_from %s", n ? "" : "not ", words);
		putchar('\'');
		fish_values(run, row, cmd);
	}
}

static void fish(struct run *run)
{
	const struct option_row *row;

	printf("complete -c tpm-probe -f\n");
	for (size_t c = 0; run->cmds[c]; c++)
		if (run->cmds[c]->name)
			fish_command(run, run->cmds[c]);
	for (size_t i = 0; (row = row_of(NULL, i)); i++)
		fish_option(run, row, NULL, row == output_row() ? " -n __fish_use_subcommand" : "");
}

/* ---- zsh ------------------------------------------------------------------------------------- */
/* Inside quotes, where zsh takes these for its own: ' [ ] : and the backslash. */
static void zsh_quoted(const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			printf("'\\'");
		else if (strchr("[]:\\", *text))
			putchar('\\');
		putchar(*text);
	}
}

static void zsh_values(struct run *run, const struct option_row *row, const struct cmd *cmd)
{
	const char *words = words_of(run, row, cmd);

	putchar(':');
	zsh_quoted(row->argument);
	if (is_kind(row, "@tpm"))
		printf(":{compadd -- $(" TPMS ")}");
	else if (is_kind(row, "@file") && *words)
		printf(":{_files; compadd -- %s}", words);
	else if (is_kind(row, "@file"))
		printf(":_files");
	else if (*words)
		printf(":(%s)", words);
	else
		printf(": ");
}

static void zsh_option(struct run *run, const struct option_row *row, const struct cmd *cmd)
{
	const char *many = row->type == OPTION_TEXTS ? "*" : "";

	if (row->letter && *many)
		printf("\t'*'{-%c,--%s}'[", row->letter, row->name);
	else if (row->letter)
		printf("\t'(-%c --%s)'{-%c,--%s}'[", row->letter, row->name, row->letter,
		       row->name);
	else
		printf("\t'%s--%s[", many, row->name);
	zsh_quoted(row->help);
	putchar(']');
	if (row->argument)
		zsh_values(run, row, cmd);
	printf("' \\\n");
}

static void zsh(struct run *run)
{
	const struct option_row *row;

	printf("#compdef tpm-probe\n"
	       "local curcontext=$curcontext state line\n"
	       "local -a common commands\n"
	       "typeset -A opt_args\n"
	       "common=( \\\n");
	for (size_t i = 0; (row = row_of(NULL, i)); i++)
		if (row != output_row())
			zsh_option(run, row, NULL);
	printf(")\ncommands=( \\\n");
	for (size_t c = 0; run->cmds[c]; c++) {
		if (!run->cmds[c]->name)
			continue;
		printf("\t'%s:", run->cmds[c]->name);
		zsh_quoted(run->cmds[c]->help);
		printf("' \\\n");
	}
	printf(")\n_arguments -C -s $common \\\n");
	zsh_option(run, output_row(), NULL);
	printf("\t'(-)1:command:->command' '(-)*::operand:->operands'\n"
	       "[[ $state != command ]] || _describe command commands\n"
	       "[[ $state == operands ]] || return\n"
	       "case $line[1] in\n");
	for (size_t c = 0; run->cmds[c]; c++) {
		if (!run->cmds[c]->name)
			continue;
		printf("%s) _arguments -s $common \\\n", run->cmds[c]->name);
		for (size_t i = 0; (row = row_of(run->cmds[c], i)); i++)
			zsh_option(run, row, run->cmds[c]);
		for (size_t n = 0; (row = operand_of(run->cmds[c], n)); n++) {
			printf(is_repeated(run->cmds[c], n) ? "\t'*" : "\t'%zu", n + 1);
			zsh_values(run, row, run->cmds[c]);
			printf("' \\\n");
		}
		zsh_option(run, output_row(), run->cmds[c]);
		printf("\t;;\n");
	}
	printf("esac\n");
}

/* ---- The command ----------------------------------------------------------------------------- */
static const struct {
	const char *name;
	void (*print)(struct run *run);
} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

static int run_completion(struct run *run)
{
	const char *shell = run_operand(run, 0);

	for (size_t i = 0; shell && i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (strcmp(shell, shells[i].name) != 0)
			continue;
		shells[i].print(run);
		return run_written(EXIT_OK, 0);
	}
	return run_fail(run, EXIT_USAGE, NULL, "completion needs one of: bash, zsh, fish");
}

const struct cmd cmd_completion = {
	.name = "completion",
	.operands = "SHELL",
	.help = "completions for bash, zsh or fish",
	.max_operands = 1,
	.operand_rows = { { .argument = "SHELL", .choices = "bash zsh fish", .help = "the shell" } },
	.examples = { { "completion bash", "for bash, on standard output" },
		      { "completion fish >~/.config/fish/completions/tpm-probe.fish",
			"where fish finds it" } },
	.shows = OUTPUT_SCRIPT,
	.run = run_completion,
};
