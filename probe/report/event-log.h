/* SPDX-License-Identifier: BSD-2-Clause */
/* Part of the report: the measured-boot event log, and what its replay comes to. */
#ifndef EVENT_LOG_H
#define EVENT_LOG_H

#include "fact.h"

struct event_digest {
	struct text_fact bank, digest;
};

struct boot_event {
	struct number_fact number, pcr;
	struct text_fact type_name, description;
	struct number_fact type, offset, size;
	struct list_fact digests; /* struct event_digest */
	/* Absent where the digest is over something that is not in the log. */
	struct number_fact digest_matches_data;
	struct text_fact problem;
};

/* What a replay comes to, beside the TPM's value. */
enum replay_status { REPLAY_EQUAL = 1, REPLAY_DIFFERENT, REPLAY_NOT_MEASURED, REPLAY_UNKNOWN };
extern const struct enum_words replay_status_words;

/* One PCR of one bank of the log. */
struct replayed_pcr {
	struct text_fact bank;
	struct number_fact index, events;
	struct text_fact name, replayed, value;
	struct enum_fact status; /* enum replay_status; unknown: the TPM's value is */
	struct number_fact blamed_event;
	struct text_fact explanation;
};

/* What people look for first. */
struct summary_row {
	struct text_fact title, text;
	struct number_fact event; /* absent: no single one says it */
};

struct event_log {
	struct text_fact path, format, specification;
	struct number_fact size;
	struct list_fact banks; /* texts */
	struct number_fact startup_locality;
	struct text_fact error; /* where the log makes no sense */
	struct number_fact error_event, error_offset;
	struct list_fact summary;  /* struct summary_row */
	struct list_fact verdicts; /* struct verdict */
	struct list_fact pcrs;	   /* struct replayed_pcr */
	struct list_fact events;   /* struct boot_event */
};

#endif
