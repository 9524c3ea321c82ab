/* SPDX-License-Identifier: BSD-2-Clause */
/* Event data that are EFI structures: images, partition tables, firmware volumes, devices. */
#include "describe-efi.h"

#include <string.h>

#include "device-path.h"
#include "eventlog.h"
#include "text-buffer.h"
#include "library-crypto.h"

bool describe_image(struct text_buffer *out, struct span data)
{
	/* Address, length, link-time address and length of the path. */
	const uint8_t *p = span_take(&data, 32);

	if (!p || le64(p + 24) > data.size) {
		text_buffer_add(out, "data too short for an image's device path");
		return false;
	}
	data.size = (size_t)le64(p + 24);
	if (!data.size) {
		text_buffer_add(out, "no device path, %llu bytes", (unsigned long long)le64(p + 8));
		return true;
	}
	return describe_device_path(out, data);
}

/* Header of the partition table, number of entries, entries. */
enum { GPT_HEADER = 92, GPT_DISK = 56, GPT_ENTRY_SIZE = 84, GPT_ENTRY = 128, GPT_NAME = 56 };

bool describe_gpt(struct text_buffer *out, struct span data)
{
	const uint8_t *header = span_take(&data, GPT_HEADER), *p = span_take(&data, 8);
	char disk[37];
	uint64_t count;
	size_t size;

	if (!header || !p) {
		text_buffer_add(out, "data too short for a partition table");
		return false;
	}
	count = le64(p);
	size = le32(header + GPT_ENTRY_SIZE);
	if (memcmp(header, "EFI PART", 8) != 0 || size < GPT_ENTRY || count > data.size / size) {
		text_buffer_add(out, "data are no partition table");
		return false;
	}
	guid_format(header + GPT_DISK, disk);
	text_buffer_add(out, "disk %s, %llu partition%s", disk, (unsigned long long)count,
			count == 1 ? "" : "s");
	for (uint64_t i = 0; i < count; i++) {
		p = span_take(&data, size);
		text_buffer_add(out, i ? ", " : ": ");
		text_buffer_add_guid(out, p);
		if (le16(p + GPT_NAME)) {
			text_buffer_add(out, " \"");
			text_buffer_add_utf16(out,
					      (struct span){ p + GPT_NAME, GPT_ENTRY - GPT_NAME });
			text_buffer_add(out, "\"");
		}
	}
	return true;
}

static void add_range(struct text_buffer *out, const uint8_t *p)
{
	text_buffer_add(out, "%llu bytes at 0x%llx", (unsigned long long)le64(p + 8),
			(unsigned long long)le64(p));
}

bool describe_blob(struct text_buffer *out, struct span data)
{
	if (data.size != 16) {
		text_buffer_add(out, "data of %zu bytes are no firmware blob", data.size);
		return false;
	}
	add_range(out, data.p);
	return true;
}

/* A text of up to 255 bytes behind its length. */
static bool add_name(struct text_buffer *out, struct span *data)
{
	const uint8_t *size = span_take(data, 1), *text = size ? span_take(data, *size) : NULL;

	if (!text)
		return false;
	if (!text_buffer_add_text(out, (struct span){ text, *size }))
		text_buffer_add_hex(out, (struct span){ text, *size });
	return true;
}

bool describe_blob2(struct text_buffer *out, struct span data)
{
	if (!add_name(out, &data) || data.size != 16) {
		text_buffer_add(out, "%sdata are no firmware blob", out->length ? ": " : "");
		return false;
	}
	text_buffer_add(out, "%s", out->length ? ", " : "");
	add_range(out, data.p);
	return true;
}

/* Number of tables; of each its GUID and its address. */
bool describe_handoff(struct text_buffer *out, struct span data)
{
	const uint8_t *p = span_take(&data, 8);
	uint64_t count = p ? le64(p) : 0;

	if (!p || count > data.size / 24 || count * 24 != data.size) {
		text_buffer_add(out, "data are no list of configuration tables");
		return false;
	}
	text_buffer_add(out, "%llu table%s", (unsigned long long)count, count == 1 ? "" : "s");
	for (uint64_t i = 0; i < count; i++) {
		text_buffer_add(out, i ? ", " : ": ");
		text_buffer_add_guid(out, span_take(&data, 24));
	}
	return true;
}

bool describe_handoff2(struct text_buffer *out, struct span data)
{
	if (!add_name(out, &data)) {
		text_buffer_add(out, "data too short for a name of tables");
		return false;
	}
	text_buffer_add(out, "%s", out->length ? ", " : "");
	return describe_handoff(out, data);
}

static const char *device_type(uint32_t type)
{
	return type == 1 ? "PCI device" : type == 2 ? "USB device" : "device";
}

/* The header of what a device measured of itself; the measurement itself is left to SPDM tools. */
bool describe_spdm(struct text_buffer *out, struct span data)
{
	bool second = data.size >= 16 && !memcmp(data.p, "SPDM Device Sec2", 16);

	if (data.size < 28 || memcmp(data.p, "SPDM Device Sec", 15) != 0) {
		text_buffer_add(out, "data are no SPDM measurement");
		return false;
	}
	if (second) {
		static const char *const states[] = { "authenticated", "not authenticated",
						      "no authentication", "no binding",
						      "no SPDM" };
		uint8_t state = data.p[18];

		text_buffer_add(out, "%s, %s", device_type(le32(data.p + 24)),
				state < 5	? states[state]
				: state == 0xff ? "authentication failed"
						: "authentication unknown");
	} else {
		text_buffer_add(out, "%s", device_type(le32(data.p + 24)));
	}
	text_buffer_add(out, ", %zu bytes", data.size);
	return true;
}
