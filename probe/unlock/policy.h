/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Policy digests, computed as the TPM does (TPM 2.0 part 3, clause 23; part 1, clause 19.7), and
 * compared with those that were stored at sealing. No TPM and no secret is needed. Pure.
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
/* The digest over the selected values, in ascending order: what TPM2_PolicyPCR takes as pcrDigest.
 * */
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

#endif
