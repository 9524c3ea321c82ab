/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table of watch's events. */
#include "fields.h"
#include "report.h"
#include "severity.h"
#include "watch.h"
const struct enum_words watch_event_words =
	ENUM_WORDS([EVENT_STARTED] = "started", [EVENT_ADDED] = "added", [EVENT_REMOVED] = "removed",
		   [EVENT_SNAPSHOT] = "snapshot", [EVENT_CHANGE] = "change",
		   [EVENT_AVAILABILITY] = "availability", [EVENT_FINDING] = "finding",
		   [EVENT_CLEARED] = "cleared", [EVENT_ERROR] = "error", [EVENT_ENDED] = "ended");
const struct enum_words watch_availability_words =
	ENUM_WORDS([WATCH_PRESENT] = "present", [WATCH_ANSWERING] = "answering", [WATCH_BUSY] = "busy",
		   [WATCH_NO_ANSWER] = "no answer", [WATCH_FAILURE] = "failure mode",
		   [WATCH_REFUSED] = "refused", [WATCH_GONE] = "gone");

static const struct field watch_event_fields[] = {
	FIELD(watch_event, time, "Time", FIELD_TEXT, UNIT_NONE, "RFC 3339, UTC"),
	FIELD_STATE(
		watch_event, event, "Event", &watch_event_words,
		"started, added, removed, snapshot (the first values), change (values that are not "
		"what they were), availability, finding, cleared, error, ended"),
	FIELD(watch_event, schema, "Schema", FIELD_TEXT, UNIT_NONE, "tpm-probe/1"),
	FIELD(watch_event, version, "tpm-probe", FIELD_TEXT, UNIT_NONE, "version of the tool"),
	FIELD(watch_event, interval_ms, "Interval", FIELD_NUMBER, UNIT_MILLISECONDS,
	      "from one round of questions to the next, at least"),
	FIELD(watch_event, commands_per_interval, "Commands per interval", FIELD_NUMBER, UNIT_NONE,
	      "that a TPM gets in an interval, at most"),
	FIELD(watch_event, tpm, "TPM", FIELD_TEXT, UNIT_NONE, "kernel name, or the TCTI"),
	FIELD_STATE(watch_event, kind, "Kind", &tpm_kind_words,
		    "discrete, firmware, virtual, simulator, unknown"),
	FIELD(watch_event, reached_by, "Reached by", FIELD_TEXT, UNIT_NONE, "TCTI, or device node"),
	FIELD_STATE(watch_event, availability, "Availability", &watch_availability_words,
		    "present, answering, busy, no answer, failure mode, refused, gone"),
	FIELD(watch_event, message, "Message", FIELD_TEXT, UNIT_NONE, "why"),
	FIELD(watch_event, latency_ns, "Latency", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "of the last TPM2_ReadClock"),
	FIELD(watch_event, commands, "Commands", FIELD_NUMBER, UNIT_NONE,
	      "that this TPM got from watch so far"),
	FIELD(watch_event, forgiven_in_s, "Forgiven in", FIELD_NUMBER, UNIT_SECONDS,
	      "when the next failed try is forgiven; at the latest, where forgiven_in_exact is "
	      "false"),
	FIELD(watch_event, forgiven_in_exact, "Exact", FIELD_BOOL, UNIT_NONE,
	      "the counter was seen to change, so that the time is known to an interval"),
	FIELD_OF(watch_event, identity, "Identity", FIELD_RECORD, &identity_type, "who made it"),
	FIELD_OF(watch_event, state, "State", FIELD_RECORD, &state_type,
		 "snapshot: all of it; change: what is new"),
	FIELD_OF(watch_event, limits, "Limits", FIELD_RECORD, &limits_type,
		 "snapshot: all of it; change: what is new"),
	FIELD(watch_event, rule, "Rule", FIELD_TEXT, UNIT_NONE, "id of the rule of doctor"),
	FIELD_STATE(watch_event, severity, "Severity", &severity_words,
		    "critical, error, warning, info"),
	FIELD(watch_event, title, "Title", FIELD_TEXT, UNIT_NONE, "the fault, in one line"),
	FIELD(watch_event, is_new, "New", FIELD_BOOL, UNIT_NONE,
	      "false: it was so when watch first looked"),
};
const struct record_type watch_event_type = RECORD_TYPE(watch_event, watch_event_fields);
