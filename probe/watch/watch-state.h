/* SPDX-License-Identifier: BSD-2-Clause */
/* What watch knows of the TPMs. */
#ifndef WATCH_STATE_H
#define WATCH_STATE_H

#include <time.h>

#include "lockout-recovery.h"
#include "poller.h"
#include "ring.h"
#include "severity.h"
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
	enum tpm_kind kind;   /* enum tpm_kind; 0: not known */
	char reached_by[256]; /* node or TCTI; "" */
	char manufacturer[16], model[32], firmware[48];
	enum watch_availability availability;
	char message[192];     /* why; "" */
	struct timespec since; /* when it became so */
	bool sampled;	       /* state and limits hold: what the TPM last said */
	struct state state;    /* numbers only */
	struct limits limits;
	struct lockout_recovery recovery;
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
	enum severity severity;
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

#endif
