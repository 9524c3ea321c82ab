/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DESCRIBE_VARIABLE_H
#define DESCRIBE_VARIABLE_H

#include "span.h"
#include "text-buffer.h"

/* The header of UEFI_VARIABLE_DATA; name and value are inside data. False if it does not fit. */
struct efi_variable {
	const uint8_t *guid;
	struct span name; /* UTF-16 */
	struct span value;
};
bool efi_variable_parse(struct span data, struct efi_variable *ret_variable);

/* Is a name in UTF-16, without NUL, this one? */
bool is_named(struct span utf16, const char *name);

/* Describe a variable; false if the data do not have one, with the reason in out. */
bool describe_variable(struct text_buffer *out, uint32_t type, struct span data);

/* The subjects of the certificates in signature lists, or of one in DER, separated by commas. */
void add_subjects(struct text_buffer *out, struct span value);

#endif
