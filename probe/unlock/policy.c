/* SPDX-License-Identifier: BSD-2-Clause */
/* A running policy digest: each command is the hash of the old one, its number and its parameters.
 * */
#include "policy.h"

#include <endian.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "hash.h"

void policy_start(struct policy_digest *policy, uint16_t hash)
{
	*policy = (struct policy_digest){ .hash = hash, .failed = !hash_size(hash) };
	policy->digest.size = (uint16_t)hash_size(hash);
}

/* parts[0] is the digest so far. */
static void extend(struct policy_digest *policy, uint32_t command, const struct bytes *parameters,
		   size_t n)
{
	struct bytes parts[12] = { { policy->digest.buffer, policy->digest.size },
				   { &command, sizeof(command) } };

	command = htobe32(command);
	if (n > sizeof(parts) / sizeof(parts[0]) - 2) {
		policy->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		parts[i + 2] = parameters[i];
	policy->failed = policy->failed || !digest(policy->hash, parts, n + 2, &policy->digest);
}

static void reset(struct policy_digest *policy)
{
	memset(policy->digest.buffer, 0, sizeof(policy->digest.buffer));
	policy->digest.size = (uint16_t)hash_size(policy->hash);
}

bool policy_pcr_digest(uint16_t hash, const struct pcr_values *values, uint32_t pcrs,
		       TPM2B_DIGEST *ret_digest)
{
	const size_t size = hash_size(values->bank);
	struct bytes parts[PCR_COUNT];
	size_t n = 0;

	if (!size || (values->known & pcrs) != pcrs || pcrs >> PCR_COUNT)
		return false;
	for (unsigned int pcr = 0; pcr < PCR_COUNT; pcr++)
		if (pcrs & UINT32_C(1) << pcr)
			parts[n++] = (struct bytes){ values->value[pcr], size };
	return digest(hash, parts, n, ret_digest);
}

void policy_pcr_raw(struct policy_digest *policy, const TPML_PCR_SELECTION *selection,
		    const TPM2B_DIGEST *pcr_digest)
{
	uint8_t marshalled[sizeof(*selection)];
	size_t size = 0;

	if (Tss2_MU_TPML_PCR_SELECTION_Marshal(selection, marshalled, sizeof(marshalled), &size) !=
	    TSS2_RC_SUCCESS)
		policy->failed = true;
	else
		extend(policy, TPM2_CC_PolicyPCR,
		       (struct bytes[]){ { marshalled, size },
					 { pcr_digest->buffer, pcr_digest->size } },
		       2);
}

void policy_pcr(struct policy_digest *policy, const struct pcr_values *values, uint32_t pcrs)
{
	const TPML_PCR_SELECTION selection = {
		.count = 1,
		.pcrSelections[0] = { .hash = values->bank,
				      .sizeofSelect = 3,
				      .pcrSelect = { (uint8_t)pcrs, (uint8_t)(pcrs >> 8),
						     (uint8_t)(pcrs >> 16) } },
	};
	TPM2B_DIGEST pcr_digest;

	if (policy_pcr_digest(policy->hash, values, pcrs, &pcr_digest))
		policy_pcr_raw(policy, &selection, &pcr_digest);
	else
		policy->failed = true;
}

void policy_authorize(struct policy_digest *policy, const TPM2B_NAME *key, struct bytes reference)
{
	const struct bytes name = { key->name, key->size };

	if (!key->size)
		policy->failed = true;
	reset(policy);
	extend(policy, TPM2_CC_PolicyAuthorize, &name, 1);
	if (!policy->failed)
		policy->failed =
			!digest(policy->hash,
				(struct bytes[]){ { policy->digest.buffer, policy->digest.size },
						  reference },
				2, &policy->digest);
}

void policy_authorize_nv(struct policy_digest *policy, const TPM2B_NAME *index)
{
	const struct bytes name = { index->name, index->size };

	reset(policy);
	extend(policy, TPM2_CC_PolicyAuthorizeNV, &name, 1);
}

void policy_auth_value(struct policy_digest *policy)
{
	extend(policy, TPM2_CC_PolicyAuthValue, NULL, 0);
}

void policy_or(struct policy_digest *policy, const TPM2B_DIGEST *branches, size_t n)
{
	struct bytes parts[8];

	if (n < 2 || n > 8) {
		policy->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++)
		parts[i] = (struct bytes){ branches[i].buffer, branches[i].size };
	reset(policy);
	extend(policy, TPM2_CC_PolicyOR, parts, n);
}

bool nv_index_name(const TPMS_NV_PUBLIC *nv, TPM2B_NAME *ret_name)
{
	TPMS_NV_PUBLIC written = *nv;
	uint8_t bytes[sizeof(written)];
	uint16_t hash = htobe16(nv->nameAlg);
	TPM2B_DIGEST sum;
	size_t size = 0;

	written.attributes |= TPMA_NV_WRITTEN;
	if (Tss2_MU_TPMS_NV_PUBLIC_Marshal(&written, bytes, sizeof(bytes), &size) !=
		    TSS2_RC_SUCCESS ||
	    !digest(nv->nameAlg, &(struct bytes){ bytes, size }, 1, &sum))
		return false;
	memcpy(ret_name->name, &hash, sizeof(hash));
	memcpy(ret_name->name + sizeof(hash), sum.buffer, sum.size);
	ret_name->size = (uint16_t)(sizeof(hash) + sum.size);
	return true;
}
