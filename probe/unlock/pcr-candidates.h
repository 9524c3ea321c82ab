/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which PCR differs? A sealed object stores a digest, and no value. So values from elsewhere are
 * tried until they give the stored digest: which is then a proof. Pure.
 */
#ifndef PCR_CANDIDATES_H
#define PCR_CANDIDATES_H

#include "policy-check.h"

/* The values of a moment: now, at unlock, of a saved boot, of another bank, all zero. */
struct candidate_set {
	const char *name; /* for messages; the caller's */
	size_t id;	  /* the caller's */
	struct pcr_values values;
};

/* One more value that a PCR may have had: a prefix of the event log, a value that a file names. */
struct candidate_value {
	unsigned int pcr;
	uint16_t bank;
	uint8_t value[TPM2_MAX_DIGEST_BUFFER];
	const char *name; /* for messages; the caller's */
	size_t id;	  /* the caller's */
};

struct candidates {
	/* The first are of this boot: those PCRs that did not change have their values. sets[0] is
	 * what the result is compared with. E.g. at unlock, now; then the saved boots, the newest
	 * first. */
	const struct candidate_set *sets;
	size_t n_sets, n_bases;
	const struct candidate_value *values;
	size_t n_values;
	size_t budget; /* digests to compute at most; 0: CANDIDATES_BUDGET */
};
enum { CANDIDATES_BUDGET = 200000 };

struct differing_pcr {
	unsigned int pcr;
	uint8_t then[TPM2_MAX_DIGEST_BUFFER]; /* the value that the digest was made from */
	const struct candidate_set *set;      /* where it is from; NULL: value */
	const struct candidate_value *value;
};

enum candidates_outcome {
	CANDIDATES_UNKNOWN, /* no set has all values that are needed, or the policy cannot be computed */
	CANDIDATES_SAME, /* sets[0], as it is, gives the digest */
	CANDIDATES_FOUND,
	CANDIDATES_NONE,    /* nothing gives the digest */
	CANDIDATES_GAVE_UP, /* nor did what the budget allowed; not all was tried */
};

struct candidates_result {
	enum candidates_outcome outcome;
	uint16_t bank; /* of the combination; another than that of sets[0] if the guess of it changed */
	enum exponent_form exponent;
	const struct candidate_set *whole; /* one set gives the digest as it is; NULL: a mixture */
	const struct candidate_set *base;  /* with which the rest is equal */
	struct differing_pcr differ[PCR_COUNT]; /* from base; ascending */
	size_t n_differ;
	size_t n_digests; /* that were computed */
};

/*
 * Tried in this order, each on each base: each set as a whole; one PCR changed (a value of another
 * set, zero, a value); the subsets of PCRs of one set, the smallest first; two PCRs changed. Sets
 * of another bank are tried only where the binding does not name its bank, and only as a whole.
 */
void candidates_search(const struct unlock_binding *binding, size_t shard,
		       const struct policy_facts *facts, const struct candidates *candidates,
		       struct candidates_result *ret_result);

#endif
