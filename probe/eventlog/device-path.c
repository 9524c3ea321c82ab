/* SPDX-License-Identifier: BSD-2-Clause */
/* EFI device paths as text, as UEFI 2.10, 10.6.1.5 writes them. */
#include "device-path.h"

#include <string.h>

#include "text-buffer.h"

#define KIND(type, subtype) ((type) << 8 | (subtype))
#define EISA(product)	    (UINT32_C(product) << 16 | 0x41d0) /* "PNP" and four digits */

static void add_guid(struct text_buffer *out, const char *name, const uint8_t *guid)
{
	char text[37];

	guid_format(guid, text);
	text_buffer_add(out, "%s(%s)", name, guid_name(guid) ? guid_name(guid) : text);
}

static void add_acpi(struct text_buffer *out, uint32_t hid, uint32_t uid)
{
	if (hid == EISA(0x0a03))
		text_buffer_add(out, "PciRoot(0x%x)", uid);
	else if (hid == EISA(0x0a08))
		text_buffer_add(out, "PcieRoot(0x%x)", uid);
	else if ((hid & 0xffff) == 0x41d0)
		text_buffer_add(out, "Acpi(PNP%04X,0x%x)", hid >> 16, uid);
	else
		text_buffer_add(out, "Acpi(0x%08x,0x%x)", hid, uid);
}

static void add_partition(struct text_buffer *out, const uint8_t *p)
{
	uint8_t signature_type = p[37];

	text_buffer_add(out, "HD(%u,", le32(p));
	if (signature_type == 2) {
		char text[37];

		guid_format(p + 20, text);
		text_buffer_add(out, "GPT,%s)", text);
	} else if (signature_type == 1) {
		text_buffer_add(out, "MBR,0x%08x)", le32(p + 20));
	} else {
		text_buffer_add(out, "%u)", signature_type);
	}
}

static void add_nvme(struct text_buffer *out, const uint8_t *p)
{
	text_buffer_add(out, "NVMe(0x%x,", le32(p));
	for (int i = 11; i >= 4; i--)
		text_buffer_add(out, "%02X%s", p[i], i > 4 ? "-" : ")");
}

static void add_mac(struct text_buffer *out, const uint8_t *p)
{
	text_buffer_add(out, "MAC(");
	for (size_t i = 0; i < 6; i++)
		text_buffer_add(out, "%02x", p[i]);
	text_buffer_add(out, ")");
}

/* The nodes that are read, and how many bytes they need behind their header. */
static const struct {
	unsigned int kind;
	size_t size;
} sizes[] = {
	{ KIND(1, 1), 2 },  { KIND(1, 3), 20 }, { KIND(1, 4), 16 }, { KIND(1, 5), 4 },
	{ KIND(2, 1), 8 },  { KIND(3, 2), 4 },	{ KIND(3, 5), 2 },  { KIND(3, 10), 16 },
	{ KIND(3, 11), 6 }, { KIND(3, 17), 1 }, { KIND(3, 18), 6 }, { KIND(3, 23), 12 },
	{ KIND(3, 26), 1 }, { KIND(3, 29), 1 }, { KIND(4, 1), 38 }, { KIND(4, 2), 4 },
	{ KIND(4, 3), 16 }, { KIND(4, 5), 16 }, { KIND(4, 6), 16 }, { KIND(4, 7), 16 },
	{ KIND(4, 8), 20 }, { KIND(4, 9), 16 }, { KIND(5, 1), 5 },
};

static bool is_long_enough(unsigned int kind, size_t size)
{
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (sizes[i].kind == kind)
			return size >= sizes[i].size;
	return true;
}

/* What the BIOS Boot Specification starts from. */
static const char *bbs_type(uint16_t type)
{
	static const char *const names[] = { "-",      "Floppy", "HD",	   "CDROM",
					     "PCMCIA", "USB",	 "Network" };

	return type < sizeof(names) / sizeof(names[0]) ? names[type] : "other";
}

static void add_node(struct text_buffer *out, unsigned int kind, struct span data)
{
	const uint8_t *p = data.p;

	switch (kind) {
	case KIND(1, 1):
		text_buffer_add(out, "Pci(0x%x,0x%x)", p[1], p[0]);
		break;
	case KIND(1, 3):
		text_buffer_add(out, "MemoryMapped(0x%x,0x%llx,0x%llx)", le32(p),
				(unsigned long long)le64(p + 4), (unsigned long long)le64(p + 12));
		break;
	case KIND(1, 4):
		add_guid(out, "VenHw", p);
		break;
	case KIND(1, 5):
		text_buffer_add(out, "Ctrl(0x%x)", le32(p));
		break;
	case KIND(2, 1):
		add_acpi(out, le32(p), le32(p + 4));
		break;
	case KIND(3, 2):
		text_buffer_add(out, "Scsi(0x%x,0x%x)", le16(p), le16(p + 2));
		break;
	case KIND(3, 5):
		text_buffer_add(out, "USB(0x%x,0x%x)", p[0], p[1]);
		break;
	case KIND(3, 10):
		add_guid(out, "VenMsg", p);
		break;
	case KIND(3, 11):
		add_mac(out, p);
		break;
	case KIND(3, 12):
		text_buffer_add(out, "IPv4");
		break;
	case KIND(3, 13):
		text_buffer_add(out, "IPv6");
		break;
	case KIND(3, 17):
		text_buffer_add(out, "Unit(0x%x)", p[0]);
		break;
	case KIND(3, 18):
		text_buffer_add(out, "Sata(0x%x,0x%x,0x%x)", le16(p), le16(p + 2), le16(p + 4));
		break;
	case KIND(3, 23):
		add_nvme(out, p);
		break;
	case KIND(3, 24):
		text_buffer_add(out, "Uri(");
		text_buffer_add_bytes(out, p, data.size);
		text_buffer_add(out, ")");
		break;
	case KIND(3, 26):
		text_buffer_add(out, "SD(0x%x)", p[0]);
		break;
	case KIND(3, 29):
		text_buffer_add(out, "eMMC(0x%x)", p[0]);
		break;
	case KIND(4, 1):
		add_partition(out, p);
		break;
	case KIND(4, 2):
		text_buffer_add(out, "CDROM(0x%x)", le32(p));
		break;
	case KIND(4, 3):
		add_guid(out, "VenMedia", p);
		break;
	case KIND(4, 4):
		text_buffer_add_utf16(out, data);
		break;
	case KIND(4, 5):
		add_guid(out, "Media", p);
		break;
	case KIND(4, 6):
		add_guid(out, "FvFile", p);
		break;
	case KIND(4, 7):
		add_guid(out, "Fv", p);
		break;
	case KIND(4, 8):
		text_buffer_add(out, "Offset(0x%llx,0x%llx)", (unsigned long long)le64(p + 4),
				(unsigned long long)le64(p + 12));
		break;
	case KIND(4, 9):
		text_buffer_add(out, "RamDisk(0x%llx,0x%llx)", (unsigned long long)le64(p),
				(unsigned long long)le64(p + 8));
		break;
	case KIND(5, 1):
		text_buffer_add(out, "BBS(%s,", bbs_type(le16(p)));
		text_buffer_add_bytes(out, p + 4, strnlen((const char *)p + 4, data.size - 4));
		text_buffer_add(out, ")");
		break;
	default:
		text_buffer_add(out, "Path(%u,%u", kind >> 8, kind & 0xff);
		if (data.size)
			text_buffer_add(out, ",");
		text_buffer_add_hex(out, data);
		text_buffer_add(out, ")");
		break;
	}
}

bool describe_device_path(struct text_buffer *out, struct span data)
{
	bool first = true;

	while (data.size) {
		const uint8_t *header = span_take(&data, 4);
		unsigned int kind = header ? KIND(header[0] & 0x7fU, header[1]) : 0;
		size_t length = header ? le16(header + 2) : 0;
		struct span node = { data.p, length - 4 };

		if (!header || length < 4 || !span_take(&data, length - 4)) {
			text_buffer_add(out, "%sdevice path ends inside a node", first ? "" : " ");
			return false;
		}
		if (kind >> 8 == 0x7f) {
			if ((kind & 0xff) == 0xff)
				return true;
			text_buffer_add(out, ","); /* another instance */
			first = true;
			continue;
		}
		if (!is_long_enough(kind, node.size)) {
			text_buffer_add(out, "%sdevice path node %u,%u is too short",
					first ? "" : " ", kind >> 8, kind & 0xff);
			return false;
		}
		if (!first)
			text_buffer_add(out, "/");
		first = false;
		add_node(out, kind, node);
	}
	return true; /* firmware was seen that leaves the end node out */
}
