/* SPDX-License-Identifier: BSD-2-Clause */
/* LUKS1, and the area in which luksmeta keeps what clevis stores. */
#ifndef LUKS1_H
#define LUKS1_H

#include "luks-header.h"

enum { LUKS1_HEADER_SIZE = 592 };

/* start: the first LUKS1_HEADER_SIZE bytes. Returns 0, or -EBADMSG and why in
 * header->copies[0].fault. */
int luks1_read(int fd, const uint8_t *start, struct arena *arena, struct luks_header *header);

#endif
