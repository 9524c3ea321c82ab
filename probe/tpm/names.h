/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of the numbers in TPM 2.0, part 2, spelled as tpm2-tools prints them. NULL: unknown. */
#ifndef NAMES_H
#define NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

const char *name_algorithm(uint32_t id);	  /* "sha256" */
const char *name_property(uint32_t property);	  /* "TPM2_PT_MANUFACTURER" */
const char *name_pcr_property(uint32_t property); /* "TPM2_PT_TPM2_PCR_SAVE" */
const char *name_curve(uint32_t id);		  /* "TPM2_ECC_NIST_P256" */
const char *name_manufacturer(uint32_t id);	  /* TCG vendor id registry: "Infineon" */
const char *name_pcr(uint32_t index); /* as systemd: "platform-code"; NULL without a name */

/* Back to the number, in upper or lower case. name: size bytes; of a property without "TPM2_PT_". False:
 * unknown. */
bool name_property_id(const char *name, size_t size, uint32_t *ret_property);
bool name_algorithm_id(const char *name, size_t size, uint32_t *ret_id);

/* Bits of a property whose value is a set of flags (TPMA_PERMANENT, TPMA_STARTUP_CLEAR, TPMA_MODES,
 * TPMA_MEMORY ...), as tpm2-tools names them. Returns NULL and 0 for any other. */
struct flag_name {
	const char *name;
	uint32_t mask; /* the value is (raw & mask) shifted down to bit 0 */
};
const struct flag_name *name_property_flags(uint32_t property, size_t *ret_count);

#endif
