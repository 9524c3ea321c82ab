/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TPM calls itself, as systemd writes it. */
#include "vendor.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

/* TPM 2.0 Library, part 2, 6.13 */
enum {
	FAMILY_INDICATOR = VENDOR_FIRST,
	LEVEL,
	REVISION,
	DAY_OF_YEAR,
	YEAR,
	MANUFACTURER,
	VENDOR_STRING_1,
	VENDOR_TPM_TYPE = 0x10a,
	FIRMWARE_VERSION_1,
	FIRMWARE_VERSION_2,
};

void vendor_set(struct vendor *vendor, uint32_t property, uint32_t value)
{
	if (property >= VENDOR_FIRST && property <= VENDOR_LAST)
		vendor->values[property - VENDOR_FIRST] = value;
}

static uint32_t get(const struct vendor *vendor, uint32_t property)
{
	return vendor->values[property - VENDOR_FIRST];
}

/* The text of n properties in a row: 4 * n bytes and a NUL. */
static void get_text(const struct vendor *vendor, uint32_t first, size_t n, char *ret_text)
{
	size_t end = 0;

	for (size_t i = 0; i < 4 * n; i++) {
		uint8_t byte = get(vendor, first + i / 4) >> (24 - 8 * (i % 4));

		if (byte != ' ' && byte != '\0')
			end = i + 1;
		ret_text[i] = byte > ' ' && byte < 0x7f ? (char)byte : '_';
	}
	ret_text[end] = '\0';
}

void vendor_manufacturer(const struct vendor *vendor, char ret_text[5])
{
	get_text(vendor, MANUFACTURER, 1, ret_text);
}

void vendor_string(const struct vendor *vendor, char ret_text[17])
{
	get_text(vendor, VENDOR_STRING_1, 4, ret_text);
}

void vendor_modalias(const struct vendor *vendor, char ret_text[VENDOR_MODALIAS_SIZE])
{
	char family[5], manufacturer[5], text[17];
	uint32_t revision = get(vendor, REVISION), firmware = get(vendor, FIRMWARE_VERSION_1);

	get_text(vendor, FAMILY_INDICATOR, 1, family);
	vendor_manufacturer(vendor, manufacturer);
	vendor_string(vendor, text);
	snprintf(ret_text, VENDOR_MODALIAS_SIZE,
		 "fi%s:lv%" PRIu32 ":rv%" PRIu32 ".%" PRIu32 ":sy%" PRIu32 ":sd%" PRIu32
		 ":mf%s:vs%s:ty%" PRIx32 ":fw%" PRIu32 ".%" PRIu32 ".%" PRIu32 ":",
		 family, get(vendor, LEVEL), revision / 100, revision % 100, get(vendor, YEAR),
		 get(vendor, DAY_OF_YEAR), manufacturer, text, get(vendor, VENDOR_TPM_TYPE),
		 firmware >> 16, firmware & 0xffff, get(vendor, FIRMWARE_VERSION_2));
}
