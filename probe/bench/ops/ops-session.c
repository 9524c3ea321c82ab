/* SPDX-License-Identifier: BSD-2-Clause */
/* Tier "session": sessions that authorize nothing, neither bound nor salted. */
#include "op.h"

static TSS2_RC run_start_hmac(struct bench_client *client)
{
	return op_start_session(client, TPM2_SE_HMAC, &client->scratch->answer.handle);
}

static TSS2_RC run_start_policy(struct bench_client *client)
{
	return op_start_session(client, TPM2_SE_POLICY, &client->scratch->answer.handle);
}

static TSS2_RC setup_policy_pcr(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);
	TSS2_RC rc;

	rc = op_select_pcrs(client, 0, 0, &scratch->pcrs);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return op_start_session(client, TPM2_SE_POLICY, &scratch->session);
}

/* Otherwise it would fail once somebody has extended a PCR meanwhile. */
static TSS2_RC restart_policy(struct bench_client *client)
{
	return Tss2_Sys_PolicyRestart(client->sys, client->scratch->session, NULL, NULL);
}

static TSS2_RC run_policy_pcr(struct bench_client *client)
{
	static const TPM2B_DIGEST as_they_are;

	return Tss2_Sys_PolicyPCR(client->sys, client->scratch->session, NULL, &as_they_are,
				  &client->scratch->pcrs, NULL);
}

static TSS2_RC setup_policy_get_digest(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);
	TSS2_RC rc;

	rc = op_start_session(client, TPM2_SE_POLICY, &scratch->session);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return Tss2_Sys_PolicyCommandCode(client->sys, scratch->session, NULL, TPM2_CC_Duplicate,
					  NULL);
}

static TSS2_RC run_policy_get_digest(struct bench_client *client)
{
	return Tss2_Sys_PolicyGetDigest(client->sys, client->scratch->session, NULL,
					&client->scratch->answer.digest, NULL);
}

static TSS2_RC check_policy_get_digest(struct bench_client *client)
{
	return op_check(OP_SAME(client->scratch->answer.digest, fixed_policy));
}

/* The session of a run that failed is still there. */
static TSS2_RC start_session_to_flush(struct bench_client *client)
{
	if (client->scratch->session)
		return TSS2_RC_SUCCESS;
	return op_start_session(client, TPM2_SE_HMAC, &client->scratch->session);
}

static TSS2_RC run_flush_context(struct bench_client *client)
{
	return Tss2_Sys_FlushContext(client->sys, client->scratch->session);
}

static TSS2_RC disown_flushed(struct bench_client *client)
{
	client_disown(client, client->scratch->session);
	client->scratch->session = 0;
	return TSS2_RC_SUCCESS;
}

static const struct bench_op ops[] = {
	{ .name = "start_auth_session_hmac",
	  .tier = TIER_SESSION,
	  .help = "start an HMAC session",
	  .command = TPM2_CC_StartAuthSession,
	  .gated = true,
	  .before = op_clear,
	  .run = run_start_hmac,
	  .after = op_flush_answer },
	{ .name = "start_auth_session_policy",
	  .tier = TIER_SESSION,
	  .help = "start a policy session",
	  .command = TPM2_CC_StartAuthSession,
	  .gated = true,
	  .before = op_clear,
	  .run = run_start_policy,
	  .after = op_flush_answer },
	{ .name = "policy_pcr",
	  .tier = TIER_SESSION,
	  .help = "bind a policy session to PCR 0",
	  .command = TPM2_CC_PolicyPCR,
	  .gated = true,
	  .setup = setup_policy_pcr,
	  .before = restart_policy,
	  .run = run_policy_pcr },
	{ .name = "policy_get_digest",
	  .tier = TIER_SESSION,
	  .help = "read the digest of a policy session",
	  .command = TPM2_CC_PolicyGetDigest,
	  .gated = true,
	  .setup = setup_policy_get_digest,
	  .before = op_clear,
	  .run = run_policy_get_digest,
	  .after = check_policy_get_digest },
	{ .name = "flush_context",
	  .tier = TIER_SESSION,
	  .help = "flush a session",
	  .command = TPM2_CC_FlushContext,
	  .gated = true,
	  .setup = op_setup_nothing,
	  .before = start_session_to_flush,
	  .run = run_flush_context,
	  .after = disown_flushed },
};
const struct op_list session_ops = OP_LIST(ops);
