/* SPDX-License-Identifier: BSD-2-Clause */
/* Records of capability lists: one function per structure of the specification. */
#include "records.h"

#include <stddef.h>
#include <string.h>
#include "names-command.h"
#include "names-registry.h"
#include "capabilities.h"
#include "names.h"
#include "vendor.h"
#include "identity.h"
#include "keys.h"
#include "tpm-state.h"

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

void record_nv_attributes(struct report *report, struct nv_index *record, TPMA_NV attributes)
{
	fact_set_text(report, &record->type, nv_type(attributes));
	record->attributes = FACT_NUMBER(attributes);
	record->attribute_names.fact.presence = PRESENCE_PRESENT;
	for (unsigned int bit = 0; bit < 32; bit++)
		if (attributes >> bit & 1 && nv_attribute(bit))
			*(const char **)list_append(&report->arena, &record->attribute_names,
						    sizeof(char *)) = nv_attribute(bit);
	record->written = FACT_NUMBER(!!(attributes & TPMA_NV_WRITTEN));
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

/* Where the facts of one TPM go, and what they are made of. */
struct recorder {
	struct report *report;
	struct tpm_report *tpm_report;
	const struct known_properties *properties;
};

/* NULL, too, where not all bits of mask are known. */
static const uint32_t *find_property(const struct recorder *recorder, uint32_t property,
				     uint32_t mask)
{
	const struct known_properties *properties = recorder->properties;

	for (size_t i = 0; i < properties->count; i++)
		if (properties->items[i].property == property &&
		    (properties->items[i].known & mask) == mask)
			return &properties->items[i].value;
	return NULL;
}

/* The presence of a fact that is made of one property. */
static struct fact property_fact(const struct recorder *recorder, uint32_t property,
				 const uint32_t *value)
{
	const struct fact *group = property < TPM2_PT_VAR ? &recorder->properties->fixed
							  : &recorder->properties->variable;

	if (!fact_known(group))
		return *group;
	if (value)
		return (struct fact){ .presence = PRESENCE_PRESENT };
	return recorder->properties->excerpt ? (struct fact){ 0 } : FACT_ABSENT;
}

/* A fact that is a property's value, or some bits of it. */
struct property_row {
	uint32_t property;
	uint32_t mask;
	size_t part;   /* offset of the pointer to the part in struct tpm_report */
	size_t offset; /* of the struct number_fact in the part */
};

#define BITS(property, mask, part, member)                             \
	{                                                              \
		(property), (mask), offsetof(struct tpm_report, part), \
			offsetof(struct part, member)                  \
	}
#define ROW(property, part, member) BITS(property, UINT32_MAX, part, member)

static const struct property_row rows[] = {
	ROW(TPM2_PT_LEVEL, identity, level),
	ROW(TPM2_PT_REVISION, identity, revision),
	ROW(TPM2_PT_DAY_OF_YEAR, identity, errata_day),
	ROW(TPM2_PT_YEAR, identity, errata_year),
	ROW(TPM2_PT_VENDOR_TPM_TYPE, identity, tpm_type),
	ROW(TPM2_PT_MANUFACTURER, identity, manufacturer_id),
	BITS(TPM2_PT_MODES, TPMA_MODES_FIPS_140_2, identity, fips_140_2),

	BITS(TPM2_PT_PERMANENT, TPMA_PERMANENT_OWNERAUTHSET, state, owner_auth_set),
	BITS(TPM2_PT_PERMANENT, TPMA_PERMANENT_ENDORSEMENTAUTHSET, state, endorsement_auth_set),
	BITS(TPM2_PT_PERMANENT, TPMA_PERMANENT_LOCKOUTAUTHSET, state, lockout_auth_set),
	BITS(TPM2_PT_PERMANENT, TPMA_PERMANENT_DISABLECLEAR, state, disable_clear),
	BITS(TPM2_PT_PERMANENT, TPMA_PERMANENT_INLOCKOUT, state, in_lockout),
	BITS(TPM2_PT_PERMANENT, TPMA_PERMANENT_TPMGENERATEDEPS, state, tpm_generated_eps),
	BITS(TPM2_PT_STARTUP_CLEAR, TPMA_STARTUP_CLEAR_PHENABLE, state, platform_hierarchy),
	BITS(TPM2_PT_STARTUP_CLEAR, TPMA_STARTUP_CLEAR_SHENABLE, state, storage_hierarchy),
	BITS(TPM2_PT_STARTUP_CLEAR, TPMA_STARTUP_CLEAR_EHENABLE, state, endorsement_hierarchy),
	BITS(TPM2_PT_STARTUP_CLEAR, TPMA_STARTUP_CLEAR_PHENABLENV, state, platform_nv),
	BITS(TPM2_PT_STARTUP_CLEAR, TPMA_STARTUP_CLEAR_ORDERLY, state, orderly),
	ROW(TPM2_PT_LOCKOUT_COUNTER, state, lockout_counter),
	ROW(TPM2_PT_MAX_AUTH_FAIL, state, max_auth_fail),
	ROW(TPM2_PT_LOCKOUT_INTERVAL, state, lockout_interval),
	ROW(TPM2_PT_LOCKOUT_RECOVERY, state, lockout_recovery),

	ROW(TPM2_PT_INPUT_BUFFER, limits, input_buffer),
	ROW(TPM2_PT_MAX_COMMAND_SIZE, limits, max_command_size),
	ROW(TPM2_PT_MAX_RESPONSE_SIZE, limits, max_response_size),
	ROW(TPM2_PT_MAX_DIGEST, limits, max_digest),
	ROW(TPM2_PT_MAX_OBJECT_CONTEXT, limits, max_object_context),
	ROW(TPM2_PT_MAX_SESSION_CONTEXT, limits, max_session_context),
	ROW(TPM2_PT_CONTEXT_GAP_MAX, limits, context_gap),
	ROW(TPM2_PT_NV_BUFFER_MAX, limits, nv_buffer_max),
	ROW(TPM2_PT_NV_INDEX_MAX, limits, nv_index_max),
	ROW(TPM2_PT_NV_COUNTERS_MAX, limits, nv_counters_max),
	ROW(TPM2_PT_PCR_COUNT, limits, pcr_count),
	ROW(TPM2_PT_PCR_SELECT_MIN, limits, pcr_select_min),
	ROW(TPM2_PT_TOTAL_COMMANDS, limits, total_commands),
	ROW(TPM2_PT_HR_TRANSIENT_MIN, limits, transient_min),
	ROW(TPM2_PT_HR_PERSISTENT_MIN, limits, persistent_min),
	ROW(TPM2_PT_HR_LOADED_MIN, limits, loaded_min),
	ROW(TPM2_PT_ACTIVE_SESSIONS_MAX, limits, active_sessions_max),
	ROW(TPM2_PT_HR_NV_INDEX, limits, nv_indices),
	ROW(TPM2_PT_HR_LOADED, limits, loaded),
	ROW(TPM2_PT_HR_LOADED_AVAIL, limits, loaded_avail),
	ROW(TPM2_PT_HR_ACTIVE, limits, active),
	ROW(TPM2_PT_HR_ACTIVE_AVAIL, limits, active_avail),
	ROW(TPM2_PT_HR_TRANSIENT_AVAIL, limits, transient_avail),
	ROW(TPM2_PT_HR_PERSISTENT, limits, persistent),
	ROW(TPM2_PT_HR_PERSISTENT_AVAIL, limits, persistent_avail),
	ROW(TPM2_PT_NV_COUNTERS, limits, nv_counters),
	ROW(TPM2_PT_NV_COUNTERS_AVAIL, limits, nv_counters_avail),
};

static void record_numbers(const struct recorder *recorder)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const uint32_t *value = find_property(recorder, rows[i].property, rows[i].mask);
		char *part = *(char **)((char *)recorder->tpm_report + rows[i].part);
		struct number_fact *fact = (void *)(part + rows[i].offset);

		fact->fact = property_fact(recorder, rows[i].property, value);
		if (value)
			fact->value = (*value & rows[i].mask) >> __builtin_ctz(rows[i].mask);
	}
}

/* ST's TPMs have numbers in place of a name: shown as such. */
static void set_vendor_bytes(struct report *report, struct text_fact *fact, const char *bytes,
			     size_t size)
{
	size_t plain = 0;

	while (size && bytes[size - 1] == ' ')
		size--;
	while (plain < size && bytes[plain] >= ' ' && bytes[plain] <= '~')
		plain++;
	if (plain == size)
		fact_set_bytes(report, fact, bytes, size);
	else
		fact_set_text(report, fact,
			      arena_printf(&report->arena, "0x%s",
					   arena_hex(&report->arena, bytes, size)));
}

/* The text of up to four properties in a row. */
static void set_text(const struct recorder *recorder, struct text_fact *fact, uint32_t first,
		     size_t n_properties)
{
	char bytes[16] = { 0 };
	bool known = false, gap = false;
	size_t size = 0;

	fact->fact = property_fact(recorder, first, NULL);
	for (size_t i = 0; i < n_properties && size + 4 <= sizeof(bytes); i++) {
		const uint32_t *value = find_property(recorder, first + i, UINT32_MAX);

		/* Of an excerpt the text is whole where it ended, and what comes behind it is there. */
		if (!value && recorder->properties->excerpt &&
		    (!size || size % 4 == 0 ||
		     !find_property(recorder, TPM2_PT_FIRMWARE_VERSION_1, UINT32_MAX)))
			return;
		gap |= !value;
		if (value && gap && recorder->properties->excerpt)
			return;
		if (!value)
			continue;
		property_bytes(*value, bytes + size);
		size += strnlen(bytes + size, 4);
		known = true;
	}
	if (known)
		set_vendor_bytes(recorder->report, fact, bytes, size);
}

void record_firmware_words(struct report *report, struct identity *identity, uint32_t high,
			   uint32_t low)
{
	fact_set_text(report, &identity->firmware_raw,
		      arena_printf(&report->arena, "%08x %08x", high, low));
	fact_set_text(report, &identity->firmware,
		      arena_printf(&report->arena, "%u.%u.%u.%u", high >> 16, high & 0xffff,
				   low >> 16, low & 0xffff));
	fact_set_text(report, &identity->firmware_systemd,
		      arena_printf(&report->arena, "%u.%u.%u", high >> 16, high & 0xffff, low));
}

static void record_firmware(const struct recorder *recorder)
{
	struct identity *identity = recorder->tpm_report->identity;
	const uint32_t *high = find_property(recorder, TPM2_PT_FIRMWARE_VERSION_1, UINT32_MAX);
	const uint32_t *low = find_property(recorder, TPM2_PT_FIRMWARE_VERSION_2, UINT32_MAX);

	identity->firmware_raw.fact = identity->firmware.fact = identity->firmware_systemd.fact =
		property_fact(recorder, TPM2_PT_FIRMWARE_VERSION_1, NULL);
	if (high && low)
		record_firmware_words(recorder->report, identity, *high, *low);
}

static void record_modalias(const struct recorder *recorder)
{
	struct identity *identity = recorder->tpm_report->identity;
	char modalias[VENDOR_MODALIAS_SIZE];
	struct vendor vendor = { 0 };

	identity->modalias.fact = property_fact(recorder, TPM2_PT_FIRMWARE_VERSION_1, NULL);
	if (!fact_known(&identity->family.fact) || !fact_known(&identity->manufacturer.fact) ||
	    !fact_known(&identity->firmware_systemd.fact))
		return;
	for (uint32_t property = VENDOR_FIRST; property <= VENDOR_LAST; property++) {
		const uint32_t *value = find_property(recorder, property, UINT32_MAX);

		if (value)
			vendor_set(&vendor, property, *value);
		else if (recorder->properties->excerpt)
			return;
	}
	vendor_modalias(&vendor, modalias);
	fact_set_text(recorder->report, &identity->modalias, modalias);
}

void record_identity(struct report *report, struct tpm_report *tpm_report,
		     const struct known_properties *properties)
{
	const struct recorder recorder = { report, tpm_report, properties };
	struct identity *identity = tpm_report->identity;

	record_numbers(&recorder);
	set_text(&recorder, &identity->family, TPM2_PT_FAMILY_INDICATOR, 1);
	set_text(&recorder, &identity->manufacturer, TPM2_PT_MANUFACTURER, 1);
	set_text(&recorder, &identity->vendor_string, TPM2_PT_VENDOR_STRING_1, 4);
	identity->manufacturer_name.fact = identity->manufacturer_id.fact;
	if (fact_known(&identity->manufacturer_id.fact))
		fact_set_text(report, &identity->manufacturer_name,
			      name_manufacturer(identity->manufacturer_id.value));
	record_firmware(&recorder);
	record_modalias(&recorder);
}
