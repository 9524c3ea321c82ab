/* SPDX-License-Identifier: BSD-2-Clause */
/* RSA encryption, key agreement, HMAC and AES, with fixed keys. */
#include "op.h"
#include "ops.h"

/* ---- RSA -------------------------------------------------------------------------------------- */
static const TPM2B_PUBLIC_KEY_RSA plain_text = { .size = 32,
						 .buffer = "a message of thirty-two bytes.." };
static const TPMT_RSA_DECRYPT oaep = {
	.scheme = TPM2_ALG_OAEP,
	.details.oaep.hashAlg = TPM2_ALG_SHA256,
};
static const TPM2B_DATA no_label;

static TSS2_RC run_rsa_encrypt(struct bench_client *client)
{
	return Tss2_Sys_RSA_Encrypt(client->sys, client->scratch->key, NULL, &plain_text, &oaep,
				    &no_label, &client->scratch->answer.rsa, NULL);
}

static TSS2_RC check_rsa_encrypt(struct bench_client *client)
{
	return op_check(client->scratch->answer.rsa.size ==
			key_rsa2048.public.publicArea.unique.rsa.size);
}

static TSS2_RC run_rsa_decrypt(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;

	return Tss2_Sys_RSA_Decrypt(client->sys, scratch->key, &op_password, &scratch->rsa, &oaep,
				    &no_label, &scratch->answer.rsa, &scratch->answer.auth);
}

static TSS2_RC check_rsa_decrypt(struct bench_client *client)
{
	return op_check(OP_SAME(client->scratch->answer.rsa, plain_text));
}

static TSS2_RC setup_rsa(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);
	TSS2_RC rc;

	rc = op_load_key(client, &key_rsa2048, TPMA_OBJECT_DECRYPT, &scratch->key);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = run_rsa_encrypt(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	scratch->rsa = scratch->answer.rsa;
	op_clear(client);
	rc = run_rsa_decrypt(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return check_rsa_decrypt(client);
}

/* ---- Key agreement ---------------------------------------------------------------------------- */
static TSS2_RC run_ecdh_keygen(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	return Tss2_Sys_ECDH_KeyGen(client->sys, client->scratch->key, NULL, &answer->z,
				    &answer->point, NULL);
}

static TSS2_RC check_ecdh_keygen(struct bench_client *client)
{
	const struct op_answer *answer = &client->scratch->answer;

	return op_check(answer->z.point.x.size > 0 && answer->point.point.x.size > 0);
}

static TSS2_RC run_ecdh_zgen(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;

	return Tss2_Sys_ECDH_ZGen(client->sys, scratch->key, &op_password, &scratch->point,
				  &scratch->answer.z, &scratch->answer.auth);
}

/* Old TPMs may leave leading zeros out. */
static bool is_same_number(const TPM2B_ECC_PARAMETER *a, const TPM2B_ECC_PARAMETER *b)
{
	size_t skip_a = 0, skip_b = 0;

	while (skip_a < a->size && a->buffer[skip_a] == 0)
		skip_a++;
	while (skip_b < b->size && b->buffer[skip_b] == 0)
		skip_b++;
	return a->size - skip_a == b->size - skip_b &&
	       !memcmp(a->buffer + skip_a, b->buffer + skip_b, a->size - skip_a);
}

static TSS2_RC check_ecdh_zgen(struct bench_client *client)
{
	const struct op_scratch *scratch = client->scratch;

	return op_check(is_same_number(&scratch->answer.z.point.x, &scratch->z.point.x) &&
			is_same_number(&scratch->answer.z.point.y, &scratch->z.point.y));
}

static TSS2_RC setup_ecdh(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);
	TSS2_RC rc;

	rc = op_load_key(client, &key_p256, TPMA_OBJECT_DECRYPT, &scratch->key);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = run_ecdh_keygen(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	scratch->point = scratch->answer.point;
	scratch->z = scratch->answer.z;
	op_clear(client);
	rc = run_ecdh_zgen(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return check_ecdh_zgen(client);
}

/* ---- HMAC ------------------------------------------------------------------------------------- */
static TSS2_RC setup_hmac(struct bench_client *client)
{
	return op_load_key(client, &key_hmac, TPMA_OBJECT_SIGN_ENCRYPT, &op_begin(client)->key);
}

static TSS2_RC run_hmac(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	return Tss2_Sys_HMAC(client->sys, client->scratch->key, &op_password, &fixed_data,
			     TPM2_ALG_SHA256, &answer->digest, &answer->auth);
}

static TSS2_RC check_hmac(struct bench_client *client)
{
	return op_check(OP_SAME(client->scratch->answer.digest, fixed_data_hmac));
}

/* ---- AES -------------------------------------------------------------------------------------- */
static const TPM2B_IV zeros = { .size = 16 };

static TSS2_RC run_encrypt(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	struct op_answer *answer = &scratch->answer;

	if (scratch->only_old_cipher)
		return Tss2_Sys_EncryptDecrypt(client->sys, scratch->key, &op_password, TPM2_NO,
					       TPM2_ALG_CFB, &zeros, &fixed_data, &answer->data,
					       &answer->iv, &answer->auth);
	return Tss2_Sys_EncryptDecrypt2(client->sys, scratch->key, &op_password, &fixed_data,
					TPM2_NO, TPM2_ALG_CFB, &zeros, &answer->data, &answer->iv,
					&answer->auth);
}

static TSS2_RC check_encrypt(struct bench_client *client)
{
	return op_check(OP_SAME(client->scratch->answer.data, fixed_data_aes128));
}

static TSS2_RC setup_encrypt(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);
	TSS2_RC rc;

	rc = op_load_key(client, &key_aes128, TPMA_OBJECT_SIGN_ENCRYPT | TPMA_OBJECT_DECRYPT,
			 &scratch->key);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = run_encrypt(client);
	if (bench_is_unsupported(rc)) {
		scratch->only_old_cipher = true;
		rc = run_encrypt(client);
	}
	return rc;
}

static const struct bench_op ops[] = {
	{ .name = "rsa_encrypt",
	  .tier = TIER_CRYPTO,
	  .help = "encrypt 32 bytes with RSA-2048 (OAEP, SHA-256)",
	  .command = TPM2_CC_RSA_Encrypt,
	  .gated = true,
	  .setup = setup_rsa,
	  .before = op_clear,
	  .run = run_rsa_encrypt,
	  .after = check_rsa_encrypt },
	{ .name = "rsa_decrypt",
	  .tier = TIER_CRYPTO,
	  .help = "decrypt 32 bytes with RSA-2048 (OAEP, SHA-256)",
	  .command = TPM2_CC_RSA_Decrypt,
	  .gated = true,
	  .setup = setup_rsa,
	  .before = op_clear,
	  .run = run_rsa_decrypt,
	  .after = check_rsa_decrypt },
	{ .name = "ecdh_keygen_p256",
	  .tier = TIER_CRYPTO,
	  .help = "agree on a secret with P-256, the TPM's side ephemeral",
	  .command = TPM2_CC_ECDH_KeyGen,
	  .gated = true,
	  .setup = setup_ecdh,
	  .before = op_clear,
	  .run = run_ecdh_keygen,
	  .after = check_ecdh_keygen },
	{ .name = "ecdh_zgen_p256",
	  .tier = TIER_CRYPTO,
	  .help = "recover a secret agreed on with P-256",
	  .command = TPM2_CC_ECDH_ZGen,
	  .gated = true,
	  .setup = setup_ecdh,
	  .before = op_clear,
	  .run = run_ecdh_zgen,
	  .after = check_ecdh_zgen },
	{ .name = "hmac_sha256",
	  .tier = TIER_CRYPTO,
	  .help = "HMAC of 256 bytes with SHA-256",
	  .command = TPM2_CC_HMAC,
	  .gated = true,
	  .setup = setup_hmac,
	  .before = op_clear,
	  .run = run_hmac,
	  .after = check_hmac },
	{ .name = "encrypt_decrypt_aes128",
	  .tier = TIER_CRYPTO,
	  .help = "encrypt 256 bytes with AES-128-CFB",
	  .command = TPM2_CC_EncryptDecrypt2,
	  .gated = true,
	  .setup = setup_encrypt,
	  .before = op_clear,
	  .run = run_encrypt,
	  .after = check_encrypt },
};
const struct op_list cipher_ops = OP_LIST(ops);
