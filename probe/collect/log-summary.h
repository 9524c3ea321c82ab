/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LOG_SUMMARY_H
#define LOG_SUMMARY_H

#include "report.h"

/* What people look for first in an event log, from its events and replayed PCRs. */
void summarize_boot(struct report *report, struct event_log *event_log);

#endif
