/* SPDX-License-Identifier: BSD-2-Clause */
/* The section table of a PE image (Microsoft PE Format, COFF file header and section table). */
#include "pe-section.h"

#include <string.h>

#include "span.h"

enum {
	LFANEW = 0x3c,	/* of the DOS header: offset of the PE signature */
	COFF_SIZE = 24, /* with the signature */
	SECTION_SIZE = 40,
	NAME_SIZE = 8,
};

bool pe_section(const uint8_t *headers, size_t size, const char *name, uint64_t *ret_offset,
		uint64_t *ret_size)
{
	struct span span = { headers, size };
	char wanted[NAME_SIZE] = { 0 };
	const uint8_t *dos, *coff, *section;
	unsigned int count;

	memcpy(wanted, name, strnlen(name, NAME_SIZE));
	dos = span_take(&span, LFANEW + 4);
	if (!dos || memcmp(dos, "MZ", 2) != 0 || le32(dos + LFANEW) < LFANEW + 4 ||
	    !span_take(&span, le32(dos + LFANEW) - LFANEW - 4))
		return false;
	coff = span_take(&span, COFF_SIZE);
	if (!coff || memcmp(coff, "PE\0\0", 4) != 0 || !span_take(&span, le16(coff + 20)))
		return false;
	count = le16(coff + 6);
	while (count-- && (section = span_take(&span, SECTION_SIZE))) {
		uint32_t virtual_size = le32(section + 8), raw_size = le32(section + 16);

		if (memcmp(section, wanted, NAME_SIZE) != 0)
			continue;
		*ret_offset = le32(section + 20);
		*ret_size = virtual_size < raw_size ? virtual_size : raw_size;
		return *ret_size > 0;
	}
	return false;
}
