/* SPDX-License-Identifier: BSD-2-Clause */
#include "severity.h"

#include <string.h>

static const char *const names[] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
	[SEVERITY_CRITICAL] = "critical",
};

const char *severity_name(enum severity severity)
{
	return names[severity];
}

int severity_of(const char *name)
{
	for (int i = 0; i <= SEVERITY_CRITICAL; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}
