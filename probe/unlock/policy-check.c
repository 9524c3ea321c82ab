/* SPDX-License-Identifier: BSD-2-Clause */
/* What a binding's policy comes to with given PCR values. */
#include "policy-check.h"

#include <string.h>
#include <tss2/tss2_mu.h>

#include "hash.h"
#include "verify.h"

bool binding_has_exponent(const struct unlock_binding *binding, enum exponent_form exponent)
{
	return exponent == EXPONENT_65537 ||
	       (binding->signer && binding->signer->name_exponent_0.size);
}

/* Names the NV index of pcrlock as far as it is known. */
static bool pcrlock_name(const struct unlock_binding *binding, const struct policy_facts *facts,
			 TPM2B_NAME *ret_name)
{
	if (binding->pcrlock_nv.has_nv)
		return nv_index_name(&binding->pcrlock_nv.nv, ret_name);
	return facts->pcrlock_nv && nv_index_name(facts->pcrlock_nv, ret_name);
}

/* NULL, or what is not known and the digest needs. */
static const char *lacks(const struct unlock_binding *binding, const struct binding_shard *shard,
			 const struct policy_facts *facts)
{
	TPM2B_NAME name;

	if (!hash_size(binding->session_hash))
		return "the hash of its policy session is not known";
	if (shard->is_signed && (!binding->signer || binding->signer->fault))
		return "the key of its signed policy cannot be read";
	if (shard->is_pcrlock && !pcrlock_name(binding, facts, &name))
		return "the NV index of its pcrlock policy is not known";
	if (binding->n_branches)
		return NULL;
	if (binding->kind == BINDING_GRUB_TPM2 || binding->kind == BINDING_TRUSTED_KEY ||
	    binding->kind == BINDING_TSS2_KEY)
		return "it does not name the PCRs of its policy";
	return NULL;
}

bool unlock_policy_digest(const struct unlock_binding *binding, size_t shard_number,
			  const struct pcr_values *values, const struct policy_facts *facts,
			  TPM2B_DIGEST *ret_digest)
{
	const struct binding_shard *shard = &binding->shards[shard_number];
	struct policy_digest policy;
	TPM2B_NAME name;

	if (shard_number >= binding->n_shards || binding->n_branches ||
	    lacks(binding, shard, facts))
		return false;
	policy_start(&policy, binding->session_hash);
	if (shard->is_signed)
		policy_authorize(&policy,
				 facts->exponent == EXPONENT_0 ? &binding->signer->name_exponent_0
							       : &binding->signer->name,
				 binding->policy_ref);
	if (shard->is_pcrlock) {
		pcrlock_name(binding, facts, &name);
		policy_authorize_nv(&policy, &name);
	}
	if (binding->pcrs && values)
		policy_pcr(&policy, values, binding->pcrs);
	else if (binding->pcrs)
		policy.failed = true;
	if (binding->pin)
		policy_auth_value(&policy);
	*ret_digest = policy.digest;
	return !policy.failed;
}

static const struct pcr_values *find_bank(const struct pcr_values *banks, size_t n_banks,
					  uint16_t bank)
{
	for (size_t i = 0; i < n_banks; i++)
		if (banks[i].bank == bank)
			return &banks[i];
	return NULL;
}

static bool holds(const struct unlock_binding *binding, size_t shard,
		  const struct pcr_values *values, const struct policy_facts *facts,
		  struct policy_result *result)
{
	const struct bytes stored = binding->shards[shard].policy;
	struct policy_facts form = *facts;

	for (form.exponent = EXPONENT_65537; form.exponent <= EXPONENT_0; form.exponent++) {
		TPM2B_DIGEST computed;

		if (!binding_has_exponent(binding, form.exponent) ||
		    !unlock_policy_digest(binding, shard, values, &form, &computed))
			continue;
		if (result->match == POLICY_UNKNOWN)
			*result = (struct policy_result){ .match = POLICY_DIFFERS,
							  .exponent = form.exponent,
							  .bank = values ? values->bank : 0,
							  .branch = -1,
							  .digest = computed };
		if (bytes_equal((struct bytes){ computed.buffer, computed.size }, stored)) {
			*result = (struct policy_result){ .match = POLICY_HOLDS,
							  .exponent = form.exponent,
							  .bank = values ? values->bank : 0,
							  .branch = -1,
							  .digest = computed };
			return true;
		}
	}
	return false;
}

/* The values of one step's selection, in the order of its banks. */
static bool selection_digest(uint16_t hash, const TPML_PCR_SELECTION *selection,
			     const struct pcr_values *banks, size_t n_banks,
			     TPM2B_DIGEST *ret_digest)
{
	struct bytes parts[PCR_COUNT * TPM2_NUM_PCR_BANKS];
	size_t n = 0;

	for (uint32_t i = 0; i < selection->count; i++) {
		const TPMS_PCR_SELECTION *one = &selection->pcrSelections[i];
		const struct pcr_values *values = find_bank(banks, n_banks, one->hash);

		for (unsigned int pcr = 0; pcr < one->sizeofSelect * 8u; pcr++) {
			if (!(one->pcrSelect[pcr / 8] & 1 << pcr % 8))
				continue;
			if (!values || pcr >= PCR_COUNT || !(values->known & UINT32_C(1) << pcr) ||
			    n >= sizeof(parts) / sizeof(parts[0]))
				return false;
			parts[n++] = (struct bytes){ values->value[pcr], hash_size(one->hash) };
		}
	}
	return digest(hash, parts, n, ret_digest);
}

static bool digests_equal(const TPM2B_DIGEST *a, const TPM2B_DIGEST *b)
{
	return bytes_equal((struct bytes){ a->buffer, a->size },
			   (struct bytes){ b->buffer, b->size });
}

/* TPM2B_PUBLIC, TPM2B policyRef, TPMT_SIGNATURE: is the policy so far signed? And then it begins
 * anew. */
static enum policy_match authorize_step(const struct policy_step *step,
					struct policy_digest *policy)
{
	const struct bytes data = step->data;
	uint8_t message[2 * sizeof(TPM2B_DIGEST)];
	TPMT_SIGNATURE signature;
	TPM2B_PUBLIC key = { 0 };
	TPM2B_NONCE reference = { 0 };
	TPM2B_NAME name;
	size_t offset = 0;
	bool is_signed;

	if (Tss2_MU_TPM2B_PUBLIC_Unmarshal(data.data, data.size, &offset, &key) !=
		    TSS2_RC_SUCCESS ||
	    Tss2_MU_TPM2B_NONCE_Unmarshal(data.data, data.size, &offset, &reference) !=
		    TSS2_RC_SUCCESS ||
	    Tss2_MU_TPMT_SIGNATURE_Unmarshal(data.data, data.size, &offset, &signature) !=
		    TSS2_RC_SUCCESS ||
	    !object_name(&key.publicArea, &name))
		return POLICY_UNKNOWN;
	memcpy(message, policy->digest.buffer, policy->digest.size);
	memcpy(message + policy->digest.size, reference.buffer, reference.size);
	is_signed = !verify_signature(
		&key.publicArea,
		(struct bytes){ message, (size_t)policy->digest.size + reference.size },
		&signature);
	policy_authorize(policy, &name, (struct bytes){ reference.buffer, reference.size });
	return is_signed ? POLICY_HOLDS : POLICY_DIFFERS;
}

static enum policy_match take_step(const struct policy_step *step, const struct pcr_values *banks,
				   size_t n_banks, struct policy_digest *policy)
{
	TPM2B_DIGEST now;

	switch (step->command) {
	case TPM2_CC_PolicyPCR:
		if (!selection_digest(policy->hash, &step->selection, banks, n_banks, &now))
			return POLICY_UNKNOWN;
		policy_pcr_raw(policy, &step->selection, &now);
		return step->pcr_digest.size && !digests_equal(&now, &step->pcr_digest)
			       ? POLICY_DIFFERS
			       : POLICY_HOLDS;
	case TPM2_CC_PolicyAuthValue:
	case TPM2_CC_PolicyPassword: /* which has the digest of the former */
		policy_auth_value(policy);
		return POLICY_HOLDS;
	case TPM2_CC_PolicyAuthorize:
		return authorize_step(step, policy);
	default:
		return POLICY_UNKNOWN;
	}
}

static enum policy_match check_branch(const struct unlock_binding *binding,
				      const struct policy_branch *branch, struct bytes stored,
				      const struct pcr_values *banks, size_t n_banks,
				      TPM2B_DIGEST *ret_digest)
{
	struct policy_digest policy;
	enum policy_match match = POLICY_HOLDS;

	policy_start(&policy, binding->session_hash);
	if (branch->fault)
		return POLICY_UNKNOWN;
	for (size_t i = 0; i < branch->n_steps; i++) {
		enum policy_match step = take_step(&branch->steps[i], banks, n_banks, &policy);

		if (step == POLICY_UNKNOWN || policy.failed)
			return POLICY_UNKNOWN;
		if (step == POLICY_DIFFERS)
			match = POLICY_DIFFERS;
	}
	*ret_digest = policy.digest;
	if (!bytes_equal((struct bytes){ policy.digest.buffer, policy.digest.size }, stored))
		match = POLICY_DIFFERS;
	return match;
}

/* Any one of them is enough. */
static void check_branches(const struct unlock_binding *binding, struct bytes stored,
			   const struct pcr_values *banks, size_t n_banks,
			   struct policy_result *result)
{
	bool unknown = false;

	for (size_t i = 0; i < binding->n_branches && result->match != POLICY_HOLDS; i++) {
		TPM2B_DIGEST computed = { 0 };
		enum policy_match match = check_branch(binding, &binding->branches[i], stored,
						       banks, n_banks, &computed);

		unknown |= match == POLICY_UNKNOWN;
		if (match == POLICY_UNKNOWN)
			continue;
		*result = (struct policy_result){ .match = match,
						  .bank = binding->bank,
						  .branch = match == POLICY_HOLDS ? (long)i : -1,
						  .digest = computed };
	}
	if (unknown && result->match != POLICY_HOLDS)
		*result = (struct policy_result){
			.match = POLICY_UNKNOWN,
			.branch = -1,
			.why = "a command of its policy, or a value that it needs, is not known here",
		};
}

/* In which order banks are tried: the binding's own alone; where it names none, sha256 and then
 * the others. */
static bool is_next_bank(const struct unlock_binding *binding, uint16_t bank, int pass)
{
	if (!binding->bank_guessed)
		return pass == 0 && bank == binding->bank;
	return pass == 0 ? bank == TPM2_ALG_SHA256 : bank != TPM2_ALG_SHA256;
}

void unlock_policy_check(const struct unlock_binding *binding, size_t shard_number,
			 const struct pcr_values *banks, size_t n_banks,
			 const struct policy_facts *facts, struct policy_result *ret_result)
{
	const struct binding_shard *shard = &binding->shards[shard_number];

	*ret_result = (struct policy_result){ .branch = -1 };
	if (shard_number >= binding->n_shards || (shard->fault && !shard->policy.size)) {
		ret_result->why = "its sealed object cannot be read";
		return;
	}
	if (!shard->policy.size) {
		ret_result->match = POLICY_HOLDS;
		return;
	}
	ret_result->why = lacks(binding, shard, facts);
	if (ret_result->why)
		return;
	if (binding->n_branches) {
		check_branches(binding, shard->policy, banks, n_banks, ret_result);
		return;
	}
	ret_result->why = "the PCRs of its bank are not known";
	if (!binding->pcrs)
		holds(binding, shard_number, NULL, facts, ret_result);
	for (int pass = 0; binding->pcrs && pass < 2; pass++)
		for (size_t i = 0; i < n_banks; i++)
			if (is_next_bank(binding, banks[i].bank, pass) &&
			    holds(binding, shard_number, &banks[i], facts, ret_result))
				return;
	/* A digest that differs proves nothing where not all of the policy was read. */
	if (ret_result->match == POLICY_DIFFERS && binding->fault) {
		ret_result->match = POLICY_UNKNOWN;
		ret_result->why = binding->fault;
	}
}
