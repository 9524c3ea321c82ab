/* SPDX-License-Identifier: BSD-2-Clause */
/* PEM keys as TPM2_LoadExternal takes them, and RSASSA and ECDSA by libcrypto. */
#include "policy-key.h"

#include <limits.h>
#include <string.h>

#include "library-crypto.h"

enum { MAX_PEM = 64 << 10 };

static EVP_PKEY *parse_pem(const void *pem, size_t size)
{
	BIO *bio = size && size <= MAX_PEM ? BIO_new_mem_buf(pem, (int)size) : NULL;
	/* Never ask for a password. */
	EVP_PKEY *key = bio ? PEM_read_bio_PUBKEY(bio, NULL, NULL, (void *)"") : NULL;

	BIO_free(bio);
	ERR_clear_error();
	return key;
}

static const char *read_rsa(EVP_PKEY *key, TPMT_PUBLIC *area)
{
	const char *fault = "the key's numbers cannot be read";
	BIGNUM *n = NULL, *e = NULL;
	BN_ULONG exponent;

	if (!EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &n) ||
	    !EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e))
		goto end;
	exponent = BN_get_word(e);
	fault = "the key is larger than a TPM's can be";
	if (BN_num_bytes(n) > TPM2_MAX_RSA_KEY_BYTES || exponent > UINT32_MAX)
		goto end;
	area->type = TPM2_ALG_RSA;
	area->parameters.rsaDetail = (TPMS_RSA_PARMS){
		.symmetric.algorithm = TPM2_ALG_NULL,
		.scheme.scheme = TPM2_ALG_NULL,
		.keyBits = (uint16_t)BN_num_bits(n),
		.exponent = (uint32_t)exponent,
	};
	area->unique.rsa.size = (uint16_t)BN_num_bytes(n);
	BN_bn2bin(n, area->unique.rsa.buffer);
	fault = NULL;
end:
	BN_free(n);
	BN_free(e);
	return fault;
}

static TPM2_ECC_CURVE curve_id(EVP_PKEY *key)
{
	static const struct {
		const char *name;
		TPM2_ECC_CURVE id;
	} curves[] = {
		{ "prime256v1", TPM2_ECC_NIST_P256 },
		{ "secp384r1", TPM2_ECC_NIST_P384 },
		{ "secp521r1", TPM2_ECC_NIST_P521 },
	};
	char name[64] = "";

	if (!EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name, sizeof(name),
					    NULL))
		return TPM2_ECC_NONE;
	for (size_t i = 0; i < sizeof(curves) / sizeof(curves[0]); i++)
		if (!strcmp(curves[i].name, name))
			return curves[i].id;
	return TPM2_ECC_NONE;
}

static const char *read_ecc(EVP_PKEY *key, TPMT_PUBLIC *area)
{
	const char *fault = "the key's point cannot be read";
	const TPM2_ECC_CURVE curve = curve_id(key);
	const int size = (EVP_PKEY_bits(key) + 7) / 8;
	TPMS_ECC_POINT *point = &area->unique.ecc;
	BIGNUM *x = NULL, *y = NULL;

	if (curve == TPM2_ECC_NONE)
		return "the key is on a curve that is not known here";
	if (!EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &x) ||
	    !EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &y) ||
	    BN_bn2binpad(x, point->x.buffer, size) != size ||
	    BN_bn2binpad(y, point->y.buffer, size) != size)
		goto end;
	point->x.size = point->y.size = (uint16_t)size;
	area->type = TPM2_ALG_ECC;
	area->parameters.eccDetail = (TPMS_ECC_PARMS){
		.symmetric.algorithm = TPM2_ALG_NULL,
		.scheme.scheme = TPM2_ALG_NULL,
		.curveID = curve,
		.kdf.scheme = TPM2_ALG_NULL,
	};
	fault = NULL;
end:
	BN_free(x);
	BN_free(y);
	return fault;
}

static bool make_fingerprint(EVP_PKEY *key, uint8_t ret_fingerprint[32])
{
	unsigned char *der = NULL;
	int size = i2d_PublicKey(key, &der);
	TPM2B_DIGEST sum;
	bool done =
		size > 0 && digest(TPM2_ALG_SHA256, &(struct bytes){ der, (size_t)size }, 1, &sum);

	if (done)
		memcpy(ret_fingerprint, sum.buffer, 32);
	OPENSSL_free(der);
	return done;
}

static void make_names(struct policy_key *key)
{
	if (!object_name(&key->area, &key->name))
		key->fault = "the name of the key cannot be computed";
	if (key->area.type == TPM2_ALG_RSA && key->area.parameters.rsaDetail.exponent == 65537) {
		TPMT_PUBLIC area = key->area;

		area.parameters.rsaDetail.exponent = 0;
		object_name(&area, &key->name_exponent_0);
	}
}

const struct policy_key *policy_key_read(struct arena *arena, const void *pem, size_t size)
{
	struct policy_key *key = arena_alloc(arena, sizeof(*key));
	EVP_PKEY *parsed = parse_pem(pem, size);

	key->pem = (struct bytes){ size ? arena_strndup(arena, pem, size) : "", size };
	key->area.nameAlg = TPM2_ALG_SHA256;
	key->area.objectAttributes =
		TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_DECRYPT | TPMA_OBJECT_SIGN_ENCRYPT;
	if (!parsed) {
		key->fault = "the key of the signed policy is no PEM of a public key";
		return key;
	}
	key->bits = (unsigned int)EVP_PKEY_bits(parsed);
	if (EVP_PKEY_is_a(parsed, "RSA"))
		key->fault = read_rsa(parsed, &key->area);
	else if (EVP_PKEY_is_a(parsed, "EC"))
		key->fault = read_ecc(parsed, &key->area);
	else
		key->fault = "the key of the signed policy is neither RSA nor ECC";
	if (!key->fault && !make_fingerprint(parsed, key->fingerprint))
		key->fault = "the fingerprint of the key cannot be computed";
	if (!key->fault)
		make_names(key);
	EVP_PKEY_free(parsed);
	ERR_clear_error();
	return key;
}

bool signature_verify(const struct policy_key *key, struct bytes policy, struct bytes signature)
{
	EVP_PKEY *parsed = parse_pem(key->pem.data, key->pem.size);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool valid =
		parsed && context && signature.size &&
		EVP_DigestVerifyInit_ex(context, NULL, "SHA256", NULL, NULL, parsed, NULL) == 1 &&
		EVP_DigestVerify(context, signature.data, signature.size, policy.data,
				 policy.size) == 1;

	EVP_MD_CTX_free(context);
	EVP_PKEY_free(parsed);
	ERR_clear_error();
	return valid;
}
