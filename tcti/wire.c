/* SPDX-License-Identifier: BSD-2-Clause */
/* The header of a TPM command or response. */
#include "wire.h"

#include <errno.h>

static uint32_t read_be(const uint8_t *p, size_t n)
{
	uint32_t value = 0;

	while (n--)
		value = value << 8 | *p++;
	return value;
}

static void write_be(uint8_t *p, size_t n, uint32_t value)
{
	while (n--) {
		p[n] = (uint8_t)value;
		value >>= 8;
	}
}

int tcti_header_parse(const uint8_t *buf, size_t len, struct tcti_header *ret_header)
{
	if (len < TCTI_HEADER_SIZE)
		return -ENODATA;
	ret_header->tag = (uint16_t)read_be(buf, 2);
	ret_header->size = read_be(buf + 2, 4);
	ret_header->code = read_be(buf + 6, 4);
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
	write_be(buf, 2, header->tag);
	write_be(buf + 2, 4, header->size);
	write_be(buf + 6, 4, header->code);
}
