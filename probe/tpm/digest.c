/* SPDX-License-Identifier: BSD-2-Clause */
/* Hashes by libcrypto, and what the TPM makes names of. */
#include "digest.h"

#include <endian.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "hash.h"
#include "library-crypto.h"

bool digest(TPM2_ALG_ID hash, const struct bytes *parts, size_t n, TPM2B_DIGEST *ret_digest)
{
	const char *name = hash_libcrypto(hash);
	EVP_MD_CTX *context = NULL;
	TPM2B_DIGEST result = { 0 };
	unsigned int size = 0;
	EVP_MD *md = NULL;
	bool done = false;

	if (!name || !library_load(&library_crypto))
		return false;
	md = EVP_MD_fetch(NULL, name, NULL);
	context = EVP_MD_CTX_new();
	if (!md || !context || !EVP_DigestInit_ex2(context, md, NULL))
		goto end;
	for (size_t i = 0; i < n; i++)
		if (parts[i].size && !EVP_DigestUpdate(context, parts[i].data, parts[i].size))
			goto end;
	done = EVP_DigestFinal_ex(context, result.buffer, &size) == 1;
	if (done) {
		result.size = (UINT16)size;
		*ret_digest = result;
	}
end:
	EVP_MD_CTX_free(context);
	EVP_MD_free(md);
	return done;
}

static bool make_name(TPM2_ALG_ID hash, const struct bytes *parts, size_t n, TPM2B_NAME *ret_name)
{
	uint16_t id = htobe16(hash);
	TPM2B_DIGEST value;

	if (!digest(hash, parts, n, &value))
		return false;
	memcpy(ret_name->name, &id, sizeof(id));
	memcpy(ret_name->name + sizeof(id), value.buffer, value.size);
	ret_name->size = (UINT16)(sizeof(id) + value.size);
	return true;
}

bool object_name(const TPMT_PUBLIC *area, TPM2B_NAME *ret_name)
{
	uint8_t bytes[sizeof(*area)];
	size_t size = 0;

	if (Tss2_MU_TPMT_PUBLIC_Marshal(area, bytes, sizeof(bytes), &size) != TSS2_RC_SUCCESS)
		return false;
	return make_name(area->nameAlg, &(struct bytes){ bytes, size }, 1, ret_name);
}

bool qualified_name(struct bytes parent, const TPM2B_NAME *name, TPM2B_NAME *ret_name)
{
	const struct bytes parts[] = { parent, { name->name, name->size } };
	uint16_t hash;

	if (name->size < sizeof(hash))
		return false;
	memcpy(&hash, name->name, sizeof(hash));
	return make_name(be16toh(hash), parts, 2, ret_name);
}

bool primary_name(TPM2_HANDLE hierarchy, const TPM2B_NAME *name, TPM2B_NAME *ret_name)
{
	uint32_t handle = htobe32(hierarchy);

	return qualified_name((struct bytes){ &handle, sizeof(handle) }, name, ret_name);
}

/* A coordinate that begins with zeros may come without them. */
static size_t point_bytes(const TPMS_ECC_PARMS *ecc, const TPMS_ECC_POINT *point, uint8_t *bytes)
{
	const TPM2B_ECC_PARAMETER *parts[] = { &point->x, &point->y };
	size_t size = ecc->curveID == TPM2_ECC_NIST_P384   ? 48
		      : ecc->curveID == TPM2_ECC_NIST_P521 ? 66
							   : 32;

	if (point->x.size > size || point->y.size > size)
		size = TPM2_MAX_ECC_KEY_BYTES;
	memset(bytes, 0, 2 * size);
	for (size_t i = 0; i < 2; i++)
		memcpy(bytes + (i + 1) * size - parts[i]->size, parts[i]->buffer, parts[i]->size);
	return 2 * size;
}

size_t public_key_bytes(const TPMT_PUBLIC *area, uint8_t ret_bytes[PUBLIC_KEY_MAX])
{
	switch (area->type) {
	case TPM2_ALG_RSA:
		memcpy(ret_bytes, area->unique.rsa.buffer, area->unique.rsa.size);
		return area->unique.rsa.size;
	case TPM2_ALG_ECC:
		return point_bytes(&area->parameters.eccDetail, &area->unique.ecc, ret_bytes);
	default:
		return 0;
	}
}

bool names_equal(const TPM2B_NAME *a, const TPM2B_NAME *b)
{
	return a->size == b->size && !memcmp(a->name, b->name, a->size);
}
