/* SPDX-License-Identifier: BSD-2-Clause */
/* Keys of libcrypto's in the shape of a TPM's: the other end of what probe/attest/ does. */
#ifndef SOFT_KEYS_H
#define SOFT_KEYS_H

#include <assert.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <string.h>
#include <tss2/tss2_tpm2_types.h>

static inline EVP_PKEY *soft_key(TPM2_ALG_ID type)
{
	EVP_PKEY *key = type == TPM2_ALG_RSA ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256");

	assert(key);
	return key;
}

/* The public part goes into `unique`. */
static inline void soft_public(const EVP_PKEY *key, TPMT_PUBLIC *area)
{
	BIGNUM *a = NULL, *b = NULL;

	if (area->type == TPM2_ALG_RSA) {
		assert(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_N, &a));
		area->unique.rsa.size = (UINT16)BN_bn2bin(a, area->unique.rsa.buffer);
	} else {
		assert(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &a));
		assert(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &b));
		area->unique.ecc.x.size = (UINT16)BN_bn2binpad(a, area->unique.ecc.x.buffer, 32);
		area->unique.ecc.y.size = (UINT16)BN_bn2binpad(b, area->unique.ecc.y.buffer, 32);
	}
	BN_free(a);
	BN_free(b);
}

static inline void soft_signing_area(const EVP_PKEY *key, TPM2_ALG_ID type, TPMT_PUBLIC *ret_area)
{
	*ret_area = (TPMT_PUBLIC){ .type = type, .nameAlg = TPM2_ALG_SHA256 };
	if (type == TPM2_ALG_RSA) {
		ret_area->parameters.rsaDetail.symmetric.algorithm = TPM2_ALG_NULL;
		ret_area->parameters.rsaDetail.scheme.scheme = TPM2_ALG_NULL;
		ret_area->parameters.rsaDetail.keyBits = 2048;
	} else {
		ret_area->parameters.eccDetail.symmetric.algorithm = TPM2_ALG_NULL;
		ret_area->parameters.eccDetail.scheme.scheme = TPM2_ALG_NULL;
		ret_area->parameters.eccDetail.kdf.scheme = TPM2_ALG_NULL;
		ret_area->parameters.eccDetail.curveID = TPM2_ECC_NIST_P256;
	}
	soft_public(key, ret_area);
}

/* RSASSA, RSAPSS or ECDSA with SHA-256. */
static inline void soft_sign(EVP_PKEY *key, TPM2_ALG_ID scheme, const void *data, size_t size,
			     TPMT_SIGNATURE *ret_signature)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char bytes[512];
	const unsigned char *at = bytes;
	size_t n = sizeof(bytes);
	EVP_PKEY_CTX *key_context;
	ECDSA_SIG *ecdsa;

	*ret_signature = (TPMT_SIGNATURE){ .sigAlg = scheme };
	ret_signature->signature.any.hashAlg = TPM2_ALG_SHA256;
	assert(EVP_DigestSignInit(context, &key_context, EVP_sha256(), NULL, key) == 1);
	if (scheme == TPM2_ALG_RSAPSS)
		assert(EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) == 1);
	assert(EVP_DigestSign(context, bytes, &n, data, size) == 1);
	EVP_MD_CTX_free(context);
	if (scheme != TPM2_ALG_ECDSA) {
		ret_signature->signature.rsassa.sig.size = (UINT16)n;
		memcpy(ret_signature->signature.rsassa.sig.buffer, bytes, n);
		return;
	}
	ecdsa = d2i_ECDSA_SIG(NULL, &at, (long)n);
	assert(ecdsa);
	ret_signature->signature.ecdsa.signatureR.size = (UINT16)BN_bn2binpad(
		ECDSA_SIG_get0_r(ecdsa), ret_signature->signature.ecdsa.signatureR.buffer, 32);
	ret_signature->signature.ecdsa.signatureS.size = (UINT16)BN_bn2binpad(
		ECDSA_SIG_get0_s(ecdsa), ret_signature->signature.ecdsa.signatureS.buffer, 32);
	ECDSA_SIG_free(ecdsa);
}

#endif
