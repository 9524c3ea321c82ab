/* SPDX-License-Identifier: BSD-2-Clause */
/* Records of capability lists: one function per structure of the specification. */
#include "records.h"

#include "capabilities.h"
#include "names.h"

static uint64_t bits(uint32_t value, uint32_t mask)
{
	return (value & mask) >> __builtin_ctz(mask);
}

void set_name(struct report *report, struct text_fact *fact, const char *name, uint32_t id)
{
	fact_set_text(report, fact, name ? name : arena_printf(&report->arena, "0x%x", id));
}

void set_selected(struct report *report, struct list_fact *list, const uint8_t *bytes, size_t size)
{
	list->fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < 8 * size; i++)
		if (bytes[i / 8] & (1U << (i % 8)))
			record_number(report, list, i);
}

void record_number(struct report *report, struct list_fact *list, uint64_t number)
{
	*(uint64_t *)list_append(&report->arena, list, sizeof(number)) = number;
}

struct algorithm *record_algorithm(struct report *report, struct list_fact *list, TPM2_ALG_ID id,
				   TPMA_ALGORITHM attributes)
{
	struct algorithm *record = list_append(&report->arena, list, sizeof(*record));

	set_name(report, &record->name, name_algorithm(id), id);
	record->id = FACT_NUMBER(id);
	record->attributes = FACT_NUMBER(attributes);
	record->asymmetric = FACT_NUMBER(bits(attributes, TPMA_ALGORITHM_ASYMMETRIC));
	record->symmetric = FACT_NUMBER(bits(attributes, TPMA_ALGORITHM_SYMMETRIC));
	record->hash = FACT_NUMBER(bits(attributes, TPMA_ALGORITHM_HASH));
	record->object = FACT_NUMBER(bits(attributes, TPMA_ALGORITHM_OBJECT));
	/* Bits 4 to 7; those above bit 10 show in "attributes". */
	record->reserved = FACT_NUMBER(bits(attributes, TPMA_ALGORITHM_RESERVED1_MASK));
	record->signing = FACT_NUMBER(bits(attributes, TPMA_ALGORITHM_SIGNING));
	record->encrypting = FACT_NUMBER(bits(attributes, TPMA_ALGORITHM_ENCRYPTING));
	record->method = FACT_NUMBER(bits(attributes, TPMA_ALGORITHM_METHOD));
	return record;
}

void record_command(struct report *report, struct list_fact *list, TPMA_CC attributes)
{
	struct command *record = list_append(&report->arena, list, sizeof(*record));
	uint32_t code = attributes & (TPMA_CC_COMMANDINDEX_MASK | TPMA_CC_V);

	set_name(report, &record->name, name_command(code), code);
	record->value = FACT_NUMBER(attributes);
	record->command_index = FACT_NUMBER(bits(attributes, TPMA_CC_COMMANDINDEX_MASK));
	record->reserved1 = FACT_NUMBER(bits(attributes, TPMA_CC_RESERVED1_MASK));
	record->nv = FACT_NUMBER(bits(attributes, TPMA_CC_NV));
	record->extensive = FACT_NUMBER(bits(attributes, TPMA_CC_EXTENSIVE));
	record->flushed = FACT_NUMBER(bits(attributes, TPMA_CC_FLUSHED));
	record->c_handles = FACT_NUMBER(bits(attributes, TPMA_CC_CHANDLES_MASK));
	record->r_handle = FACT_NUMBER(bits(attributes, TPMA_CC_RHANDLE));
	record->v = FACT_NUMBER(bits(attributes, TPMA_CC_V));
	record->res = FACT_NUMBER(bits(attributes, TPMA_CC_RES_MASK));
}

void record_named_id(struct report *report, struct list_fact *list, const char *name, uint32_t id)
{
	struct named_id *record = list_append(&report->arena, list, sizeof(*record));

	set_name(report, &record->name, name, id);
	record->id = FACT_NUMBER(id);
}

void record_bank(struct report *report, struct list_fact *list, const TPMS_PCR_SELECTION *bank)
{
	struct pcr_bank *record = list_append(&report->arena, list, sizeof(*record));

	set_name(report, &record->name, name_algorithm(bank->hash), bank->hash);
	record->id = FACT_NUMBER(bank->hash);
	set_selected(report, &record->selected, bank->pcrSelect, bank->sizeofSelect);
}

void record_pcr_value(struct report *report, struct list_fact *list, TPM2_ALG_ID bank,
		      uint32_t index, const uint8_t *digest, size_t size)
{
	struct pcr_value *record = list_append(&report->arena, list, sizeof(*record));

	set_name(report, &record->bank, name_algorithm(bank), bank);
	record->index = FACT_NUMBER(index);
	fact_set_text(report, &record->name, name_pcr(index));
	fact_set_text(report, &record->digest, arena_hex(&report->arena, digest, size));
}

void property_bytes(uint32_t value, char ret_bytes[4])
{
	for (size_t i = 0; i < 4; i++)
		ret_bytes[i] = value >> (24 - 8 * i);
}

static void set_property_text(struct report *report, struct text_fact *fact, uint32_t property,
			      uint32_t value)
{
	char bytes[4];

	switch (property) {
	case TPM2_PT_FAMILY_INDICATOR:
	case TPM2_PT_PS_FAMILY_INDICATOR:
	case TPM2_PT_MANUFACTURER:
	case TPM2_PT_VENDOR_STRING_1:
	case TPM2_PT_VENDOR_STRING_2:
	case TPM2_PT_VENDOR_STRING_3:
	case TPM2_PT_VENDOR_STRING_4:
		property_bytes(value, bytes);
		fact_set_bytes(report, fact, bytes, sizeof(bytes));
		break;
	case TPM2_PT_REVISION:
	case TPM2_PT_PS_REVISION:
		fact_set_text(report, fact,
			      arena_printf(&report->arena, "%u.%02u", value / 100, value % 100));
		break;
	case TPM2_PT_CONTEXT_HASH:
	case TPM2_PT_CONTEXT_SYM:
		fact_set_text(report, fact, name_algorithm(value));
		break;
	default:
		break;
	}
}

static void record_property(struct report *report, struct list_fact *list,
			    const struct known_property *item)
{
	struct property *record = list_append(&report->arena, list, sizeof(*record));
	const struct flag_name *flags;
	size_t n_flags;

	set_name(report, &record->name, name_property(item->property), item->property);
	record->property = FACT_NUMBER(item->property);
	record->raw.fact = FACT_ABSENT;
	if (item->known == UINT32_MAX) {
		record->raw = FACT_NUMBER(item->value);
		set_property_text(report, &record->text, item->property, item->value);
	}
	flags = name_property_flags(item->property, &n_flags);
	for (size_t i = 0; i < n_flags; i++) {
		struct flag *flag = list_append(&report->arena, &record->flags, sizeof(*flag));

		fact_set_text(report, &flag->name, flags[i].name);
		flag->value.fact = FACT_ABSENT;
		if ((item->known & flags[i].mask) == flags[i].mask)
			flag->value = FACT_NUMBER(bits(item->value, flags[i].mask));
	}
}

void record_properties(struct report *report, struct tpm_report *tpm_report,
		       const struct known_properties *properties)
{
	struct capabilities *capabilities = tpm_report->capabilities;

	capabilities->properties_fixed.fact = properties->fixed;
	capabilities->properties_variable.fact = properties->variable;
	for (size_t i = 0; i < properties->count; i++)
		record_property(report,
				properties->items[i].property < TPM2_PT_VAR
					? &capabilities->properties_fixed
					: &capabilities->properties_variable,
				&properties->items[i]);
}
