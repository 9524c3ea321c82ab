/* SPDX-License-Identifier: BSD-2-Clause */
/* What an event's data say, for a person. */
#include "describe.h"

#include <string.h>

#include "check.h"
#include "describe-efi.h"
#include "describe-tag.h"
#include "describe-variable.h"
#include "device-path.h"
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

static const char *locator_name(uint32_t type)
{
	static const char *const names[] = { "RIM", "RIM at", "RIM at device path",
					     "RIM in variable" };

	return type < sizeof(names) / sizeof(names[0]) ? names[type] : "RIM";
}

/* Where the reference integrity manifest is: raw, a URI, a device path, or an EFI variable's GUID and name. */
static void add_locator(struct text_buffer *out, uint32_t type, struct span locator)
{
	text_buffer_add(out, "%s%s ", out->length > 9 ? ", " : "", locator_name(type));
	if (type == 2) {
		describe_device_path(out, locator);
	} else if (type == 3 && locator.size > 16) {
		text_buffer_add_utf16(out, (struct span){ locator.p + 16, locator.size - 16 });
		text_buffer_add(out, " (");
		text_buffer_add_guid(out, locator.p);
		text_buffer_add(out, ")");
	} else {
		describe_bytes(out, locator);
	}
}

/*
 * SP800-155 Event2 and 3: number of the manifest's author, its GUID, and strings behind their lengths: of the
 * platform, then of the firmware's manufacturer; behind a number of that its version. Event3 ends with locators.
 */
static bool describe_platform(struct text_buffer *out, struct span data)
{
	const uint8_t *size, *text, *p;
	bool third = data.size >= 16 && data.p[15] == '3', first = true;

	text_buffer_add(out, "platform ");
	if (!span_take(&data, 16 + 4 + 16)) {
		text_buffer_add(out, "data too short for a platform's identity");
		return false;
	}
	for (int i = 0; i < 5; i++) {
		if (i == 4 && !span_take(&data, 4))
			return true;
		size = span_take(&data, 1);
		text = size ? span_take(&data, *size) : NULL;
		if (!text)
			return true; /* the first version has no strings */
		/* A version of one byte, 0, stands for none. */
		if (!*size || (*size == 1 && !*text))
			continue;
		text_buffer_add(out, "%s%s", first ? "" : ", ", i == 3 ? "firmware " : "");
		first = false;
		describe_bytes(out, (struct span){ text, *size });
	}
	if (third && (p = span_take(&data, 8)) && le32(p + 4) <= data.size)
		add_locator(out, le32(p), (struct span){ data.p, le32(p + 4) });
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

/* A text; its NUL; and at most one byte more, which older shims and some builds of GRUB log as well. */
static struct span until_nul(struct span data)
{
	const uint8_t *end = data.size ? memchr(data.p, 0, data.size) : NULL;

	if (end && end - data.p > 3 && (size_t)(end - data.p) + 2 >= data.size)
		data.size = (size_t)(end - data.p);
	return data;
}

/* Sections of a unified kernel image are named twice: first their name is measured, then what they hold. */
static void describe_ipl(struct text_buffer *out, const struct eventlog *log,
			 const struct eventlog_event *event)
{
	struct span data = { event->data, event->size };

	/* systemd-boot leaves the last NUL out, of UTF-16. */
	if (data.size % 2 && data.size > 8 && data.p[1] == 0 && data.p[3] == 0) {
		data.size--;
		describe_bytes(out, data);
		return;
	}
	describe_bytes(out, until_nul(data));
	if (data.size % 2 == 0 && data.size > 4 && le16(data.p) == '.' && data.p[3] == 0)
		text_buffer_add(out, eventlog_check(log, event).match == EVENTLOG_MATCHES
					     ? " (the section's name)"
					     : " (the section's content)");
}

/* Google Compute Engine tells here what guards a guest's memory. */
static void describe_nonhost(struct text_buffer *out, struct span data)
{
	static const char *const technologies[] = { "none", "AMD SEV", "AMD SEV-ES", "Intel TDX",
						    "AMD SEV-SNP" };
	static const char signature[16] = "GCE NonHostInfo";

	if (data.size < 17 || memcmp(data.p, signature, 16) != 0)
		describe_bytes(out, data);
	else if (data.p[16] < sizeof(technologies) / sizeof(technologies[0]))
		text_buffer_add(out, "GCE NonHostInfo: confidential technology %s",
				technologies[data.p[16]]);
	else
		text_buffer_add(out, "GCE NonHostInfo: confidential technology %u", data.p[16]);
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
	case EV_IPL:
		describe_ipl(&out, log, event);
		return true;
	case EV_NONHOST_INFO:
		describe_nonhost(&out, data);
		return true;
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

size_t eventlog_description_size(const struct eventlog_event *event)
{
	/* The most that a byte comes to: a node of a device path has four, and is described in 20 or more. */
	return 1024 + 16 * event->size;
}
