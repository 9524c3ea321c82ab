/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The connection, and the questions to a TPM. A TPM's answer is untrusted: every count is bounded
 * by the System API's unmarshalling, every loop by progress and by a number of rounds.
 */
#include "tpm.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <tss2/tss2_mu.h>
#include <tss2/tss2_tctildr.h>

/* Pages of one capability, and TPM2_PCR_Read commands for one selection. */
#define MAX_ROUNDS 64
/* TPMs clamp the number of items asked for to what fits into a response. */
#define MANY_ITEMS  0x7fffffff
#define MAX_RETRIES 5

struct tpm {
	TSS2_TCTI_CONTEXT *tcti;
	TSS2_SYS_CONTEXT *sys;
	int32_t timeout_ms;
	unsigned int commands;
};

TSS2_RC tpm_open(const char *tcti, int timeout_ms, struct tpm **ret_tpm)
{
	TSS2_ABI_VERSION abi = TSS2_ABI_VERSION_CURRENT;
	size_t size = Tss2_Sys_GetContextSize(0);
	struct tpm *tpm;
	TSS2_RC rc;

	tpm = calloc(1, sizeof(*tpm));
	if (!tpm)
		return TSS2_TCTI_RC_MEMORY;
	tpm->timeout_ms = timeout_ms < 0 ? TSS2_TCTI_TIMEOUT_BLOCK : timeout_ms;
	tpm->sys = calloc(1, size);
	if (!tpm->sys) {
		rc = TSS2_TCTI_RC_MEMORY;
		goto free_tpm;
	}
	rc = Tss2_TctiLdr_Initialize(tcti, &tpm->tcti);
	if (rc != TSS2_RC_SUCCESS)
		goto free_sys;
	rc = Tss2_Sys_Initialize(tpm->sys, size, tpm->tcti, &abi);
	if (rc != TSS2_RC_SUCCESS)
		goto finalize_tcti;
	*ret_tpm = tpm;
	return TSS2_RC_SUCCESS;

finalize_tcti:
	Tss2_TctiLdr_Finalize(&tpm->tcti);
free_sys:
	free(tpm->sys);
free_tpm:
	free(tpm);
	return rc;
}

void tpm_close(struct tpm *tpm)
{
	if (!tpm)
		return;
	Tss2_Sys_Finalize(tpm->sys);
	free(tpm->sys);
	Tss2_TctiLdr_Finalize(&tpm->tcti);
	free(tpm);
}

unsigned int tpm_commands(const struct tpm *tpm)
{
	return tpm->commands;
}

/* Send the command that is prepared, and wait for its response. */
static TSS2_RC execute(struct tpm *tpm)
{
	TSS2_RC rc;

	rc = Tss2_Sys_ExecuteAsync(tpm->sys);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	tpm->commands++;
	return Tss2_Sys_ExecuteFinish(tpm->sys, tpm->timeout_ms);
}

/*
 * Does the TPM, or a resource manager in its name, ask to send the same command again? Waits a
 * little before it says so. The System API keeps the response where the command was, hence the
 * command must be prepared anew.
 */
static bool again(TSS2_RC rc, unsigned int tries)
{
	struct timespec pause = { .tv_nsec = (20L << tries) * 1000000 };

	if (tries >= MAX_RETRIES)
		return false;
	if ((rc & TSS2_RC_LAYER_MASK) == TSS2_RESMGR_TPM_RC_LAYER)
		rc &= ~TSS2_RC_LAYER_MASK;
	if (rc != TPM2_RC_RETRY && rc != TPM2_RC_YIELDED && rc != TPM2_RC_TESTING)
		return false;
	nanosleep(&pause, NULL);
	return true;
}

/* Where the items of a capability are, how large one is, and what the next page starts after. */
struct item_layout {
	const void *items;
	size_t size;
	size_t count;
	size_t max;
};

#define LAYOUT(list, member)                                     \
	((struct item_layout){ .items = (list).member,           \
			       .size = sizeof((list).member[0]), \
			       .count = (list).count,            \
			       .max = sizeof((list).member) / sizeof((list).member[0]) })

static bool layout_of(const TPMS_CAPABILITY_DATA *page, struct item_layout *ret_layout)
{
	const TPMU_CAPABILITIES *data = &page->data;

	switch (page->capability) {
	case TPM2_CAP_ALGS:
		*ret_layout = LAYOUT(data->algorithms, algProperties);
		break;
	case TPM2_CAP_HANDLES:
		*ret_layout = LAYOUT(data->handles, handle);
		break;
	case TPM2_CAP_COMMANDS:
		*ret_layout = LAYOUT(data->command, commandAttributes);
		break;
	case TPM2_CAP_PP_COMMANDS:
		*ret_layout = LAYOUT(data->ppCommands, commandCodes);
		break;
	case TPM2_CAP_AUDIT_COMMANDS:
		*ret_layout = LAYOUT(data->auditCommands, commandCodes);
		break;
	case TPM2_CAP_PCRS:
		*ret_layout = LAYOUT(data->assignedPCR, pcrSelections);
		break;
	case TPM2_CAP_TPM_PROPERTIES:
		*ret_layout = LAYOUT(data->tpmProperties, tpmProperty);
		break;
	case TPM2_CAP_PCR_PROPERTIES:
		*ret_layout = LAYOUT(data->pcrProperties, pcrProperty);
		break;
	case TPM2_CAP_ECC_CURVES:
		*ret_layout = LAYOUT(data->eccCurves, eccCurves);
		break;
	case TPM2_CAP_AUTH_POLICIES:
		*ret_layout = LAYOUT(data->authPolicies, policies);
		break;
	default:
		return false;
	}
	return ret_layout->count <= ret_layout->max;
}

/* The number by which the TPM orders the items, and from which a page starts. */
static uint32_t item_key(TPM2_CAP capability, uint32_t first, const void *item)
{
	switch (capability) {
	case TPM2_CAP_ALGS:
		return ((const TPMS_ALG_PROPERTY *)item)->alg;
	case TPM2_CAP_COMMANDS:
		/* V stands in bit 29, as in the command code. */
		return *(const TPMA_CC *)item & (TPMA_CC_COMMANDINDEX_MASK | TPMA_CC_V);
	case TPM2_CAP_TPM_PROPERTIES:
		return ((const TPMS_TAGGED_PROPERTY *)item)->property;
	case TPM2_CAP_PCR_PROPERTIES:
		return ((const TPMS_TAGGED_PCR_SELECT *)item)->tag;
	case TPM2_CAP_ECC_CURVES:
		return *(const TPM2_ECC_CURVE *)item;
	case TPM2_CAP_AUTH_POLICIES:
		return ((const TPMS_TAGGED_POLICY *)item)->handle;
	case TPM2_CAP_PCRS:
		return ((const TPMS_PCR_SELECTION *)item)->hash;
	case TPM2_CAP_HANDLES:
		/* Asked for loaded or saved sessions, a TPM names both of type 0x02 or 0x03. */
		return (first & TPM2_HR_RANGE_MASK) |
		       (*(const TPM2_HANDLE *)item & TPM2_HR_HANDLE_MASK);
	default:
		return *(const uint32_t *)item;
	}
}

static TSS2_RC get_page(struct tpm *tpm, TPM2_CAP capability, uint32_t first, TPMI_YES_NO *ret_more,
			TPMS_CAPABILITY_DATA *ret_page)
{
	unsigned int tries = 0;
	TSS2_RC rc;

	do {
		rc = Tss2_Sys_GetCapability_Prepare(tpm->sys, capability, first, MANY_ITEMS);
		if (rc == TSS2_RC_SUCCESS)
			rc = execute(tpm);
	} while (again(rc, tries++));
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	memset(ret_page, 0, sizeof(*ret_page));
	rc = Tss2_Sys_GetCapability_Complete(tpm->sys, ret_more, ret_page);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	return ret_page->capability == capability ? TSS2_RC_SUCCESS
						  : TSS2_SYS_RC_MALFORMED_RESPONSE;
}

TSS2_RC tpm_capability(struct tpm *tpm, TPM2_CAP capability, uint32_t first, uint32_t end,
		       void **ret_data, size_t *ret_count)
{
	TPMS_CAPABILITY_DATA page;
	TPMI_YES_NO more = TPM2_YES;
	unsigned char *data = NULL;
	size_t count = 0;
	TSS2_RC rc;

	for (unsigned int round = 0; more && round < MAX_ROUNDS; round++) {
		struct item_layout layout;
		unsigned char *larger;
		size_t taken = 0;
		uint32_t next = first;

		rc = get_page(tpm, capability, first, &more, &page);
		if (rc != TSS2_RC_SUCCESS)
			goto free_data;
		if (!layout_of(&page, &layout)) {
			rc = TSS2_SYS_RC_MALFORMED_RESPONSE;
			goto free_data;
		}
		larger = realloc(data, (count + layout.count) * layout.size + 1);
		if (!larger) {
			rc = TSS2_TCTI_RC_MEMORY;
			goto free_data;
		}
		data = larger;
		for (size_t i = 0; i < layout.count; i++) {
			const unsigned char *item =
				(const unsigned char *)layout.items + i * layout.size;
			uint32_t key = item_key(capability, first, item);

			if (end && key >= end) {
				more = TPM2_NO;
				break;
			}
			if (key < first && round > 0)
				continue;
			memcpy(data + (count + taken) * layout.size, item, layout.size);
			taken++;
			if (key >= next && key < UINT32_MAX)
				next = key + 1;
		}
		count += taken;
		/* PCR banks have no order by which a second page could be asked for. */
		if (next == first || capability == TPM2_CAP_PCRS || (end && next >= end))
			break;
		first = next;
	}
	*ret_data = data;
	*ret_count = count;
	return TSS2_RC_SUCCESS;

free_data:
	free(data);
	return rc;
}

TSS2_RC tpm_vendor_capability(struct tpm *tpm, uint32_t property, uint8_t **ret_data,
			      size_t *ret_size)
{
	/* moreData and the capability itself stand before the data. */
	const size_t head = sizeof(TPMI_YES_NO) + sizeof(TPM2_CAP);
	const uint8_t *buffer;
	size_t size, offset = sizeof(TPMI_YES_NO);
	TPM2_CAP capability;
	unsigned int tries = 0;
	uint8_t *data;
	TSS2_RC rc;

	do {
		rc = Tss2_Sys_GetCapability_Prepare(tpm->sys, TPM2_CAP_VENDOR_PROPERTY, property,
						    MANY_ITEMS);
		if (rc == TSS2_RC_SUCCESS)
			rc = execute(tpm);
	} while (again(rc, tries++));
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_Sys_GetRpBuffer(tpm->sys, &size, &buffer);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (size < head)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	rc = Tss2_MU_UINT32_Unmarshal(buffer, size, &offset, &capability);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	if (capability != TPM2_CAP_VENDOR_PROPERTY)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	data = malloc(size - head + 1);
	if (!data)
		return TSS2_TCTI_RC_MEMORY;
	memcpy(data, buffer + head, size - head);
	*ret_data = data;
	*ret_size = size - head;
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_test_result(struct tpm *tpm, uint32_t *ret_result)
{
	TPM2B_MAX_BUFFER vendor_data = { 0 };
	unsigned int tries = 0;
	TPM2_RC result;
	TSS2_RC rc;

	do {
		rc = Tss2_Sys_GetTestResult_Prepare(tpm->sys);
		if (rc == TSS2_RC_SUCCESS)
			rc = execute(tpm);
	} while (again(rc, tries++));
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_Sys_GetTestResult_Complete(tpm->sys, &vendor_data, &result);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	*ret_result = result;
	return TSS2_RC_SUCCESS;
}

TSS2_RC tpm_clock(struct tpm *tpm, TPMS_TIME_INFO *ret_time)
{
	TPMS_TIME_INFO time = { 0 };
	unsigned int tries = 0;
	TSS2_RC rc;

	do {
		rc = Tss2_Sys_ReadClock_Prepare(tpm->sys);
		if (rc == TSS2_RC_SUCCESS)
			rc = execute(tpm);
	} while (again(rc, tries++));
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_Sys_ReadClock_Complete(tpm->sys, &time);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
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
		unsigned int tries = 0;
		UINT32 updates;

		do {
			rc = Tss2_Sys_PCR_Read_Prepare(tpm->sys, &wanted);
			if (rc == TSS2_RC_SUCCESS)
				rc = execute(tpm);
		} while (again(rc, tries++));
		if (rc != TSS2_RC_SUCCESS)
			goto free_pcrs;
		rc = Tss2_Sys_PCR_Read_Complete(tpm->sys, &updates, &read, &values);
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
