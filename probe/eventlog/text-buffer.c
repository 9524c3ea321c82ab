/* SPDX-License-Identifier: BSD-2-Clause */
/* Texts of bounded length, and the encodings in which logs have theirs. */
#include "text-buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_buffer_start(struct text_buffer *out, char *buf, size_t size)
{
	*out = (struct text_buffer){ .buf = buf, .size = size };
	buf[0] = '\0';
}

void text_buffer_add_bytes(struct text_buffer *out, const void *bytes, size_t size)
{
	static const char mark[] = "...";
	size_t room = out->size - out->length - 1;

	if (out->cut)
		return;
	if (size > room) {
		out->cut = true;
		if (out->size < 2 * sizeof(mark)) { /* no room for a mark */
			while (room && (((const uint8_t *)bytes)[room] & 0xc0) == 0x80)
				room--;
			memcpy(out->buf + out->length, bytes, room);
			out->length += room;
			out->buf[out->length] = '\0';
			return;
		}
		if (room >= sizeof(mark) - 1) {
			room -= sizeof(mark) - 1;
			memcpy(out->buf + out->length, bytes, room);
		} else {
			out->length -= sizeof(mark) - 1 - room;
			room = 0;
		}
		/* Not inside a character. */
		out->length += room;
		while (out->length && ((uint8_t)out->buf[out->length - 1] & 0xc0) == 0x80)
			out->length--;
		if (out->length && (uint8_t)out->buf[out->length - 1] >= 0xc0)
			out->length--;
		memcpy(out->buf + out->length, mark, sizeof(mark));
		out->length += sizeof(mark) - 1;
		return;
	}
	memcpy(out->buf + out->length, bytes, size);
	out->length += size;
	out->buf[out->length] = '\0';
}

void text_buffer_add(struct text_buffer *out, const char *format, ...)
{
	char text[256];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n > 0)
		text_buffer_add_bytes(out, text,
				      (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1);
}

void text_buffer_add_hex(struct text_buffer *out, struct span bytes)
{
	enum { SHOWN = 24 };
	size_t n = bytes.size < SHOWN ? bytes.size : SHOWN;

	for (size_t i = 0; i < n; i++)
		text_buffer_add(out, "%02x", bytes.p[i]);
	if (n < bytes.size)
		text_buffer_add(out, "... (%zu bytes)", bytes.size);
}

void text_buffer_add_guid(struct text_buffer *out, const uint8_t guid[16])
{
	const char *name = guid_name(guid);
	char text[37];

	guid_format(guid, text);
	text_buffer_add(out, "%s", name ? name : text);
}

static void add_point(struct text_buffer *out, uint32_t point)
{
	uint8_t utf8[4];
	size_t n;

	if (point < 0x80) {
		utf8[0] = (uint8_t)point;
		n = 1;
	} else if (point < 0x800) {
		utf8[0] = (uint8_t)(0xc0 | point >> 6);
		n = 2;
	} else if (point < 0x10000) {
		utf8[0] = (uint8_t)(0xe0 | point >> 12);
		n = 3;
	} else {
		utf8[0] = (uint8_t)(0xf0 | point >> 18);
		n = 4;
	}
	for (size_t i = 1; i < n; i++)
		utf8[i] = (uint8_t)(0x80 | (point >> 6 * (n - 1 - i) & 0x3f));
	text_buffer_add_bytes(out, utf8, n);
}

size_t text_buffer_add_utf16(struct text_buffer *out, struct span utf16)
{
	size_t i = 0;

	while (i + 2 <= utf16.size) {
		uint32_t point = le16(utf16.p + i);

		i += 2;
		if (!point)
			break;
		if (point >= 0xd800 && point < 0xe000) {
			uint32_t low = i + 2 <= utf16.size ? le16(utf16.p + i) : 0;

			if (point < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
				point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			} else {
				point = 0xfffd;
			}
		}
		add_point(out, point);
	}
	return i;
}

static struct span trim(struct span text)
{
	while (text.size && !text.p[text.size - 1])
		text.size--;
	return text;
}

static bool is_control(uint32_t c)
{
	return c < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

/* Characters of UTF-8 in their shortest form; none of them a control character. */
static bool is_text(struct span text)
{
	for (size_t i = 0; i < text.size;) {
		uint8_t c = text.p[i++];
		size_t more = c < 0x80	     ? 0
			      : c >> 5 == 6  ? 1
			      : c >> 4 == 14 ? 2
			      : c >> 3 == 30 ? 3
					     : 4;

		if (is_control(c) || c == 0x7f || more == 4 || c == 0xc0 || c == 0xc1 ||
		    more > text.size - i)
			return false;
		for (; more; more--)
			if (text.p[i++] >> 6 != 2)
				return false;
	}
	return true;
}

static bool is_utf16(struct span text)
{
	size_t ascii = 0;

	/* Any two bytes are some character: it has to look like a text. */
	if (text.size % 2 || text.size < 4)
		return false;
	for (size_t i = 0; i < text.size; i += 2) {
		uint16_t unit = le16(text.p + i);

		if (is_control(unit) && (unit || i + 2 < text.size))
			return false;
		ascii += unit < 0x80;
	}
	return ascii * 2 >= text.size / 2;
}

bool text_buffer_add_text(struct text_buffer *out, struct span bytes)
{
	struct span text = trim(bytes);

	if (!bytes.size)
		return false;
	if (text.size && is_text(text)) {
		text_buffer_add_bytes(out, text.p, text.size);
		return true;
	}
	if (!is_utf16(bytes))
		return false;
	text_buffer_add_utf16(out, bytes);
	return true;
}

void guid_format(const uint8_t guid[16], char text[37])
{
	snprintf(text, 37, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", le32(guid),
		 le16(guid + 4), le16(guid + 6), guid[8], guid[9], guid[10], guid[11], guid[12],
		 guid[13], guid[14], guid[15]);
}

static const struct {
	const char *guid, *name;
} names[] = {
	/* Owners of variables. */
	{ "8be4df61-93ca-11d2-aa0d-00e098032b8c", "EFI global" },
	{ "d719b2cb-3d3a-4596-a3bc-dad00e67656f", "image security" },
	{ "605dab50-e046-4300-abb6-3dd810dd8b23", "shim" },
	{ "4a67b082-0a4c-41cf-b6c7-440b29bb8c4f", "systemd-boot" },
	{ "77fa9abd-0359-4d32-bd60-28f4e78f784b", "Microsoft" },
	/* Types of signatures. */
	{ "c1c41626-504c-4092-aca9-41f936934328", "SHA-256" },
	{ "a5c059a1-94e4-4aa7-87b5-ab155c2bf072", "X.509" },
	{ "3c5766e8-269c-4e34-aa14-ed776e85b3b6", "RSA-2048" },
	{ "3bd2a492-96c0-4079-b420-fcf98ef103ed", "X.509 hash" },
	/* Types of partitions. */
	{ "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "EFI system" },
	{ "bc13c2ff-59e6-4262-a352-b275fd6f7172", "extended boot loader" },
	{ "21686148-6449-6e6f-744e-656564454649", "BIOS boot" },
	{ "0fc63daf-8483-4772-8e79-3d69d8477de4", "Linux data" },
	{ "4f68bce3-e8cd-4db1-96e7-fbcaf984b709", "Linux root x86-64" },
	{ "b921b045-1df0-41c3-af44-4c6f280d3fae", "Linux root arm64" },
	{ "933ac7e1-2eb4-4f13-b844-0e14e2aef915", "Linux home" },
	{ "0657fd6d-a4ab-43c4-84e5-0933c84b4f4f", "Linux swap" },
	{ "e6d6d379-f507-44c2-a23c-238f2a3df928", "Linux LVM" },
	{ "a19d880f-05fc-4d3b-a006-743f0f84911e", "Linux RAID" },
	{ "ca7d7ccb-63ed-4c53-861c-1742536059cc", "LUKS" },
	{ "ebd0a0a2-b9e5-4433-87c0-68b6b72699c7", "Microsoft data" },
	{ "e3c9e316-0b5c-4db8-817d-f92df00215ae", "Microsoft reserved" },
	{ "de94bba4-06d1-4d40-a16a-bfd50179d6ac", "Windows recovery" },
	/* Configuration tables. */
	{ "8868e871-e4f1-11d3-bc22-0080c73c8881", "ACPI" },
	{ "eb9d2d30-2d88-11d3-9a16-0090273fc14d", "ACPI 1.0" },
	{ "eb9d2d31-2d88-11d3-9a16-0090273fc14d", "SMBIOS" },
	{ "f2fd1544-9794-4a2c-992e-e5bbcf20e394", "SMBIOS 3" },
	/* Where images come from. */
	{ "5568e427-68fc-4f3d-ac74-ca555231cc68", "Linux initrd" },
	{ "1428f772-b64a-441e-b8c3-9ebdd7f893c7", "QEMU kernel loader" },
	{ "7cb8bdc9-f8eb-4f34-aaea-3ee4af6516a1", "OVMF firmware volume" },
	{ "462caa21-7614-4503-836e-8ab6f4662331", "UiApp" },
};

const char *guid_name(const uint8_t guid[16])
{
	char text[37];

	guid_format(guid, text);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i].guid, text))
			return names[i].name;
	return NULL;
}
