/* SPDX-License-Identifier: BSD-2-Clause */
/* pcrlock.json of systemd 255 and later. */
#include "pcrlock.h"

#include <errno.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "cleanup.h"
#include "hash.h"
#include "json-member.h"
#include "sealed-blob.h"

static const char *read_values(struct arena *arena, struct json_object *list, size_t size,
			       struct pcrlock_pcr *to)
{
	if (!list || !json_object_array_length(list))
		return "a PCR has no values";
	if (json_object_array_length(list) > PCRLOCK_MAX_VALUES)
		return "a PCR has more values than TPM2_PolicyOR takes";
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct bytes *value = &to->values[to->n_values++];

		if (!json_to_hex(arena, json_object_array_get_idx(list, i), value) ||
		    value->size != size)
			return "a value of a PCR is no digest of the bank";
	}
	return NULL;
}

static const char *read_pcrs(struct arena *arena, struct json_object *root,
			     struct pcrlock_policy *policy)
{
	struct json_object *list = json_member(root, "pcrValues", json_type_array);
	struct pcrlock_pcr found[PCR_COUNT] = { 0 };

	if (!list)
		return "pcrValues is missing, or no list";
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *one = json_object_array_get_idx(list, i);
		const char *fault;
		uint64_t pcr;

		if (!json_member_number(one, "pcr", PCR_COUNT - 1, &pcr))
			return "an entry of pcrValues has no PCR";
		if (found[pcr].n_values)
			return "a PCR stands twice in pcrValues";
		found[pcr].pcr = (unsigned int)pcr;
		fault = read_values(arena, json_member(one, "values", json_type_array),
				    hash_size(policy->bank), &found[pcr]);
		if (fault)
			return fault;
	}
	for (size_t i = 0; i < PCR_COUNT; i++)
		if (found[i].n_values)
			policy->pcrs[policy->n_pcrs++] = found[i];
	return NULL;
}

static const char *read_all(struct arena *arena, struct json_object *root,
			    struct pcrlock_policy *policy)
{
	struct bytes bytes;
	uint64_t index;

	if (json_object_get_type(root) != json_type_object)
		return "not an object";
	policy->bank = json_member_hash(root, "pcrBank");
	if (!policy->bank)
		return "pcrBank is missing, or names no hash that is known here";
	if (json_member_number(root, "nvIndex", UINT32_MAX, &index))
		policy->nv_index = (uint32_t)index;
	if (json_to_base64(arena, json_member(root, "nvHandle", json_type_string), &bytes) &&
	    !esys_reference_read(bytes, &policy->nv))
		return "nvHandle cannot be read";
	if (json_to_base64(arena, json_member(root, "srkHandle", json_type_string), &bytes) &&
	    !esys_reference_read(bytes, &policy->srk))
		return "srkHandle cannot be read";
	if (json_to_base64(arena, json_member(root, "nvPublic", json_type_string), &bytes)) {
		if (!nv_public_read(bytes, &policy->nv_public))
			return "nvPublic cannot be read";
		policy->has_nv_public = true;
	}
	return read_pcrs(arena, root, policy);
}

int pcrlock_read(struct arena *arena, const void *data, size_t size,
		 struct pcrlock_policy **ret_policy, const char **ret_fault)
{
	_cleanup_(json_object_putp) struct json_object *root = NULL;
	struct pcrlock_policy *policy = arena_alloc(arena, sizeof(*policy));

	*ret_fault = "out of memory";
	if (json_parse_bytes(arena, data, size, &root, ret_fault) < 0)
		return -EBADMSG;
	*ret_fault = read_all(arena, root, policy);
	if (*ret_fault)
		return -EBADMSG;
	*ret_policy = policy;
	return 0;
}

bool pcrlock_is_of(const struct pcrlock_policy *policy, const struct unlock_binding *binding)
{
	const struct esys_reference *wanted = &binding->pcrlock_nv;

	if (!wanted->known)
		return true;
	if (policy->nv.known)
		return wanted->handle == policy->nv.handle &&
		       names_equal(&wanted->name, &policy->nv.name);
	return wanted->handle == policy->nv_index;
}

static void set_value(struct pcr_values *values, const struct pcrlock_pcr *pcr, size_t variant)
{
	memcpy(values->value[pcr->pcr], pcr->values[variant].data, pcr->values[variant].size);
	values->known |= UINT32_C(1) << pcr->pcr;
}

bool pcrlock_digest(const struct pcrlock_policy *policy, TPM2B_DIGEST *ret_digest)
{
	struct pcr_values values = { .bank = policy->bank };
	struct policy_digest digest;
	uint32_t single = 0;

	policy_start(&digest, TPM2_ALG_SHA256);
	for (size_t i = 0; i < policy->n_pcrs; i++) {
		if (policy->pcrs[i].n_values != 1)
			continue;
		set_value(&values, &policy->pcrs[i], 0);
		single |= UINT32_C(1) << policy->pcrs[i].pcr;
	}
	if (single)
		policy_pcr(&digest, &values, single);
	for (size_t i = 0; i < policy->n_pcrs; i++) {
		const struct pcrlock_pcr *pcr = &policy->pcrs[i];
		TPM2B_DIGEST variants[PCRLOCK_MAX_VALUES];

		if (pcr->n_values < 2)
			continue;
		for (size_t j = 0; j < pcr->n_values; j++) {
			struct policy_digest variant = digest;

			set_value(&values, pcr, j);
			policy_pcr(&variant, &values, UINT32_C(1) << pcr->pcr);
			variants[j] = variant.digest;
			digest.failed |= variant.failed;
		}
		policy_or(&digest, variants, pcr->n_values);
	}
	*ret_digest = digest.digest;
	return !digest.failed;
}

bool pcrlock_nv_matches(const struct pcrlock_policy *policy, struct bytes content)
{
	TPM2B_DIGEST wanted;
	TPMT_HA stored;
	size_t offset = 0;

	return pcrlock_digest(policy, &wanted) &&
	       Tss2_MU_TPMT_HA_Unmarshal(content.data, content.size, &offset, &stored) ==
		       TSS2_RC_SUCCESS &&
	       stored.hashAlg == TPM2_ALG_SHA256 &&
	       !memcmp(stored.digest.sha256, wanted.buffer, wanted.size);
}

void pcrlock_compare(const struct pcrlock_policy *policy, const struct pcr_values *values,
		     struct pcrlock_state *ret_state)
{
	struct pcrlock_state state = { 0 };

	for (size_t i = 0; i < PCR_COUNT; i++)
		state.variant[i] = -1;
	for (size_t i = 0; i < policy->n_pcrs; i++) {
		const struct pcrlock_pcr *pcr = &policy->pcrs[i];
		const uint32_t bit = UINT32_C(1) << pcr->pcr;

		if (values->bank != policy->bank || !(values->known & bit)) {
			state.unknown |= bit;
			continue;
		}
		for (size_t j = 0; j < pcr->n_values && state.variant[pcr->pcr] < 0; j++)
			if (!memcmp(values->value[pcr->pcr], pcr->values[j].data,
				    pcr->values[j].size))
				state.variant[pcr->pcr] = (int)j;
		if (state.variant[pcr->pcr] < 0)
			state.in_no_variant |= bit;
		else
			state.in_variant |= bit;
	}
	*ret_state = state;
}
