/* SPDX-License-Identifier: BSD-2-Clause */
/* The JSON area of a LUKS2 header. */
#ifndef LUKS_JSON_H
#define LUKS_JSON_H

#include "luks-header.h"

/* text: size bytes; what is behind the first NUL is padding. NULL, or why it cannot be read: arena
 * memory. */
const char *luks_json_read(struct arena *arena, const char *text, size_t size,
			   struct luks_header *header);

#endif
