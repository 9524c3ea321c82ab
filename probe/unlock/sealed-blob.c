/* SPDX-License-Identifier: BSD-2-Clause */
/* Sealed objects, taken apart by the marshalling library of tpm2-tss, which checks every bound. */
#include "sealed-blob.h"

#include <string.h>
#include <tss2/tss2_mu.h>

void binding_fault(struct unlock_binding *binding, const char *fault)
{
	if (!binding->fault)
		binding->fault = fault;
}

struct binding_shard *binding_add_shard(struct unlock_binding *binding)
{
	if (binding->n_shards >= BINDING_MAX_SHARDS)
		return NULL;
	return &binding->shards[binding->n_shards++];
}

static bool read_private(struct bytes bytes, size_t *offset, TPM2B_PRIVATE *ret_private)
{
	return Tss2_MU_TPM2B_PRIVATE_Unmarshal(bytes.data, bytes.size, offset, ret_private) ==
		       TSS2_RC_SUCCESS &&
	       ret_private->size;
}

static bool read_public(struct bytes bytes, size_t *offset, TPM2B_PUBLIC *ret_public)
{
	ret_public->size = 0; /* or the library takes it for one that is in use */
	return Tss2_MU_TPM2B_PUBLIC_Unmarshal(bytes.data, bytes.size, offset, ret_public) ==
	       TSS2_RC_SUCCESS;
}

/* Policy, attributes and name from the public area. */
static void finish(struct arena *arena, struct bytes stored, struct binding_shard *shard)
{
	const TPMT_PUBLIC *area = &shard->blob.public.publicArea;
	struct bytes policy = { arena_alloc(arena, area->authPolicy.size), area->authPolicy.size };

	if (policy.size)
		memcpy((void *)policy.data, area->authPolicy.buffer, policy.size);
	shard->policy = policy;
	shard->policy_differs = stored.size && !bytes_equal(stored, policy);
	shard->has_no_da = area->objectAttributes & TPMA_OBJECT_NODA;
	if (!object_name(area, &shard->name))
		shard->name.size = 0;
}

void shard_read(struct arena *arena, struct bytes private, struct bytes public, struct bytes stored,
		struct binding_shard *ret_shard)
{
	size_t offset = 0;

	*ret_shard = (struct binding_shard){ .policy = stored };
	if (!read_private(private, &offset, &ret_shard->blob.private)) {
		ret_shard->fault = "the private part of the sealed object cannot be read";
		return;
	}
	offset = 0;
	if (!read_public(public, &offset, &ret_shard->blob.public)) {
		ret_shard->fault = "the public part of the sealed object cannot be read";
		return;
	}
	finish(arena, stored, ret_shard);
}

void shard_read_pair(struct arena *arena, struct bytes pair, bool public_first, struct bytes stored,
		     struct binding_shard *ret_shard)
{
	struct tpm_blob *blob = &ret_shard->blob;
	size_t offset = 0;
	bool whole;

	*ret_shard = (struct binding_shard){ .policy = stored };
	if (public_first)
		whole = read_public(pair, &offset, &blob->public) &&
			read_private(pair, &offset, &blob->private);
	else
		whole = read_private(pair, &offset, &blob->private) &&
			read_public(pair, &offset, &blob->public);
	if (whole)
		finish(arena, stored, ret_shard);
	else
		ret_shard->fault = "the sealed object cannot be read";
}

bool nv_public_read(struct bytes bytes, TPMS_NV_PUBLIC *ret_nv)
{
	TPM2B_NV_PUBLIC nv = { 0 };
	size_t offset = 0;

	if (Tss2_MU_TPM2B_NV_PUBLIC_Unmarshal(bytes.data, bytes.size, &offset, &nv) ==
		    TSS2_RC_SUCCESS &&
	    offset == bytes.size) {
		*ret_nv = nv.nvPublic;
		return true;
	}
	offset = 0;
	memset(&nv, 0, sizeof(nv));
	if (Tss2_MU_TPMS_NV_PUBLIC_Unmarshal(bytes.data, bytes.size, &offset, &nv.nvPublic) !=
		    TSS2_RC_SUCCESS ||
	    offset != bytes.size)
		return false;
	*ret_nv = nv.nvPublic;
	return true;
}

bool esys_reference_read(struct bytes bytes, struct esys_reference *ret_reference)
{
	enum { WITHOUT_MORE, OBJECT, NV_INDEX }; /* IESYSC_RSRC of tpm2-tss */
	struct esys_reference reference = { .known = true };
	uint32_t type;
	size_t offset = 0;

	if (Tss2_MU_UINT32_Unmarshal(bytes.data, bytes.size, &offset, &reference.handle) !=
		    TSS2_RC_SUCCESS ||
	    Tss2_MU_TPM2B_NAME_Unmarshal(bytes.data, bytes.size, &offset, &reference.name) !=
		    TSS2_RC_SUCCESS ||
	    Tss2_MU_UINT32_Unmarshal(bytes.data, bytes.size, &offset, &type) != TSS2_RC_SUCCESS)
		return false;
	if (type == OBJECT) {
		TPM2B_PUBLIC public;

		reference.has_public = read_public(bytes, &offset, &public);
		reference.area = public.publicArea;
		if (!reference.has_public)
			return false;
	} else if (type == NV_INDEX) {
		reference.has_nv = nv_public_read(
			(struct bytes){ (const uint8_t *)bytes.data + offset, bytes.size - offset },
			&reference.nv);
		if (!reference.has_nv)
			return false;
	}
	*ret_reference = reference;
	return true;
}
