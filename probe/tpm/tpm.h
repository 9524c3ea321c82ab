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

/*
 * Open a connection.
 * tcti: tctildr's "name:conf" or "/path/module.so:conf". timeout_ms: bound for each answer, or -1.
 * Sends no TPM command.
 */
TSS2_RC tpm_open(const char *tcti, int timeout_ms, struct tpm **ret_tpm);
void tpm_close(struct tpm *tpm);

/*
 * Is tpm2-abrmd between us and the TPM? It ends (assertion in get_cap_post_process, 3.0.0) when the TPM
 * refuses a TPM2_GetCapability, and with it every client's session.
 */
bool tpm_through_abrmd(const struct tpm *tpm);

/*
 * From now on send no more than this many commands, those sent before among them; 0: no limit.
 * Whatever would be one more is not sent, and answered with TPM_LIMIT_REACHED.
 */
void tpm_limit_commands(struct tpm *tpm, unsigned int limit);
#define TPM_LIMIT_REACHED (TSS2_SYS_RC_LAYER | 0xf801)

/*
 * A command and its response as bytes, for those who marshal themselves. The bytes of the response
 * are the connection's, until the next command. Its code is not looked at.
 */
TSS2_RC tpm_transmit(struct tpm *tpm, const uint8_t *command, size_t size);
TSS2_RC tpm_receive(struct tpm *tpm, const uint8_t **ret_response, size_t *ret_size);

/* TPM commands sent so far. */
unsigned int tpm_commands(const struct tpm *tpm);

/* Those that were sent again because the TPM asked for it (RETRY, YIELDED, TESTING). */
unsigned int tpm_retries(const struct tpm *tpm);

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

/* `count` random bytes are asked for, and dropped. */
TSS2_RC tpm_random(struct tpm *tpm, uint16_t count);

#endif
