/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The header of every TPM 2.0 command and response: tag (16 bits), size of the whole (32), command
 * or response code (32), big endian. TPM 2.0 library specification, part 1, 18.1 and part 3, 4.
 */
#ifndef WIRE_H
#define WIRE_H

#include <stddef.h>
#include <stdint.h>

#define WIRE_HEADER_SIZE 10
#define WIRE_MAX_SIZE	 4096 /* TPM_BUFSIZE of the kernel's driver */

struct wire_header {
	uint16_t tag;
	uint32_t size; /* bytes, the header included */
	uint32_t code;
};

/*
 * Read a header from the first `length` bytes of a message.
 * Errors: -EMSGSIZE fewer than WIRE_HEADER_SIZE bytes; -EBADMSG the header's own size is below
 * WIRE_HEADER_SIZE or above WIRE_MAX_SIZE.
 */
int wire_read_header(const uint8_t *data, size_t length, struct wire_header *ret_header);

/* The same for a whole message: -EBADMSG also if its size is not `length`. */
int wire_check(const uint8_t *data, size_t length, struct wire_header *ret_header);

#endif
