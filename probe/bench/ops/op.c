/* SPDX-License-Identifier: BSD-2-Clause */
/* What more than one operation needs: questions about the TPM, parents, keys, sessions. */
#include "hash.h"
#include "op.h"

const TSS2L_SYS_AUTH_COMMAND op_password = {
	.count = 1,
	.auths = { { .sessionHandle = TPM2_RS_PW } },
};
const TPMT_TK_HASHCHECK op_no_ticket = {
	.tag = TPM2_ST_HASHCHECK,
	.hierarchy = TPM2_RH_NULL,
};
const TPML_PCR_SELECTION op_no_pcrs;

struct op_scratch *op_begin(struct bench_client *client)
{
	return memset(client->scratch, 0, sizeof(*client->scratch));
}

TSS2_RC op_setup_nothing(struct bench_client *client)
{
	op_begin(client);
	return TSS2_RC_SUCCESS;
}

TSS2_RC op_clear(struct bench_client *client)
{
	struct op_answer *answer = &client->scratch->answer;

	/* Sizes and handles: the rest is 18 KiB, for each command. */
	answer->handle = 0;
	answer->number = 0;
	answer->capability.data.tpmProperties.count = 0;
	answer->time.time = 0;
	answer->digest.size = 0;
	answer->digests.count = 0;
	answer->pcrs.count = 0;
	answer->nv_public.size = 0;
	answer->nv_data.size = 0;
	answer->public.size = 0;
	answer->private.size = 0;
	answer->creation.size = 0;
	answer->creation_ticket.digest.size = 0;
	answer->hash_ticket.digest.size = 0;
	answer->verified.digest.size = 0;
	answer->name.size = 0;
	answer->qualified_name.size = 0;
	answer->signature.sigAlg = TPM2_ALG_ERROR;
	answer->attest.size = 0;
	answer->rsa.size = 0;
	answer->point.size = 0;
	answer->z.size = 0;
	answer->data.size = 0;
	answer->iv.size = 0;
	answer->secret.size = 0;
	answer->context.contextBlob.size = 0;
	answer->encryption_key.size = 0;
	answer->seed.size = 0;
	answer->auth.count = 0;
	return TSS2_RC_SUCCESS;
}

TSS2_RC op_skip(struct bench_client *client, const char *reason)
{
	client->skip_reason = reason;
	return CLIENT_SKIPPED;
}

TSS2_RC op_check(bool is_right)
{
	return is_right ? TSS2_RC_SUCCESS : OPS_WRONG_ANSWER;
}

static bool is_bounded(const TPMS_CAPABILITY_DATA *data)
{
	switch (data->capability) {
	case TPM2_CAP_HANDLES:
		return data->data.handles.count <= TPM2_MAX_CAP_HANDLES;
	case TPM2_CAP_PCRS:
		return data->data.assignedPCR.count <= TPM2_NUM_PCR_BANKS;
	case TPM2_CAP_TPM_PROPERTIES:
		return data->data.tpmProperties.count <= TPM2_MAX_TPM_PROPERTIES;
	default:
		return false;
	}
}

TSS2_RC op_capability(struct bench_client *client, TPM2_CAP capability, uint32_t first,
		      uint32_t count, TPMS_CAPABILITY_DATA *ret_data)
{
	TPMS_CAPABILITY_DATA data = { 0 };
	TPMI_YES_NO more;
	TSS2_RC rc;

	rc = Tss2_Sys_GetCapability(client->sys, NULL, capability, first, count, &more, &data,
				    NULL);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (data.capability != capability || !is_bounded(&data))
		return OPS_WRONG_ANSWER;
	*ret_data = data;
	return TSS2_RC_SUCCESS;
}

TSS2_RC op_first_handle(struct bench_client *client, TPM2_HANDLE first, const char *reason,
			TPM2_HANDLE *ret_handle)
{
	TPMS_CAPABILITY_DATA data;
	TPM2_HANDLE handle;
	TSS2_RC rc;

	rc = op_capability(client, TPM2_CAP_HANDLES, first, 1, &data);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (data.data.handles.count == 0)
		return op_skip(client, reason);
	handle = data.data.handles.handle[0];
	if ((handle ^ first) & TPM2_HR_RANGE_MASK)
		return op_skip(client, reason);
	*ret_handle = handle;
	return TSS2_RC_SUCCESS;
}

static bool has_pcr(const TPMS_PCR_SELECTION *selection, uint32_t pcr)
{
	return pcr / 8 < selection->sizeofSelect && pcr / 8 < sizeof(selection->pcrSelect) &&
	       (selection->pcrSelect[pcr / 8] & (1U << pcr % 8));
}

TSS2_RC op_pcr_banks(struct bench_client *client, uint32_t pcr, struct op_banks *ret_banks)
{
	struct op_banks banks = { .n = 0 };
	TPMS_CAPABILITY_DATA data;
	TSS2_RC rc;

	rc = op_capability(client, TPM2_CAP_PCRS, 0, TPM2_NUM_PCR_BANKS, &data);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	for (size_t i = 0; i < data.data.assignedPCR.count; i++) {
		TPMI_ALG_HASH bank = data.data.assignedPCR.pcrSelections[i].hash;

		if (!has_pcr(&data.data.assignedPCR.pcrSelections[i], pcr))
			continue;
		banks.banks[banks.n] = bank;
		if (hash_rank(bank) < hash_rank(banks.banks[0])) {
			banks.banks[banks.n] = banks.banks[0];
			banks.banks[0] = bank;
		}
		banks.n++;
	}
	*ret_banks = banks;
	return TSS2_RC_SUCCESS;
}

TSS2_RC op_select_pcrs(struct bench_client *client, uint32_t first, uint32_t last,
		       TPML_PCR_SELECTION *ret_pcrs)
{
	TPMS_PCR_SELECTION selection = { .sizeofSelect = 3 };
	struct op_banks banks;
	TSS2_RC rc;

	rc = op_pcr_banks(client, first, &banks);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (banks.n == 0)
		return op_skip(client, "no PCR bank is allocated");
	selection.hash = banks.banks[0];
	for (uint32_t pcr = first; pcr <= last; pcr++)
		selection.pcrSelect[pcr / 8] |= 1U << pcr % 8;
	ret_pcrs->count = 1;
	ret_pcrs->pcrSelections[0] = selection;
	return TSS2_RC_SUCCESS;
}

void op_storage_template(TPM2B_PUBLIC *ret_public)
{
	*ret_public = (TPM2B_PUBLIC){
		.publicArea = {
			.type = TPM2_ALG_ECC,
			.nameAlg = TPM2_ALG_SHA256,
			.objectAttributes = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT |
					    TPMA_OBJECT_SENSITIVEDATAORIGIN |
					    TPMA_OBJECT_USERWITHAUTH | TPMA_OBJECT_NODA |
					    TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT,
			.parameters.eccDetail = {
				.symmetric = {
					.algorithm = TPM2_ALG_AES,
					.keyBits.aes = 128,
					.mode.aes = TPM2_ALG_CFB,
				},
				.scheme.scheme = TPM2_ALG_NULL,
				.curveID = TPM2_ECC_NIST_P256,
				.kdf.scheme = TPM2_ALG_NULL,
			},
			.unique.ecc = { .x.size = 32, .y.size = 32 },
		},
	};
}

TSS2_RC op_create_parent(struct bench_client *client, TPM2_HANDLE *ret_handle)
{
	static const TPM2B_SENSITIVE_CREATE no_sensitive;
	static const TPM2B_DATA no_data;
	TPM2B_PUBLIC template;
	TPM2_HANDLE handle;
	TSS2_RC rc;

	op_storage_template(&template);
	rc = Tss2_Sys_CreatePrimary(client->sys, TPM2_RH_NULL, &op_password, &no_sensitive,
				    &template, &no_data, &op_no_pcrs, &handle, NULL, NULL, NULL,
				    NULL, NULL, NULL);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	client_own(client, handle);
	*ret_handle = handle;
	return TSS2_RC_SUCCESS;
}

TSS2_RC op_load_key(struct bench_client *client, const struct fixed_key *key,
		    TPMA_OBJECT attributes, TPM2_HANDLE *ret_handle)
{
	TPM2B_PUBLIC public = key->public;
	TPM2_HANDLE handle;
	TSS2_RC rc;

	public.publicArea.objectAttributes |= attributes;
	rc = Tss2_Sys_LoadExternal(client->sys, NULL, &key->sensitive, &public, TPM2_RH_NULL,
				   &handle, NULL, NULL);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	client_own(client, handle);
	*ret_handle = handle;
	return TSS2_RC_SUCCESS;
}

TSS2_RC op_flush_parent(struct bench_client *client)
{
	return client_flush(client, client->scratch->parent);
}

TSS2_RC op_flush_answer(struct bench_client *client)
{
	return client_flush(client, client->scratch->answer.handle);
}

TSS2_RC op_start_session(struct bench_client *client, TPM2_SE type, TPM2_HANDLE *ret_session)
{
	static const TPMT_SYM_DEF no_cipher = { .algorithm = TPM2_ALG_NULL };
	static const TPM2B_ENCRYPTED_SECRET no_salt;
	static const TPM2B_NONCE nonce = { .size = 32 };
	TPM2_HANDLE session;
	TSS2_RC rc;

	rc = Tss2_Sys_StartAuthSession(client->sys, TPM2_RH_NULL, TPM2_RH_NULL, NULL, &nonce,
				       &no_salt, type, &no_cipher, TPM2_ALG_SHA256, &session, NULL,
				       NULL);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	client_own(client, session);
	*ret_session = session;
	return TSS2_RC_SUCCESS;
}
