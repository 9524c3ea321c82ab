/* SPDX-License-Identifier: BSD-2-Clause */
/* The TPM's message header, bounds-checked. */
#include "wire.h"

#include <errno.h>

static uint32_t read_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

int wire_read_header(const uint8_t *data, size_t length, struct wire_header *ret_header)
{
	struct wire_header header;

	if (length < WIRE_HEADER_SIZE)
		return -EMSGSIZE;
	header.tag = (uint16_t)(data[0] << 8 | data[1]);
	header.size = read_be32(data + 2);
	header.code = read_be32(data + 6);
	if (header.size < WIRE_HEADER_SIZE || header.size > WIRE_MAX_SIZE)
		return -EBADMSG;
	*ret_header = header;
	return 0;
}

int wire_check(const uint8_t *data, size_t length, struct wire_header *ret_header)
{
	struct wire_header header;
	int r = wire_read_header(data, length, &header);

	if (r < 0)
		return r;
	if (header.size != length)
		return -EBADMSG;
	*ret_header = header;
	return 0;
}
