/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Talking TPM 2.0 over any TCTI that tctildr can load: one connection, typed questions. Nothing
 * here writes to the TPM or authorises against an object; key.h has what loads keys.
 *
 * Every function that sends commands returns a TSS2_RC: of the TPM, or of the layer that failed.
 */
#ifndef TPM_H
#define TPM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tss2/tss2_sys.h>

struct tpm;

TSS2_RC tpm_test_result(struct tpm *tpm, uint32_t *ret_result);
TSS2_RC tpm_clock(struct tpm *tpm, TPMS_TIME_INFO *ret_time);

/* Values of the PCRs selected; as many TPM2_PCR_Read as the TPM needs. */
struct tpm_pcr {
	TPMI_ALG_HASH bank;
	uint32_t index;
	TPM2B_DIGEST digest;
};
TSS2_RC tpm_pcr_values(struct tpm *tpm, const TPMS_PCR_SELECTION *banks, size_t n_banks,
		       struct tpm_pcr **ret_pcrs, size_t *ret_count);

/* Public areas. They need no authorisation. Names are what the TPM says. */
struct tpm_public {
	TPMT_PUBLIC area;
	TPM2B_NAME name, qualified_name;
};
TSS2_RC tpm_read_public(struct tpm *tpm, TPM2_HANDLE object, struct tpm_public *ret_public);
TSS2_RC tpm_nv_read_public(struct tpm *tpm, TPM2_HANDLE index, TPMS_NV_PUBLIC *ret_public);

/*
 * The contents of an NV index, size bytes, `chunk` at a time (TPM2_PT_NV_BUFFER_MAX), malloc'd.
 * Refused with TSS2_SYS_RC_BAD_VALUE unless public says that an empty password may read it
 * (AUTHREAD), that no failure counts (NO_DA), and that it was written.
 */
TSS2_RC tpm_nv_read(struct tpm *tpm, const TPMS_NV_PUBLIC *public, size_t chunk, uint8_t **ret_data,
		    size_t *ret_size);

/* The same by the owner's empty password. Refused unless public says that the owner may read it
 * (OWNERREAD), and that it was written; the caller has seen that the owner has no password. */
TSS2_RC tpm_nv_read_as_owner(struct tpm *tpm, const TPMS_NV_PUBLIC *public, size_t chunk,
			     uint8_t **ret_data, size_t *ret_size);

/* `count` random bytes are asked for, and dropped. */
TSS2_RC tpm_random(struct tpm *tpm, uint16_t count);

#endif
