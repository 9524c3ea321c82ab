/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TPM2_GetCapability, page by page. The answers are untrusted: every count is bounded by what the
 * structure holds, every loop by progress and by a number of pages.
 */
#include "capability.h"

#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "tpm-connection.h"

#define MAX_PAGES 64
/* TPMs clamp the number of items asked for to what fits into a response. */
#define MANY_ITEMS 0x7fffffff

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

static TSS2_RC get_capability(struct tpm *tpm, TPM2_CAP capability, uint32_t first,
			      struct response *ret_response)
{
	uint8_t parameters[3 * sizeof(uint32_t)];
	size_t size = 0;

	Tss2_MU_UINT32_Marshal(capability, parameters, sizeof(parameters), &size);
	Tss2_MU_UINT32_Marshal(first, parameters, sizeof(parameters), &size);
	Tss2_MU_UINT32_Marshal(MANY_ITEMS, parameters, sizeof(parameters), &size);
	return tpm_command(tpm, TPM2_CC_GetCapability, parameters, size, ret_response);
}

static TSS2_RC get_page(struct tpm *tpm, TPM2_CAP capability, uint32_t first, TPMI_YES_NO *ret_more,
			TPMS_CAPABILITY_DATA *ret_page)
{
	struct response response;
	size_t offset = 0;
	TSS2_RC rc;

	rc = get_capability(tpm, capability, first, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	memset(ret_page, 0, sizeof(*ret_page));
	rc = Tss2_MU_BYTE_Unmarshal(response.parameters, response.size, &offset, ret_more);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	rc = Tss2_MU_TPMS_CAPABILITY_DATA_Unmarshal(response.parameters, response.size, &offset,
						    ret_page);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
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

	for (unsigned int pages = 0; more && pages < MAX_PAGES; pages++) {
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
			if (key < first && pages > 0)
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
	/* moreData stands before the capability. tpm2-tss has no type for what comes after it. */
	size_t offset = sizeof(TPMI_YES_NO);
	struct response response;
	uint32_t capability;
	uint8_t *data;
	TSS2_RC rc;

	rc = get_capability(tpm, TPM2_CAP_VENDOR_PROPERTY, property, &response);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = Tss2_MU_UINT32_Unmarshal(response.parameters, response.size, &offset, &capability);
	if (rc != TSS2_RC_SUCCESS)
		return response_rc(rc);
	if (capability != TPM2_CAP_VENDOR_PROPERTY)
		return TSS2_SYS_RC_MALFORMED_RESPONSE;
	data = malloc(response.size - offset + 1);
	if (!data)
		return TSS2_TCTI_RC_MEMORY;
	memcpy(data, response.parameters + offset, response.size - offset);
	*ret_data = data;
	*ret_size = response.size - offset;
	return TSS2_RC_SUCCESS;
}
