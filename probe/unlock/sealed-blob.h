/* SPDX-License-Identifier: BSD-2-Clause */
/* Marshalled structures of the TPM inside tokens and files. Pure. */
#ifndef SEALED_BLOB_H
#define SEALED_BLOB_H

#include "unlock-binding.h"

/*
 * Private and public part into a shard, whose policy and name they give too. stored: the digest
 * that the token has besides; size 0: none. On a fault the shard has it.
 */
void shard_read(struct arena *arena, struct bytes private, struct bytes public, struct bytes stored,
		struct binding_shard *ret_shard);

/* Both in a row, TPM2B_PRIVATE first; or TPM2B_PUBLIC first. What follows is ignored. */
void shard_read_pair(struct arena *arena, struct bytes pair, bool public_first, struct bytes stored,
		     struct binding_shard *ret_shard);

/* What Esys_TR_Serialize() writes. False: it is none. */
bool esys_reference_read(struct bytes bytes, struct esys_reference *ret_reference);

/* TPM2B_NV_PUBLIC, or TPMS_NV_PUBLIC alone. */
bool nv_public_read(struct bytes bytes, TPMS_NV_PUBLIC *ret_nv);

/* A shard's record in a binding: NULL if there is no room. */
struct binding_shard *binding_add_shard(struct unlock_binding *binding);

/* The first fault that is found stays. */
void binding_fault(struct unlock_binding *binding, const char *fault);

#endif
