/* SPDX-License-Identifier: BSD-2-Clause */
/* The questions that are no capability: self test, clock, PCR values. */
#include "tpm.h"

#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "tpm-command.h"

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
