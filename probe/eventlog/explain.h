/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "eventlog.h"

/* Why a PCR has another value than the log's replay. */
enum eventlog_cause {
	EVENTLOG_UNEXPLAINED, /* no single event explains it */
	EVENTLOG_MORE_IN_LOG, /* the TPM has the value before `event`: that and later ones are not in it */
	EVENTLOG_LEFT_OUT, /* `event` is in the log and was not extended */
	EVENTLOG_MISPLACED, /* `event` is logged for another PCR, or as EV_NO_ACTION, but was extended here */
	EVENTLOG_BAD_DIGEST, /* with the digest of its data in place of the recorded one, the PCR comes out */
	EVENTLOG_FLIPPED_BIT, /* one bit of `event`'s recorded digest is wrong */
	EVENTLOG_BAD_START, /* another startup locality gives the value; `event` is the one that says it, if any */
	EVENTLOG_BAD_DATA, /* nothing gives the value, but `event`'s digest is not that of its data */
	EVENTLOG_NO_SEPARATOR, /* with one separator more, the PCR comes out */
	EVENTLOG_NOT_LOGGED, /* with one event more it does, with the digest that `twin` has, too */
};

struct eventlog_explanation {
	enum eventlog_cause cause;
	long event; /* the number of the first one to blame; -1: none */
	long twin; /* where event is -1: one of several with a digest, of which any can be it; else -1 */
	unsigned int locality; /* of EVENTLOG_BAD_START */
};

/* What is known of a bank's PCRs in the TPM. */
struct eventlog_values {
	uint32_t known, differing; /* bit N: PCR N; differing from the log's replay */
	uint8_t value[EVENTLOG_PCRS][EVENTLOG_MAX_DIGEST];
};

/*
 * Find the event to blame for the PCR's value in the TPM. differing: bit N says that PCR N of this
 * bank differs; of two events that would do, the one of such a PCR is named, and only where they are
 * few is a flipped bit of a digest looked for, which costs the most. budget: see EVENTLOG_HASH_COST; it is
 * counted down, and what is not found with it is unexplained.
 */
struct eventlog_explanation eventlog_explanation(const struct eventlog *log, size_t bank,
						 uint32_t pcr, const uint8_t *tpm_value,
						 uint32_t differing, size_t *budget);

/* The same with the values of all PCRs, which tell more of events that were extended into another one. */
struct eventlog_explanation eventlog_explain(const struct eventlog *log, size_t bank, uint32_t pcr,
					     const struct eventlog_values *values, size_t *budget);

#endif
