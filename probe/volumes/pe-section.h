/* SPDX-License-Identifier: BSD-2-Clause */
/* Where a section stands in a PE image: a unified kernel image (UKI) has its signatures in ".pcrsig". Pure. */
#ifndef PE_SECTION_H
#define PE_SECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PE_HEADERS_MAX = 1 << 16 }; /* bytes from the start that hold the section table */

/* headers: the first size bytes of a file. False: it is no PE image, or has no such section there. */
bool pe_section(const uint8_t *headers, size_t size, const char *name, uint64_t *ret_offset,
		uint64_t *ret_size);

#endif
