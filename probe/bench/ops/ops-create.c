/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Objects come to be and are loaded: tiers "crypto" and, for RSA keys, "slow". A primary key is made
 * of the hierarchy's seed and the template: each run has another template, or it would look for the
 * same primes each time.
 */
#include "op.h"

#define CREATED_BY_TPM                                                                      \
	(TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN | \
	 TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA)

static const TPM2B_DATA no_data;

static void set_p256_template(TPM2B_PUBLIC *public)
{
	op_storage_template(public);
	public->publicArea.objectAttributes = CREATED_BY_TPM | TPMA_OBJECT_SIGN_ENCRYPT;
	public->publicArea.parameters.eccDetail.symmetric.algorithm = TPM2_ALG_NULL;
}

static void set_rsa2048_template(TPM2B_PUBLIC *public)
{
	TPM2B_PUBLIC template;

	op_storage_template(&template);
	template.publicArea.type = TPM2_ALG_RSA;
	template.publicArea.parameters.rsaDetail = (TPMS_RSA_PARMS){
		.symmetric = template.publicArea.parameters.eccDetail.symmetric,
		.scheme.scheme = TPM2_ALG_NULL,
		.keyBits = 2048,
	};
	template.publicArea.unique.rsa = (TPM2B_PUBLIC_KEY_RSA){ .size = 256 };
	*public = template;
}

static void set_sealed_template(struct op_scratch *scratch)
{
	scratch->public = (TPM2B_PUBLIC){
		.publicArea = {
			.type = TPM2_ALG_KEYEDHASH,
			.nameAlg = TPM2_ALG_SHA256,
			.objectAttributes = CREATED_BY_TPM & ~TPMA_OBJECT_SENSITIVEDATAORIGIN,
			.parameters.keyedHashDetail.scheme.scheme = TPM2_ALG_NULL,
		},
	};
	scratch->sensitive.sensitive.data.size = 32;
	memcpy(scratch->sensitive.sensitive.data.buffer, fixed_data.buffer, 32);
}

/* ---- Primary keys ----------------------------------------------------------------------------- */
static TSS2_RC setup_primary_p256(struct bench_client *client)
{
	op_storage_template(&op_begin(client)->public);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC setup_primary_rsa2048(struct bench_client *client)
{
	set_rsa2048_template(&op_begin(client)->public);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC change_template(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	TPMU_PUBLIC_ID *unique = &scratch->public.publicArea.unique;

	scratch->round++;
	if (scratch->public.publicArea.type == TPM2_ALG_RSA)
		memcpy(unique->rsa.buffer, &scratch->round, sizeof(scratch->round));
	else
		memcpy(unique->ecc.x.buffer, &scratch->round, sizeof(scratch->round));
	return op_clear(client);
}

static TSS2_RC run_create_primary(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	struct op_answer *answer = &scratch->answer;
	TSS2_RC rc;

	rc = Tss2_Sys_CreatePrimary(client->sys, TPM2_RH_NULL, &op_password, &scratch->sensitive,
				    &scratch->public, &no_data, &op_no_pcrs, &answer->handle,
				    &answer->public, &answer->creation, &answer->digest,
				    &answer->creation_ticket, &answer->name, &answer->auth);
	if (rc == TSS2_RC_SUCCESS)
		client_own(client, answer->handle);
	return rc;
}

static TSS2_RC flush_created(struct bench_client *client)
{
	const struct op_scratch *scratch = client->scratch;
	TSS2_RC rc;

	rc = client_flush(client, scratch->answer.handle);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return op_check(scratch->answer.public.publicArea.type == scratch->public.publicArea.type);
}

/* ---- Objects under a primary key of P-256 ----------------------------------------------------- */
static TSS2_RC run_create(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	struct op_answer *answer = &scratch->answer;

	return Tss2_Sys_Create(client->sys, scratch->parent, &op_password, &scratch->sensitive,
			       &scratch->public, &no_data, &op_no_pcrs, &answer->private,
			       &answer->public, &answer->creation, &answer->digest,
			       &answer->creation_ticket, &answer->auth);
}

static TSS2_RC check_create(struct bench_client *client)
{
	const struct op_scratch *scratch = client->scratch;

	return op_check(scratch->answer.private.size > 0 &&
			scratch->answer.public.publicArea.type == scratch->public.publicArea.type);
}

static TSS2_RC setup_create_p256(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);

	set_p256_template(&scratch->public);
	return op_create_parent(client, &scratch->parent);
}

static TSS2_RC setup_create_rsa2048(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);

	set_rsa2048_template(&scratch->public);
	scratch->public.publicArea.objectAttributes = CREATED_BY_TPM | TPMA_OBJECT_SIGN_ENCRYPT;
	scratch->public.publicArea.parameters.rsaDetail.symmetric.algorithm = TPM2_ALG_NULL;
	return op_create_parent(client, &scratch->parent);
}

static TSS2_RC setup_seal(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);

	set_sealed_template(scratch);
	return op_create_parent(client, &scratch->parent);
}

/* Loads what run_create() created. */
static TSS2_RC run_load(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	struct op_answer *answer = &scratch->answer;
	TSS2_RC rc;

	rc = Tss2_Sys_Load(client->sys, scratch->parent, &op_password, &scratch->private,
			   &scratch->public, &answer->handle, &answer->name, &answer->auth);
	if (rc == TSS2_RC_SUCCESS)
		client_own(client, answer->handle);
	return rc;
}

static TSS2_RC create_to_load(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	TSS2_RC rc;

	rc = run_create(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	scratch->private = scratch->answer.private;
	scratch->public = scratch->answer.public;
	return op_clear(client);
}

static TSS2_RC setup_load_p256(struct bench_client *client)
{
	TSS2_RC rc;

	rc = setup_create_p256(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return create_to_load(client);
}

static TSS2_RC setup_unseal(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	TSS2_RC rc;

	rc = setup_seal(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = create_to_load(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = run_load(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	scratch->key = scratch->answer.handle;
	return op_flush_parent(client);
}

static TSS2_RC run_unseal(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	return Tss2_Sys_Unseal(client->sys, client->scratch->key, &op_password, &answer->secret,
			       &answer->auth);
}

static TSS2_RC check_unseal(struct bench_client *client)
{
	const struct op_scratch *scratch = client->scratch;

	return op_check(OP_SAME(scratch->answer.secret, scratch->sensitive.sensitive.data));
}

/* ---- Objects from elsewhere ------------------------------------------------------------------- */
static TSS2_RC setup_load_external(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);

	scratch->public = key_p256.public;
	scratch->public.publicArea.objectAttributes |= TPMA_OBJECT_SIGN_ENCRYPT;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC run_load_external(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	struct op_answer *answer = &scratch->answer;
	TSS2_RC rc;

	rc = Tss2_Sys_LoadExternal(client->sys, NULL, &key_p256.sensitive, &scratch->public,
				   TPM2_RH_NULL, &answer->handle, &answer->name, NULL);
	if (rc == TSS2_RC_SUCCESS)
		client_own(client, answer->handle);
	return rc;
}

static const struct bench_op ops[] = {
	{ .name = "create_primary_p256",
	  .tier = TIER_CRYPTO,
	  .help = "make a primary key of P-256",
	  .command = TPM2_CC_CreatePrimary,
	  .gated = true,
	  .setup = setup_primary_p256,
	  .before = change_template,
	  .run = run_create_primary,
	  .after = flush_created },
	{ .name = "create_p256",
	  .tier = TIER_CRYPTO,
	  .help = "make a key of P-256",
	  .command = TPM2_CC_Create,
	  .gated = true,
	  .setup = setup_create_p256,
	  .before = op_clear,
	  .run = run_create,
	  .after = check_create },
	{ .name = "load_p256",
	  .tier = TIER_CRYPTO,
	  .help = "load a key of P-256",
	  .command = TPM2_CC_Load,
	  .gated = true,
	  .setup = setup_load_p256,
	  .before = op_clear,
	  .run = run_load,
	  .after = op_flush_answer },
	{ .name = "load_external_p256",
	  .tier = TIER_CRYPTO,
	  .help = "load a key pair of P-256 that no TPM protects",
	  .command = TPM2_CC_LoadExternal,
	  .gated = true,
	  .setup = setup_load_external,
	  .before = op_clear,
	  .run = run_load_external,
	  .after = op_flush_answer },
	{ .name = "seal",
	  .tier = TIER_CRYPTO,
	  .help = "seal 32 bytes",
	  .command = TPM2_CC_Create,
	  .gated = true,
	  .setup = setup_seal,
	  .before = op_clear,
	  .run = run_create,
	  .after = check_create },
	{ .name = "unseal",
	  .tier = TIER_CRYPTO,
	  .help = "unseal 32 bytes",
	  .command = TPM2_CC_Unseal,
	  .gated = true,
	  .setup = setup_unseal,
	  .before = op_clear,
	  .run = run_unseal,
	  .after = check_unseal },
};
const struct op_list create_ops = OP_LIST(ops);

static const struct bench_op key_generation[] = {
	{ .name = "create_primary_rsa2048",
	  .tier = TIER_SLOW,
	  .help = "make a primary key of RSA-2048, another one each time",
	  .command = TPM2_CC_CreatePrimary,
	  .setup = setup_primary_rsa2048,
	  .before = change_template,
	  .run = run_create_primary,
	  .after = flush_created },
	{ .name = "create_rsa2048",
	  .tier = TIER_SLOW,
	  .help = "make a key of RSA-2048",
	  .command = TPM2_CC_Create,
	  .setup = setup_create_rsa2048,
	  .before = op_clear,
	  .run = run_create,
	  .after = check_create },
};
const struct op_list slow_ops = OP_LIST(key_generation);
