/* SPDX-License-Identifier: BSD-2-Clause */
/* What watch tells: one event is one line of its -o json. */
#ifndef REPORT_WATCH_H
#define REPORT_WATCH_H

#include "identity.h"
#include "tpm-state.h"

enum watch_event_kind {
	EVENT_STARTED = 1,
	EVENT_ADDED,
	EVENT_REMOVED,
	EVENT_SNAPSHOT, /* the first values */
	EVENT_CHANGE,	/* values that are not what they were */
	EVENT_AVAILABILITY,
	EVENT_FINDING,
	EVENT_CLEARED,
	EVENT_ERROR,
	EVENT_ENDED,
};
extern const struct enum_words watch_event_words;

enum watch_availability {
	WATCH_PRESENT = 1, /* not asked yet */
	WATCH_ANSWERING,
	WATCH_BUSY,	 /* a command takes long, or it says itself that it is busy */
	WATCH_NO_ANSWER, /* the transport failed, or the deadline is over */
	WATCH_FAILURE,	 /* failure mode */
	WATCH_REFUSED,	 /* answers, but nothing that helps; or may not be asked */
	WATCH_GONE,
};
extern const struct enum_words watch_availability_words;

/*
 * Only what belongs to the event is set. Every line has time and event; every line about a TPM has
 * tpm.
 */
struct watch_event {
	struct text_fact time;	/* RFC 3339, UTC, milliseconds */
	struct enum_fact event; /* enum watch_event_kind */
	struct text_fact schema, version;
	struct number_fact interval_ms, commands_per_interval;
	struct text_fact tpm;
	struct enum_fact kind; /* enum tpm_kind */
	struct text_fact reached_by;
	struct enum_fact availability; /* enum watch_availability */
	struct text_fact message;
	struct number_fact latency_ns, commands;
	struct number_fact forgiven_in_s, forgiven_in_exact;
	struct identity identity;
	struct state state;
	struct limits limits;
	struct text_fact rule;
	struct enum_fact severity; /* enum severity */
	struct text_fact title;
	struct number_fact is_new;
};

extern const struct record_type watch_event_type;

#endif
