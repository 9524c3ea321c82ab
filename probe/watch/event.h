/* SPDX-License-Identifier: BSD-2-Clause */
/* Making events of what changes in the model. Between the files of this directory. */
#ifndef WATCH_EVENT_H
#define WATCH_EVENT_H

#include "watch-state.h"

/* An event in the making: its texts are of this report, which dies with it. */
struct event_draft {
	struct report *report;
	struct watch_event event;
};

/* tpm: NULL: none. */
struct event_draft draft_event(const struct watch_now *now, enum watch_event_kind event,
			       const struct watch_tpm *tpm);
/* Hand it to the model's receiver, and free it. */
void emit_draft(const struct watch_model *model, struct event_draft *draft);

/*
 * Of the numbers of one record, those that are not what they were, without those that never stand
 * still. Returns how many; ret_changes gets them.
 */
size_t changed_numbers(const struct record_type *type, const void *before, const void *after,
		       void *ret_changes);
/* All numbers, without anything that points elsewhere. */
void copy_numbers(const struct record_type *type, void *to, const void *from);

#endif
