/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the structures of TPM 2.0, part 2, become in the report. Pure: the same tables serve a TPM
 * that was asked and one of which there is only a text.
 */
#ifndef RECORDS_H
#define RECORDS_H

#include <tss2/tss2_tpm2_types.h>

#include "report.h"

/* A TPM tells a whole word (known: UINT32_MAX); a text may tell some of its bits by name. */
struct known_property {
	TPM2_PT property;
	uint32_t value, known;
};

struct known_properties {
	struct known_property *items;
	size_t count;
	struct fact fixed, variable; /* the presence of each group */
	bool excerpt; /* a TPM may have more of each group: what is not among them is not known */
};

/* identity, state and limits as far as they are properties. */
void record_identity(struct report *report, struct tpm_report *tpm_report,
		     const struct known_properties *properties);
/* The firmware in its three notations, from TPM2_PT_FIRMWARE_VERSION_1 and _2. */
struct identity;
void record_firmware_words(struct report *report, struct identity *identity, uint32_t high,
			   uint32_t low);
/* capabilities.properties_fixed and .properties_variable. */
void record_properties(struct report *report, struct tpm_report *tpm_report,
		       const struct known_properties *properties);

/* Append one record to a list of struct algorithm, command, named_id, pcr_bank. */
struct algorithm *record_algorithm(struct report *report, struct list_fact *list, TPM2_ALG_ID id,
				   TPMA_ALGORITHM attributes);
void record_command(struct report *report, struct list_fact *list, TPMA_CC attributes);
void record_named_id(struct report *report, struct list_fact *list, const char *name, uint32_t id);
void record_bank(struct report *report, struct list_fact *list, const TPMS_PCR_SELECTION *bank);
void record_number(struct report *report, struct list_fact *list, uint64_t number);
/* A PCR's value; digest: size bytes. */
void record_pcr_value(struct report *report, struct list_fact *list, TPM2_ALG_ID bank,
		      uint32_t index, const uint8_t *digest, size_t size);

/* TPMA_NV, its names, and what it says: type, written. */
struct nv_index;
void record_nv_attributes(struct report *report, struct nv_index *record, TPMA_NV attributes);

/* "sha256", or "0x27" where there is no name. */
void set_name(struct report *report, struct text_fact *fact, const char *name, uint32_t id);
/* The numbers of the bits that are set. */
void set_selected(struct report *report, struct list_fact *list, const uint8_t *bits, size_t size);

/* The four bytes of a property whose value is text. */
void property_bytes(uint32_t value, char ret_bytes[4]);

#endif
