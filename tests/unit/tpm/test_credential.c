/* SPDX-License-Identifier: BSD-2-Clause */
/* Credentials, opened again by what stands for the TPM: the private key and the name of a loaded key. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <openssl/hmac.h>
#include <tss2/tss2_mu.h>

#include "credential.h"
#include "soft_keys.h"
#include "template.h"
#include "verify.h"

/* KDFa of the specification, by itself: HMAC(seed, 1 || label || 0 || context || bits). */
static void kdfa(const uint8_t seed[32], const char *label, const void *context,
		 size_t context_size, uint8_t bits_high, uint8_t bits_low, uint8_t ret_key[32])
{
	uint8_t data[256] = { 0, 0, 0, 1 };
	size_t n = 4;
	unsigned int size = 32;

	memcpy(data + n, label, strlen(label) + 1);
	n += strlen(label) + 1;
	if (context_size)
		memcpy(data + n, context, context_size);
	n += context_size;
	data[n + 2] = bits_high;
	data[n + 3] = bits_low;
	assert_non_null(HMAC(EVP_sha256(), seed, 32, data, n + 4, ret_key, &size));
}

static void rsa_seed(EVP_PKEY *key, const TPM2B_ENCRYPTED_SECRET *secret, uint8_t ret_seed[32])
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
	uint8_t seed[256];
	size_t size = sizeof(seed);

	assert_int_equal(EVP_PKEY_decrypt_init(context), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()), 1);
	assert_int_equal(
		EVP_PKEY_CTX_set0_rsa_oaep_label(context, OPENSSL_memdup("IDENTITY", 9), 9), 1);
	assert_int_equal(EVP_PKEY_decrypt(context, seed, &size, secret->secret, secret->size), 1);
	assert_int_equal(size, 32);
	memcpy(ret_seed, seed, 32);
	EVP_PKEY_CTX_free(context);
}

static void ecc_seed(EVP_PKEY *key, const TPMT_PUBLIC *ek, const TPM2B_ENCRYPTED_SECRET *secret,
		     uint8_t ret_seed[32])
{
	TPMT_PUBLIC ephemeral = { .type = TPM2_ALG_ECC };
	uint8_t z[32], data[256] = { 0, 0, 0, 1 };
	TPMS_ECC_POINT point = { 0 };
	size_t offset = 0, size = sizeof(z), n = 4;
	EVP_PKEY_CTX *context;
	EVP_PKEY *peer;

	assert_int_equal(Tss2_MU_TPMS_ECC_POINT_Unmarshal(secret->secret, secret->size, &offset,
							  &point),
			 TSS2_RC_SUCCESS);
	assert_int_equal(offset, secret->size);
	ephemeral.parameters.eccDetail.curveID = TPM2_ECC_NIST_P256;
	ephemeral.unique.ecc = point;
	peer = key_to_libcrypto(&ephemeral);
	assert_non_null(peer);
	context = EVP_PKEY_CTX_new(key, NULL);
	assert_int_equal(EVP_PKEY_derive_init(context), 1);
	assert_int_equal(EVP_PKEY_derive_set_peer(context, peer), 1);
	assert_int_equal(EVP_PKEY_derive(context, z, &size), 1);
	memcpy(data + n, z, 32);
	memcpy(data + n + 32, "IDENTITY", 9);
	memcpy(data + n + 41, point.x.buffer, 32);
	memcpy(data + n + 73, ek->unique.ecc.x.buffer, 32);
	assert_true(EVP_Digest(data, n + 105, ret_seed, NULL, EVP_sha256(), NULL));
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(peer);
}

/* What TPM2_ActivateCredential does. False: the HMAC is not right. */
static bool open_credential(const uint8_t seed[32], const TPM2B_NAME *name,
			    const TPM2B_ID_OBJECT *credential, TPM2B_DIGEST *ret_secret)
{
	uint8_t key[32], hmac[32], data[512];
	const uint8_t *encrypted = credential->credential + 34;
	static const uint8_t iv[16];
	size_t n = credential->size - 34U, offset = 0;
	unsigned int size = 32;
	EVP_CIPHER_CTX *context;
	int out = 0;

	assert_int_equal(credential->credential[1], 32);
	memcpy(data, encrypted, n);
	memcpy(data + n, name->name, name->size);
	kdfa(seed, "INTEGRITY", NULL, 0, 1, 0, key);
	HMAC(EVP_sha256(), key, 32, data, n + name->size, hmac, &size);
	if (memcmp(hmac, credential->credential + 2, 32) != 0)
		return false;
	kdfa(seed, "STORAGE", name->name, name->size, 0, 128, key);
	context = EVP_CIPHER_CTX_new();
	EVP_DecryptInit_ex(context, EVP_aes_128_cfb(), NULL, key, iv);
	EVP_DecryptUpdate(context, data, &out, encrypted, (int)n);
	EVP_CIPHER_CTX_free(context);
	*ret_secret = (TPM2B_DIGEST){ 0 };
	assert_int_equal(Tss2_MU_TPM2B_DIGEST_Unmarshal(data, n, &offset, ret_secret),
			 TSS2_RC_SUCCESS);
	assert_int_equal(offset, n);
	return true;
}

static void round_trip(const char *template, TPM2_ALG_ID type)
{
	EVP_PKEY *key = soft_key(type);
	TPM2B_DIGEST secret = { .size = 32, .buffer = "a secret that nobody else knows" }, opened;
	TPM2B_NAME name = { .size = 34, .name = { 0, 0x0b, 1, 2, 3 } };
	TPM2B_ID_OBJECT credential = { 0 };
	TPM2B_ENCRYPTED_SECRET sent = { 0 };
	uint8_t seed[32];
	TPMT_PUBLIC ek;

	ek_template_area(ek_template_named(template), NULL, 0, &ek);
	soft_public(key, &ek);
	assert_true(credential_make(&ek, &name, &secret, &credential, &sent));
	if (type == TPM2_ALG_RSA)
		rsa_seed(key, &sent, seed);
	else
		ecc_seed(key, &ek, &sent, seed);
	assert_true(open_credential(seed, &name, &credential, &opened));
	assert_int_equal(opened.size, secret.size);
	assert_memory_equal(opened.buffer, secret.buffer, secret.size);
	/* Not beside a key of another name, and not altered. */
	name.name[33] ^= 1;
	assert_false(open_credential(seed, &name, &credential, &opened));
	name.name[33] ^= 1;
	for (size_t i = 2; i < credential.size; i++) {
		credential.credential[i] ^= 0x10;
		assert_false(open_credential(seed, &name, &credential, &opened));
		credential.credential[i] ^= 0x10;
	}
	EVP_PKEY_free(key);
}

static void test_rsa(void **state)
{
	(void)state;
	round_trip("rsa2048", TPM2_ALG_RSA);
}

static void test_ecc(void **state)
{
	(void)state;
	round_trip("p256", TPM2_ALG_ECC);
}

static void test_refused(void **state)
{
	TPM2B_DIGEST secret = { .size = 32 };
	TPM2B_NAME name = { .size = 34 };
	TPM2B_ID_OBJECT credential;
	TPM2B_ENCRYPTED_SECRET sent;
	TPMT_PUBLIC ek;

	(void)state;
	/* No point of the curve. */
	ek_template_area(ek_template_named("p256"), NULL, 0, &ek);
	ek.unique.ecc.x.buffer[31] = ek.unique.ecc.y.buffer[31] = 1;
	assert_false(credential_make(&ek, &name, &secret, &credential, &sent));
	ek = (TPMT_PUBLIC){ .type = TPM2_ALG_KEYEDHASH, .nameAlg = TPM2_ALG_SHA256 };
	assert_false(credential_make(&ek, &name, &secret, &credential, &sent));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rsa),
		cmocka_unit_test(test_ecc),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
