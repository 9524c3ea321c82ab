/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DESCRIBE_EFI_H
#define DESCRIBE_EFI_H

#include "span.h"
#include "text-buffer.h"

/* Each describes one structure; false if the data do not have it, with the reason in out. */
bool describe_image(struct text_buffer *out, struct span data);
bool describe_gpt(struct text_buffer *out, struct span data);
bool describe_blob(struct text_buffer *out, struct span data);
bool describe_blob2(struct text_buffer *out, struct span data);
bool describe_handoff(struct text_buffer *out, struct span data);
bool describe_handoff2(struct text_buffer *out, struct span data);
bool describe_spdm(struct text_buffer *out, struct span data);

#endif
