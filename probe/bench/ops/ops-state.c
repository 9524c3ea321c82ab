/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Tier "state": PCR 16, which is for debugging, and an NV index of our own. What is changed is
 * marked at the client ahead of the change, so that it is taken back whatever happens.
 */
#include "hash.h"
#include "cleanup-child.h"
#include "op.h"

/* A code of the TPM's: it did not do it. Any other error leaves that open. */
static bool is_refused(TSS2_RC rc)
{
	TSS2_RC layer = rc & ~(TSS2_RC)0xffff;

	return rc != TSS2_RC_SUCCESS &&
	       (layer == TSS2_TPM_RC_LAYER || layer == TSS2_RESMGR_RC_LAYER ||
		layer == TSS2_RESMGR_TPM_RC_LAYER);
}

/* ---- PCR 16 ----------------------------------------------------------------------------------- */
#define DEBUG_PCR 16

static void mark_pcr(struct bench_client *client, bool changed)
{
	client->scratch->is_changed = changed;
	cleanup_child_pcr16(client->undo, client->undo_slot, changed);
}

/* A reset would lose what somebody else has extended. */
static TSS2_RC refuse_used_pcr(struct bench_client *client, const struct op_banks *banks)
{
	static const uint8_t zeros[sizeof(TPMU_HA)];

	for (size_t i = 0; i < banks->n; i++) {
		TPML_PCR_SELECTION pcrs = {
			.count = 1,
			.pcrSelections = { { .hash = banks->banks[i],
					     .sizeofSelect = 3,
					     .pcrSelect[DEBUG_PCR / 8] = 1U << DEBUG_PCR % 8 } },
		};
		TPML_DIGEST values = { 0 };
		TSS2_RC rc;

		rc = Tss2_Sys_PCR_Read(client->sys, NULL, &pcrs, NULL, NULL, &values, NULL);
		if (rc != TSS2_RC_SUCCESS)
			return rc;
		if (values.count != 1 || values.digests[0].size > sizeof(zeros))
			return OPS_WRONG_ANSWER;
		if (memcmp(values.digests[0].buffer, zeros, values.digests[0].size) != 0)
			return op_skip(client, "PCR 16 is in use");
	}
	return TSS2_RC_SUCCESS;
}

static TSS2_RC setup_pcr(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);
	struct op_banks banks;
	size_t digest_size;
	TSS2_RC rc;

	rc = op_pcr_banks(client, DEBUG_PCR, &banks);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	digest_size = banks.n ? hash_size(banks.banks[0]) : 0;
	if (digest_size == 0)
		return op_skip(client, "no PCR bank that is known has PCR 16");
	rc = refuse_used_pcr(client, &banks);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	scratch->digests.count = 1;
	scratch->digests.digests[0].hashAlg = banks.banks[0];
	/* Of the digests, this one begins where each of them does. */
	memcpy(scratch->digests.digests[0].digest.sha512, fixed_data.buffer, digest_size);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC mark_extend(struct bench_client *client)
{
	mark_pcr(client, true);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC run_extend(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;

	return Tss2_Sys_PCR_Extend(client->sys, DEBUG_PCR, &op_password, &scratch->digests,
				   &scratch->answer.auth);
}

static TSS2_RC extend_to_reset(struct bench_client *client)
{
	mark_pcr(client, true);
	return run_extend(client);
}

static TSS2_RC run_reset(struct bench_client *client)
{
	return Tss2_Sys_PCR_Reset(client->sys, DEBUG_PCR, &op_password,
				  &client->scratch->answer.auth);
}

static TSS2_RC was_reset(struct bench_client *client)
{
	mark_pcr(client, false);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC teardown_pcr(struct bench_client *client)
{
	TSS2_RC rc;

	if (!client->scratch->is_changed)
		return TSS2_RC_SUCCESS;
	rc = run_reset(client);
	if (rc == TSS2_RC_SUCCESS)
		mark_pcr(client, false);
	return rc;
}

/* ---- NV --------------------------------------------------------------------------------------- */
#define FIRST_INDEX 0x01800100
#define N_INDICES   0x100
#define INDEX_SIZE  32

static void mark_nv(struct bench_client *client, bool changed)
{
	client->scratch->is_changed = changed;
	cleanup_child_nv(client->undo, client->undo_slot, client->scratch->index, changed);
}

static TSS2_RC refuse_owner_auth(struct bench_client *client)
{
	TPMS_CAPABILITY_DATA data;
	const TPMS_TAGGED_PROPERTY *property = data.data.tpmProperties.tpmProperty;
	TSS2_RC rc;

	rc = op_capability(client, TPM2_CAP_TPM_PROPERTIES, TPM2_PT_PERMANENT, 1, &data);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (data.data.tpmProperties.count != 1 || property->property != TPM2_PT_PERMANENT)
		return OPS_WRONG_ANSWER;
	if (property->value & TPMA_PERMANENT_OWNERAUTHSET)
		return op_skip(client, "the owner hierarchy has an authorization value");
	rc = op_capability(client, TPM2_CAP_TPM_PROPERTIES, TPM2_PT_STARTUP_CLEAR, 1, &data);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (data.data.tpmProperties.count != 1 || property->property != TPM2_PT_STARTUP_CLEAR)
		return OPS_WRONG_ANSWER;
	if (!(property->value & TPMA_STARTUP_CLEAR_SHENABLE))
		return op_skip(client, "the owner hierarchy is disabled");
	return TSS2_RC_SUCCESS;
}

/* In an order in which no two of the first 64 clients look at the same one, but when theirs are taken. */
static TSS2_RC find_free_index(struct bench_client *client, TPM2_HANDLE *ret_index)
{
	for (uint32_t i = 0; i < N_INDICES; i++) {
		TPM2_HANDLE index = FIRST_INDEX + (client->undo_slot + i * 64 + i / 4) % N_INDICES;
		TPM2_HANDLE found;
		TSS2_RC rc;

		rc = op_first_handle(client, index, "", &found);
		if (rc != TSS2_RC_SUCCESS && rc != CLIENT_SKIPPED)
			return rc;
		if (rc == CLIENT_SKIPPED || found != index) {
			*ret_index = index;
			return TSS2_RC_SUCCESS;
		}
	}
	return op_skip(client, "no NV index from 0x01800100 to 0x018001ff is free");
}

static TSS2_RC setup_nv(struct bench_client *client)
{
	struct op_scratch *scratch = op_begin(client);
	TSS2_RC rc;

	rc = refuse_owner_auth(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = find_free_index(client, &scratch->index);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	scratch->nv_public = (TPM2B_NV_PUBLIC){
		.nvPublic = { .nvIndex = scratch->index,
			      .nameAlg = TPM2_ALG_SHA256,
			      .attributes = TPMA_NV_OWNERREAD | TPMA_NV_OWNERWRITE | TPMA_NV_NO_DA,
			      .dataSize = INDEX_SIZE },
	};
	scratch->nv_data.size = INDEX_SIZE;
	return TSS2_RC_SUCCESS;
}

/* An index that is there already is somebody else's: the mark must not stay. */
static TSS2_RC run_define(struct bench_client *client)
{
	static const TPM2B_AUTH no_auth;
	struct op_scratch *scratch = client->scratch;
	TSS2_RC rc;

	rc = Tss2_Sys_NV_DefineSpace(client->sys, TPM2_RH_OWNER, &op_password, &no_auth,
				     &scratch->nv_public, &scratch->answer.auth);
	if (is_refused(rc))
		mark_nv(client, false);
	return rc;
}

static TSS2_RC run_undefine(struct bench_client *client)
{
	return Tss2_Sys_NV_UndefineSpace(client->sys, TPM2_RH_OWNER, client->scratch->index,
					 &op_password, &client->scratch->answer.auth);
}

/* Where an answer got lost, the index may be there. */
static TSS2_RC mark_define(struct bench_client *client)
{
	if (client->scratch->is_changed)
		run_undefine(client);
	mark_nv(client, true);
	return TSS2_RC_SUCCESS;
}

/* After a run of "nv_undefine" that failed it is still there. */
static TSS2_RC define(struct bench_client *client)
{
	if (client->scratch->is_changed)
		return TSS2_RC_SUCCESS;
	mark_nv(client, true);
	return run_define(client);
}

static TSS2_RC was_undefined(struct bench_client *client)
{
	mark_nv(client, false);
	return TSS2_RC_SUCCESS;
}

static TSS2_RC teardown_nv(struct bench_client *client)
{
	TSS2_RC rc;

	if (!client->scratch->is_changed)
		return TSS2_RC_SUCCESS;
	rc = run_undefine(client);
	if ((rc & ~TPM2_RC_N_MASK) == TPM2_RC_HANDLE) /* it is not there */
		rc = TSS2_RC_SUCCESS;
	if (rc == TSS2_RC_SUCCESS)
		mark_nv(client, false);
	return rc;
}

/* TPMs do not write what is there already. */
static TSS2_RC change_data(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;

	scratch->round++;
	memcpy(scratch->nv_data.buffer, &scratch->round, sizeof(scratch->round));
	return TSS2_RC_SUCCESS;
}

static TSS2_RC run_write(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;

	return Tss2_Sys_NV_Write(client->sys, TPM2_RH_OWNER, scratch->index, &op_password,
				 &scratch->nv_data, 0, &scratch->answer.auth);
}

static TSS2_RC setup_write(struct bench_client *client)
{
	TSS2_RC rc;

	rc = setup_nv(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return define(client);
}

static TSS2_RC setup_read(struct bench_client *client)
{
	TSS2_RC rc;

	rc = setup_write(client);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	change_data(client);
	return run_write(client);
}

static TSS2_RC run_read(struct bench_client *client)
{
	struct op_scratch *scratch = client->scratch;

	return Tss2_Sys_NV_Read(client->sys, TPM2_RH_OWNER, scratch->index, &op_password,
				INDEX_SIZE, 0, &scratch->answer.nv_data, &scratch->answer.auth);
}

static TSS2_RC check_read(struct bench_client *client)
{
	return op_check(OP_SAME(client->scratch->answer.nv_data, client->scratch->nv_data));
}

static const struct bench_op ops[] = {
	{ .name = "pcr_extend",
	  .tier = TIER_STATE,
	  .help = "extend PCR 16 in the best bank",
	  .command = TPM2_CC_PCR_Extend,
	  .gated = true,
	  .setup = setup_pcr,
	  .before = mark_extend,
	  .run = run_extend,
	  .teardown = teardown_pcr },
	{ .name = "pcr_reset",
	  .tier = TIER_STATE,
	  .help = "reset PCR 16",
	  .command = TPM2_CC_PCR_Reset,
	  .gated = true,
	  .setup = setup_pcr,
	  .before = extend_to_reset,
	  .run = run_reset,
	  .after = was_reset,
	  .teardown = teardown_pcr },
	{ .name = "nv_define",
	  .tier = TIER_STATE,
	  .help = "define an NV index of 32 bytes",
	  .command = TPM2_CC_NV_DefineSpace,
	  .gated = true,
	  .setup = setup_nv,
	  .before = mark_define,
	  .run = run_define,
	  .after = teardown_nv,
	  .teardown = teardown_nv },
	{ .name = "nv_write",
	  .tier = TIER_STATE,
	  .help = "write 32 bytes to an NV index",
	  .command = TPM2_CC_NV_Write,
	  .gated = true,
	  .setup = setup_write,
	  .before = change_data,
	  .run = run_write,
	  .teardown = teardown_nv },
	{ .name = "nv_read",
	  .tier = TIER_STATE,
	  .help = "read 32 bytes from an NV index",
	  .command = TPM2_CC_NV_Read,
	  .gated = true,
	  .setup = setup_read,
	  .before = op_clear,
	  .run = run_read,
	  .after = check_read,
	  .teardown = teardown_nv },
	{ .name = "nv_undefine",
	  .tier = TIER_STATE,
	  .help = "undefine an NV index",
	  .command = TPM2_CC_NV_UndefineSpace,
	  .gated = true,
	  .setup = setup_nv,
	  .before = define,
	  .run = run_undefine,
	  .after = was_undefined,
	  .teardown = teardown_nv },
};
const struct op_list state_ops = OP_LIST(ops);
