/* SPDX-License-Identifier: BSD-2-Clause */
/* Digests and names of TPM 2.0, part 1, computed here by libcrypto and not by the TPM. Pure. */
#ifndef DIGEST_H
#define DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <tss2/tss2_tpm2_types.h>

struct bytes {
	const void *data;
	size_t size;
};

/* The digest over n parts. False: no such hash here. */
bool digest(TPM2_ALG_ID hash, const struct bytes *parts, size_t n, TPM2B_DIGEST *ret_digest);

/* nameAlg and the digest over the public area. False: no such hash here, or no public area. */
bool object_name(const TPMT_PUBLIC *area, TPM2B_NAME *ret_name);
/* The qualified name below a parent's: that of a hierarchy is its handle, big-endian. */
bool qualified_name(struct bytes parent, const TPM2B_NAME *name, TPM2B_NAME *ret_name);
/* Of a primary object in a hierarchy. */
bool primary_name(TPM2_HANDLE hierarchy, const TPM2B_NAME *name, TPM2B_NAME *ret_name);

/*
 * What a public key is: the modulus of an RSA key, x and y of an ECC key, both padded to the size of the
 * curve. Returns how many bytes; 0: no such key.
 */
enum { PUBLIC_KEY_MAX = TPM2_MAX_RSA_KEY_BYTES };
size_t public_key_bytes(const TPMT_PUBLIC *area, uint8_t ret_bytes[PUBLIC_KEY_MAX]);

bool names_equal(const TPM2B_NAME *a, const TPM2B_NAME *b);

#endif
