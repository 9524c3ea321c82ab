/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which TCTI each program gets. Pure: from the report's facts about the host and its nodes; nothing
 * is opened.
 */
#ifndef STACK_CONSUMERS_H
#define STACK_CONSUMERS_H

#include "report.h"
#include "stack.h"

/*
 * Fill report->consumers. here: the caller's environment was looked at, and counts for what is no
 * service; else what a login shell would be told does.
 * A consumer whose state is left unasked should work by what is known: trying is somebody else's.
 */
void consumers_find(struct report *report, bool here);

#endif
