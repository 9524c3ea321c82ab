/* SPDX-License-Identifier: BSD-2-Clause */
/* The questions that are no capability: self test, clock, PCR values. */
#include "tpm.h"

#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "tpm-connection.h"

/* PCRs come eight at a time: 64 commands are enough for every bank of every TPM. */
#define MAX_ROUNDS 64

TSS2_RC tpm_test_result(struct tpm *tpm, uint32_t *ret_result)
{
	TPM2B_MAX_BUFFER vendor_data = { 0 };
	struct response response;
	size_t offset = 0;
	uint32_t result;
	TSS2_RC rc;

	rc = tpm_command(tpm, TPM2_CC_GetTestResult, NULL, 0, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPM2B_MAX_BUFFER_Unmarshal(response.parameters, response.size, &offset,
						&vendor_data);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	rc = Tss2_MU_UINT32_Unmarshal(response.parameters, response.size, &offset, &result);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	if (offset != response.size)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	*ret_result = result;
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_clock(struct tpm *tpm, TPMS_TIME_INFO *ret_time)
{
	TPMS_TIME_INFO time = { 0 };
	struct response response;
	size_t offset = 0;
	TSS2_RC rc;

	rc = tpm_command(tpm, TPM2_CC_ReadClock, NULL, 0, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_TPMS_TIME_INFO_Unmarshal(response.parameters, response.size, &offset, &time);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	if (offset != response.size)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	*ret_time = time;
	return TSS2_RC_SUCCESS;
}

/* Take the PCRs read out of what is wanted, and append them. False: nothing of it was wanted. */
static bool take_pcrs(TPML_PCR_SELECTION *wanted, const TPML_PCR_SELECTION *read,
		      const TPML_DIGEST *values, struct tpm_pcr *pcrs, size_t *count)
{
	size_t value = 0;
	bool progress = false;

	for (size_t bank = 0; bank < read->count && bank < TPM2_NUM_PCR_BANKS; bank++) {
		const TPMS_PCR_SELECTION *selection = &read->pcrSelections[bank];
		TPMS_PCR_SELECTION *open = NULL;

		for (size_t i = 0; i < wanted->count; i++)
			if (wanted->pcrSelections[i].hash == selection->hash)
				open = &wanted->pcrSelections[i];
		for (size_t pcr = 0; pcr < 8U * selection->sizeofSelect; pcr++) {
			uint8_t bit = 1U << (pcr % 8);

			if (!(selection->pcrSelect[pcr / 8] & bit))
				continue;
			if (value >= values->count)
				return progress;
			if (open && (open->pcrSelect[pcr / 8] & bit)) {
				open->pcrSelect[pcr / 8] &= ~bit;
				pcrs[*count] = (struct tpm_pcr){
					.bank = selection->hash,
					.index = pcr,
					.digest = values->digests[value],
				};
				(*count)++;
				progress = true;
			}
			value++;
		}
	}
	return progress;
}

static size_t count_selected(const TPML_PCR_SELECTION *wanted)
{
	size_t count = 0;

	for (size_t i = 0; i < wanted->count; i++)
		for (size_t byte = 0; byte < sizeof(wanted->pcrSelections[i].pcrSelect); byte++)
			count += __builtin_popcount(wanted->pcrSelections[i].pcrSelect[byte]);
	return count;
}

static TSS2_RC read_pcrs(struct tpm *tpm, const TPML_PCR_SELECTION *wanted,
			 TPML_PCR_SELECTION *ret_read, TPML_DIGEST *ret_values)
{
	size_t size = 0, offset = sizeof(uint32_t); /* pcrUpdateCounter */
	uint8_t parameters[MAX_PARAMETERS];
	struct response response;
	TSS2_RC rc;

	rc = Tss2_MU_TPML_PCR_SELECTION_Marshal(wanted, parameters, sizeof(parameters), &size);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = tpm_command(tpm, TPM2_CC_PCR_Read, parameters, size, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (response.size < offset)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	rc = Tss2_MU_TPML_PCR_SELECTION_Unmarshal(response.parameters, response.size, &offset,
						  ret_read);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	return response_rc(Tss2_MU_TPML_DIGEST_Unmarshal(response.parameters, response.size,
							 &offset, ret_values));
}

TSS2_RC tpm_pcr_values(struct tpm *tpm, const TPMS_PCR_SELECTION *banks, size_t n_banks,
		       struct tpm_pcr **ret_pcrs, size_t *ret_count)
{
	TPML_PCR_SELECTION wanted = { 0 };
	struct tpm_pcr *pcrs;
	size_t count = 0;
	TSS2_RC rc;

	for (size_t i = 0; i < n_banks && wanted.count < TPM2_NUM_PCR_BANKS; i++) {
		TPMS_PCR_SELECTION *bank = &wanted.pcrSelections[wanted.count];

		if (banks[i].sizeofSelect > TPM2_PCR_SELECT_MAX)
			return TSS2_SYS_RC_BAD_VALUE;
		bank->hash = banks[i].hash;
		bank->sizeofSelect = banks[i].sizeofSelect;
		memcpy(bank->pcrSelect, banks[i].pcrSelect, banks[i].sizeofSelect);
		wanted.count++;
	}
	pcrs = calloc(count_selected(&wanted) + 1, sizeof(*pcrs));
	if (!pcrs)
		return TSS2_TCTI_RC_MEMORY;

	for (unsigned int round = 0; count_selected(&wanted) && round < MAX_ROUNDS; round++) {
		TPML_PCR_SELECTION read = { 0 };
		TPML_DIGEST values = { 0 };
		rc = read_pcrs(tpm, &wanted, &read, &values);
		if (rc != TSS2_RC_SUCCESS)
			goto free_pcrs;
		if (!take_pcrs(&wanted, &read, &values, pcrs, &count))
			break;
	}
	*ret_pcrs = pcrs;
	*ret_count = count;
	return TSS2_RC_SUCCESS;

free_pcrs:
	free(pcrs);
	return rc;
}

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

static TSS2_RC read_chunk(struct tpm *tpm, TPM2_HANDLE reader, TPM2_HANDLE index, uint16_t size,
			  uint16_t at, uint8_t *data)
{
	static const TPM2_HANDLE password = TPM2_RS_PW;
	const TPM2_HANDLE handles[] = { reader, index };
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

static TSS2_RC read_nv(struct tpm *tpm, TPM2_HANDLE reader, const TPMS_NV_PUBLIC *public,
		       size_t chunk, uint8_t **ret_data, size_t *ret_size)
{
	size_t size = public->dataSize, at = 0;
	uint8_t *data;
	TSS2_RC rc;

	data = malloc(size + 1);
	if (!data)
		return TSS2_TCTI_RC_MEMORY;
	for (; at < size; at += chunk) {
		size_t n = size - at < chunk ? size - at : chunk;

		rc = read_chunk(tpm, reader, public->nvIndex, (uint16_t)n, (uint16_t)at, data + at);
		if (rc != TSS2_RC_SUCCESS) {
			free(data);
			return rc;
		}
	}
	*ret_data = data;
	*ret_size = size;
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_nv_read(struct tpm *tpm, const TPMS_NV_PUBLIC *public, size_t chunk, uint8_t **ret_data,
		    size_t *ret_size)
{
	const TPMA_NV needed = TPMA_NV_AUTHREAD | TPMA_NV_NO_DA | TPMA_NV_WRITTEN;

	if ((public->attributes & needed) != needed || !chunk)
		return TSS2_SYS_RC_BAD_VALUE;
	return read_nv(tpm, public->nvIndex, public, chunk, ret_data, ret_size);
}

TSS2_RC tpm_nv_read_as_owner(struct tpm *tpm, const TPMS_NV_PUBLIC *public, size_t chunk,
			     uint8_t **ret_data, size_t *ret_size)
{
	const TPMA_NV needed = TPMA_NV_OWNERREAD | TPMA_NV_WRITTEN;

	if ((public->attributes & needed) != needed || !chunk)
		return TSS2_SYS_RC_BAD_VALUE;
	return read_nv(tpm, TPM2_RH_OWNER, public, chunk, ret_data, ret_size);
}

TSS2_RC tpm_random(struct tpm *tpm, uint16_t count)
{
	uint8_t parameters[sizeof(count)];
	struct response response;
	size_t size = 0;

	Tss2_MU_UINT16_Marshal(count, parameters, sizeof(parameters), &size);
	return tpm_command(tpm, TPM2_CC_GetRandom, parameters, size, &response);
}
