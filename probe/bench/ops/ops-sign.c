/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Signatures, with fixed keys. That the TPM verifies what it signed is seen in setup; those of RSA
 * are the same each time.
 */
#include "op.h"

#include <tss2/tss2_mu.h>

#include "hash.h"

/* ECDSA or RSASSA, with a digest of the hash's size. */
static TSS2_RC setup_key(struct bench_client *client, const struct fixed_key *key,
			 TPMI_ALG_HASH hash)
{
	struct op_scratch *scratch = op_begin(client);

	/* Every scheme's details begin with the hash. */
	scratch->scheme = (TPMT_SIG_SCHEME){
		.scheme = key->public.publicArea.type == TPM2_ALG_RSA ? TPM2_ALG_RSASSA
								      : TPM2_ALG_ECDSA,
		.details.any.hashAlg = hash,
	};
	scratch->digest.size = hash_size(hash);
	memcpy(scratch->digest.buffer, fixed_data.buffer, scratch->digest.size);
	return op_load_key(client, key, TPMA_OBJECT_SIGN_ENCRYPT, &scratch->key);
}

static TSS2_RC run_sign(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;

	return Tss2_Sys_Sign(client->sys, scratch->key, &op_password, &scratch->digest,
			     &scratch->scheme, &op_no_ticket, &scratch->answer.signature,
			     &scratch->answer.auth);
}

static TSS2_RC check_sign(struct bench_client *client)
{
	const TPMT_SIGNATURE *signature = &client->scratch->answer.signature;

	if (signature->sigAlg != client->scratch->scheme.scheme)
		return OPS_WRONG_ANSWER;
	if (signature->sigAlg == TPM2_ALG_RSASSA)
		return op_check(OP_SAME(signature->signature.rsassa.sig,
					client->scratch->signature.signature.rsassa.sig));
	return op_check(signature->signature.ecdsa.signatureR.size > 0 &&
			signature->signature.ecdsa.signatureS.size > 0);
}

static TSS2_RC run_verify(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;

	return Tss2_Sys_VerifySignature(client->sys, scratch->key, NULL, &scratch->digest,
					&scratch->signature, &scratch->answer.verified, NULL);
}

static TSS2_RC check_verify(struct bench_client *client)
{
	return op_check(client->scratch->answer.verified.tag == TPM2_ST_VERIFIED);
}

/* Sign and verify, for either of them. */
static TSS2_RC setup(struct bench_client *client, const struct fixed_key *key, TPMI_ALG_HASH hash)
{
	TSS2_RC rc;

	rc = setup_key(client, key, hash);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = run_sign(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	client->scratch->signature = client->scratch->answer.signature;
	rc = run_verify(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return check_verify(client);
}

static TSS2_RC setup_rsa2048(struct bench_client *client)
{
	return setup(client, &key_rsa2048, TPM2_ALG_SHA256);
}

static TSS2_RC setup_p256(struct bench_client *client)
{
	return setup(client, &key_p256, TPM2_ALG_SHA256);
}

static TSS2_RC setup_p384(struct bench_client *client)
{
	return setup(client, &key_p384, TPM2_ALG_SHA384);
}

/* ---- Quote ------------------------------------------------------------------------------------ */
static const TPM2B_DATA challenge = { .size = 20, .buffer = "tpm-probe challenge" };

static TSS2_RC run_quote(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;

	return Tss2_Sys_Quote(client->sys, scratch->key, &op_password, &challenge, &scratch->scheme,
			      &scratch->pcrs, &scratch->answer.attest, &scratch->answer.signature,
			      &scratch->answer.auth);
}

static TSS2_RC check_quote(struct bench_client *client)
{
	const TPM2B_ATTEST *attest = &client->scratch->answer.attest;
	TPMS_ATTEST quote = { 0 };
	size_t offset = 0;
	TSS2_RC rc;

	rc = Tss2_MU_TPMS_ATTEST_Unmarshal(attest->attestationData, attest->size, &offset, &quote);
	return op_check(rc == TSS2_RC_SUCCESS && quote.magic == TPM2_GENERATED_VALUE &&
			quote.type == TPM2_ST_ATTEST_QUOTE && OP_SAME(quote.extraData, challenge));
}

static TSS2_RC setup_quote(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	struct op_answer *answer = &scratch->answer;
	TPM2B_MAX_BUFFER attest = { 0 };
	TSS2_RC rc;

	rc = setup_key(client, &key_p256, TPM2_ALG_SHA256);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = op_select_pcrs(client, 0, 7, &scratch->pcrs);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = run_quote(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (answer->attest.size > sizeof(attest.buffer))
		return OPS_WRONG_ANSWER;
	attest.size = answer->attest.size;
	memcpy(attest.buffer, answer->attest.attestationData, attest.size);
	scratch->signature = answer->signature;
	rc = Tss2_Sys_Hash(client->sys, NULL, &attest, TPM2_ALG_SHA256, TPM2_RH_NULL,
			   &scratch->digest, NULL, NULL);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = run_verify(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return check_verify(client);
}

static const struct bench_op ops[] = {
	{ .name = "sign_rsa2048",
	  .tier = TIER_CRYPTO,
	  .help = "sign with RSA-2048 (RSASSA, SHA-256)",
	  .command = TPM2_CC_Sign,
	  .gated = true,
	  .setup = setup_rsa2048,
	  .before = op_clear,
	  .run = run_sign,
	  .after = check_sign },
	{ .name = "sign_p256",
	  .tier = TIER_CRYPTO,
	  .help = "sign with P-256 (ECDSA, SHA-256)",
	  .command = TPM2_CC_Sign,
	  .gated = true,
	  .setup = setup_p256,
	  .before = op_clear,
	  .run = run_sign,
	  .after = check_sign },
	{ .name = "sign_p384",
	  .tier = TIER_CRYPTO,
	  .help = "sign with P-384 (ECDSA, SHA-384)",
	  .command = TPM2_CC_Sign,
	  .gated = true,
	  .setup = setup_p384,
	  .before = op_clear,
	  .run = run_sign,
	  .after = check_sign },
	{ .name = "verify_rsa2048",
	  .tier = TIER_CRYPTO,
	  .help = "verify a signature of RSA-2048",
	  .command = TPM2_CC_VerifySignature,
	  .gated = true,
	  .setup = setup_rsa2048,
	  .before = op_clear,
	  .run = run_verify,
	  .after = check_verify },
	{ .name = "verify_p256",
	  .tier = TIER_CRYPTO,
	  .help = "verify a signature of P-256",
	  .command = TPM2_CC_VerifySignature,
	  .gated = true,
	  .setup = setup_p256,
	  .before = op_clear,
	  .run = run_verify,
	  .after = check_verify },
	{ .name = "verify_p384",
	  .tier = TIER_CRYPTO,
	  .help = "verify a signature of P-384",
	  .command = TPM2_CC_VerifySignature,
	  .gated = true,
	  .setup = setup_p384,
	  .before = op_clear,
	  .run = run_verify,
	  .after = check_verify },
	{ .name = "quote_p256",
	  .tier = TIER_CRYPTO,
	  .help = "quote PCR 0 to 7 of the best bank with P-256",
	  .command = TPM2_CC_Quote,
	  .gated = true,
	  .setup = setup_quote,
	  .before = op_clear,
	  .run = run_quote,
	  .after = check_quote },
};
const struct op_list sign_ops = OP_LIST(ops);
