/* SPDX-License-Identifier: BSD-2-Clause */
/* How grave a finding is, the gravest last; and whether there is one. */
#ifndef SEVERITY_H
#define SEVERITY_H

#include "fact.h"

enum severity {
	SEVERITY_OK = 1, /* no finding; no rule has it */
	SEVERITY_INFO,
	SEVERITY_WARNING,
	SEVERITY_ERROR,
	SEVERITY_CRITICAL,
};

/* Of findings; and of verdicts, which may be "ok". */
extern const struct enum_words severity_words, level_words;

/* "info" for SEVERITY_INFO. Static. */
const char *severity_name(enum severity severity);

#endif
