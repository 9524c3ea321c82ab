/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The policy file of systemd-pcrlock: pcrlock.json, with the values that are allowed in clear, and
 * what its NV index has to hold. Pure; results are arena memory.
 */
#ifndef UNLOCK_PCRLOCK_H
#define UNLOCK_PCRLOCK_H

#include "policy.h"

enum { PCRLOCK_MAX_VALUES = 8 };

struct pcrlock_pcr {
	unsigned int pcr;
	struct bytes values[PCRLOCK_MAX_VALUES];
	size_t n_values; /* at least 1 */
};

struct pcrlock_policy {
	uint16_t bank;
	struct pcrlock_pcr pcrs[PCR_COUNT]; /* in ascending order */
	size_t n_pcrs;
	uint32_t nv_index;	   /* its handle */
	struct esys_reference nv;  /* nvHandle, or known by nvPublic */
	struct esys_reference srk; /* srkHandle */
	bool has_nv_public;
	TPMS_NV_PUBLIC nv_public;
};

/* Returns 0, or -EBADMSG and ret_fault: what is wrong, arena memory. */
int pcrlock_read(struct arena *arena, const void *data, size_t size,
		 struct pcrlock_policy **ret_policy, const char **ret_fault);

/* Is this the policy that a binding means? By its NV index, where the binding names one; else
 * true. */
bool pcrlock_is_of(const struct pcrlock_policy *policy, const struct unlock_binding *binding);

/* The digest that TPM2_PolicyAuthorizeNV wants in the index. False: it cannot be computed. */
bool pcrlock_digest(const struct pcrlock_policy *policy, TPM2B_DIGEST *ret_digest);

/* Does the content of the NV index (a TPMT_HA) equal the file? */
bool pcrlock_nv_matches(const struct pcrlock_policy *policy, struct bytes content);

struct pcrlock_state {
	uint32_t in_variant;	/* PCRs whose value is one of those that are allowed */
	uint32_t in_no_variant; /* whose value is none */
	uint32_t unknown;	/* whose value is not known */
	int variant[PCR_COUNT]; /* which value it is; -1: none or unknown */
};
void pcrlock_compare(const struct pcrlock_policy *policy, const struct pcr_values *values,
		     struct pcrlock_state *ret_state);

#endif
