/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CAPABILITY_H
#define CAPABILITY_H

#include <tss2/tss2_common.h>
#include <tss2/tss2_tpm2_types.h>

#include "report.h"

struct tpm;

/*
 * One capability with all its pages (moreData). data: array of `count` items of the capability's
 * own type (TPMS_ALG_PROPERTY, TPMA_CC, TPM2_CC, TPMS_PCR_SELECTION, TPMS_TAGGED_PROPERTY,
 * TPMS_TAGGED_PCR_SELECT, TPM2_ECC_CURVE, TPM2_HANDLE, TPMS_TAGGED_POLICY), malloc'd.
 * Stops before `end` (exclusive; 0: no bound), at a page without new items, and after 64 pages.
 */
TSS2_RC tpm_capability(struct tpm *tpm, TPM2_CAP capability, uint32_t first, uint32_t end,
		       void **ret_data, size_t *ret_count);

/* TPM2_CAP_VENDOR_PROPERTY: the bytes as the TPM gave them, malloc'd. */
TSS2_RC tpm_vendor_capability(struct tpm *tpm, uint32_t property, uint8_t **ret_data,
			      size_t *ret_size);

#endif
