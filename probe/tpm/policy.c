/* SPDX-License-Identifier: BSD-2-Clause */
/* Policy sessions, and the two commands of attestation. */
#include <string.h>
#include <tss2/tss2_mu.h>

#include "digest.h"
#include "key.h"
#include "tpm-command.h"

static const TPM2_HANDLE password = TPM2_RS_PW;

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
