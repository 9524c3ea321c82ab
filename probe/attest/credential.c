/* SPDX-License-Identifier: BSD-2-Clause */
/* Credentials: the seed goes to the EK, and all keys come from the seed. */
#include "credential.h"

#include <endian.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "hash.h"
#include "verify.h"
#include "library-crypto.h"

enum { COORDINATE_MAX = 66, POINT_MAX = 1 + 2 * COORDINATE_MAX };

static const char label[] = "IDENTITY"; /* its NUL is part of it */

/* KDFa (part 1, 11.4.10.2) for one block: no key here is longer than the hash. */
static bool kdfa(TPM2_ALG_ID hash, const TPM2B_DIGEST *key, const char *use,
		 const TPM2B_NAME *context, uint32_t bits, TPM2B_DIGEST *ret_key)
{
	uint8_t data[64 + sizeof(TPMU_NAME)];
	uint32_t counter = htobe32(1), length = htobe32(bits);
	size_t at = 0, size = 0;

	memcpy(data, &counter, sizeof(counter));
	at += sizeof(counter);
	memcpy(data + at, use, strlen(use) + 1);
	at += strlen(use) + 1;
	if (context) {
		memcpy(data + at, context->name, context->size);
		at += context->size;
	}
	memcpy(data + at, &length, sizeof(length));
	at += sizeof(length);
	if (!EVP_Q_mac(NULL, "HMAC", NULL, hash_libcrypto(hash), NULL, key->buffer, key->size, data,
		       at, ret_key->buffer, sizeof(ret_key->buffer), &size) ||
	    size < bits / 8)
		return false;
	ret_key->size = (UINT16)(bits / 8);
	return true;
}

/* To an RSA key: the seed is random and goes by OAEP. */
static bool send_by_rsa(EVP_PKEY *key, TPM2_ALG_ID hash, const TPM2B_DIGEST *seed,
			TPM2B_ENCRYPTED_SECRET *ret_secret)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	void *copy = OPENSSL_memdup(label, sizeof(label));
	size_t size = sizeof(ret_secret->secret);
	bool done = false;

	if (!context || !copy || EVP_PKEY_encrypt_init(context) != 1 ||
	    EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) != 1 ||
	    EVP_PKEY_CTX_set_rsa_oaep_md_name(context, hash_libcrypto(hash), NULL) != 1 ||
	    EVP_PKEY_CTX_set_rsa_mgf1_md_name(context, hash_libcrypto(hash), NULL) != 1)
		goto end;
	if (EVP_PKEY_CTX_set0_rsa_oaep_label(context, copy, sizeof(label)) != 1)
		goto end;
	copy = NULL; /* the context's */
	done = EVP_PKEY_encrypt(context, ret_secret->secret, &size, seed->buffer, seed->size) == 1;
	ret_secret->size = (UINT16)size;
end:
	OPENSSL_free(copy);
	EVP_PKEY_CTX_free(context);
	return done;
}

static bool shared_x(EVP_PKEY *mine, EVP_PKEY *other, uint8_t *ret_x, size_t *size)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(mine, NULL);
	bool done = context && EVP_PKEY_derive_init(context) == 1 &&
		    EVP_PKEY_derive_set_peer(context, other) == 1 &&
		    EVP_PKEY_derive(context, ret_x, size) == 1;

	EVP_PKEY_CTX_free(context);
	return done;
}

/* To an ECC key: the seed comes of a key agreement with one that is made for it (KDFe). */
static bool send_by_ecc(EVP_PKEY *key, const TPMT_PUBLIC *ek, TPM2B_DIGEST *ret_seed,
			TPM2B_ENCRYPTED_SECRET *ret_secret)
{
	uint8_t mine[POINT_MAX], theirs[PUBLIC_KEY_MAX], x[COORDINATE_MAX];
	size_t n = public_key_bytes(ek, theirs) / 2, size = 0, x_size = sizeof(x), at = 0;
	uint32_t counter = htobe32(1);
	TPMS_ECC_POINT point = { 0 };
	char group[64];
	EVP_PKEY *own = NULL;
	bool done = false;

	if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof(group),
					   NULL) != 1)
		return false;
	own = EVP_PKEY_Q_keygen(NULL, NULL, "EC", group);
	if (!own ||
	    EVP_PKEY_get_octet_string_param(own, OSSL_PKEY_PARAM_PUB_KEY, mine, sizeof(mine),
					    &size) != 1 ||
	    size != 1 + 2 * n || n > sizeof(x) || !shared_x(own, key, x, &x_size))
		goto end;
	done = digest(ek->nameAlg,
		      (struct bytes[]){ { &counter, sizeof(counter) },
					{ x, x_size },
					{ label, sizeof(label) },
					{ mine + 1, n },
					{ theirs, n } },
		      5, ret_seed);
	point.x.size = point.y.size = (UINT16)n;
	memcpy(point.x.buffer, mine + 1, n);
	memcpy(point.y.buffer, mine + 1 + n, n);
	done = done &&
	       Tss2_MU_TPMS_ECC_POINT_Marshal(&point, ret_secret->secret,
					      sizeof(ret_secret->secret), &at) == TSS2_RC_SUCCESS;
	ret_secret->size = (UINT16)at;
end:
	EVP_PKEY_free(own);
	return done;
}

static bool encrypt(uint16_t bits, const TPM2B_DIGEST *key, uint8_t *data, size_t size)
{
	const char *name = bits == 128 ? "AES-128-CFB" : bits == 256 ? "AES-256-CFB" : NULL;
	EVP_CIPHER *cipher = name ? EVP_CIPHER_fetch(NULL, name, NULL) : NULL;
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	static const uint8_t iv[16];
	int n = 0;
	bool done = cipher && context &&
		    EVP_EncryptInit_ex2(context, cipher, key->buffer, iv, NULL) == 1 &&
		    EVP_EncryptUpdate(context, data, &n, data, (int)size) == 1;

	EVP_CIPHER_CTX_free(context);
	EVP_CIPHER_free(cipher);
	return done;
}

/* The secret, encrypted; and over that and the name, an HMAC. */
static bool wrap(const TPMT_PUBLIC *ek, const TPM2B_DIGEST *seed, const TPM2B_NAME *name,
		 const TPM2B_DIGEST *secret, TPM2B_ID_OBJECT *ret_credential)
{
	const TPMT_SYM_DEF_OBJECT *symmetric = ek->type == TPM2_ALG_RSA
						       ? &ek->parameters.rsaDetail.symmetric
						       : &ek->parameters.eccDetail.symmetric;
	uint16_t bits = symmetric->keyBits.aes;
	uint32_t hash_bits = (uint32_t)hash_size(ek->nameAlg) * 8;
	uint8_t data[sizeof(TPM2B_DIGEST) + sizeof(TPM2B_NAME)];
	TPM2B_DIGEST aes_key, hmac_key, hmac = { 0 };
	size_t size = 0, n = 0, at = 0;

	if (symmetric->algorithm != TPM2_ALG_AES ||
	    !kdfa(ek->nameAlg, seed, "STORAGE", name, bits, &aes_key) ||
	    !kdfa(ek->nameAlg, seed, "INTEGRITY", NULL, hash_bits, &hmac_key) ||
	    Tss2_MU_TPM2B_DIGEST_Marshal(secret, data, sizeof(data), &size) != TSS2_RC_SUCCESS ||
	    !encrypt(bits, &aes_key, data, size))
		return false;
	memcpy(data + size, name->name, name->size);
	if (!EVP_Q_mac(NULL, "HMAC", NULL, hash_libcrypto(ek->nameAlg), NULL, hmac_key.buffer,
		       hmac_key.size, data, size + name->size, hmac.buffer, sizeof(hmac.buffer),
		       &n))
		return false;
	hmac.size = (UINT16)n;
	if (Tss2_MU_TPM2B_DIGEST_Marshal(&hmac, ret_credential->credential,
					 sizeof(ret_credential->credential),
					 &at) != TSS2_RC_SUCCESS ||
	    at + size > sizeof(ret_credential->credential))
		return false;
	memcpy(ret_credential->credential + at, data, size);
	ret_credential->size = (UINT16)(at + size);
	return true;
}

bool credential_make(const TPMT_PUBLIC *ek, const TPM2B_NAME *name, const TPM2B_DIGEST *secret,
		     TPM2B_ID_OBJECT *ret_credential, TPM2B_ENCRYPTED_SECRET *ret_seed)
{
	TPM2B_DIGEST seed = { .size = (UINT16)hash_size(ek->nameAlg) };
	EVP_PKEY *key = key_to_libcrypto(ek);
	bool done;

	if (!key || !seed.size || RAND_bytes(seed.buffer, seed.size) != 1) {
		EVP_PKEY_free(key);
		return false;
	}
	done = ek->type == TPM2_ALG_RSA ? send_by_rsa(key, ek->nameAlg, &seed, ret_seed)
					: send_by_ecc(key, ek, &seed, ret_seed);
	done = done && wrap(ek, &seed, name, secret, ret_credential);
	EVP_PKEY_free(key);
	ERR_clear_error();
	return done;
}
