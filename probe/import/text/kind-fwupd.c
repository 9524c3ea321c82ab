/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fwupdmgr get-devices, and fwupdmgr security.
 *
 *	├─TPM:
 *	│     Device ID:          c6a80ac3a22083423992a3cb15018989f37834d6
 *	│     Current version:    15.22.65.49152
 *	│     Vendor:             Infineon (TPM:IFX)
 *	│     GUIDs:              5eebb112-75ad-5536-b173-a11eb3399402 ← TPM\VEN_IFX&DEV_0000
 *
 * What is a TPM only its GUIDs and its vendor say, and they come behind the version.
 */
#include <ctype.h>
#include <string.h>

#include "device.h"
#include "host.h"
#include "identity.h"
#include "kinds.h"

enum { MOST_ATTRIBUTES = 64 };

static const char source[] = "fwupdmgr get-devices";

static void tell_device_version(struct reader *reader)
{
	struct tpm_report *tpm = reader->getcap.tpm;
	struct slice version = reader->fwupd.version;

	if (!reader->fwupd.is_tpm || !version.size)
		return;
	if (text_is(&tpm->tpm12->specification, "1.2"))
		tell_text(reader, &tpm->tpm12->firmware, version);
	else
		tell_dotted_firmware(reader, version, false);
}

/* "TPM\VEN_IFX&MOD_SLB9672&VER_2.0" */
static void tell_instance(struct reader *reader, struct slice instance)
{
	struct tpm_report *tpm = reader->getcap.tpm;

	slice_skip(&instance, "TPM\\");
	while (instance.size) {
		struct slice part = slice_until(instance, "& \t");
		size_t n = part.size + (part.size < instance.size);

		bool whole = part.size < instance.size && instance.bytes[part.size] == '&';

		instance = slice_from(instance, n);
		if (slice_skip(&part, "VER_"))
			tell_family(reader, part);
		/* At a line's end the rest of a name may be in the next one. */
		else if (whole && slice_skip(&part, "VEN_"))
			tell_manufacturer(reader, part);
		else if (whole && slice_skip(&part, "MOD_") && part.size)
			tell_text(reader, &tpm->identity->vendor_string, part);
		if (!whole)
			break;
	}
	reader->fwupd.is_tpm = true;
}

/* "Infineon (TPM:IFX)" */
static void tell_vendor(struct reader *reader, struct slice value)
{
	const char *at = slice_find(value, "TPM:");

	if (!at || !slice_find(value, ")"))
		return;
	reader->fwupd.is_tpm = true;
	tell_manufacturer(reader,
			  slice_until(slice_from(value, (size_t)(at + 4 - value.bytes)), ") |"));
}

static bool is_guid(struct slice text)
{
	struct slice word = slice_word(text, NULL);

	if (word.size != 36)
		return false;
	for (size_t i = 0; i < word.size; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23
			    ? word.bytes[i] != '-'
			    : !isxdigit((unsigned char)word.bytes[i]))
			return false;
	return true;
}

static bool is_key(struct slice key)
{
	static const char *const keys[] = {
		"Device ID",
		"Summary",
		"Description",
		"Current version",
		"Bootloader Version",
		"Minimum Version",
		"Vendor",
		"Install Duration",
		"GUID",
		"GUIDs",
		"Device Flags",
		"Problems",
		"Update State",
		"Update Error",
		"Serial Number",
		"Release Branch",
		"Last modified",
		"Flags",
		"Plugin",
		"DeviceId",
		"Version",
		"VersionFormat",
		"Guid",
		"Name",
		"VendorId",
		"Icon",
		"Created",
		"Update Message",
		"Branch",
		"Previous version",
		"New version",
		"Device Requests",
		"Bootloader Guid",
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (slice_is(key, keys[i]))
			return true;
	return false;
}

/* The name of a device is followed by its id. */
static bool is_heading(const struct reader *reader, const struct text_line *line)
{
	return line->colon && !line->value.size && reader->next &&
	       (slice_is(reader->next->key, "Device ID") ||
		slice_is(reader->next->key, "DeviceId"));
}

static bool read_fwupd(struct reader *reader, const struct text_line *line, bool open)
{
	const char *instance = slice_find(line->whole, "TPM\\VEN_");
	bool begins = slice_is(line->key, "Device ID") || slice_is(line->key, "DeviceId");

	if (is_heading(reader, line) || (begins && reader->fwupd.has_id)) {
		memset(&reader->fwupd, 0, sizeof(reader->fwupd));
		/* Dell's plugin has no other mark. */
		if (!begins && (slice_is(line->key, "TPM") || slice_is(line->key, "TPM 2.0") ||
				slice_is(line->key, "TPM 1.2")))
			reader->fwupd.is_tpm = true;
		reader->source = reader->fwupd.is_tpm ? source : NULL;
		reader->fwupd.has_id = begins;
		return true;
	}
	if (instance) {
		tell_instance(reader,
			      slice_from(line->whole, (size_t)(instance - line->whole.bytes)));
		tell_device_version(reader);
		return reader_take_tpm(reader, source);
	}
	if (begins)
		reader->fwupd.has_id = true;
	else if (!open)
		return false;
	if (slice_is(line->key, "Current version")) {
		reader->fwupd.version = slice_word(line->value, NULL);
		tell_device_version(reader);
	} else if (slice_is(line->key, "Vendor") || slice_is(line->key, "VendorId")) {
		tell_vendor(reader, line->value);
		tell_device_version(reader);
	} else if (!is_key(line->key) && !is_guid(line->whole) && !begins) {
		/* Lines of the lists that flags and problems are; not where something else was between. */
		return !reader->after_gap && reader->next && !line->colon &&
		       !memchr(line->whole.bytes, '=', line->whole.size) && reader->fwupd.has_id;
	}
	if (!reader->fwupd.is_tpm)
		return true;
	return reader_take_tpm(reader, source);
}

const struct text_kind kind_fwupd = { read_fwupd };

/* "✔", "✘" and what terminals without them show. */
static bool skip_mark(struct slice *line)
{
	static const char *const marks[] = { "\xe2\x9c\x94", "\xe2\x9c\x98", "\xe2\x9c\x85",
					     "\xe2\x9d\x8c", "\xe2\x9c\x93", "\xe2\x9c\x97" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (slice_skip(line, marks[i]))
			return true;
	return false;
}

/* In fwupd's English; part of one may be all that a line has room for. */
static bool is_result(struct slice value)
{
	static const char *const results[] = { "Found",	    "Not found",     "Valid",	 "Invalid",
					       "Enabled",   "Disabled",	     "Locked",	 "Unlocked",
					       "Failed",    "Unknown",	     "OK",	 "Tainted",
					       "Untainted", "Not supported", "Not valid" };

	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (slice_is(value, results[i]))
			return true;
	return false;
}

static bool read_security(struct reader *reader, const struct text_line *line, bool open)
{
	struct slice rest = line->whole, key, value, tpm;
	bool marked = skip_mark(&rest);

	if (!marked && slice_find(rest, "Host Security ID:") != rest.bytes &&
	    !(open && (slice_skip(&rest, "HSI-") || slice_skip(&rest, "Runtime Suffix"))))
		return false;
	key = slice_trim(slice_until(slice_trim(rest), ":"));
	tpm = key;
	if (!marked || !slice_skip(&tpm, "TPM "))
		return marked && !open ? false : (reader->source = NULL, true);
	value = slice_trim(slice_from(slice_trim(rest), key.size));
	slice_skip(&value, ":");
	value = slice_trim(slice_until(value, ":"));
	if (!is_result(value))
		return reader_take(reader, "fwupdmgr security");
	tell_list(reader, &reader->report->host->fwupd_security,
		  slice_of(arena_printf(&reader->report->arena, "%.*s: %.*s", (int)key.size,
					key.bytes, (int)value.size, value.bytes)),
		  MOST_ATTRIBUTES);
	if (slice_is(tpm, "v2.0") && slice_is(value, "Found")) {
		tell_family(reader, slice_of("2.0"));
		reader->has_tpm = true;
	}
	return reader_take(reader, "fwupdmgr security");
}

const struct text_kind kind_fwupd_security = { read_security };
