/* SPDX-License-Identifier: BSD-2-Clause */
/* Event data that are EFI structures: variables, images, partition tables, firmware volumes, devices. */
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

bool efi_variable_parse(struct span data, struct efi_variable *ret_variable)
{
	const uint8_t *p = span_take(&data, 32);
	uint64_t name = p ? le64(p + 16) : 0, value = p ? le64(p + 24) : 0;

	if (!p || name > data.size / 2 || value > data.size - name * 2)
		return false;
	ret_variable->guid = p;
	ret_variable->name = (struct span){ data.p, (size_t)name * 2 };
	ret_variable->value = (struct span){ data.p + name * 2, (size_t)value };
	return true;
}

static bool is_named(struct span utf16, const char *name)
{
	size_t n = strlen(name);

	if (utf16.size != 2 * n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (le16(utf16.p + 2 * i) != (uint8_t)name[i])
			return false;
	return true;
}

/* "Boot" and four hexadecimal digits. */
static bool is_boot_option(struct span utf16)
{
	struct span start = { utf16.p, utf16.size < 8 ? utf16.size : 8 };

	if (utf16.size != 16 || !is_named(start, "Boot"))
		return false;
	for (size_t i = 4; i < 8; i++) {
		uint16_t c = le16(utf16.p + 2 * i);

		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'F') && !(c >= 'a' && c <= 'f'))
			return false;
	}
	return true;
}

/* EFI_LOAD_OPTION: attributes, length of the paths, description, paths. */
static bool add_boot_option(struct text_buffer *out, struct span value)
{
	const uint8_t *p = span_take(&value, 6);
	size_t n;

	if (!p) {
		text_buffer_add(out, "too short for a boot option");
		return false;
	}
	text_buffer_add(out, "\"");
	n = text_buffer_add_utf16(out, value);
	text_buffer_add(out, "\"%s ", le32(p) & 1 ? "" : " (off)");
	span_take(&value, n);
	if (le16(p + 4) > value.size) {
		text_buffer_add(out, "too short for its device path");
		return false;
	}
	value.size = le16(p + 4);
	return describe_device_path(out, value);
}

static void add_boot_order(struct text_buffer *out, struct span value)
{
	const uint8_t *p;

	for (bool first = true; (p = span_take(&value, 2)); first = false)
		text_buffer_add(out, "%s%04X", first ? "" : ", ", le16(p));
}

/* The subject of a certificate in DER. */
static void add_certificate(struct text_buffer *out, struct span der)
{
	const uint8_t *p = der.p;
	X509 *certificate =
		library_load(&library_crypto) ? d2i_X509(NULL, &p, (long)der.size) : NULL;
	char common_name[128] = "";

	if (certificate)
		X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName,
					  common_name, sizeof(common_name));
	if (*common_name)
		text_buffer_add(out, "certificate \"%s\"", common_name);
	else
		text_buffer_add(out, "certificate of %zu bytes", der.size);
	if (certificate)
		X509_free(certificate);
}

/* A list of EFI_SIGNATURE_LISTs: what kinds, how many of each; certificates by name. */
static bool add_database(struct text_buffer *out, struct span value)
{
	if (!value.size)
		text_buffer_add(out, "empty");
	for (bool first = true; value.size; first = false) {
		const uint8_t *p = span_take(&value, 28);
		size_t size = p ? le32(p + 16) : 0, header = p ? le32(p + 20) : 0;
		size_t each = p ? le32(p + 24) : 0, count;

		text_buffer_add(out, "%s", first ? "" : ", ");
		if (!p || size < 28 || size - 28 > value.size || header > size - 28 || each < 16) {
			text_buffer_add(out, "not a signature list");
			return false;
		}
		count = (size - 28 - header) / each;
		if (guid_name(p) && !strcmp(guid_name(p), "X.509") && count == 1) {
			add_certificate(out, (struct span){ value.p + header + 16, each - 16 });
		} else {
			text_buffer_add(out, "%zu ", count);
			text_buffer_add_guid(out, p);
		}
		span_take(&value, size - 28);
	}
	return true;
}

/* EFI_SIGNATURE_DATA: its owner, and what allowed an image. */
static void add_authority(struct text_buffer *out, struct span value)
{
	const uint8_t *owner = span_take(&value, 16);

	if (!owner)
		return;
	if (value.size == 32) {
		text_buffer_add(out, "hash ");
		text_buffer_add_hex(out, value);
	} else {
		add_certificate(out, value);
	}
	text_buffer_add(out, ", owner ");
	text_buffer_add_guid(out, owner);
}

static void add_value(struct text_buffer *out, struct span value)
{
	if (!value.size) {
		text_buffer_add(out, "empty");
	} else if (value.size == 1) {
		text_buffer_add(out, "%u", value.p[0]);
	} else if (text_buffer_add_text(out, value)) {
		return;
	} else {
		text_buffer_add_hex(out, value);
	}
}

bool describe_variable(struct text_buffer *out, uint32_t type, struct span data)
{
	static const char *const databases[] = { "PK",	"KEK", "db",	"dbx",
						 "dbt", "dbr", "devdb", "MokList" };
	static const char *const switches[] = { "SecureBoot", "SetupMode", "AuditMode",
						"DeployedMode", "VendorKeys" };
	struct efi_variable variable;

	if (!efi_variable_parse(data, &variable)) {
		text_buffer_add(out, "data too short for an EFI variable");
		return false;
	}
	text_buffer_add_utf16(out, variable.name);
	if (!guid_name(variable.guid) || strcmp(guid_name(variable.guid), "EFI global") != 0) {
		text_buffer_add(out, " (");
		text_buffer_add_guid(out, variable.guid);
		text_buffer_add(out, ")");
	}
	text_buffer_add(out, ": ");
	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
		if (is_named(variable.name, switches[i]) && variable.value.size == 1) {
			text_buffer_add(out, "%s", variable.value.p[0] ? "on" : "off");
			return true;
		}
	}
	if (is_boot_option(variable.name))
		return add_boot_option(out, variable.value);
	if (is_named(variable.name, "BootOrder")) {
		add_boot_order(out, variable.value);
		return true;
	}
	for (size_t i = 0; i < sizeof(databases) / sizeof(databases[0]); i++) {
		if (!is_named(variable.name, databases[i]))
			continue;
		if (type == EV_EFI_VARIABLE_AUTHORITY || type == EV_EFI_SPDM_DEVICE_AUTHORITY) {
			add_authority(out, variable.value);
			return true;
		}
		return add_database(out, variable.value);
	}
	add_value(out, variable.value);
	return true;
}
