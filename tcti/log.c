/* SPDX-License-Identifier: BSD-2-Clause */
/* TSS2_LOG for modules that do not share tpm2-tss' internal logger. */
#include "log.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* "tcti+LEVEL" or "all+LEVEL"; the last that fits counts. Every level but none shows errors. */
static bool wants_errors(const char *spec)
{
	bool wants = false;

	while (spec && *spec) {
		size_t n = strcspn(spec, ",");

		if (!strncasecmp(spec, "tcti+", 5) || !strncasecmp(spec, "all+", 4)) {
			const char *level = strchr(spec, '+') + 1;

			wants = strncasecmp(level, "none", 4) != 0;
		}
		spec += n + (spec[n] == ',');
	}
	return wants;
}

void log_error(const char *where, const char *message)
{
	const char *path;
	FILE *out = stderr;

	if (!wants_errors(secure_getenv("TSS2_LOG")))
		return;
	path = secure_getenv("TSS2_LOGFILE");
	if (path && !strcmp(path, "stdout"))
		out = stdout;
	else if (path && strcmp(path, "-") != 0 && strcmp(path, "stderr") != 0)
		out = fopen(path, "ae");
	if (!out)
		return;
	fprintf(out, "ERROR:tcti:%s: %s\n", where, message);
	if (out != stderr && out != stdout)
		fclose(out);
}
