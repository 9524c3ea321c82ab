/* SPDX-License-Identifier: BSD-2-Clause */
/* EFI variables: boot options, switches, and the databases of secure boot. */
#include "internal.h"

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
static bool add_boot_option(struct words *words, struct span value)
{
	const uint8_t *p = span_take(&value, 6);
	size_t n;

	if (!p) {
		words_add(words, "too short for a boot option");
		return false;
	}
	words_add(words, "\"");
	n = words_add_utf16(words, value);
	words_add(words, "\"%s ", le32(p) & 1 ? "" : " (off)");
	span_take(&value, n);
	if (le16(p + 4) > value.size) {
		words_add(words, "too short for its device path");
		return false;
	}
	value.size = le16(p + 4);
	return describe_device_path(words, value);
}

static void add_boot_order(struct words *words, struct span value)
{
	const uint8_t *p;

	for (bool first = true; (p = span_take(&value, 2)); first = false)
		words_add(words, "%s%04X", first ? "" : ", ", le16(p));
}

/* The subject of a certificate in DER. */
static void add_certificate(struct words *words, struct span der)
{
	const uint8_t *p = der.p;
	X509 *certificate = d2i_X509(NULL, &p, (long)der.size);
	char common_name[128] = "";

	if (certificate)
		X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName,
					  common_name, sizeof(common_name));
	if (*common_name)
		words_add(words, "certificate \"%s\"", common_name);
	else
		words_add(words, "certificate of %zu bytes", der.size);
	X509_free(certificate);
}

/* A list of EFI_SIGNATURE_LISTs: what kinds, how many of each; certificates by name. */
static bool add_database(struct words *words, struct span value)
{
	if (!value.size)
		words_add(words, "empty");
	for (bool first = true; value.size; first = false) {
		const uint8_t *p = span_take(&value, 28);
		size_t size = p ? le32(p + 16) : 0, header = p ? le32(p + 20) : 0;
		size_t each = p ? le32(p + 24) : 0, count;

		words_add(words, "%s", first ? "" : ", ");
		if (!p || size < 28 || size - 28 > value.size || header > size - 28 || each < 16) {
			words_add(words, "not a signature list");
			return false;
		}
		count = (size - 28 - header) / each;
		if (guid_name(p) && !strcmp(guid_name(p), "X.509") && count == 1) {
			add_certificate(words, (struct span){ value.p + header + 16, each - 16 });
		} else {
			words_add(words, "%zu ", count);
			words_add_guid(words, p);
		}
		span_take(&value, size - 28);
	}
	return true;
}

/* EFI_SIGNATURE_DATA: its owner, and what allowed an image. */
static void add_authority(struct words *words, struct span value)
{
	const uint8_t *owner = span_take(&value, 16);

	if (!owner)
		return;
	if (value.size == 32) {
		words_add(words, "hash ");
		words_add_hex(words, value);
	} else {
		add_certificate(words, value);
	}
	words_add(words, ", owner ");
	words_add_guid(words, owner);
}

static void add_value(struct words *words, struct span value)
{
	if (!value.size) {
		words_add(words, "empty");
	} else if (value.size == 1) {
		words_add(words, "%u", value.p[0]);
	} else if (words_add_text(words, value)) {
		return;
	} else {
		words_add_hex(words, value);
	}
}

bool describe_variable(struct words *words, uint32_t type, struct span data)
{
	static const char *const databases[] = { "PK",	"KEK", "db",	"dbx",
						 "dbt", "dbr", "devdb", "MokList" };
	static const char *const switches[] = { "SecureBoot", "SetupMode", "AuditMode",
						"DeployedMode", "VendorKeys" };
	struct efi_variable variable;

	if (!efi_variable_parse(data, &variable)) {
		words_add(words, "data too short for an EFI variable");
		return false;
	}
	words_add_utf16(words, variable.name);
	if (!guid_name(variable.guid) || strcmp(guid_name(variable.guid), "EFI global") != 0) {
		words_add(words, " (");
		words_add_guid(words, variable.guid);
		words_add(words, ")");
	}
	words_add(words, ": ");
	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
		if (is_named(variable.name, switches[i]) && variable.value.size == 1) {
			words_add(words, "%s", variable.value.p[0] ? "on" : "off");
			return true;
		}
	}
	if (is_boot_option(variable.name))
		return add_boot_option(words, variable.value);
	if (is_named(variable.name, "BootOrder")) {
		add_boot_order(words, variable.value);
		return true;
	}
	for (size_t i = 0; i < sizeof(databases) / sizeof(databases[0]); i++) {
		if (!is_named(variable.name, databases[i]))
			continue;
		if (type == EV_EFI_VARIABLE_AUTHORITY || type == EV_EFI_SPDM_DEVICE_AUTHORITY) {
			add_authority(words, variable.value);
			return true;
		}
		return add_database(words, variable.value);
	}
	add_value(words, variable.value);
	return true;
}
