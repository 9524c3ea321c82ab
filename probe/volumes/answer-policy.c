/* SPDX-License-Identifier: BSD-2-Clause */
/* The policy of a sealed key against PCRs, signatures and pcrlock's file. */
#include "answer-policy.h"

#include <inttypes.h>
#include <string.h>

#include "hash.h"
#include "encoding.h"
#include "names.h"
#include "pcr-differences.h"
#include "tpm-state.h"

static const struct pcr_values *bank_of(const struct moment_values *values, uint16_t bank)
{
	for (size_t i = 0; i < values->n_banks; i++)
		if (values->banks[i].bank == bank)
			return &values->banks[i];
	return NULL;
}

static bool is_one(uint32_t pcrs)
{
	return pcrs && !(pcrs & (pcrs - 1));
}

/* "PCR 7 has", "PCRs 0, 7 have" */
static const char *pcrs_have(struct arena *arena, uint32_t pcrs)
{
	if (!pcrs)
		return "the PCRs have";
	return arena_printf(arena, "PCR%s %s %s", is_one(pcrs) ? "" : "s",
			    pcr_list_text(arena, pcrs, ", "), is_one(pcrs) ? "has" : "have");
}

/* All that a shard needs is proven: by its digest alone. */
static enum answer answer_literal(struct unlock_context *context,
				  const struct unlock_binding *binding, size_t shard,
				  const struct moment_values *values, struct volume_binding *record)
{
	const struct policy_facts facts = {
		.pcrlock_nv = binding->pcrlock_nv.has_nv ? &binding->pcrlock_nv.nv
			      : context->pcrlock && context->pcrlock->has_nv_public
				      ? &context->pcrlock->nv_public
				      : NULL,
	};
	struct arena *arena = &context->report->arena;
	const struct pcr_values *bank;
	struct policy_result result;

	unlock_policy_check(binding, shard, values->banks, values->n_banks, &facts, &result);
	if (result.match == POLICY_HOLDS && !binding->pcrs && !binding->n_branches)
		return ANSWER_YES;
	if (result.match == POLICY_HOLDS)
		return answer_add(context, record, "policy", ANSWER_YES,
				  "%s the value%s that the key is sealed to",
				  pcrs_have(arena, binding->pcrs),
				  is_one(binding->pcrs) ? "" : "s");
	if (result.match == POLICY_UNKNOWN)
		return answer_add(context, record, "policy", ANSWER_UNKNOWN,
				  "the policy cannot be computed: %s",
				  result.why ? result.why : "its form is not known here");
	bank = bank_of(values, result.bank ? result.bank : binding->bank);
	if (!bank || !binding->pcrs)
		return answer_add(context, record, "policy", ANSWER_NO,
				  "the policy's digest is not the one that the key is sealed to");
	cause_add(context, record, "pcr_changed");
	return answer_add(context, record, "policy", ANSWER_NO, "%s",
			  pcr_differences(context, binding, shard, bank, &facts, record));
}

/* ---- Signed policies -------------------------------------------------------------------------------- */

static enum answer answer_signed(struct unlock_context *context,
				 const struct unlock_binding *binding,
				 const struct moment_values *values, struct volume_binding *record)
{
	struct arena *arena = &context->report->arena;
	const char *path = context->signature_file.path;
	const struct pcr_values *bank =
		bank_of(values, binding->bank ? binding->bank : TPM2_ALG_SHA256);
	const char *pcrs = pcr_list_text(arena, binding->signed_pcrs, ", ");

	if (!context->signature) {
		cause_add(context, record, "signature_missing");
		return answer_add(
			context, record, "policy", ANSWER_NO, "%s%s%s",
			path ? path : "there is no tpm2-pcr-signature.json",
			path ? ": " : " in /etc/systemd, /run/systemd or /usr/lib/systemd",
			path && context->signature_file.fault ? context->signature_file.fault : "");
	}
	if (!bank)
		return answer_add(context, record, "policy", ANSWER_UNKNOWN,
				  "the values of the PCRs %s are not known", pcrs);
	switch (signature_match(context->signature, binding, bank, NULL)) {
	case SIGNATURE_HOLDS:
		return answer_add(context, record, "policy", ANSWER_YES,
				  "%s has a signature of the values of PCRs %s", path, pcrs);
	case SIGNATURE_NO_BANK:
		cause_add(context, record, "signature_other_pcrs");
		return answer_add(context, record, "policy", ANSWER_NO,
				  "%s has no signature for the bank %s", path,
				  name_algorithm(bank->bank));
	case SIGNATURE_OTHER_PCRS:
		cause_add(context, record, "signature_other_pcrs");
		return answer_add(context, record, "policy", ANSWER_NO,
				  "%s has no signature for PCRs %s: only for others", path, pcrs);
	case SIGNATURE_OTHER_KEY:
		cause_add(context, record, "signature_other_key");
		return answer_add(context, record, "policy", ANSWER_NO,
				  "the signatures in %s are by another key than the token's", path);
	case SIGNATURE_INVALID:
		cause_add(context, record, "signature_other_key");
		return answer_add(context, record, "policy", ANSWER_NO,
				  "the signature in %s is not by the key that it names", path);
	case SIGNATURE_OTHER_VALUE:
		cause_add(context, record, "signature_other_pcrs");
		cause_add(context, record, "pcr_changed");
		if (!(binding->signed_pcrs & (binding->signed_pcrs - 1)))
			pcr_difference_add(context, record,
					   (uint32_t)__builtin_ctz(binding->signed_pcrs),
					   bank->bank,
					   bank->value[__builtin_ctz(binding->signed_pcrs)], NULL,
					   EVENT_UNKNOWN);
		return answer_add(context, record, "policy", ANSWER_NO,
				  "%s has signatures by the token's key, but none of these values "
				  "of PCRs %s",
				  path, pcrs);
	case SIGNATURE_UNKNOWN:
		break;
	}
	return answer_add(context, record, "policy", ANSWER_UNKNOWN, "%s",
			  binding->signer && binding->signer->fault
				  ? binding->signer->fault
				  : "the signed policy cannot be checked: values of PCRs are not "
				    "known");
}

/* ---- pcrlock ---------------------------------------------------------------------------------------- */

static void add_variant_differences(struct unlock_context *context,
				    const struct pcrlock_state *state,
				    const struct pcr_values *bank, struct volume_binding *record)
{
	for (size_t i = 0; i < context->pcrlock->n_pcrs; i++) {
		const struct pcrlock_pcr *pcr = &context->pcrlock->pcrs[i];

		if (state->in_no_variant >> pcr->pcr & 1)
			pcr_difference_add(
				context, record, pcr->pcr, bank->bank, bank->value[pcr->pcr],
				pcr->n_values == 1 && pcr->values[0].size == hash_size(bank->bank)
					? pcr->values[0].data
					: NULL,
				EVENT_UNKNOWN);
	}
}

uint32_t pcrlock_index(const struct unlock_binding *binding, const struct pcrlock_policy *policy)
{
	if (binding->pcrlock_nv.known)
		return binding->pcrlock_nv.handle;
	return policy ? policy->nv_index : 0;
}

/* What the TPM's index says of the policy; ANSWER_YES: nothing against it. */
static enum answer answer_index(struct unlock_context *context,
				const struct unlock_binding *binding, struct volume_binding *record)
{
	const struct pcrlock_policy *policy = context->pcrlock;
	const struct nv_state *nv = unlock_tpm_nv(context->tpm, pcrlock_index(binding, policy));

	if (!nv)
		return ANSWER_YES;
	if (rc_bare(nv->rc) == TPM2_RC_HANDLE) {
		cause_add(context, record, "pcrlock_stale");
		return answer_add(context, record, "policy", ANSWER_NO,
				  "the NV index 0x%08" PRIx32 " of the policy is not in the TPM",
				  nv->handle);
	}
	if (!policy || !nv->size ||
	    pcrlock_nv_matches(policy, (struct bytes){ nv->content, nv->size }))
		return ANSWER_YES;
	cause_add(context, record, "pcrlock_stale");
	return answer_add(context, record, "policy", ANSWER_NO,
			  "the NV index 0x%08" PRIx32 " holds another policy than %s", nv->handle,
			  context->pcrlock_file.path);
}

static enum answer answer_pcrlock(struct unlock_context *context,
				  const struct unlock_binding *binding,
				  const struct moment_values *values, struct volume_binding *record)
{
	struct arena *arena = &context->report->arena;
	const struct pcrlock_policy *policy = context->pcrlock;
	const char *path = context->pcrlock_file.path;
	const struct pcr_values *bank = policy ? bank_of(values, policy->bank) : NULL;
	struct pcrlock_state state;

	if (answer_index(context, binding, record) == ANSWER_NO)
		return ANSWER_NO;
	if (!policy)
		return answer_add(context, record, "policy", ANSWER_UNKNOWN, "%s%s%s",
				  path ? path : "no pcrlock.json was found: give it with --pcrlock",
				  path ? ": " : "",
				  path && context->pcrlock_file.fault ? context->pcrlock_file.fault
								      : "");
	if (!pcrlock_is_of(policy, binding)) {
		cause_add(context, record, "pcrlock_stale");
		return answer_add(context, record, "policy", ANSWER_NO,
				  "%s is of another NV index than the token's", path);
	}
	if (!bank)
		return answer_add(context, record, "policy", ANSWER_UNKNOWN,
				  "the values of the PCRs that %s names are not known", path);
	pcrlock_compare(policy, bank, &state);
	if (state.in_no_variant) {
		cause_add(context, record, "pcrlock_stale");
		cause_add(context, record, "pcr_changed");
		add_variant_differences(context, &state, bank, record);
		return answer_add(context, record, "policy", ANSWER_NO,
				  "%s does not allow the values of PCRs %s", path,
				  pcr_list_text(arena, state.in_no_variant, ", "));
	}
	if (state.unknown)
		return answer_add(context, record, "policy", ANSWER_UNKNOWN,
				  "the values of PCRs %s are not known",
				  pcr_list_text(arena, state.unknown, ", "));
	return answer_add(context, record, "policy", ANSWER_YES,
			  "%s allows the values of all its PCRs", path);
}

static enum answer worse(enum answer a, enum answer b)
{
	return a < b ? a : b;
}

enum answer answer_policy(struct unlock_context *context, const struct unlock_binding *binding,
			  const struct moment_values *values, struct volume_binding *record)
{
	enum answer answer = ANSWER_YES;
	bool is_signed = false, is_pcrlock = false;

	if (context->tpm->contact != CONTACT_MADE && (binding->pcrs || binding->signed_pcrs))
		return answer_add(context, record, "policy", ANSWER_UNKNOWN,
				  "the values of its PCRs are not known");
	for (size_t i = 0; i < binding->n_shards; i++) {
		answer = worse(answer, answer_literal(context, binding, i, values, record));
		is_signed |= binding->shards[i].is_signed;
		is_pcrlock |= binding->shards[i].is_pcrlock;
	}
	if (is_signed)
		answer = worse(answer, answer_signed(context, binding, values, record));
	if (is_pcrlock)
		answer = worse(answer, answer_pcrlock(context, binding, values, record));
	if (answer == ANSWER_YES && !binding->pcrs && !binding->n_branches && !is_signed &&
	    !is_pcrlock)
		return answer_add(context, record, "policy", ANSWER_YES, "it is not bound to PCRs");
	return answer;
}
