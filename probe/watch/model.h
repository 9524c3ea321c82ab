/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What watch knows of every TPM. Samples and hot plug go in; what changed comes out as events. Pure:
 * the time is the caller's, nobody is asked, nothing is printed. Its memory is bounded, however long
 * it is fed.
 */
#ifndef WATCH_MODEL_H
#define WATCH_MODEL_H

#include "watch-state.h"

/* emit: called for each event, whose texts live until it returns. */
void watch_begin(struct watch_model *model, const struct watch_now *now, uint64_t interval_ns,
		 const char *version, void (*emit)(void *arg, const struct watch_event *event),
		 void *arg);
/* The last event. Frees what the model holds. */
void watch_end(struct watch_model *model, const struct watch_now *now, const char *why);

/*
 * A TPM that is there. One of this name that was gone is back, with its history; otherwise it gets a
 * place, and one that was gone long enough loses its own. NULL, with an event, where there is none.
 */
struct watch_tpm *watch_add(struct watch_model *model, const struct watch_now *now,
			    const char *name, enum tpm_kind kind, const char *reached_by);
void watch_remove(struct watch_model *model, const struct watch_now *now, struct watch_tpm *tpm);
/* NULL: no such TPM. */
struct watch_tpm *watch_find(const struct watch_model *model, const char *name);

/* What its availability is found to be, apart from a sample. message: NULL: none. */
void watch_set_availability(struct watch_model *model, const struct watch_now *now,
			    struct watch_tpm *tpm, enum watch_availability availability,
			    const char *message);

/* Something that concerns no one TPM. */
void watch_error(struct watch_model *model, const struct watch_now *now, const char *message);

/*
 * A sample: its values, what changed of them, and its report's findings, which somebody has examined.
 */
void watch_take(struct watch_model *model, const struct watch_now *now, struct watch_tpm *tpm,
		const struct watch_sample *sample);

/* Note I, the newest first; NULL behind the last. */
const struct watch_note *watch_note(const struct watch_model *model, size_t i);

#endif
