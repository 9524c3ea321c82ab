/* SPDX-License-Identifier: BSD-2-Clause */
/* What an event's data say, for a person. */
#include "describe.h"

#include <string.h>

#include "describe-efi.h"
#include "explain.h"
#include "text-buffer.h"

static void describe_bytes(struct text_buffer *out, struct span data)
{
	if (!data.size)
		text_buffer_add(out, "no data");
	else if (!text_buffer_add_text(out, data))
		text_buffer_add_hex(out, data);
}

static const char windows_end[4] = { 'W', 'B', 'C', 'L' };

bool eventlog_separator_error(const struct eventlog_event *event)
{
	if (!event->size || event->size > 4)
		return true;
	if (event->size == 4 && !memcmp(event->data, windows_end, 4))
		return false;
	for (size_t i = 0; i < event->size; i++)
		if (event->data[i] != event->data[0] || (event->data[0] && event->data[0] != 0xff))
			return true;
	return false;
}

static void describe_separator(struct text_buffer *out, const struct eventlog_event *event)
{
	struct span data = { event->data, event->size };

	if (!eventlog_separator_error(event))
		text_buffer_add(out, "separator%s",
				!memcmp(data.p, windows_end, data.size)
					? ": Windows ends its measurements (WBCL)"
					: "");
	else if (data.size == 4 && le32(data.p) == 1)
		text_buffer_add(out, "separator: the firmware reports an error");
	else {
		text_buffer_add(out, "separator: the firmware reports the error ");
		describe_bytes(out, data);
	}
}

static const char *tag_name(uint32_t tag)
{
	static const struct {
		uint32_t tag;
		const char *name;
	} tags[] = {
		/* PC Client Implementation for BIOS, 11.3.2 */
		{ 1, "SMBIOS" },
		{ 2, "BIS certificate" },
		{ 3, "POST BIOS ROM" },
		{ 4, "ESCD" },
		{ 5, "CMOS" },
		{ 6, "NVRAM" },
		{ 7, "option ROM" },
		{ 8, "option ROM configuration" },
		{ 10, "option ROM microcode" },
		{ 11, "S-CRTM version" },
		{ 12, "S-CRTM contents" },
		{ 13, "POST contents" },
		{ 14, "table of devices" },
		/* The Linux EFI stub; systemd's boot loader and stub. */
		{ 0x8f3b22ec, "Linux initrd" },
		{ 0x8f3b22ed, "Linux command line" },
		{ 0xf5bc582a, "systemd loader.conf" },
		{ 0x6c46f751, "systemd device tree" },
		{ 0x49dffe0f, "systemd initrd" },
		{ 0xdac08e1a, "systemd microcode" },
		{ 0x13aed6db, "systemd UKI profile" },
		{ 0xd5cb7cbc, "systemd SMBIOS type 1" },
		{ 0xe0d47bc8, "systemd SMBIOS type 2" },
		{ 0xc0b3bd23, "systemd SMBIOS type 11" },
	};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		if (tags[i].tag == tag)
			return tags[i].name;
	return NULL;
}

static bool describe_tag(struct text_buffer *out, struct span data)
{
	const uint8_t *p = span_take(&data, 8);
	uint32_t tag = p ? le32(p) : 0;

	if (!p || le32(p + 4) > data.size) {
		text_buffer_add(out, "data too short for a tagged event");
		return false;
	}
	data.size = le32(p + 4);
	if (tag_name(tag))
		text_buffer_add(out, "%s: ", tag_name(tag));
	else
		text_buffer_add(out, "tag 0x%08x: ", tag);
	describe_bytes(out, data);
	return true;
}

/* "Spec ID Event00" and "02" are the headers of the older format. */
static bool describe_spec_id(struct text_buffer *out, const struct eventlog *log, struct span data)
{
	const uint8_t *p = span_take(&data, 24);

	if (!p) {
		text_buffer_add(out, "data too short for a header");
		return false;
	}
	text_buffer_add(out, "header: specification %u.%u errata %u, banks", p[21], p[20], p[22]);
	for (size_t i = 0; i < log->n_banks; i++)
		text_buffer_add(out, " %s", log->banks[i].name);
	return true;
}

/* SP800-155 Event2 and 3: maker's number, manifest, and strings behind their lengths. */
static bool describe_platform(struct text_buffer *out, struct span data)
{
	const uint8_t *size, *text;

	text_buffer_add(out, "platform ");
	if (!span_take(&data, 16 + 4 + 16)) {
		text_buffer_add(out, "data too short for a platform's identity");
		return false;
	}
	for (int i = 0; i < 3; i++) {
		size = span_take(&data, 1);
		text = size ? span_take(&data, *size) : NULL;
		if (!text)
			return true; /* the first version has no strings */
		if (!*size)
			continue;
		text_buffer_add(out, "%s", i ? ", " : "");
		describe_bytes(out, (struct span){ text, *size });
	}
	return true;
}

static bool starts_with(struct span data, const char *text)
{
	return data.size >= strlen(text) && !memcmp(data.p, text, strlen(text));
}

static bool describe_no_action(struct text_buffer *out, const struct eventlog *log,
			       struct span data)
{
	if (starts_with(data, "StartupLocality")) {
		if (data.size != 17) {
			text_buffer_add(out, "startup locality: data of %zu bytes", data.size);
			return false;
		}
		text_buffer_add(out, "TPM2_Startup was sent from locality %u", data.p[16]);
		return true;
	}
	if (starts_with(data, "Spec ID Event"))
		return describe_spec_id(out, log, data);
	if (starts_with(data, "SP800-155 Event"))
		return describe_platform(out, data);
	describe_bytes(out, data);
	return true;
}

static bool describe_code(struct text_buffer *out, struct span data)
{
	if (text_buffer_add_text(out, data))
		return true;
	if (data.size == 16)
		return describe_blob(out, data);
	text_buffer_add_hex(out, data);
	return true;
}

static void describe_version(struct text_buffer *out, struct span data)
{
	if (data.size == 2 && !le16(data.p))
		text_buffer_add(out, "empty");
	else if (text_buffer_add_text(out, data))
		return;
	else if (data.size == 16)
		text_buffer_add_guid(out, data.p);
	else
		describe_bytes(out, data);
}

bool eventlog_describe(const struct eventlog *log, const struct eventlog_event *event, char *buf,
		       size_t size)
{
	struct span data = { event->data, event->size };
	struct text_buffer out;

	text_buffer_start(&out, buf, size);
	switch (event->type) {
	case EV_NO_ACTION:
		return describe_no_action(&out, log, data);
	case EV_SEPARATOR:
		describe_separator(&out, event);
		return true;
	case EV_EVENT_TAG:
		return describe_tag(&out, data);
	case EV_POST_CODE:
	case EV_S_CRTM_CONTENTS:
		return describe_code(&out, data);
	case EV_S_CRTM_VERSION:
		describe_version(&out, data);
		return true;
	case EV_EFI_VARIABLE_DRIVER_CONFIG:
	case EV_EFI_VARIABLE_BOOT:
	case EV_EFI_VARIABLE_BOOT2:
	case EV_EFI_VARIABLE_AUTHORITY:
	case EV_EFI_SPDM_DEVICE_POLICY:
	case EV_EFI_SPDM_DEVICE_AUTHORITY:
		return describe_variable(&out, event->type, data);
	case EV_EFI_BOOT_SERVICES_APPLICATION:
	case EV_EFI_BOOT_SERVICES_DRIVER:
	case EV_EFI_RUNTIME_SERVICES_DRIVER:
		return describe_image(&out, data);
	case EV_EFI_GPT_EVENT:
	case EV_EFI_GPT_EVENT2:
		return describe_gpt(&out, data);
	case EV_EFI_PLATFORM_FIRMWARE_BLOB:
		return describe_blob(&out, data);
	case EV_EFI_PLATFORM_FIRMWARE_BLOB2:
	case EV_POST_CODE2:
		return describe_blob2(&out, data);
	case EV_EFI_HANDOFF_TABLES:
		return describe_handoff(&out, data);
	case EV_EFI_HANDOFF_TABLES2:
		return describe_handoff2(&out, data);
	case EV_EFI_SPDM_FIRMWARE_BLOB:
	case EV_EFI_SPDM_FIRMWARE_CONFIG:
		return describe_spdm(&out, data);
	default:
		describe_bytes(&out, data);
		return true;
	}
}
