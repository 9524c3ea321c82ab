/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What watch knows of every TPM. Samples and hot plug go in; what changed comes out as events. Pure:
 * the time is the caller's, nobody is asked, nothing is printed. Its memory is bounded, however long
 * it is fed.
 */
#ifndef WATCH_MODEL_H
#define WATCH_MODEL_H

#include <time.h>

#include "lockout-recovery.h"
#include "ring.h"
#include "poller.h"
#include "watch.h"

enum {
	WATCH_MAX_TPMS = 64, /* those that are gone included */
	WATCH_MAX_GONE = 8,
	WATCH_MAX_RULES = 64, /* found at once with one TPM */
	WATCH_NOTES = 16,
	WATCH_ID = 16, /* bytes of a rule's id */
};

struct watch_now {
	uint64_t ns;	      /* CLOCK_MONOTONIC */
	struct timespec wall; /* CLOCK_REALTIME */
};

struct worker;

struct watch_tpm {
	char name[256];
	char kind[16];	      /* "" unknown */
	char reached_by[256]; /* node or TCTI; "" */
	char maker[16], model[32], firmware[48];
	enum watch_availability availability;
	char message[192];     /* why; "" */
	struct timespec since; /* when it became so */
	bool sampled;	       /* state and limits hold: what the TPM last said */
	struct state state;    /* numbers only */
	struct limits limits;
	struct lockout_recovery forgiveness;
	struct watch_ring latency;
	uint64_t commands;
	bool came_later; /* not there when watch began */
	bool examined;	 /* it has answered and was examined: what is found now is new */
	char rules[WATCH_MAX_RULES][WATCH_ID];
	size_t n_rules;
	struct worker *worker; /* the caller's */
};

/* A finding that came up, or went, since watch began. */
struct watch_note {
	struct timespec when;
	bool cleared;
	char tpm[256];
	char severity[16];
	char rule[WATCH_ID];
	char title[128];
};

struct watch_model {
	struct watch_tpm *tpms[WATCH_MAX_TPMS]; /* in the order in which they came */
	size_t count;
	struct watch_note notes[WATCH_NOTES]; /* a ring */
	size_t next_note, n_notes;
	struct timespec began;
	char error[160]; /* the last of watch_error(); "": none */
	struct timespec error_at;
	bool settled; /* the first look is over: a TPM that comes now is new */
	void (*emit)(void *arg, const struct watch_event *event);
	void *arg;
};

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
			    const char *name, const char *kind, const char *reached_by);
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
