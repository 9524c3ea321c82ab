/* SPDX-License-Identifier: BSD-2-Clause */
/* The header of a TPM command or response. */
#include "wire.h"

#include <errno.h>

static uint32_t read_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void write_be32(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)(value >> 24);
	p[1] = (uint8_t)(value >> 16);
	p[2] = (uint8_t)(value >> 8);
	p[3] = (uint8_t)value;
}

int tcti_header_parse(const uint8_t *buf, size_t len, struct tcti_header *ret_header)
{
	if (len < TCTI_HEADER_SIZE)
		return -ENODATA;
	ret_header->tag = (uint16_t)(buf[0] << 8 | buf[1]);
	ret_header->size = read_be32(buf + 2);
	ret_header->code = read_be32(buf + 6);
	if (ret_header->size < TCTI_HEADER_SIZE || ret_header->size > TCTI_MESSAGE_SIZE)
		return -EBADMSG;
	return 0;
}

int tcti_message_parse(const uint8_t *buf, size_t len, struct tcti_header *ret_header)
{
	int r = tcti_header_parse(buf, len, ret_header);

	if (r < 0)
		return r;
	return ret_header->size == len ? 0 : -EBADMSG;
}

void tcti_header_build(const struct tcti_header *header, uint8_t buf[TCTI_HEADER_SIZE])
{
	buf[0] = (uint8_t)(header->tag >> 8);
	buf[1] = (uint8_t)header->tag;
	write_be32(buf + 2, header->size);
	write_be32(buf + 6, header->code);
}
