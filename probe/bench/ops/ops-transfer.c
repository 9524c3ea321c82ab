/* SPDX-License-Identifier: BSD-2-Clause */
/* Objects leave the TPM and come back: saved contexts, duplication and import. */
#include "op.h"

#include <tss2/tss2_mu.h>

/* ---- Contexts --------------------------------------------------------------------------------- */
static TSS2_RC setup_context_save(struct bench_client *client)
{
	return op_load_key(client, &key_p256, TPMA_OBJECT_SIGN_ENCRYPT, &op_begin(client)->key);
}

static TSS2_RC run_context_save(struct bench_client *client)
{
	return Tss2_Sys_ContextSave(client->sys, client->scratch->key,
				    &client->scratch->answer.context);
}

static TSS2_RC check_context_save(struct bench_client *client)
{
	return op_check(client->scratch->answer.context.contextBlob.size > 0);
}

static TSS2_RC setup_context_load(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	TSS2_RC rc;

	rc = setup_context_save(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_Sys_ContextSave(client->sys, scratch->key, &scratch->context);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return client_flush(client, scratch->key);
}

static TSS2_RC run_context_load(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	TSS2_RC rc;

	rc = Tss2_Sys_ContextLoad(client->sys, &scratch->context, &scratch->answer.handle);
	if (rc == TSS2_RC_SUCCESS)
		client_own(client, scratch->answer.handle);
	return rc;
}

/* ---- Import and duplication ------------------------------------------------------------------- */
static const TPMT_SYM_DEF_OBJECT no_wrapper = { .algorithm = TPM2_ALG_NULL };
static const TPM2B_DATA no_key;
static const TPM2B_ENCRYPTED_SECRET no_seed;

static TSS2_RC run_import(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	struct op_answer *answer = &scratch->answer;

	return Tss2_Sys_Import(client->sys, scratch->parent, &op_password, &no_key,
			       &scratch->public, &scratch->private, &no_seed, &no_wrapper,
			       &answer->private, &answer->auth);
}

static TSS2_RC check_import(struct bench_client *client)
{
	return op_check(client->scratch->answer.private.size > 0);
}

/* Leaves parent and key loaded. */
static TSS2_RC import_and_load(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);
	size_t offset = 0;
	TSS2_RC rc;

	scratch->public = key_p256.public;
	scratch->public.publicArea.objectAttributes |= TPMA_OBJECT_SIGN_ENCRYPT;
	scratch->public.publicArea.authPolicy = fixed_policy;
	/* An object without wrappers is its sensitive area. */
	rc = Tss2_MU_TPM2B_SENSITIVE_Marshal(&key_p256.sensitive, scratch->private.buffer,
					     sizeof(scratch->private.buffer), &offset);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	scratch->private.size = offset;
	rc = op_create_parent(client, &scratch->parent);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = run_import(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_Sys_Load(client->sys, scratch->parent, &op_password, &scratch->answer.private,
			   &scratch->public, &scratch->key, NULL, NULL);
	if (rc == TSS2_RC_SUCCESS)
		client_own(client, scratch->key);
	return rc;
}

static TSS2_RC setup_import(struct bench_client *client)
{
	TSS2_RC rc;

	rc = import_and_load(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return client_flush(client, client->scratch->key);
}

static TSS2_RC setup_duplicate(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	TSS2_RC rc;

	rc = import_and_load(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = op_flush_parent(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = op_start_session(client, TPM2_SE_POLICY, &scratch->session);
	scratch->policy = (TSS2L_SYS_AUTH_COMMAND){
		.count = 1,
		.auths = { { .sessionHandle = scratch->session,
			     .sessionAttributes = TPMA_SESSION_CONTINUESESSION } },
	};
	return rc;
}

/* Each use takes the policy away from the session. */
static TSS2_RC satisfy_policy(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	TSS2_RC rc;

	rc = Tss2_Sys_PolicyRestart(client->sys, scratch->session, NULL, NULL);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_Sys_PolicyCommandCode(client->sys, scratch->session, NULL, TPM2_CC_Duplicate,
					NULL);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return op_clear(client);
}

static TSS2_RC run_duplicate(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;
	struct op_answer *answer = &scratch->answer;

	return Tss2_Sys_Duplicate(client->sys, scratch->key, TPM2_RH_NULL, &scratch->policy,
				  &no_key, &no_wrapper, &answer->encryption_key, &answer->private,
				  &answer->seed, &answer->auth);
}

/* The authorization value may have grown zeros; the key must be the one that was imported. */
static TSS2_RC check_duplicate(struct bench_client *client)
{
	const TPM2B_PRIVATE *private = &client->scratch->answer.private;
	TPM2B_SENSITIVE sensitive = { 0 };
	size_t offset = 0;
	TSS2_RC rc;

	rc = Tss2_MU_TPM2B_SENSITIVE_Unmarshal(private->buffer, private->size, &offset, &sensitive);
	return op_check(rc == TSS2_RC_SUCCESS &&
			OP_SAME(sensitive.sensitiveArea.sensitive.ecc,
				key_p256.sensitive.sensitiveArea.sensitive.ecc));
}

static const struct bench_op ops[] = {
	{ .name = "context_save",
	  .tier = TIER_CRYPTO,
	  .help = "save the context of a key of P-256",
	  .command = TPM2_CC_ContextSave,
	  .gated = true,
	  .setup = setup_context_save,
	  .before = op_clear,
	  .run = run_context_save,
	  .after = check_context_save },
	{ .name = "context_load",
	  .tier = TIER_CRYPTO,
	  .help = "load the context of a key of P-256",
	  .command = TPM2_CC_ContextLoad,
	  .gated = true,
	  .setup = setup_context_load,
	  .before = op_clear,
	  .run = run_context_load,
	  .after = op_flush_answer },
	{ .name = "duplicate",
	  .tier = TIER_CRYPTO,
	  .help = "hand out a key of P-256, unencrypted, by policy",
	  .command = TPM2_CC_Duplicate,
	  .gated = true,
	  .setup = setup_duplicate,
	  .before = satisfy_policy,
	  .run = run_duplicate,
	  .after = check_duplicate },
	{ .name = "import",
	  .tier = TIER_CRYPTO,
	  .help = "take in a key of P-256, unencrypted",
	  .command = TPM2_CC_Import,
	  .gated = true,
	  .setup = setup_import,
	  .before = op_clear,
	  .run = run_import,
	  .after = check_import },
};
const struct op_list transfer_ops = OP_LIST(ops);
