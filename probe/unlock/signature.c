/* SPDX-License-Identifier: BSD-2-Clause */
/* {"sha256": [{"pcrs": [11], "pkfp": hex, "pol": hex, "sig": base64}, ...], ...} */
#include "signature.h"

#include <errno.h>

#include "cleanup.h"
#include "hash.h"
#include "json-member.h"

static bool read_entry(struct arena *arena, struct json_object *object,
		       struct signature_entry *entry)
{
	return json_to_pcrs(json_member(object, "pcrs", json_type_array), &entry->pcrs) &&
	       json_to_hex(arena, json_member(object, "pkfp", json_type_string),
			   &entry->fingerprint) &&
	       json_to_hex(arena, json_member(object, "pol", json_type_string), &entry->policy) &&
	       json_to_base64(arena, json_member(object, "sig", json_type_string),
			      &entry->signature);
}

static void read_bank(struct arena *arena, uint16_t bank, struct json_object *list,
		      struct signature_file *file)
{
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct signature_entry *entry = &file->entries[file->n_entries];

		if (file->n_entries >= SIGNATURE_MAX_ENTRIES ||
		    !read_entry(arena, json_object_array_get_idx(list, i), entry)) {
			file->n_skipped++;
			continue;
		}
		entry->bank = bank;
		file->n_entries++;
	}
}

int signature_file_read(struct arena *arena, const void *data, size_t size,
			struct signature_file **ret_file, const char **ret_fault)
{
	_cleanup_(json_object_putp) struct json_object *root = NULL;
	struct signature_file *file = arena_alloc(arena, sizeof(*file));
	const struct hash_algorithm *algorithm;

	*ret_fault = "out of memory";
	if (json_parse_bytes(arena, data, size, &root, ret_fault) < 0)
		return -EBADMSG;
	if (json_object_get_type(root) != json_type_object) {
		*ret_fault = "not an object of PCR banks";
		return -EBADMSG;
	}
	file->entries = arena_alloc(arena, (SIGNATURE_MAX_ENTRIES + 1) * sizeof(*file->entries));
	for (size_t i = 0; (algorithm = hash_at(i)); i++) {
		struct json_object *list = json_member(root, algorithm->name, json_type_array);

		if (list)
			read_bank(arena, algorithm->id, list, file);
	}
	if (!file->n_entries && file->n_skipped) {
		*ret_fault = "no entry has pcrs, pkfp, pol and sig";
		return -EBADMSG;
	}
	*ret_file = file;
	return 0;
}

/* How far an entry fits. */
static enum signature_match match_entry(const struct signature_entry *entry,
					const struct unlock_binding *binding,
					const struct pcr_values *values)
{
	const struct bytes fingerprint = { binding->signer->fingerprint,
					   sizeof(binding->signer->fingerprint) };
	struct policy_digest policy;

	if (entry->bank != (binding->bank_guessed ? values->bank : binding->bank))
		return SIGNATURE_NO_BANK;
	if (entry->pcrs != binding->signed_pcrs)
		return SIGNATURE_OTHER_PCRS;
	if (!bytes_equal(entry->fingerprint, fingerprint))
		return SIGNATURE_OTHER_KEY;
	if (values->bank != entry->bank ||
	    (values->known & binding->signed_pcrs) != binding->signed_pcrs)
		return SIGNATURE_UNKNOWN;
	policy_start(&policy, binding->session_hash);
	policy_pcr(&policy, values, binding->signed_pcrs);
	if (policy.failed)
		return SIGNATURE_UNKNOWN;
	if (!bytes_equal(entry->policy, (struct bytes){ policy.digest.buffer, policy.digest.size }))
		return SIGNATURE_OTHER_VALUE;
	return signature_verify(binding->signer, entry->policy, entry->signature)
		       ? SIGNATURE_HOLDS
		       : SIGNATURE_INVALID;
}

enum signature_match signature_match(const struct signature_file *file,
				     const struct unlock_binding *binding,
				     const struct pcr_values *values,
				     const struct signature_entry **ret_entry)
{
	const struct signature_entry *nearest = NULL;
	enum signature_match best = SIGNATURE_NO_BANK;

	if (ret_entry)
		*ret_entry = NULL;
	/* What is signed with a reference was not measured. */
	if (!binding->signer || binding->signer->fault || binding->policy_ref.size)
		return SIGNATURE_UNKNOWN;
	for (size_t i = 0; i < file->n_entries && best != SIGNATURE_HOLDS; i++) {
		enum signature_match match = match_entry(&file->entries[i], binding, values);

		if (match == SIGNATURE_UNKNOWN)
			return SIGNATURE_UNKNOWN;
		if (!nearest || match > best) {
			nearest = &file->entries[i];
			best = match;
		}
	}
	if (ret_entry)
		*ret_entry = nearest;
	return best;
}
