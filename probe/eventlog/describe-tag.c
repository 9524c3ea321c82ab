/* SPDX-License-Identifier: BSD-2-Clause */
/* Tagged events: of the firmware, of Linux and systemd, and the trees of them that Windows measures. */
#include "describe-tag.h"

struct tag {
	uint32_t tag;
	const char *name;
};

static const struct tag tags[] = {
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

/* Windows', of its wbcl.h: SIPAEVENT_... */
static const struct tag windows[] = {
	{ 0x40010001, "trust boundary" },
	{ 0x40010002, "ELAM" },
	{ 0x40010003, "loaded module" },
	{ 0xc0010004, "trust point" },
	{ 0x00030001, "firmware failure" },
	{ 0x80030002, "TPM failure" },
	{ 0x00030003, "internal failure" },
	{ 0x00020001, "information" },
	{ 0x00020002, "boot counter" },
	{ 0x00020003, "transfer control" },
	{ 0x00020004, "application return" },
	{ 0x00020005, "BitLocker unlock" },
	{ 0x00020006, "event counter" },
	{ 0x00020007, "counter ID" },
	{ 0x00020008, "MOR bit not cancelable" },
	{ 0x00020009, "application SVN" },
	{ 0x0002000a, "SVN chain status" },
	{ 0x00040001, "boot debugging" },
	{ 0x00040002, "boot revocation list" },
	{ 0x00050001, "kernel debugging" },
	{ 0x00050002, "code integrity" },
	{ 0x00050003, "test signing" },
	{ 0x00050004, "data execution prevention" },
	{ 0x00050005, "safe mode" },
	{ 0x00050006, "WinPE" },
	{ 0x00050007, "physical address extension" },
	{ 0x00050008, "OS device" },
	{ 0x00050009, "system root" },
	{ 0x0005000a, "hypervisor launch type" },
	{ 0x0005000b, "hypervisor path" },
	{ 0x0005000c, "hypervisor IOMMU policy" },
	{ 0x0005000d, "hypervisor debugging" },
	{ 0x0005000e, "driver load policy" },
	{ 0x0005000f, "SI policy" },
	{ 0x00050010, "hypervisor MMIO NX policy" },
	{ 0x00050011, "hypervisor MSR filter policy" },
	{ 0x00050012, "VSM launch type" },
	{ 0x00050013, "OS revocation list" },
	{ 0x00050020, "VSM identity key" },
	{ 0x00050021, "flight signing" },
	{ 0x00050022, "page file encryption" },
	{ 0x00050023, "VSM signing key" },
	{ 0x00050024, "hibernation disabled" },
	{ 0x00050025, "dumps disabled" },
	{ 0x00050026, "dump encryption" },
	{ 0x00050027, "dump encryption key" },
	{ 0x00060001, "no authority" },
	{ 0x00060002, "authority's public key" },
	{ 0x00070001, "file path" },
	{ 0x00070002, "image size" },
	{ 0x00070003, "hash algorithm" },
	{ 0x00070004, "Authenticode hash" },
	{ 0x00070005, "issuer" },
	{ 0x00070006, "serial number" },
	{ 0x00070007, "image base" },
	{ 0x00070008, "publisher" },
	{ 0x00070009, "SHA-1 thumbprint" },
	{ 0x0007000a, "validated" },
	{ 0x0007000b, "module SVN" },
	{ 0x80080001, "quote" },
	{ 0x80080002, "quote's signature" },
	{ 0x80080003, "AIK" },
	{ 0x80080004, "AIK's public key" },
	{ 0x00090001, "ELAM key" },
	{ 0x00090002, "ELAM configuration" },
	{ 0x00090003, "ELAM policy" },
	{ 0x00090004, "ELAM measured" },
	{ 0x000a0001, "VSM required" },
	{ 0x000a0002, "VBS Secure Boot required" },
	{ 0x000a0003, "VBS IOMMU required" },
	{ 0x000a0004, "VBS MMIO NX required" },
	{ 0x000a0005, "VBS MSR filtering required" },
	{ 0x000a0006, "VBS mandatory enforcement" },
	{ 0x000a0007, "HVCI policy" },
	{ 0x000a0008, "VBS Microsoft boot chain required" },
};

static const char *find(const struct tag *list, size_t n, uint32_t tag)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].tag == tag)
			return list[i].name;
	return NULL;
}

static void add_value(struct text_buffer *out, struct span value)
{
	uint64_t number = 0;

	if (!value.size) {
		text_buffer_add(out, "none");
	} else if (value.size <= 8) {
		for (size_t i = value.size; i-- > 0;)
			number = number << 8 | value.p[i];
		text_buffer_add(out, "%llu", (unsigned long long)number);
	} else if (!text_buffer_add_text(out, value)) {
		text_buffer_add_hex(out, value);
	}
}

enum { MAX_DEPTH = 4, AGGREGATION = 0x40000000 };

/* Tags of Windows stand one behind another; some hold others. */
static void add_windows(struct text_buffer *out, struct span data, int depth)
{
	const uint8_t *p;

	for (bool first = true; (p = span_take(&data, 8)); first = false) {
		uint32_t tag = le32(p), size = le32(p + 4);
		const char *name = find(windows, sizeof(windows) / sizeof(windows[0]), tag);
		struct span value = { data.p, size };

		text_buffer_add(out, "%s", first ? "" : ", ");
		if (!span_take(&data, size)) {
			text_buffer_add(out, "cut short");
			return;
		}
		if (name)
			text_buffer_add(out, "%s ", name);
		else
			text_buffer_add(out, "0x%08x ", tag);
		if (tag & AGGREGATION && depth < MAX_DEPTH) {
			text_buffer_add(out, "(");
			add_windows(out, value, depth + 1);
			text_buffer_add(out, ")");
		} else {
			add_value(out, value);
		}
	}
}

bool describe_tag(struct text_buffer *out, struct span data)
{
	struct span all = data;
	const uint8_t *p = span_take(&data, 8);
	uint32_t tag = p ? le32(p) : 0;
	const char *name = find(tags, sizeof(tags) / sizeof(tags[0]), tag);

	if (!p || le32(p + 4) > data.size) {
		text_buffer_add(out, "data too short for a tagged event");
		return false;
	}
	if (find(windows, sizeof(windows) / sizeof(windows[0]), tag)) {
		text_buffer_add(out, "Windows: ");
		add_windows(out, all, 0);
		return true;
	}
	data.size = le32(p + 4);
	if (name)
		text_buffer_add(out, "%s: ", name);
	else
		text_buffer_add(out, "tag 0x%08x: ", tag);
	if (!data.size)
		text_buffer_add(out, "no data");
	else if (!text_buffer_add_text(out, data))
		text_buffer_add_hex(out, data);
	return true;
}
