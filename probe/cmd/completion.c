/* SPDX-License-Identifier: BSD-2-Clause */
/* completion: completions for the shells, from the option table and the command table. */
#include <errno.h>
#include <string.h>

#include "cmd.h"
#include "options.h"

static bool is_path(const struct option_row *row)
{
	return row->choices && row->choices[0] == '@';
}

static void bash(FILE *out)
{
	fprintf(out, "_tpm_probe() {\n"
		     "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
		     "\tCOMPREPLY=()\n\tcase $prev in\n");
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		if (!row->argument)
			continue;
		fprintf(out, "\t--%s", row->name);
		if (row->letter)
			fprintf(out, "|-%c", row->letter);
		if (is_path(row))
			fprintf(out, ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n");
		else
			fprintf(out, ") COMPREPLY=($(compgen -W \"%s\" -- \"$cur\")); return ;;\n",
				row->choices ? row->choices : "");
	}
	fprintf(out, "\tesac\n\tCOMPREPLY=($(compgen -W \"");
	for (size_t i = 0; cmds[i]; i++)
		if (cmds[i]->name)
			fprintf(out, "%s ", cmds[i]->name);
	for (size_t i = 0; (row = option_row(i)); i++)
		fprintf(out, "--%s ", row->name);
	fprintf(out, "\" -- \"$cur\"))\n}\ncomplete -F _tpm_probe tpm-probe\n");
}

/* Between single quotes fish takes two characters for its own. */
static void fish_quoted(FILE *out, const char *text)
{
	fputc('\'', out);
	for (; *text; text++) {
		if (strchr("'\\", *text))
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('\'', out);
}

static void fish(FILE *out)
{
	fprintf(out, "complete -c tpm-probe -f\n");
	for (size_t i = 0; cmds[i]; i++) {
		if (!cmds[i]->name)
			continue;
		fprintf(out, "complete -c tpm-probe -n __fish_use_subcommand -a %s -d ",
			cmds[i]->name);
		fish_quoted(out, cmds[i]->help);
		fputc('\n', out);
	}
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		fprintf(out, "complete -c tpm-probe -l %s", row->name);
		if (row->letter)
			fprintf(out, " -s %c", row->letter);
		if (is_path(row))
			fprintf(out, " -r -F");
		else if (row->choices)
			fprintf(out, " -x -a '%s'", row->choices);
		else if (row->argument)
			fprintf(out, " -x");
		fputs(" -d ", out);
		fish_quoted(out, row->help);
		fputc('\n', out);
	}
}

/* Inside quotes, where zsh takes these for its own: ' [ ] : and the backslash. */
static void zsh_quoted(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\'')
			fputs("'\\'", out);
		else if (strchr("[]:\\", *text))
			fputc('\\', out);
		fputc(*text, out);
	}
}

static void zsh(FILE *out)
{
	fprintf(out, "#compdef tpm-probe\n_arguments -s \\\n");
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++) {
		if (row->letter)
			fprintf(out, "\t'(-%c --%s)'{-%c,--%s}'[", row->letter, row->name,
				row->letter, row->name);
		else
			fprintf(out, "\t'--%s[", row->name);
		zsh_quoted(out, row->help);
		fputc(']', out);
		if (row->argument) {
			fputc(':', out);
			zsh_quoted(out, row->argument);
			if (is_path(row))
				fprintf(out, ":_files");
			else if (row->choices)
				fprintf(out, ":(%s)", row->choices);
			else
				fputc(':', out);
		}
		fprintf(out, "' \\\n");
	}
	fprintf(out, "\t'1:command:((");
	for (size_t i = 0; cmds[i]; i++) {
		if (!cmds[i]->name)
			continue;
		fprintf(out, "%s\\:\"", cmds[i]->name);
		zsh_quoted(out, cmds[i]->help);
		fprintf(out, "\" ");
	}
	fprintf(out, "))' \\\n\t'2:operand:_files'\n");
}

static int print_completion(const char *shell, FILE *out)
{
	static const struct {
		const char *name;
		void (*print)(FILE *out);
	} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };

	for (size_t i = 0; i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (!strcmp(shell, shells[i].name)) {
			shells[i].print(out);
			return 0;
		}
	}
	return -EINVAL;
}

static int run_completion(struct run *run)
{
	const char *shell = run_operand(run, 0);

	if (!shell || print_completion(shell, stdout) < 0)
		return run_fail(run, EXIT_USAGE, NULL, "completion needs one of: bash, zsh, fish");
	return run_written(EXIT_OK, 0);
}

const struct cmd cmd_completion = { .name = "completion",
				    .operands = "SHELL",
				    .help = "completions for bash, zsh or fish",
				    .max_operands = 1,
				    .run = run_completion };
