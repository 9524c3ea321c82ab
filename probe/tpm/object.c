/* SPDX-License-Identifier: BSD-2-Clause */
/* Public areas of objects and NV indices, what everybody may read of NV, and random bytes. */
#include "tpm.h"

#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "tpm-command.h"

/* A command whose only handle needs no authorisation. */
static TSS2_RC ask_handle(struct tpm *tpm, TPM2_CC code, TPM2_HANDLE handle,
			  struct response *ret_response)
{
	uint8_t body[sizeof(handle)];
	size_t size = 0;

	Tss2_MU_UINT32_Marshal(handle, body, sizeof(body), &size);
	return tpm_command(tpm, code, body, size, ret_response);
}

TSS2_RC tpm_read_public(struct tpm *tpm, TPM2_HANDLE object, struct tpm_public *ret_public)
{
	TPM2B_NAME name = { 0 }, qualified = { 0 };
	TPM2B_PUBLIC public = { 0 };
	struct response response;
	size_t offset = 0;
	TSS2_RC rc = ask_handle(tpm, TPM2_CC_ReadPublic, object, &response);

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPM2B_PUBLIC_Unmarshal(response.parameters, response.size, &offset, &public);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPM2B_NAME_Unmarshal(response.parameters, response.size, &offset,
						  &name);
	if (rc == TSS2_RC_SUCCESS)
		rc = Tss2_MU_TPM2B_NAME_Unmarshal(response.parameters, response.size, &offset,
						  &qualified);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	*ret_public = (struct tpm_public){ public.publicArea, name, qualified };
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_nv_read_public(struct tpm *tpm, TPM2_HANDLE index, TPMS_NV_PUBLIC *ret_public)
{
	TPM2B_NV_PUBLIC public = { 0 };
	struct response response;
	size_t offset = 0;
	TSS2_RC rc = ask_handle(tpm, TPM2_CC_NV_ReadPublic, index, &response);

	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPM2B_NV_PUBLIC_Unmarshal(response.parameters, response.size, &offset,
					       &public);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	if (public.nvPublic.nvIndex != index)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	*ret_public = public.nvPublic;
	return TSS2_RC_SUCCESS;
}

static TSS2_RC read_chunk(struct tpm *tpm, TPM2_HANDLE index, uint16_t size, uint16_t at,
			  uint8_t *data)
{
	static const TPM2_HANDLE password = TPM2_RS_PW;
	const TPM2_HANDLE handles[] = { index, index };
	const struct authorised what = { handles, 2, &password, 1 };
	uint8_t parameters[2 * sizeof(uint16_t)];
	struct response response;
	size_t n = 0, offset = 0;
	uint16_t got;
	TSS2_RC rc;

	Tss2_MU_UINT16_Marshal(size, parameters, sizeof(parameters), &n);
	Tss2_MU_UINT16_Marshal(at, parameters, sizeof(parameters), &n);
	rc = tpm_command_authorised(tpm, TPM2_CC_NV_Read, &what, parameters, n, NULL, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_UINT16_Unmarshal(response.parameters, response.size, &offset, &got);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	if (got != size || response.size - offset != got)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	memcpy(data, response.parameters + offset, got);
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_nv_read(struct tpm *tpm, const TPMS_NV_PUBLIC *public, size_t chunk, uint8_t **ret_data,
		    size_t *ret_size)
{
	const TPMA_NV needed = TPMA_NV_AUTHREAD | TPMA_NV_NO_DA | TPMA_NV_WRITTEN;
	size_t size = public->dataSize, at = 0;
	uint8_t *data;
	TSS2_RC rc;

	if ((public->attributes & needed) != needed || !chunk)
		return TSS2_SYS_RC_BAD_VALUE;
	data = malloc(size + 1);
	if (!data)
		return TSS2_TCTI_RC_MEMORY;
	for (; at < size; at += chunk) {
		size_t n = size - at < chunk ? size - at : chunk;

		rc = read_chunk(tpm, public->nvIndex, (uint16_t)n, (uint16_t)at, data + at);
		if (rc != TSS2_RC_SUCCESS) {
			free(data);
			return rc;
		}
	}
	*ret_data = data;
	*ret_size = size;
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_random(struct tpm *tpm, uint16_t count)
{
	uint8_t parameters[sizeof(count)];
	struct response response;
	size_t size = 0;

	Tss2_MU_UINT16_Marshal(count, parameters, sizeof(parameters), &size);
	return tpm_command(tpm, TPM2_CC_GetRandom, parameters, size, &response);
}
