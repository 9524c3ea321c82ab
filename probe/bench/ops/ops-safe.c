/* SPDX-License-Identifier: BSD-2-Clause */
/* Tier "safe": questions that load and change nothing. */
#include "op.h"

static TSS2_RC run_get_capability(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	return Tss2_Sys_GetCapability(client->sys, NULL, TPM2_CAP_TPM_PROPERTIES,
				      TPM2_PT_MANUFACTURER, 1, &answer->more, &answer->capability,
				      NULL);
}

static TSS2_RC check_get_capability(struct bench_client *client)
{
	const TPMS_CAPABILITY_DATA *data = &client->scratch->answer.capability;

	return op_check(data->capability == TPM2_CAP_TPM_PROPERTIES &&
			data->data.tpmProperties.count == 1 &&
			data->data.tpmProperties.tpmProperty[0].property == TPM2_PT_MANUFACTURER);
}

static TSS2_RC run_get_test_result(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	return Tss2_Sys_GetTestResult(client->sys, NULL, &answer->data, &answer->number, NULL);
}

static TSS2_RC run_read_clock(struct bench_client *client)
{
	return Tss2_Sys_ReadClock(client->sys, NULL, &client->scratch->answer.time, NULL);
}

static TSS2_RC run_get_random_8(struct bench_client *client)
{
	return Tss2_Sys_GetRandom(client->sys, NULL, 8, &client->scratch->answer.digest, NULL);
}

static TSS2_RC check_get_random_8(struct bench_client *client)
{
	return op_check(client->scratch->answer.digest.size == 8);
}

static TSS2_RC run_get_random_32(struct bench_client *client)
{
	return Tss2_Sys_GetRandom(client->sys, NULL, 32, &client->scratch->answer.digest, NULL);
}

static TSS2_RC check_get_random_32(struct bench_client *client)
{
	return op_check(client->scratch->answer.digest.size == 32);
}

static TSS2_RC setup_pcr_read(struct bench_client *client)
{
	return op_select_pcrs(client, 0, 0, &op_begin(client)->pcrs);
}

static TSS2_RC run_pcr_read(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	return Tss2_Sys_PCR_Read(client->sys, NULL, &client->scratch->pcrs, &answer->number,
				 &answer->pcrs, &answer->digests, NULL);
}

static TSS2_RC check_pcr_read(struct bench_client *client)
{
	return op_check(client->scratch->answer.digests.count == 1);
}

static TSS2_RC setup_nv_read_public(struct bench_client *client)
{
	return op_first_handle(client, TPM2_NV_INDEX_FIRST, "no NV index is defined",
			       &op_begin(client)->index);
}

static TSS2_RC run_nv_read_public(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	return Tss2_Sys_NV_ReadPublic(client->sys, client->scratch->index, NULL, &answer->nv_public,
				      &answer->name, NULL);
}

static TSS2_RC check_nv_read_public(struct bench_client *client)
{
	const struct op_scratch *scratch = client->scratch;

	return op_check(scratch->answer.nv_public.nvPublic.nvIndex == scratch->index);
}

/* Where the storage root key is by convention. */
#define STORAGE_ROOT_KEY 0x81000001

static TSS2_RC setup_read_public(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);
	TSS2_RC rc;

	rc = op_first_handle(client, STORAGE_ROOT_KEY, "no persistent object is there",
			     &scratch->index);
	if (rc != CLIENT_SKIPPED)
		return rc;
	return op_first_handle(client, (TPM2_HANDLE)TPM2_HT_PERSISTENT << TPM2_HR_SHIFT,
			       "no persistent object is there", &scratch->index);
}

static TSS2_RC run_read_public(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	return Tss2_Sys_ReadPublic(client->sys, client->scratch->index, NULL, &answer->public,
				   &answer->name, &answer->qualified_name, NULL);
}

static TSS2_RC check_read_public(struct bench_client *client)
{
	return op_check(client->scratch->answer.name.size > 0);
}

static TSS2_RC run_hash_256(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	return Tss2_Sys_Hash(client->sys, NULL, &fixed_data, TPM2_ALG_SHA256, TPM2_RH_NULL,
			     &answer->digest, &answer->hash_ticket, NULL);
}

static TSS2_RC check_hash_256(struct bench_client *client)
{
	return op_check(OP_SAME(client->scratch->answer.digest, fixed_data_sha256));
}

static const struct bench_op ops[] = {
	{ .name = "get_capability",
	  .tier = TIER_SAFE,
	  .help = "ask for one property",
	  .command = TPM2_CC_GetCapability,
	  .gated = true,
	  .before = op_clear,
	  .run = run_get_capability,
	  .after = check_get_capability },
	{ .name = "get_test_result",
	  .tier = TIER_SAFE,
	  .help = "ask how the self test went",
	  .command = TPM2_CC_GetTestResult,
	  .gated = true,
	  .before = op_clear,
	  .run = run_get_test_result },
	{ .name = "read_clock",
	  .tier = TIER_SAFE,
	  .help = "read clock and reset counters",
	  .command = TPM2_CC_ReadClock,
	  .gated = true,
	  .before = op_clear,
	  .run = run_read_clock },
	{ .name = "get_random_8",
	  .tier = TIER_SAFE,
	  .help = "8 random bytes",
	  .command = TPM2_CC_GetRandom,
	  .gated = true,
	  .before = op_clear,
	  .run = run_get_random_8,
	  .after = check_get_random_8 },
	{ .name = "get_random_32",
	  .tier = TIER_SAFE,
	  .help = "32 random bytes",
	  .command = TPM2_CC_GetRandom,
	  .gated = true,
	  .before = op_clear,
	  .run = run_get_random_32,
	  .after = check_get_random_32 },
	{ .name = "pcr_read",
	  .tier = TIER_SAFE,
	  .help = "read PCR 0 of the best bank",
	  .command = TPM2_CC_PCR_Read,
	  .gated = true,
	  .setup = setup_pcr_read,
	  .before = op_clear,
	  .run = run_pcr_read,
	  .after = check_pcr_read },
	{ .name = "nv_read_public",
	  .tier = TIER_SAFE,
	  .help = "read the public area of the first NV index",
	  .command = TPM2_CC_NV_ReadPublic,
	  .gated = true,
	  .setup = setup_nv_read_public,
	  .before = op_clear,
	  .run = run_nv_read_public,
	  .after = check_nv_read_public },
	{ .name = "read_public",
	  .tier = TIER_SAFE,
	  .help = "read the public area of a persistent object",
	  .command = TPM2_CC_ReadPublic,
	  .gated = true,
	  .setup = setup_read_public,
	  .before = op_clear,
	  .run = run_read_public,
	  .after = check_read_public },
	{ .name = "hash_256",
	  .tier = TIER_SAFE,
	  .help = "SHA-256 of 256 bytes",
	  .command = TPM2_CC_Hash,
	  .gated = true,
	  .before = op_clear,
	  .run = run_hash_256,
	  .after = check_hash_256 },
};
const struct op_list safe_ops = OP_LIST(ops);
