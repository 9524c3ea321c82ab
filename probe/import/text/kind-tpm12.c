/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TPM 1.2: tpm_version, and the kernel's attribute caps.
 *
 *	TPM 1.2 Version Info:			Manufacturer: 0x49465800
 *	Chip Version:        1.2.133.32		TCG version: 1.2
 *	TPM Vendor ID:       IFX		Firmware version: 133.32
 */
#include <string.h>

#include "device.h"
#include "kinds.h"

static void set_manufacturer(struct reader *reader, uint64_t id)
{
	char bytes[4];

	property_bytes((uint32_t)id, bytes);
	tell_text(reader, &reader->getcap.tpm->tpm12->manufacturer,
		  (struct slice){ bytes, strnlen(bytes, sizeof(bytes)) });
}

static bool take(struct reader *reader, const char *source)
{
	tell_number(reader, &reader->getcap.tpm->device->version_major, 1);
	return reader_take_tpm(reader, source);
}

/* "133.32": at least two numbers. */
static void tell_version(struct reader *reader, struct slice value)
{
	uint64_t n[4];

	value = slice_word(value, NULL);
	if (slice_dotted(value, UINT16_MAX, n, 2) == 2)
		tell_text(reader, &reader->getcap.tpm->tpm12->firmware, value);
}

static bool read_caps(struct reader *reader, const struct text_line *line, bool open)
{
	static const char source[] = "caps";
	uint64_t number;

	if (slice_is(line->key, "Manufacturer") && reader->next &&
	    slice_is(reader->next->key, "TCG version") &&
	    slice_number(line->value, UINT32_MAX, &number, NULL)) {
		set_manufacturer(reader, number);
		return take(reader, source);
	}
	if (slice_is(line->key, "TCG version") && slice_is(slice_word(line->value, NULL), "1.2")) {
		tell_text(reader, &reader->getcap.tpm->tpm12->specification, slice_of("1.2"));
		return take(reader, source);
	}
	if (!open || reader->after_gap || !slice_is(line->key, "Firmware version"))
		return false;
	tell_version(reader, line->value);
	return take(reader, source);
}

static bool read_tpm12(struct reader *reader, const struct text_line *line, bool open)
{
	static const char source[] = "tpm_version";
	static const char *const others[] = { "Spec Level", "Errata Revision",
					      "Vendor Specific data", "TPM Version" };
	struct tpm12 *tpm12 = reader->getcap.tpm->tpm12;
	struct slice value = line->value;

	if (!line->colon)
		return false;
	if (slice_find(line->whole, "TPM 1.2 Version Info:")) {
		tell_text(reader, &tpm12->specification, slice_of("1.2"));
		return take(reader, source);
	}
	if (slice_is(line->key, "Chip Version") && slice_skip(&value, "1.2.")) {
		tell_text(reader, &tpm12->specification, slice_of("1.2"));
		tell_version(reader, value);
		return take(reader, source);
	}
	if (open && !reader->after_gap) {
		if (slice_is(line->key, "TPM Vendor ID") && value.size) {
			tell_text(reader, &tpm12->manufacturer, slice_word(value, NULL));
			return take(reader, source);
		}
		if (slice_is(line->key, "Manufacturer Info")) {
			uint8_t id[4];
			size_t size;

			if (slice_hex(slice_word(value, NULL), id, sizeof(id), &size) && size == 4)
				set_manufacturer(reader, (uint64_t)id[0] << 24 |
								 (uint64_t)id[1] << 16 |
								 (uint64_t)id[2] << 8 | id[3]);
			return take(reader, source);
		}
		for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			if (slice_is(line->key, others[i]))
				return take(reader, source);
	}
	return read_caps(reader, line, open);
}

const struct text_kind kind_tpm12 = { read_tpm12 };
