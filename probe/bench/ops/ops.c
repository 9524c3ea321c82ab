/* SPDX-License-Identifier: BSD-2-Clause */
/* The table of all operations, and what a response code says of it. */
#include "ops.h"

#include <stdlib.h>
#include <string.h>

#include "op.h"

static const struct op_list *const lists[] = { &safe_ops,   &session_ops,  &create_ops, &sign_ops,
					       &cipher_ops, &transfer_ops, &state_ops,	&slow_ops };
#define N_LISTS (sizeof(lists) / sizeof(lists[0]))

size_t bench_op_count(void)
{
	size_t count = 0;

	for (size_t i = 0; i < N_LISTS; i++)
		count += lists[i]->n;
	return count;
}

const struct bench_op *bench_op(size_t i)
{
	for (size_t list = 0; list < N_LISTS; list++) {
		if (i < lists[list]->n)
			return &lists[list]->ops[i];
		i -= lists[list]->n;
	}
	return NULL;
}

const struct bench_op *bench_op_find(const char *name)
{
	for (size_t i = 0; i < bench_op_count(); i++)
		if (!strcmp(bench_op(i)->name, name))
			return bench_op(i);
	return NULL;
}

bool bench_tier_exists(const char *tier)
{
	for (size_t i = 0; i < N_LISTS; i++)
		if (lists[i]->ops[0].tier == enum_state(&bench_tier_words, tier))
			return true;
	return false;
}

TPM2_CC bench_op_command(const struct bench_op *op, const struct bench_client *client)
{
	if (op->command == TPM2_CC_EncryptDecrypt2 && client->scratch->only_old_cipher)
		return TPM2_CC_EncryptDecrypt;
	return op->command;
}

bool bench_is_unsupported(TSS2_RC rc)
{
	TSS2_RC layer = rc & ~(TSS2_RC)0xffff;

	/* The kernel's resource manager answers an unknown command itself, in layer 11. */
	if (layer != TSS2_TPM_RC_LAYER && layer != TSS2_RESMGR_RC_LAYER &&
	    layer != TSS2_RESMGR_TPM_RC_LAYER)
		return false;
	rc &= 0xffff;
	if (rc == TPM2_RC_COMMAND_CODE)
		return true;
	if (!(rc & TPM2_RC_FMT1) || (!(rc & TPM2_RC_P) && (rc & TPM2_RC_S)))
		return false;
	switch (rc & ~(TPM2_RC_N_MASK | TPM2_RC_P)) {
	case TPM2_RC_ASYMMETRIC:
	case TPM2_RC_HASH:
	case TPM2_RC_VALUE:
	case TPM2_RC_KEY_SIZE:
	case TPM2_RC_MGF:
	case TPM2_RC_MODE:
	case TPM2_RC_TYPE:
	case TPM2_RC_KDF:
	case TPM2_RC_SCHEME:
	case TPM2_RC_SYMMETRIC:
	case TPM2_RC_CURVE:
		return true;
	default:
		return false;
	}
}

TSS2_RC bench_client_open(const char *tcti, int timeout_ms, struct bench_client **ret_client)
{
	TSS2_RC rc = client_open(tcti, timeout_ms, ret_client);

	if (rc == TSS2_RC_SUCCESS)
		(*ret_client)->scratch = calloc(1, sizeof(struct op_scratch));
	if (rc == TSS2_RC_SUCCESS && !(*ret_client)->scratch)
		abort();
	return rc;
}

TSS2_RC bench_add_extra_object(struct bench_client *client)
{
	TPM2_HANDLE handle;
	TSS2_RC rc = op_load_key(client, &key_p256, TPMA_OBJECT_SIGN_ENCRYPT, &handle);

	client->n_extra_objects = client->n_owned;
	return rc;
}
