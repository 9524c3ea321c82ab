/* SPDX-License-Identifier: BSD-2-Clause */
/* The replay of an event log beside the PCRs of the TPM. */
#ifndef EVENT_LOG_REPLAY_H
#define EVENT_LOG_REPLAY_H

#include "eventlog.h"
#include "report.h"
#include "severity.h"

/* "event 12 (EV_SEPARATOR)" */
const char *event_name(struct report *report, const struct eventlog *log, size_t number);

/* Add a verdict to the TPM's event log. */
void event_log_say(struct report *report, struct event_log *event_log, enum severity level,
		   const char *text, const char *remedy);

/* Replay every bank, hold it against the TPM's pcr_values, and say what came of it. */
void replay_log(struct report *report, struct tpm_report *tpm_report, const struct eventlog *log);

#endif
