/* SPDX-License-Identifier: BSD-2-Clause */
/* rc: what a response code means and what to do. */
#include <errno.h>
#include <stdlib.h>

#include "rc-command.h"
#include "render.h"

static int show_rc(const struct report *report, const struct run *run)
{
	struct text_options options = { .no_legend = run->options.no_legend };

	return render_text_rc(report, &options, stdout);
}

int rc_command_add(struct run *run, const char *text)
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
	status = rc_command_add(run, text);
	return status ? status : run_show(run, EXIT_OK, show_rc);
}

const struct cmd cmd_rc = { .name = "rc",
			    .operands = "CODE",
			    .help = "what a response code means and what to do",
			    .max_operands = 1,
			    .run = run_rc };
