/* SPDX-License-Identifier: BSD-2-Clause */
/* An event as a line of text, for an output that is no screen. */
#ifndef EVENT_LINE_H
#define EVENT_LINE_H

#include <stdio.h>
#include <time.h>

#include "watch.h"

/* "14:02:31 tpm0 lockout_counter 3, in_lockout yes". when: what the event's time is, for the local
 * one. */
void print_event_line(const struct watch_event *event, const struct timespec *when, FILE *out);

#endif
