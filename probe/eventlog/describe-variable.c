/* SPDX-License-Identifier: BSD-2-Clause */
/* EFI variables: boot options, switches, and the databases of secure boot. */
#include "eventlog-internal.h"

#include <string.h>

#include <openssl/x509.h>

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
	X509 *certificate = d2i_X509(NULL, &p, (long)der.size);
	char common_name[128] = "";

	if (certificate)
		X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName,
					  common_name, sizeof(common_name));
	if (*common_name)
		text_buffer_add(out, "certificate \"%s\"", common_name);
	else
		text_buffer_add(out, "certificate of %zu bytes", der.size);
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
