/* SPDX-License-Identifier: BSD-2-Clause */
/* How watch says its values in a few columns. Arena memory. */
#ifndef VALUE_TEXT_H
#define VALUE_TEXT_H

#include "line.h"
#include "model.h"

/* "14:02:31", local time */
const char *value_text_clock(struct arena *arena, const struct timespec *when);
/* "one forgiven in 1 h 59 min", or "within" where only the latest time is known; NULL: nothing is to
 * be forgiven, or nobody knows. */
const char *value_text_recovery(struct arena *arena, const struct watch_tpm *tpm,
				const struct watch_now *now);
/* "LOCKED: 32 of 32 failed tries"; NULL: the TPM does not tell. */
const char *value_text_failed_auth(struct arena *arena, const struct state *state);

/* The following are NULL where the TPM does not tell. "resets 12" */
const char *value_text_number(struct arena *arena, const char *what,
			      const struct number_fact *fact);
/* "clock 3 d 4 h (not safe)" */
const char *value_text_tpm_clock(struct arena *arena, const struct state *state);
/* "sessions 0 loaded, 2 of 64 active" */
const char *value_text_sessions(struct arena *arena, const struct limits *limits);
/* "objects 2 persistent, 3 slots free": the TPM tells how many more can be loaded, not how many are */
const char *value_text_objects(struct arena *arena, const struct limits *limits);

#endif
