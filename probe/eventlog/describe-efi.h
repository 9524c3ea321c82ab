/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DESCRIBE_EFI_H
#define DESCRIBE_EFI_H

#include "span.h"
#include "text-buffer.h"

/* The header of UEFI_VARIABLE_DATA; name and value are inside data. False if it does not fit. */
struct efi_variable {
	const uint8_t *guid;
	struct span name; /* UTF-16 */
	struct span value;
};
bool efi_variable_parse(struct span data, struct efi_variable *ret_variable);

/* Each describes one structure; false if the data do not have it, with the reason in out. */
bool describe_variable(struct text_buffer *out, uint32_t type, struct span data);
bool describe_image(struct text_buffer *out, struct span data);
bool describe_gpt(struct text_buffer *out, struct span data);
bool describe_blob(struct text_buffer *out, struct span data);
bool describe_blob2(struct text_buffer *out, struct span data);
bool describe_handoff(struct text_buffer *out, struct span data);
bool describe_handoff2(struct text_buffer *out, struct span data);
bool describe_spdm(struct text_buffer *out, struct span data);

#endif
