/* SPDX-License-Identifier: BSD-2-Clause */
/* The commands that need no TPM: rc, completion, schema. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "completion.h"
#include "render.h"

static int show_rc(const struct report *report, const struct run *run)
{
	struct text_options options = { .no_legend = run->options.no_legend };

	return render_text_rc(report, &options, stdout);
}

int run_add_code(struct run *run, const char *text)
{
	unsigned long long code;
	char *end;

	errno = 0;
	code = strtoull(text, &end, 0);
	if (errno || *end || end == text || text[0] == '-' || code > UINT32_MAX)
		return run_fail(run, EXIT_USAGE, NULL,
				"\"%s\" is not a response code: a number of 32 bits, 0x921 or 2337",
				text);
	collect_response_code(run->report, (uint32_t)code);
	return EXIT_OK;
}

static int run_rc(struct run *run)
{
	const char *text = run_operand(run, 0);
	int status;

	if (!text)
		return run_fail(run, EXIT_USAGE, NULL,
				"rc needs a response code, for example: tpm-probe rc 0x921");
	status = run_add_code(run, text);
	return status ? status : run_show(run, EXIT_OK, show_rc);
}

static int run_completion(struct run *run)
{
	const char *shell = run_operand(run, 0);

	if (!shell || completion_print(shell, stdout) < 0)
		return run_fail(run, EXIT_USAGE, NULL, "completion needs one of: bash, zsh, fish");
	return run_written(EXIT_OK, 0);
}

static int run_schema(struct run *run)
{
	(void)run;
	return run_written(EXIT_OK, render_json_schema(stdout));
}

const struct cmd cmd_rc = { .name = "rc",
			    .operands = "CODE",
			    .help = "what a response code means and what to do",
			    .max_operands = 1,
			    .run = run_rc };
const struct cmd cmd_completion = { .name = "completion",
				    .operands = "SHELL",
				    .help = "completions for bash, zsh or fish",
				    .max_operands = 1,
				    .run = run_completion };
const struct cmd cmd_schema = { .name = "schema",
				.operands = "",
				.help = "the JSON Schema of -o json",
				.max_operands = 0,
				.run = run_schema };
