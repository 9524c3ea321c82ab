/* SPDX-License-Identifier: BSD-2-Clause */
/* What watch tells: one event is one line of its -o json. */
#ifndef REPORT_WATCH_H
#define REPORT_WATCH_H

#include "identity.h"
#include "tpm-state.h"

/*
 * Only what belongs to the event is set. Every line has time and event; every line about a TPM has
 * tpm.
 */
struct watch_event {
	struct text_fact time;	/* RFC 3339, UTC, milliseconds */
	struct text_fact event; /* "started", "added", "removed", "snapshot", "change",
				 * "availability", "finding", "cleared", "error", "ended" */
	struct text_fact schema, version;
	struct number_fact interval_ms, commands_per_interval;
	struct text_fact tpm, kind, reached_by;
	struct text_fact availability, message;
	struct number_fact latency_ns, commands;
	struct number_fact forgiven_in_s, forgiven_in_exact;
	struct identity identity;
	struct state state;
	struct limits limits;
	struct text_fact rule, severity, title;
	struct number_fact is_new;
};

extern const struct record_type watch_event_type;

#endif
