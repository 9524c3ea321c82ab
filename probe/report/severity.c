/* SPDX-License-Identifier: BSD-2-Clause */
/* The words of severities. */
#include "severity.h"

#define FINDINGS                                                                              \
	[SEVERITY_INFO] = "info", [SEVERITY_WARNING] = "warning", [SEVERITY_ERROR] = "error", \
	[SEVERITY_CRITICAL] = "critical"

const struct enum_words severity_words = ENUM_WORDS(FINDINGS);
const struct enum_words level_words = ENUM_WORDS([SEVERITY_OK] = "ok", FINDINGS);

const char *severity_name(enum severity severity)
{
	return level_words.words[severity];
}
