/* SPDX-License-Identifier: BSD-2-Clause */
/* A response code that a user gave. */
#include "response-code.h"

#include <errno.h>
#include <stdlib.h>

#include "collect-response-code.h"

int response_code_add(struct run *run, const char *text)
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
