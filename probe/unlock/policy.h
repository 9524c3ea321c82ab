/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Policy digests, computed as the TPM does (TPM 2.0 part 3, clause 23; part 1, clause 19.7), and compared with
 * those that were stored at sealing. No TPM and no secret is needed. Pure.
 */
#ifndef UNLOCK_POLICY_H
#define UNLOCK_POLICY_H

#include "unlock-binding.h"

/* The values of one bank's PCRs. */
struct pcr_values {
	uint16_t bank;	/* TPM2_ALG_ID */
	uint32_t known; /* bit n: value[n] is known */
	uint8_t value[PCR_COUNT][TPM2_MAX_DIGEST_BUFFER];
};

/* A running policy digest. */
struct policy_digest {
	uint16_t hash; /* of the session */
	bool failed; /* the hash is not to be had, or a value is not known: the digest means nothing */
	TPM2B_DIGEST digest;
};

/* All zeros. */
void policy_start(struct policy_digest *policy, uint16_t hash);
/* The digest over the selected values, in ascending order: what TPM2_PolicyPCR takes as pcrDigest. */
bool policy_pcr_digest(uint16_t hash, const struct pcr_values *values, uint32_t pcrs,
		       TPM2B_DIGEST *ret_digest);
/* One bank; values are of it. pcrs 0: an empty selection, which is a step nevertheless. */
void policy_pcr(struct policy_digest *policy, const struct pcr_values *values, uint32_t pcrs);
/* With the selection and its pcrDigest as they were written down. */
void policy_pcr_raw(struct policy_digest *policy, const TPML_PCR_SELECTION *selection,
		    const TPM2B_DIGEST *pcr_digest);
void policy_authorize(struct policy_digest *policy, const TPM2B_NAME *key, struct bytes reference);
void policy_authorize_nv(struct policy_digest *policy, const TPM2B_NAME *index);
void policy_auth_value(struct policy_digest *policy);
/* n: 2 to 8 branches of the session's hash. */
void policy_or(struct policy_digest *policy, const TPM2B_DIGEST *branches, size_t n);

/* The name of an NV index, as it is once written. */
bool nv_index_name(const TPMS_NV_PUBLIC *nv, TPM2B_NAME *ret_name);

/* Which form of a signer's key the digest was made with. */
enum exponent_form { EXPONENT_65537, EXPONENT_0 };

/* What is known beside PCRs. */
struct policy_facts {
	/* The public area of the NV index of pcrlock: of the TPM, of pcrlock.json or of the token; NULL: not known. */
	const TPMS_NV_PUBLIC *pcrlock_nv;
	enum exponent_form exponent;
};

/*
 * The digest that a shard's policy has with these values (of binding->bank, unless the bank was guessed; then any
 * bank). A signed and a pcrlock policy are settled by digests that do not depend on PCRs: whether they hold is
 * signature.h's and pcrlock.h's to say. False: it cannot be computed: a value or the key or the NV index is not
 * known, or the policy has commands that are not known here.
 */
bool unlock_policy_digest(const struct unlock_binding *binding, size_t shard,
			  const struct pcr_values *values, const struct policy_facts *facts,
			  TPM2B_DIGEST *ret_digest);

enum policy_match {
	POLICY_UNKNOWN, /* cannot be computed */
	POLICY_HOLDS,	/* the same digest; or the object has no policy */
	POLICY_DIFFERS,
};
struct policy_result {
	enum policy_match match;
	enum exponent_form exponent; /* with which it holds */
	uint16_t bank;	     /* with which it holds; where it differs: that which was tried */
	long branch;	     /* of a TSS2 key: which one holds, or -1 */
	TPM2B_DIGEST digest; /* as computed; size 0: it was not */
	const char *why;     /* POLICY_UNKNOWN: what is missing; a clause, static text */
};

/*
 * One shard's digest against the stored one: banks[] holds the values of n_banks banks; where the binding does not
 * name its bank each is tried, sha256 first. Both exponent forms of a signer's key are tried.
 */
void unlock_policy_check(const struct unlock_binding *binding, size_t shard,
			 const struct pcr_values *banks, size_t n_banks,
			 const struct policy_facts *facts, struct policy_result *ret_result);

#endif
