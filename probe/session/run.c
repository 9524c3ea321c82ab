/* SPDX-License-Identifier: BSD-2-Clause */
/* How a run fails, and how its report is shown. */
#include "run.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "error-line.h"
#include "outcome.h"

int run_fail(struct run *run, int exit_status, const char *remedy, const char *format, ...)
{
	char message[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	error_line("%s", message);
	if (remedy)
		fprintf(stderr, "  what to do: %s\n", remedy);
	if (run->report) {
		struct failure *error = run->report->error;

		error->exit_status = FACT_NUMBER((uint64_t)exit_status);
		fact_set_text(run->report, &error->message, message);
		fact_set_text(run->report, &error->remedy, remedy);
	}
	return exit_status;
}

int run_written(int status, int r)
{
	if (r >= 0 && (fflush(stdout) || ferror(stdout)))
		r = errno ? -errno : -EIO;
	if (r >= 0)
		return status;
	fprintf(stderr, "tpm-probe: cannot write the output: %s\n", strerror(-r));
	return status ? status : EXIT_GENERAL;
}

bool run_colours(const struct run *run)
{
	return !strcmp(run->options.colour, "always") ||
	       (!strcmp(run->options.colour, "auto") && isatty(STDOUT_FILENO) &&
		!getenv("NO_COLOR"));
}

const char *run_operand(const struct run *run, int i)
{
	return i < run->argc ? run->argv[i] : NULL;
}
