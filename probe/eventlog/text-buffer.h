/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TEXT_BUFFER_H
#define TEXT_BUFFER_H

#include <stdbool.h>

#include "span.h"

/* What does not fit is cut, and "..." marks it. */
struct text_buffer {
	char *buf;
	size_t size, length;
	bool cut;
};

void text_buffer_start(struct text_buffer *out, char *buf, size_t size);
void text_buffer_add(struct text_buffer *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void text_buffer_add_bytes(struct text_buffer *out, const void *bytes,
			   size_t size); /* as they are */
void text_buffer_add_hex(struct text_buffer *out,
			 struct span bytes); /* the first of them, and how many */
void text_buffer_add_guid(struct text_buffer *out,
			  const uint8_t guid[16]); /* by name, where it has one */

/* UTF-16LE as UTF-8, up to its NUL. Returns the number of bytes read, NUL included. */
size_t text_buffer_add_utf16(struct text_buffer *out, struct span utf16);

/* Text in whatever encoding it is; false, and nothing added, if it is none. */
bool text_buffer_add_text(struct text_buffer *out, struct span bytes);

/* NULL if the GUID has no name here. */
const char *guid_name(const uint8_t guid[16]);

/* "8be4df61-93ca-11d2-aa0d-00e098032b8c" */
void guid_format(const uint8_t guid[16], char text[37]);

#endif
