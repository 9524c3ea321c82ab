/* SPDX-License-Identifier: BSD-2-Clause */
/* Settings as texts: what makes programs use a TCTI, in the form of each place that can set it. */
#ifndef STACK_EMIT_H
#define STACK_EMIT_H

#include "emit-text.h"
#include "report.h"
#include "stack.h"

/* NULL-terminated. */
extern const char *const emit_formats[];

/*
 * Append an emission to the report: lines, the path where they belong (absent: no place of their
 * own) and the mode. Returns NULL, or why a value of the request cannot be taken: the arena's.
 * No value gets in that means something to a shell, to systemd or to JSON.
 */
const char *emit_make(struct report *report, const struct emit_request *request,
		      struct emission **ret_emission);

/* Where a format is written to, one of a built-in list whatever the report says: the arena's; NULL: it
 * has no place of its own. The unit's name was checked. */
const char *emit_path(struct report *report, const struct emit_request *request);

/* Does what is there already belong to somebody else, and is changed rather than made? */
bool emit_replaces(const char *format);

#endif
