/* SPDX-License-Identifier: BSD-2-Clause */
/* Identity, state and limits: what the TPM's properties say, one table row per fact. */
#include <stddef.h>
#include <string.h>

#include "identity.h"
#include "names.h"
#include "records.h"
#include "tpm-state.h"
#include "vendor.h"

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
	return value ? (struct fact){ .presence = PRESENCE_PRESENT } : FACT_ABSENT;
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

/* The text of up to four properties in a row. */
static void set_text(const struct recorder *recorder, struct text_fact *fact, uint32_t first,
		     size_t n_properties)
{
	char bytes[16] = { 0 };
	size_t size = 0;
	bool known = false;

	fact->fact = property_fact(recorder, first, NULL);
	for (size_t i = 0; i < n_properties && size + 4 <= sizeof(bytes); i++) {
		const uint32_t *value = find_property(recorder, first + i, UINT32_MAX);

		if (!value)
			continue;
		property_bytes(*value, bytes + size);
		size += strnlen(bytes + size, 4);
		known = true;
	}
	if (known)
		fact_set_bytes(recorder->report, fact, bytes, size);
}

static void record_firmware(const struct recorder *recorder)
{
	struct identity *identity = recorder->tpm_report->identity;
	const uint32_t *high = find_property(recorder, TPM2_PT_FIRMWARE_VERSION_1, UINT32_MAX);
	const uint32_t *low = find_property(recorder, TPM2_PT_FIRMWARE_VERSION_2, UINT32_MAX);
	struct report *report = recorder->report;

	identity->firmware_raw.fact = identity->firmware.fact = identity->firmware_systemd.fact =
		property_fact(recorder, TPM2_PT_FIRMWARE_VERSION_1, NULL);
	if (!high || !low)
		return;
	fact_set_text(report, &identity->firmware_raw,
		      arena_printf(&report->arena, "%08x %08x", *high, *low));
	fact_set_text(report, &identity->firmware,
		      arena_printf(&report->arena, "%u.%u.%u.%u", *high >> 16, *high & 0xffff,
				   *low >> 16, *low & 0xffff));
	fact_set_text(report, &identity->firmware_systemd,
		      arena_printf(&report->arena, "%u.%u.%u", *high >> 16, *high & 0xffff, *low));
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
