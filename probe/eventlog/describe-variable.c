/* SPDX-License-Identifier: BSD-2-Clause */
/* Event data that are EFI variables: Secure Boot's databases, authorities, boot options. */
#include "describe-variable.h"

#include <string.h>

#include "device-path.h"
#include "eventlog.h"
#include "text-buffer.h"
#include "library-crypto.h"

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

bool is_named(struct span utf16, const char *name)
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

/*
 * EFI_LOAD_OPTION: attributes, length of the paths, description, paths. Some firmware logs the
 * description and the paths alone: then the attributes would be letters.
 */
static bool add_boot_option(struct text_buffer *out, struct span value)
{
	const uint8_t *p = value.p;
	bool bare = value.size >= 6 && (le32(p) & ~UINT32_C(0x1f0b)) && le16(p + 4) > value.size;
	size_t n;

	if (!bare && !span_take(&value, 6)) {
		text_buffer_add(out, "too short for a boot option");
		return false;
	}
	text_buffer_add(out, "\"");
	n = text_buffer_add_utf16(out, value);
	text_buffer_add(out, "\"%s ", bare || le32(p) & 1 ? "" : " (off)");
	span_take(&value, n);
	if (!bare && le16(p + 4) > value.size) {
		text_buffer_add(out, "too short for its device path");
		return false;
	}
	if (!bare)
		value.size = le16(p + 4);
	return describe_device_path(out, value);
}

static void add_boot_order(struct text_buffer *out, struct span value)
{
	const uint8_t *p;

	for (bool first = true; (p = span_take(&value, 2)); first = false)
		text_buffer_add(out, "%s%04X", first ? "" : ", ", le16(p));
}

/* The subject of a certificate in DER: its common name, or who it is otherwise. */
static bool add_subject(struct text_buffer *out, struct span der)
{
	static const int kinds[] = { NID_commonName, NID_organizationalUnitName,
				     NID_organizationName };
	const uint8_t *p = der.p;
	X509 *certificate = d2i_X509(NULL, &p, (long)der.size);
	char name[128] = "";

	for (size_t i = 0; certificate && !*name && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), kinds[i], name,
					  sizeof(name));
	if (certificate && *name)
		text_buffer_add(out, "\"%s\"", name);
	else if (certificate)
		text_buffer_add(out, "without a name");
	X509_free(certificate);
	return certificate;
}

static void add_certificate(struct text_buffer *out, struct span der)
{
	text_buffer_add(out, "certificate ");
	if (!add_subject(out, der))
		text_buffer_add(out, "of %zu bytes", der.size);
}

struct signature_list {
	const uint8_t *type;
	size_t each, count;
	struct span entries;
};

/* Returns false at the end, and where the rest is no list. */
static bool next_list(struct span *value, struct signature_list *list)
{
	const uint8_t *p = span_take(value, 28);
	size_t size = p ? le32(p + 16) : 0, header = p ? le32(p + 20) : 0;

	list->type = p;
	list->each = p ? le32(p + 24) : 0;
	if (!p || size < 28 || size - 28 > value->size || header > size - 28 || list->each < 16)
		return false;
	list->count = (size - 28 - header) / list->each;
	list->entries = (struct span){ value->p + header, size - 28 - header };
	span_take(value, size - 28);
	return true;
}

static bool is_x509(const struct signature_list *list)
{
	const char *name = guid_name(list->type);

	return name && !strcmp(name, "X.509");
}

/* Is a type the same as that of an earlier list? Then it was counted with that. */
static bool is_counted(struct span value, const uint8_t *type)
{
	struct signature_list list;

	while (next_list(&value, &list) && list.type != type)
		if (!memcmp(list.type, type, 16))
			return true;
	return false;
}

static size_t count_type(struct span value, const uint8_t *type)
{
	struct signature_list list;
	size_t n = 0;

	while (next_list(&value, &list))
		n += memcmp(list.type, type, 16) ? 0 : list.count;
	return n;
}

/* A list of EFI_SIGNATURE_LISTs: certificates by name; of each other kind how many. */
static bool add_database(struct text_buffer *out, struct span value)
{
	struct span all = value;
	struct signature_list list;
	bool first = true;

	if (!value.size)
		text_buffer_add(out, "empty");
	while (value.size) {
		if (!next_list(&value, &list)) {
			text_buffer_add(out, "%snot a signature list", first ? "" : ", ");
			return false;
		}
		for (size_t i = 0; is_x509(&list) && i < list.count; i++) {
			text_buffer_add(out, "%s", first ? "" : ", ");
			add_certificate(out, (struct span){ list.entries.p + i * list.each + 16,
							    list.each - 16 });
			first = false;
		}
		if (is_x509(&list) || is_counted(all, list.type))
			continue;
		text_buffer_add(out, "%s%zu ", first ? "" : ", ", count_type(all, list.type));
		text_buffer_add_guid(out, list.type);
		text_buffer_add(out, count_type(all, list.type) == 1 ? " hash" : " hashes");
		first = false;
	}
	return true;
}

void add_subjects(struct text_buffer *out, struct span value)
{
	struct signature_list list;
	bool first = true;

	while (next_list(&value, &list)) {
		for (size_t i = 0; is_x509(&list) && i < list.count; i++) {
			text_buffer_add(out, "%s", first ? "" : ", ");
			add_subject(out, (struct span){ list.entries.p + i * list.each + 16,
							list.each - 16 });
			first = false;
		}
	}
}

/* Does DER begin here: a sequence whose length stands in two bytes? */
static bool is_der(struct span bytes)
{
	return bytes.size > 4 && bytes.p[0] == 0x30 && bytes.p[1] == 0x82 &&
	       (size_t)(bytes.p[2] << 8 | bytes.p[3]) + 4 <= bytes.size;
}

/* EFI_SIGNATURE_DATA: its owner, and what allowed an image. shim leaves the owner of a certificate out. */
static void add_authority(struct text_buffer *out, struct span value)
{
	const uint8_t *owner = value.p;

	if (is_der(value)) {
		add_certificate(out, value);
		return;
	}
	if (!span_take(&value, 16)) {
		text_buffer_add_hex(out, value);
		return;
	}
	if (value.size == 32) {
		text_buffer_add(out, "SHA-256 hash ");
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
	} else if (is_der(value)) {
		add_certificate(out, value);
	} else if (text_buffer_add_text(out, value)) {
		return;
	} else {
		text_buffer_add_hex(out, value);
	}
}

bool describe_variable(struct text_buffer *out, uint32_t type, struct span data)
{
	static const char *const databases[] = { "PK",	       "KEK",	     "db",
						 "dbx",	       "dbt",	     "dbr",
						 "devdb",      "MokList",    "MokListX",
						 "MokListRT",  "MokListXRT", "vendor_db",
						 "vendor_dbx", "Shim" };
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
		if (is_der(variable.value)) {
			add_certificate(out, variable.value);
			return true;
		}
		return add_database(out, variable.value);
	}
	add_value(out, variable.value);
	return true;
}
