/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keys by version: tpm2-blob, tpm2-pcrs, tpm2-policy-hash since 248; tpm2-pcr-bank,
 * tpm2-primary-alg 250; tpm2-pin 251; tpm2_pubkey, tpm2_pubkey_pcrs 252; tpm2_salt 253; tpm2_srk
 * 254; tpm2_pcrlock 255; tpm2_pcrlock_nv and lists of blobs 257. Others are passed over.
 */
#include "systemd-token.h"

#include <string.h>
#include <tss2/tss2_tpm2_types.h>

#include "policy-key.h"
#include "sealed-blob.h"

/* One value, or a list of them. Returns how many; value i. */
static size_t list_size(struct json_object *value)
{
	return json_object_get_type(value) == json_type_array ? json_object_array_length(value)
							      : value != NULL;
}

static struct json_object *list_at(struct json_object *value, size_t i)
{
	return json_object_get_type(value) == json_type_array ? json_object_array_get_idx(value, i)
							      : value;
}

void systemd_shard_policies(struct unlock_binding *binding)
{
	for (size_t i = 0; i < binding->n_shards; i++) {
		binding->shards[i].is_signed = binding->signed_pcrs && i == 0;
		binding->shards[i].is_pcrlock =
			binding->pcrlock && i == (binding->signed_pcrs ? 1 : 0);
	}
}

static void read_shards(struct arena *arena, struct json_object *token,
			struct unlock_binding *binding)
{
	struct json_object *blobs = NULL, *hashes = NULL;
	size_t n, expected = 1 + (binding->signed_pcrs && binding->pcrlock);

	json_object_object_get_ex(token, "tpm2-blob", &blobs);
	json_object_object_get_ex(token, "tpm2-policy-hash", &hashes);
	n = list_size(blobs);
	if (!n)
		binding_fault(binding, "the token has no sealed object");
	else if (n != list_size(hashes))
		binding_fault(binding,
			      "the token has not one policy digest for each sealed object");
	else if (n != expected)
		binding_fault(binding,
			      "the number of sealed objects does not fit the token's policies");
	for (size_t i = 0; i < n; i++) {
		struct binding_shard *shard;
		struct bytes blob, hash = { 0 };

		if (!json_to_base64(arena, list_at(blobs, i), &blob)) {
			binding_fault(binding, "a sealed object is no base64");
			continue;
		}
		if (i < list_size(hashes) && !json_to_hex(arena, list_at(hashes, i), &hash))
			binding_fault(binding, "a policy digest is not hexadecimal");
		shard = binding_add_shard(binding);
		if (!shard) {
			binding_fault(binding, "the token has more sealed objects than two");
			return;
		}
		shard_read_pair(arena, blob, false, hash, shard);
		if (shard->fault)
			binding_fault(binding, shard->fault);
	}
	systemd_shard_policies(binding);
}

static void read_bank(struct json_object *token, struct unlock_binding *binding)
{
	struct json_object *bank;

	if (!binding->pcrs && !binding->signed_pcrs)
		return;
	if (!json_object_object_get_ex(token, "tpm2-pcr-bank", &bank)) {
		binding->bank = TPM2_ALG_SHA256;
		binding->bank_guessed = true;
		return;
	}
	binding->bank = json_member_hash(token, "tpm2-pcr-bank");
	if (!binding->bank)
		binding_fault(binding, "the token names a PCR bank that is not known here");
}

/*
 * Newer than the versions that were measured: the text is taken as the policyRef. Where that gives the
 * stored digest it is right; otherwise the fault keeps the policy from counting as one that differs.
 */
static void read_policy_ref(struct arena *arena, struct json_object *token,
			    struct unlock_binding *binding)
{
	const char *text;

	if (!json_object_object_get_ex(token, "tpm2_pubkey_ref", NULL))
		return;
	text = json_member_text(arena, token, "tpm2_pubkey_ref");
	binding->policy_ref = (struct bytes){ text, strlen(text) };
	if (*text)
		binding_fault(binding, "the policy reference tpm2_pubkey_ref is of a systemd newer "
				       "than those that are evaluated here");
}

static void read_signed(struct arena *arena, struct json_object *token,
			struct unlock_binding *binding)
{
	struct json_object *pcrs, *key = NULL;
	struct bytes pem;

	if (!json_object_object_get_ex(token, "tpm2_pubkey_pcrs", &pcrs))
		return;
	if (!json_to_pcrs(pcrs, &binding->signed_pcrs)) {
		binding_fault(binding, "tpm2_pubkey_pcrs is no list of PCRs");
		return;
	}
	read_policy_ref(arena, token, binding);
	if (!json_object_object_get_ex(token, "tpm2_pubkey", &key)) {
		if (binding->signed_pcrs)
			binding_fault(binding, "the token has no key for its signed policy");
		return;
	}
	if (!binding->signed_pcrs)
		return;
	if (!json_to_base64(arena, key, &pem)) {
		binding_fault(binding, "the token's key for its signed policy is no base64");
		return;
	}
	binding->signer = policy_key_read(arena, pem.data, pem.size);
	if (binding->signer->fault)
		binding_fault(binding, binding->signer->fault);
}

static void read_primary(struct json_object *token, struct unlock_binding *binding)
{
	struct json_object *value;
	const char *text;

	binding->primary_alg = TPM2_ALG_ECC;
	if (!json_object_object_get_ex(token, "tpm2-primary-alg", &value))
		return;
	text = json_object_get_type(value) == json_type_string ? json_object_get_string(value) : "";
	if (!strcmp(text, "rsa"))
		binding->primary_alg = TPM2_ALG_RSA;
	else if (strcmp(text, "ecc") != 0)
		binding_fault(binding, "the token names a primary key that is neither ecc nor rsa");
}

static void read_reference(struct arena *arena, struct json_object *token, const char *key,
			   const char *fault, struct unlock_binding *binding,
			   struct esys_reference *reference)
{
	struct json_object *value;
	struct bytes bytes;

	if (json_object_object_get_ex(token, key, &value) &&
	    (!json_to_base64(arena, value, &bytes) || !esys_reference_read(bytes, reference)))
		binding_fault(binding, fault);
}

void systemd_token_read(struct arena *arena, struct json_object *token,
			struct unlock_binding *binding)
{
	struct json_object *pcrs;

	binding->session_hash = TPM2_ALG_SHA256;
	if (!json_object_object_get_ex(token, "tpm2-pcrs", &pcrs) ||
	    !json_to_pcrs(pcrs, &binding->pcrs))
		binding_fault(binding, "tpm2-pcrs is no list of PCRs");
	binding->pin = json_member_true(token, "tpm2-pin");
	binding->salted = json_member(token, "tpm2_salt", json_type_string);
	binding->pcrlock = json_member_true(token, "tpm2_pcrlock");
	read_signed(arena, token, binding);
	read_bank(token, binding);
	read_primary(token, binding);
	read_reference(arena, token, "tpm2_srk", "tpm2_srk cannot be read", binding, &binding->srk);
	read_reference(arena, token, "tpm2_pcrlock_nv", "tpm2_pcrlock_nv cannot be read", binding,
		       &binding->pcrlock_nv);
	read_shards(arena, token, binding);
}
