/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A header, the TPM's part, the signed policy's part, each padded to 8 bytes; numbers are
 * little-endian. The name of the credential and its times are encrypted.
 */
#include "systemd-credential.h"

#include <string.h>
#include <tss2/tss2_tpm2_types.h>

#include "hash.h"
#include "policy-key.h"
#include "sealed-blob.h"
#include "span.h"
#include "systemd-token.h"

enum { ID_SIZE = 16, MAX_PCRS = (1 << PCR_COUNT) - 1 };

struct credential_id {
	uint8_t id[ID_SIZE];
	const char *key; /* as systemd-creds --with-key= names it */
	bool tpm, is_signed;
};

static const struct credential_id ids[] = {
	{ { 0x5a, 0x1c, 0x6a, 0x86, 0xdf, 0x9d, 0x40, 0x96, 0xb1, 0xd5, 0xa6, 0x5e, 0x08, 0x62,
	    0xf1, 0x9a },
	  "host",
	  false,
	  false },
	{ { 0x55, 0xb9, 0xed, 0x1d, 0x38, 0x59, 0x4d, 0x43, 0xa8, 0x31, 0x9d, 0x2e, 0xbb, 0x33,
	    0x2a, 0xc6 },
	  "host, of a user",
	  false,
	  false },
	{ { 0x0c, 0x7c, 0xc0, 0x7b, 0x11, 0x76, 0x45, 0x91, 0x9c, 0x4b, 0x0b, 0xea, 0x08, 0xbc,
	    0x20, 0xfe },
	  "tpm2",
	  true,
	  false },
	{ { 0xfa, 0xf7, 0xeb, 0x93, 0x41, 0xe3, 0x41, 0x2c, 0xa1, 0xa4, 0x36, 0xf9, 0x5a, 0x29,
	    0x36, 0x2f },
	  "tpm2-with-public-key",
	  true,
	  true },
	{ { 0x93, 0xa8, 0x94, 0x09, 0x48, 0x74, 0x44, 0x90, 0x90, 0xca, 0xf2, 0xfc, 0x93, 0xca,
	    0xb5, 0x53 },
	  "host+tpm2",
	  true,
	  false },
	{ { 0xef, 0x4a, 0xc1, 0x36, 0x79, 0xa9, 0x48, 0x0e, 0xa7, 0xdb, 0x68, 0x89, 0x7f, 0x9f,
	    0x16, 0x5d },
	  "host+tpm2, of a user",
	  true,
	  false },
	{ { 0xaf, 0x49, 0x50, 0xa8, 0x49, 0x13, 0x4e, 0xb1, 0xa7, 0x38, 0x46, 0x30, 0x4f, 0xf3,
	    0x0c, 0x05 },
	  "host+tpm2-with-public-key",
	  true,
	  true },
	{ { 0xad, 0xbc, 0x4c, 0xa3, 0xef, 0xb6, 0x42, 0x01, 0xba, 0x88, 0x1b, 0x6f, 0x2e, 0x40,
	    0x95, 0xea },
	  "host+tpm2-with-public-key, of a user",
	  true,
	  true },
	{ { 0x05, 0x84, 0x69, 0xda, 0xf6, 0xf5, 0x43, 0x24, 0x80, 0x05, 0x49, 0xda, 0x0f, 0x8e,
	    0xa2, 0xfb },
	  "null",
	  false,
	  false },
};

/* size bytes, and the padding that follows to the next multiple of 8 from the start of the
 * credential. */
static const uint8_t *take_padded(struct span *span, const uint8_t *start, size_t size)
{
	const uint8_t *p = span_take(span, size);
	size_t behind = p ? (size_t)(span->p - start) % 8 : 0;

	if (behind)
		span_take(span, 8 - behind < span->size ? 8 - behind : span->size);
	return p;
}

static const char *read_tpm(struct arena *arena, const uint8_t *start, struct span *span,
			    struct unlock_binding *binding)
{
	const uint8_t *head = span_take(span, 20), *data;
	struct binding_shard *shard = binding_add_shard(binding);
	uint32_t blob_size, hash_size;
	uint64_t pcrs;

	if (!head)
		return "the credential is cut off";
	pcrs = le64(head);
	binding->bank = le16(head + 8);
	binding->primary_alg = le16(head + 10);
	blob_size = le32(head + 12);
	hash_size = le32(head + 16);
	if (pcrs > MAX_PCRS || blob_size > span->size || hash_size > span->size - blob_size)
		return "the credential names impossible sizes or PCRs";
	binding->pcrs = (uint32_t)pcrs;
	data = take_padded(span, start, blob_size + hash_size);
	shard_read_pair(arena, (struct bytes){ data, blob_size }, false,
			(struct bytes){ data + blob_size, hash_size }, shard);
	return shard->fault;
}

static const char *read_signed(struct arena *arena, struct span *span,
			       struct unlock_binding *binding)
{
	const uint8_t *head = span_take(span, 12), *pem;
	uint64_t pcrs;

	if (!head)
		return "the credential is cut off";
	pcrs = le64(head);
	if (pcrs > MAX_PCRS)
		return "the credential names impossible PCRs";
	pem = span_take(span, le32(head + 8));
	if (!pem)
		return "the credential is cut off";
	binding->signed_pcrs = (uint32_t)pcrs;
	if (!pcrs)
		return NULL;
	binding->signer = policy_key_read(arena, pem, le32(head + 8));
	return binding->signer->fault;
}

static const struct credential_id *find_id(struct bytes bytes)
{
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]) && bytes.size > ID_SIZE; i++)
		if (!memcmp(ids[i].id, bytes.data, ID_SIZE))
			return &ids[i];
	return NULL;
}

bool systemd_credential_read(struct arena *arena, struct bytes bytes,
			     struct unlock_binding *binding)
{
	const struct credential_id *id = find_id(bytes);
	struct span span = { bytes.data, bytes.size };
	const uint8_t *head;
	const char *fault = NULL;

	if (!id)
		return false;
	binding->kind = BINDING_SYSTEMD_CREDS;
	binding->type = id->key;
	binding->session_hash = TPM2_ALG_SHA256;
	head = span_take(&span, ID_SIZE + 16);
	if (!head || le32(head + ID_SIZE + 8) > 64 ||
	    !take_padded(&span, bytes.data, le32(head + ID_SIZE + 8)))
		fault = "the credential is cut off";
	if (!fault && id->tpm)
		fault = read_tpm(arena, bytes.data, &span, binding);
	if (!fault && id->is_signed)
		fault = read_signed(arena, &span, binding);
	if (!binding->pcrs && !binding->signed_pcrs)
		binding->bank = 0;
	if (fault)
		binding_fault(binding, fault);
	else if (binding->bank && !hash_size(binding->bank))
		binding_fault(binding, "the credential names a PCR bank that is not known here");
	systemd_shard_policies(binding);
	return true;
}
