/* SPDX-License-Identifier: BSD-2-Clause */
/* Making, loading, using and flushing keys. */
#include "key.h"

#include <string.h>
#include <tss2/tss2_mu.h>

#include "digest.h"
#include "tpm-connection.h"

static const TPM2_HANDLE password = TPM2_RS_PW;

/* inSensitive, inPublic, no outsideInfo, no creationPCR. */
static TSS2_RC marshal_template(const TPMT_PUBLIC *area, const void *data, size_t size,
				uint8_t bytes[MAX_PARAMETERS], size_t *ret_size)
{
	TPM2B_SENSITIVE_CREATE sensitive = { 0 };
	TPM2B_PUBLIC public = { .publicArea = *area };
	TPML_PCR_SELECTION none = { 0 };
	size_t n = 0;
	TSS2_RC rc;

	if (size > sizeof(sensitive.sensitive.data.buffer))
		return TSS2_SYS_RC_BAD_SIZE;
	sensitive.sensitive.data.size = (UINT16)size;
	if (size)
		memcpy(sensitive.sensitive.data.buffer, data, size);
	rc = Tss2_MU_TPM2B_SENSITIVE_CREATE_Marshal(&sensitive, bytes, MAX_PARAMETERS, &n);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPM2B_PUBLIC_Marshal(&public, bytes, MAX_PARAMETERS, &n);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_UINT16_Marshal(0, bytes, MAX_PARAMETERS, &n);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPML_PCR_SELECTION_Marshal(&none, bytes, MAX_PARAMETERS, &n);
	*ret_size = n;
	return rc;
}

/* The last of the response's parameters is the name: is it that of this public area? */
static TSS2_RC check_name(const struct response *response, const TPMT_PUBLIC *area,
			  TPM2B_NAME *ret_name)
{
	TPM2B_NAME name;

	if (!object_name(area, &name) || response->size < name.size ||
	    memcmp(response->parameters + response->size - name.size, name.name, name.size) != 0)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	*ret_name = name;
	return TSS2_RC_SUCCESS;
}

/* An object whose answer is not to be believed does not stay. */
static TSS2_RC take_key(struct tpm *tpm, TSS2_RC rc, const struct tpm_key *key,
			struct tpm_key *ret_key)
{
	if (rc == TSS2_RC_SUCCESS)
		*ret_key = *key;
	else
		tpm_flush(tpm, key->handle);
	return response_rc(rc);
}

TSS2_RC tpm_create_primary(struct tpm *tpm, TPM2_HANDLE hierarchy, const TPMT_PUBLIC *area,
			   struct tpm_key *ret_key)
{
	const struct authorised what = { &hierarchy, 1, &password, 1 };
	uint8_t parameters[MAX_PARAMETERS];
	TPM2B_PUBLIC public = { 0 };
	struct response response;
	size_t size, offset = 0;
	struct tpm_key key = { 0 };
	TSS2_RC rc = marshal_template(area, NULL, 0, parameters, &size);

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = tpm_command_authorised(tpm, TPM2_CC_CreatePrimary, &what, parameters, size,
				    &key.handle, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPM2B_PUBLIC_Unmarshal(response.parameters, response.size, &offset, &public);
	key.area = public.publicArea;
	if (rc == TSS2_RC_SUCCESS)
		rc = check_name(&response, &key.area, &key.name);
	return take_key(tpm, rc, &key, ret_key);
}

TSS2_RC tpm_create(struct tpm *tpm, TPM2_HANDLE parent, TPM2_HANDLE session,
		   const TPMT_PUBLIC *area, const void *data, size_t size,
		   struct tpm_blob *ret_blob)
{
	const struct authorised what = { &parent, 1, &session, 1 };
	uint8_t parameters[MAX_PARAMETERS];
	struct tpm_blob blob = { 0 };
	struct response response;
	size_t n, offset = 0;
	TSS2_RC rc = marshal_template(area, data, size, parameters, &n);

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = tpm_command_authorised(tpm, TPM2_CC_Create, &what, parameters, n, NULL, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPM2B_PRIVATE_Unmarshal(response.parameters, response.size, &offset,
					     &blob.private);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPM2B_PUBLIC_Unmarshal(response.parameters, response.size, &offset,
						    &blob.public);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	*ret_blob = blob;
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_load(struct tpm *tpm, TPM2_HANDLE parent, TPM2_HANDLE session,
		 const struct tpm_blob *blob, struct tpm_key *ret_key)
{
	const struct authorised what = { &parent, 1, &session, 1 };
	uint8_t parameters[MAX_PARAMETERS];
	TPM2B_PUBLIC public = { .publicArea = blob->public.publicArea };
	struct tpm_key key = { .area = blob->public.publicArea };
	struct response response;
	size_t size = 0;
	TSS2_RC rc;

	rc = Tss2_MU_TPM2B_PRIVATE_Marshal(&blob->private, parameters, sizeof(parameters), &size);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPM2B_PUBLIC_Marshal(&public, parameters, sizeof(parameters), &size);
	if (rc == TSS2_RC_SUCCESS)
		rc = tpm_command_authorised(tpm, TPM2_CC_Load, &what, parameters, size, &key.handle,
					    &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return take_key(tpm, check_name(&response, &key.area, &key.name), &key, ret_key);
}

TSS2_RC tpm_flush(struct tpm *tpm, TPM2_HANDLE handle)
{
	uint8_t parameters[sizeof(handle)];
	struct response response;
	size_t size = 0;

	Tss2_MU_UINT32_Marshal(handle, parameters, sizeof(parameters), &size);
	return tpm_command(tpm, TPM2_CC_FlushContext, parameters, size, &response);
}

TSS2_RC tpm_sign(struct tpm *tpm, TPM2_HANDLE key, const TPM2B_DIGEST *digest_,
		 TPMT_SIGNATURE *ret_signature)
{
	const struct authorised what = { &key, 1, &password, 1 };
	const TPMT_TK_HASHCHECK ticket = { .tag = TPM2_ST_HASHCHECK, .hierarchy = TPM2_RH_NULL };
	uint8_t parameters[MAX_PARAMETERS];
	TPMT_SIGNATURE signature = { 0 };
	struct response response;
	size_t size = 0, offset = 0;
	TSS2_RC rc;

	rc = Tss2_MU_TPM2B_DIGEST_Marshal(digest_, parameters, sizeof(parameters), &size);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_UINT16_Marshal(TPM2_ALG_NULL, parameters, sizeof(parameters), &size);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPMT_TK_HASHCHECK_Marshal(&ticket, parameters, sizeof(parameters),
						       &size);
	if (rc == TSS2_RC_SUCCESS)
		rc = tpm_command_authorised(tpm, TPM2_CC_Sign, &what, parameters, size, NULL,
					    &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPMT_SIGNATURE_Unmarshal(response.parameters, response.size, &offset,
					      &signature);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	*ret_signature = signature;
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_unseal(struct tpm *tpm, TPM2_HANDLE object, TPM2B_SENSITIVE_DATA *ret_data)
{
	const struct authorised what = { &object, 1, &password, 1 };
	TPM2B_SENSITIVE_DATA data = { 0 };
	struct response response;
	size_t offset = 0;
	TSS2_RC rc;

	rc = tpm_command_authorised(tpm, TPM2_CC_Unseal, &what, NULL, 0, NULL, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPM2B_SENSITIVE_DATA_Unmarshal(response.parameters, response.size, &offset,
						    &data);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	*ret_data = data;
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_start_policy(struct tpm *tpm, TPMI_ALG_HASH hash, TPM2_HANDLE *ret_session)
{
	static const TPM2_HANDLE none[] = { TPM2_RH_NULL, TPM2_RH_NULL }; /* tpmKey, bind */
	const struct authorised what = { none, 2, NULL, 0 };
	/* Nothing depends on the caller's nonce: no command of these sessions has an HMAC. */
	TPM2B_NONCE nonce = { .size = 16 };
	uint8_t parameters[64];
	struct response response;
	TPM2_HANDLE session;
	size_t size = 0;
	TSS2_RC rc;

	Tss2_MU_TPM2B_NONCE_Marshal(&nonce, parameters, sizeof(parameters), &size);
	Tss2_MU_UINT16_Marshal(0, parameters, sizeof(parameters), &size); /* encryptedSalt */
	Tss2_MU_UINT8_Marshal(TPM2_SE_POLICY, parameters, sizeof(parameters), &size);
	Tss2_MU_UINT16_Marshal(TPM2_ALG_NULL, parameters, sizeof(parameters), &size);
	Tss2_MU_UINT16_Marshal(hash, parameters, sizeof(parameters), &size);
	rc = tpm_command_authorised(tpm, TPM2_CC_StartAuthSession, &what, parameters, size,
				    &session, &response);
	if (rc == TSS2_RC_SUCCESS)
		*ret_session = session;
	return rc;
}

TSS2_RC tpm_policy_secret(struct tpm *tpm, TPM2_HANDLE session, TPM2_HANDLE entity)
{
	const TPM2_HANDLE handles[] = { entity, session };
	const struct authorised what = { handles, 2, &password, 1 };
	/* nonceTPM, cpHashA, policyRef: empty; expiration: never */
	static const uint8_t parameters[3 * sizeof(uint16_t) + sizeof(uint32_t)];
	struct response response;

	return tpm_command_authorised(tpm, TPM2_CC_PolicySecret, &what, parameters,
				      sizeof(parameters), NULL, &response);
}

TSS2_RC tpm_policy_or(struct tpm *tpm, TPM2_HANDLE session, const TPML_DIGEST *branches)
{
	const struct authorised what = { &session, 1, NULL, 0 };
	uint8_t parameters[MAX_PARAMETERS];
	struct response response;
	size_t size = 0;
	TSS2_RC rc;

	rc = Tss2_MU_TPML_DIGEST_Marshal(branches, parameters, sizeof(parameters), &size);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return tpm_command_authorised(tpm, TPM2_CC_PolicyOR, &what, parameters, size, NULL,
				      &response);
}

TSS2_RC tpm_activate_credential(struct tpm *tpm, TPM2_HANDLE key, TPM2_HANDLE ek,
				TPM2_HANDLE ek_session, const TPM2B_ID_OBJECT *credential,
				const TPM2B_ENCRYPTED_SECRET *seed, TPM2B_DIGEST *ret_secret)
{
	const TPM2_HANDLE handles[] = { key, ek }, sessions[] = { TPM2_RS_PW, ek_session };
	const struct authorised what = { handles, 2, sessions, 2 };
	uint8_t parameters[MAX_PARAMETERS];
	TPM2B_DIGEST secret = { 0 };
	struct response response;
	size_t size = 0, offset = 0;
	TSS2_RC rc;

	rc = Tss2_MU_TPM2B_ID_OBJECT_Marshal(credential, parameters, sizeof(parameters), &size);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPM2B_ENCRYPTED_SECRET_Marshal(seed, parameters, sizeof(parameters),
							    &size);
	if (rc == TSS2_RC_SUCCESS)
		rc = tpm_command_authorised(tpm, TPM2_CC_ActivateCredential, &what, parameters,
					    size, NULL, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPM2B_DIGEST_Unmarshal(response.parameters, response.size, &offset, &secret);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	*ret_secret = secret;
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_quote(struct tpm *tpm, TPM2_HANDLE key, const TPM2B_DATA *nonce,
		  const TPML_PCR_SELECTION *pcrs, TPM2B_ATTEST *ret_attest,
		  TPMT_SIGNATURE *ret_signature)
{
	const struct authorised what = { &key, 1, &password, 1 };
	uint8_t parameters[MAX_PARAMETERS];
	TPMT_SIGNATURE signature = { 0 };
	TPM2B_ATTEST attest = { 0 };
	struct response response;
	size_t size = 0, offset = 0;
	TSS2_RC rc;

	rc = Tss2_MU_TPM2B_DATA_Marshal(nonce, parameters, sizeof(parameters), &size);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_UINT16_Marshal(TPM2_ALG_NULL, parameters, sizeof(parameters), &size);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPML_PCR_SELECTION_Marshal(pcrs, parameters, sizeof(parameters),
							&size);
	if (rc == TSS2_RC_SUCCESS)
		rc = tpm_command_authorised(tpm, TPM2_CC_Quote, &what, parameters, size, NULL,
					    &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPM2B_ATTEST_Unmarshal(response.parameters, response.size, &offset, &attest);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPMT_SIGNATURE_Unmarshal(response.parameters, response.size, &offset,
						      &signature);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	*ret_attest = attest;
	*ret_signature = signature;
	return TSS2_RC_SUCCESS;
}
