/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * eltt2 -g -v				TPMFactoryUpd -info			wolfTPM's caps
 *
 *	TPM_PT_MANUFACTURER:      IFX	TPM firmware version : 5.61.2785.0	Mfg IFX (1), Vendor SLB9670, Fw
 *	TPM_PT_FIRMWARE_VERSION:  7.85.4555.0				7.85 (4555), FIPS 140-2 1, CC-EAL4 1
 *	In Lockout:               0 CLEAR
 */
#include <string.h>

#include "device.h"
#include "identity.h"
#include "kinds.h"
#include "tpm-state.h"

/* "7.85.4555.0", or "1.3.65536" where the second word is no Infineon's. */
static void tell_eltt2_firmware(struct reader *reader, struct slice value)
{
	uint64_t n[4];
	size_t count = slice_dotted(value, UINT32_MAX, n, 4);

	if (count == 4)
		tell_dotted_firmware(reader, value, true);
	else if (count == 3 && n[0] <= UINT16_MAX && n[1] <= UINT16_MAX)
		tell_firmware(reader, (uint32_t)(n[0] << 16 | n[1]), (uint32_t)n[2]);
}

/* Names that tpm2_getcap has, too, with other values behind them. */
static bool read_eltt2_property(struct reader *reader, const struct text_line *line, bool open)
{
	struct identity *identity = reader->getcap.tpm->identity;
	struct slice name = line->key;
	uint64_t number = 0;
	bool is_number = slice_number(line->value, UINT64_MAX, &number, NULL);
	bool decimal = is_number && number <= UINT32_MAX && !slice_find(line->value, "0x");

	if (!slice_skip(&name, "TPM_PT_"))
		return false;
	if (slice_is(name, "VENDOR_STRING"))
		tell_text(reader, &identity->vendor_string, line->value);
	else if (slice_is(name, "FIRMWARE_VERSION"))
		tell_eltt2_firmware(reader, line->value);
	else if (slice_is(name, "MANUFACTURER") && line->value.size && !is_number)
		tell_manufacturer(reader, line->value);
	else if (slice_is(name, "FAMILY_INDICATOR") && line->value.size && !is_number)
		tell_family(reader, line->value);
	else if (!open || (line->value.size && !decimal))
		return false;
	else if (slice_is(name, "LEVEL") && decimal)
		tell_number(reader, &identity->level, number);
	else if (slice_is(name, "REVISION") && decimal)
		tell_number(reader, &identity->revision, number);
	else if (slice_is(name, "DAY_OF_YEAR") && decimal)
		tell_number(reader, &identity->errata_day, number);
	else if (slice_is(name, "YEAR") && decimal)
		tell_number(reader, &identity->errata_year, number);
	else if (slice_is(name, "VENDOR_TPM_TYPE") && decimal)
		tell_number(reader, &identity->tpm_type, number);
	else
		return slice_is(name, "MEMORY") || slice_is(name, "PERMANENT") ||
		       slice_is(name, "STARTUP_CLEAR");
	return true;
}

static bool read_eltt2_flag(struct reader *reader, const struct text_line *line)
{
	struct state *state = reader->getcap.tpm->state;
	const struct {
		const char *key;
		struct number_fact *fact;
	} flags[] = {
		{ "Owner Auth Set", &state->owner_auth_set },
		{ "Sendorsement Auth Set", &state->endorsement_auth_set },
		{ "Endorsement Auth Set", &state->endorsement_auth_set },
		{ "Lockout Auth Set", &state->lockout_auth_set },
		{ "Disable Clear", &state->disable_clear },
		{ "In Lockout", &state->in_lockout },
		{ "TPM Generated EPS", &state->tpm_generated_eps },
		{ "Ph Enable", &state->platform_hierarchy },
		{ "Sh Enable", &state->storage_hierarchy },
		{ "Eh Enable", &state->endorsement_hierarchy },
		{ "Orderly", &state->orderly },
		{ "Shared RAM", NULL },
		{ "Shared NV", NULL },
		{ "Object Copied To Ram", NULL },
	};
	uint64_t truth;

	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (!slice_is(line->key, flags[i].key))
			continue;
		if (flags[i].fact && slice_truth(line->value, &truth))
			tell_number(reader, flags[i].fact, truth);
		return true;
	}
	return false;
}

static bool read_eltt2(struct reader *reader, const struct text_line *line, bool open)
{
	bool title = slice_find(line->whole, "TPM capability information of ");

	if (!title && (!line->colon || (!read_eltt2_property(reader, line, open) &&
					!(open && read_eltt2_flag(reader, line)))))
		return false;
	return reader_take_tpm(reader, "eltt2");
}

const struct text_kind kind_eltt2 = { read_eltt2 };

static bool read_infineon(struct reader *reader, const struct text_line *line, bool open)
{
	struct tpm_report *tpm = reader->getcap.tpm;
	static const char source[] = "TPMFactoryUpd";
	static const char *const others[] = {
		"TPM information",   "Firmware valid",	   "TPM platformAuth",
		"Remaining updates", "TPM operation mode", "TPM enabled",
		"TPM activated",     "TPM owner set",	   "TPM deferred physical presence"
	};

	if (slice_find(line->whole, "Infineon Technologies AG") &&
	    slice_find(line->whole, source)) {
		tell_manufacturer(reader, slice_of("IFX"));
		return reader_take_tpm(reader, source);
	}
	if (!line->colon)
		return false;
	if (slice_is(line->key, "TPM firmware version")) {
		if (text_is(&tpm->tpm12->specification, "1.2"))
			tell_text(reader, &tpm->tpm12->firmware, slice_word(line->value, NULL));
		else
			tell_dotted_firmware(reader, line->value, true);
		return reader_take_tpm(reader, source);
	}
	if (slice_is(line->key, "TPM family") && line->value.size) {
		tell_family(reader, line->value);
		return reader_take_tpm(reader, source);
	}
	for (size_t i = 0; open && i < sizeof(others) / sizeof(others[0]); i++)
		if (slice_is(line->key, others[i]))
			return reader_take_tpm(reader, source);
	return false;
}

const struct text_kind kind_infineon = { read_infineon };

/* What stands between a label and the next comma. */
static struct slice part_of(struct slice line, const char *label)
{
	const char *at = slice_find(line, label);

	if (!at)
		return (struct slice){ 0 };
	return slice_trim(
		slice_until(slice_from(line, (size_t)(at - line.bytes) + strlen(label)), ","));
}

static bool read_wolftpm(struct reader *reader, const struct text_line *line, bool open)
{
	struct identity *identity = reader->getcap.tpm->identity;
	struct slice whole = line->whole, maker, rest, firmware, vendor;
	uint64_t n[2], low, truth;

	(void)open;
	slice_skip(&whole, "Caps: ");
	maker = whole;
	if (!slice_skip(&maker, "Mfg ") || !slice_find(whole, ", Vendor ") ||
	    !slice_find(whole, ", Fw "))
		return false;
	tell_manufacturer(reader, slice_word(slice_until(maker, "(,"), NULL));
	vendor = part_of(whole, ", Vendor ");
	tell_text(reader, &identity->vendor_string, vendor);
	firmware = slice_word(part_of(whole, ", Fw "), &rest);
	/* Of Infineon's second word it shows no more than the build. */
	if (slice_dotted(firmware, UINT16_MAX, n, 2) == 2) {
		bool known = slice_skip(&rest, "(") &&
			     slice_number(slice_until(rest, ")"), UINT32_MAX, &low, NULL);

		if (known && !text_is(&identity->manufacturer, "IFX"))
			tell_firmware(reader, (uint32_t)(n[0] << 16 | n[1]), (uint32_t)low);
		else if (known && !fact_known(&identity->firmware.fact))
			tell_text(reader, &identity->firmware, firmware);
	}
	if (slice_truth(part_of(whole, "FIPS 140-2 "), &truth))
		tell_number(reader, &identity->fips_140_2, truth);
	return reader_take_tpm(reader, "wolfTPM");
}

const struct text_kind kind_wolftpm = { read_wolftpm };
