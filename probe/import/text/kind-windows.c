/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Windows: Get-Tpm and Win32_Tpm ("LockoutCount : 0"), tpmtool getdeviceinformation ("-Lockout Counter: 0"),
 * and what tpm.msc shows ("Manufacturer Name: INTC"). OwnerAuth is a secret: it goes nowhere.
 */
#include <string.h>

#include "day.h"
#include "device.h"
#include "identity.h"
#include "kinds.h"
#include "tpm-state.h"

static void tell_truth(struct reader *reader, struct number_fact *fact, struct slice value)
{
	uint64_t truth;

	if (slice_truth(value, &truth))
		tell_number(reader, fact, truth);
}

static void tell_count(struct reader *reader, struct number_fact *fact, struct slice value)
{
	uint64_t number;

	if (slice_number(value, UINT32_MAX, &number, NULL))
		tell_number(reader, fact, number);
}

/* "7200s", "10 minutes", "2 hours" */
static void tell_seconds(struct reader *reader, struct number_fact *fact, struct slice value)
{
	static const struct {
		const char *unit;
		uint64_t seconds;
	} units[] = { { "s", 1 },	 { "seconds", 1 },  { "second", 1 },
		      { "minutes", 60 }, { "minute", 60 },  { "hours", 3600 },
		      { "hour", 3600 },	 { "days", 86400 }, { "day", 86400 } };
	struct slice digits = { value.bytes, 0 }, unit;
	uint64_t number;

	while (digits.size < value.size && strchr("0123456789", value.bytes[digits.size]))
		digits.size++;
	unit = slice_trim(slice_from(value, digits.size));
	if (!slice_number(digits, UINT32_MAX, &number, NULL))
		return;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (slice_is(unit, units[i].unit))
			tell_number(reader, fact, number * units[i].seconds);
}

/* "2.0, 0, 1.59": family, level, revision; "Not Supported" elsewhere. */
static void tell_specification(struct reader *reader, struct slice value)
{
	struct identity *identity = reader->getcap.tpm->identity;
	struct slice family = slice_until(value, ","), rest = slice_from(value, family.size), level;
	uint64_t number;

	tell_family(reader, family);
	if (!slice_skip(&rest, ","))
		return;
	level = slice_until(rest, ",");
	rest = slice_from(rest, level.size);
	if (slice_number(slice_trim(level), UINT32_MAX, &number, NULL))
		tell_number(reader, &identity->level, number);
	if (slice_skip(&rest, ",") && slice_hundredths(slice_trim(rest), UINT32_MAX, &number))
		tell_number(reader, &identity->revision, number);
}

enum what {
	NOTHING, /* understood, and no fact of the report's */
	MANUFACTURER,
	MANUFACTURER_ID,
	VERSION,
	VENDOR,
	SPECIFICATION,
	REVISION,
	DATE,
	PPI,
	LOCKED,
	COUNT,
	MOST,
	INTERVAL,
	RECOVERY,
};

static const struct {
	const char *key;
	enum what what;
	bool begins; /* nothing else prints such a line */
} rows[] = {
	{ "TpmPresent", NOTHING, true },
	{ "TpmReady", NOTHING, true },
	{ "TpmEnabled", NOTHING, true },
	{ "TpmActivated", NOTHING, true },
	{ "TpmOwned", NOTHING, true },
	{ "RestartPending", NOTHING, false },
	{ "ManufacturerId", MANUFACTURER_ID, true },
	{ "ManufacturerIdTxt", MANUFACTURER, true },
	{ "ManufacturerVersion", VERSION, true },
	{ "ManufacturerVersionFull20", VERSION, true },
	{ "ManufacturerVersionInfo", VENDOR, true },
	{ "ManagedAuthLevel", NOTHING, true },
	{ "OwnerAuth", NOTHING, true },
	{ "OwnerClearDisabled", NOTHING, true },
	{ "AutoProvisioning", NOTHING, true },
	{ "LockedOut", LOCKED, true },
	{ "LockoutHealTime", INTERVAL, true },
	{ "LockoutCount", COUNT, true },
	{ "LockoutMax", MOST, true },
	{ "SelfTest", NOTHING, false },
	{ "PhysicalPresenceVersionInfo", PPI, true },
	{ "SpecVersion", SPECIFICATION, true },
	{ "IsActivated_InitialValue", NOTHING, true },
	{ "IsEnabled_InitialValue", NOTHING, true },
	{ "IsOwned_InitialValue", NOTHING, true },
	{ "PSComputerName", NOTHING, false },
	{ "TPM Present", NOTHING, true },
	{ "TPM Version", SPECIFICATION, false },
	{ "TPM Manufacturer ID", MANUFACTURER, true },
	{ "TPM Manufacturer Full Name", NOTHING, true },
	{ "TPM Manufacturer Version", VERSION, true },
	{ "PPI Version", PPI, false },
	{ "Is Initialized", NOTHING, false },
	{ "Ready For Storage", NOTHING, false },
	{ "Ready For Attestation", NOTHING, false },
	{ "Is Capable For Attestation", NOTHING, false },
	{ "Clear Needed To Recover", NOTHING, false },
	{ "Clear Possible", NOTHING, false },
	{ "TPM Has Vulnerable Firmware", NOTHING, true },
	{ "Maintenance Task Complete", NOTHING, false },
	{ "Bitlocker PCR7 Binding State", NOTHING, false },
	{ "PCR7 Binding State", NOTHING, false },
	{ "TPM Spec Version", REVISION, true },
	{ "TPM Errata Date", DATE, true },
	{ "PC Client Version", NOTHING, false },
	{ "Lockout Information", NOTHING, false },
	{ "Is Locked Out", LOCKED, true },
	{ "Lockout Counter", COUNT, false },
	{ "Max Auth Fail", MOST, false },
	{ "Lockout Interval", INTERVAL, false },
	{ "Lockout Recovery", RECOVERY, false },
};

static void tell_fact(struct reader *reader, enum what what, struct slice value)
{
	struct tpm_report *tpm = reader->getcap.tpm;
	uint64_t number;
	char text[4];

	switch (what) {
	case NOTHING:
		break;
	case MANUFACTURER:
		tell_manufacturer(reader, value);
		break;
	case MANUFACTURER_ID:
		if (!slice_number(value, UINT32_MAX, &number, NULL) || !number)
			break;
		property_bytes((uint32_t)number, text);
		tell_manufacturer(reader, (struct slice){ text, strnlen(text, sizeof(text)) });
		break;
	case VERSION:
		tell_dotted_firmware(reader, value, false);
		break;
	case VENDOR:
		tell_text(reader, &tpm->identity->vendor_string, value);
		break;
	case SPECIFICATION:
		tell_specification(reader, value);
		break;
	case REVISION:
		if (slice_hundredths(value, UINT32_MAX, &number))
			tell_number(reader, &tpm->identity->revision, number);
		break;
	case DATE:
		tell_date(reader, value);
		break;
	case PPI:
		tell_text(reader, &tpm->device->ppi_version, value);
		break;
	case LOCKED:
		tell_truth(reader, &tpm->state->in_lockout, value);
		break;
	case COUNT:
		tell_count(reader, &tpm->state->lockout_counter, value);
		break;
	case MOST:
		tell_count(reader, &tpm->state->max_auth_fail, value);
		break;
	case INTERVAL:
		tell_seconds(reader, &tpm->state->lockout_interval, value);
		break;
	case RECOVERY:
		tell_seconds(reader, &tpm->state->lockout_recovery, value);
		break;
	}
}

/* The window of tpm.msc, copied: up to three in a line. */
static bool read_console(struct reader *reader, const struct text_line *line)
{
	static const struct {
		const char *label;
		enum what what;
	} labels[] = { { "Manufacturer Name:", MANUFACTURER },
		       { "Manufacturer Version:", VERSION },
		       { "Specification Version:", SPECIFICATION } };
	bool found = false;

	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		const char *at = slice_find(line->whole, labels[i].label);
		struct slice value;

		if (!at || (at > line->whole.bytes && !is_blank(at[-1])))
			continue;
		value = slice_from(line->whole,
				   (size_t)(at - line->whole.bytes) + strlen(labels[i].label));
		tell_fact(reader, labels[i].what, slice_word(value, NULL));
		found = true;
	}
	return found && reader_take_tpm(reader, "tpm.msc");
}

static bool read_windows(struct reader *reader, const struct text_line *line, bool open)
{
	if (!line->colon)
		return false;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		uint64_t truth;

		if (!slice_is(line->key, rows[i].key) ||
		    (!rows[i].begins && (!open || reader->after_gap)))
			continue;
		tell_fact(reader, rows[i].what, line->value);
		if ((slice_is(line->key, "TpmPresent") || slice_is(line->key, "TPM Present")) &&
		    slice_truth(line->value, &truth) && !truth)
			return reader_take(reader, "Windows");
		reader->source =
			strchr(rows[i].key, ' ') ? "tpmtool getdeviceinformation" : "Get-Tpm";
		return reader_take_tpm(reader, reader->source);
	}
	return read_console(reader, line);
}

const struct text_kind kind_windows = { read_windows };
