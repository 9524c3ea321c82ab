/* SPDX-License-Identifier: BSD-2-Clause */
/* What an event's data say, for a person. */
#include "internal.h"

#include <string.h>

static void describe_bytes(struct words *words, struct span data)
{
	if (!data.size)
		words_add(words, "no data");
	else if (!words_add_text(words, data))
		words_add_hex(words, data);
}

/* 0 and all ones end the measurements before the system is started; 1 says that they failed. */
static void describe_separator(struct words *words, struct span data)
{
	uint32_t value = data.size == 4 ? le32(data.p) : 0;

	if (data.size == 4 && (value == 0 || value == UINT32_MAX))
		words_add(words, "separator");
	else if (data.size == 4 && value == 1)
		words_add(words, "separator: the firmware reports an error");
	else {
		words_add(words, "separator: the firmware reports the error ");
		describe_bytes(words, data);
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

static bool describe_tag(struct words *words, struct span data)
{
	const uint8_t *p = span_take(&data, 8);
	uint32_t tag = p ? le32(p) : 0;

	if (!p || le32(p + 4) > data.size) {
		words_add(words, "data too short for a tagged event");
		return false;
	}
	data.size = le32(p + 4);
	if (tag_name(tag))
		words_add(words, "%s: ", tag_name(tag));
	else
		words_add(words, "tag 0x%08x: ", tag);
	describe_bytes(words, data);
	return true;
}

/* "Spec ID Event00" and "02" are the headers of the older format. */
static bool describe_spec_id(struct words *words, const struct eventlog *log, struct span data)
{
	const uint8_t *p = span_take(&data, 24);

	if (!p) {
		words_add(words, "data too short for a header");
		return false;
	}
	words_add(words, "header: specification %u.%u errata %u, banks", p[21], p[20], p[22]);
	for (size_t i = 0; i < log->n_banks; i++)
		words_add(words, " %s", log->banks[i].name);
	return true;
}

/* SP800-155 Event2 and 3: maker's number, manifest, and strings behind their lengths. */
static bool describe_platform(struct words *words, struct span data)
{
	const uint8_t *size, *text;

	words_add(words, "platform ");
	if (!span_take(&data, 16 + 4 + 16)) {
		words_add(words, "data too short for a platform's identity");
		return false;
	}
	for (int i = 0; i < 3; i++) {
		size = span_take(&data, 1);
		text = size ? span_take(&data, *size) : NULL;
		if (!text)
			return true; /* the first version has no strings */
		if (!*size)
			continue;
		words_add(words, "%s", i ? ", " : "");
		describe_bytes(words, (struct span){ text, *size });
	}
	return true;
}

static bool starts_with(struct span data, const char *text)
{
	return data.size >= strlen(text) && !memcmp(data.p, text, strlen(text));
}

static bool describe_no_action(struct words *words, const struct eventlog *log, struct span data)
{
	if (starts_with(data, "StartupLocality")) {
		if (data.size != 17) {
			words_add(words, "startup locality: data of %zu bytes", data.size);
			return false;
		}
		words_add(words, "TPM2_Startup was sent from locality %u", data.p[16]);
		return true;
	}
	if (starts_with(data, "Spec ID Event"))
		return describe_spec_id(words, log, data);
	if (starts_with(data, "SP800-155 Event"))
		return describe_platform(words, data);
	describe_bytes(words, data);
	return true;
}

static bool describe_code(struct words *words, struct span data)
{
	if (words_add_text(words, data))
		return true;
	if (data.size == 16)
		return describe_blob(words, data);
	words_add_hex(words, data);
	return true;
}

static void describe_version(struct words *words, struct span data)
{
	if (data.size == 2 && !le16(data.p))
		words_add(words, "empty");
	else if (words_add_text(words, data))
		return;
	else if (data.size == 16)
		words_add_guid(words, data.p);
	else
		describe_bytes(words, data);
}

bool eventlog_describe(const struct eventlog *log, const struct eventlog_event *event, char *buf,
		       size_t size)
{
	struct span data = { event->data, event->size };
	struct words words;

	words_start(&words, buf, size);
	switch (event->type) {
	case EV_NO_ACTION:
		return describe_no_action(&words, log, data);
	case EV_SEPARATOR:
		describe_separator(&words, data);
		return true;
	case EV_EVENT_TAG:
		return describe_tag(&words, data);
	case EV_POST_CODE:
	case EV_S_CRTM_CONTENTS:
		return describe_code(&words, data);
	case EV_S_CRTM_VERSION:
		describe_version(&words, data);
		return true;
	case EV_EFI_VARIABLE_DRIVER_CONFIG:
	case EV_EFI_VARIABLE_BOOT:
	case EV_EFI_VARIABLE_BOOT2:
	case EV_EFI_VARIABLE_AUTHORITY:
	case EV_EFI_SPDM_DEVICE_POLICY:
	case EV_EFI_SPDM_DEVICE_AUTHORITY:
		return describe_variable(&words, event->type, data);
	case EV_EFI_BOOT_SERVICES_APPLICATION:
	case EV_EFI_BOOT_SERVICES_DRIVER:
	case EV_EFI_RUNTIME_SERVICES_DRIVER:
		return describe_image(&words, data);
	case EV_EFI_GPT_EVENT:
	case EV_EFI_GPT_EVENT2:
		return describe_gpt(&words, data);
	case EV_EFI_PLATFORM_FIRMWARE_BLOB:
		return describe_blob(&words, data);
	case EV_EFI_PLATFORM_FIRMWARE_BLOB2:
	case EV_POST_CODE2:
		return describe_blob2(&words, data);
	case EV_EFI_HANDOFF_TABLES:
		return describe_handoff(&words, data);
	case EV_EFI_HANDOFF_TABLES2:
		return describe_handoff2(&words, data);
	case EV_EFI_SPDM_FIRMWARE_BLOB:
	case EV_EFI_SPDM_FIRMWARE_CONFIG:
		return describe_spdm(&words, data);
	default:
		describe_bytes(&words, data);
		return true;
	}
}
