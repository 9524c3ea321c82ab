/* SPDX-License-Identifier: BSD-2-Clause */
/* The header of a command or response: what is read is what is written, and within its limits. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t again[TCTI_HEADER_SIZE];
	struct tcti_header header, whole;
	int r = tcti_header_parse(data, size, &header);

	check(r == 0 || r == -ENODATA || r == -EBADMSG);
	check((r == -ENODATA) == (size < TCTI_HEADER_SIZE));
	if (r == -ENODATA)
		return 0;
	tcti_header_build(&header, again);
	check(!memcmp(again, data, sizeof(again)));
	check((r == 0) == (header.size >= TCTI_HEADER_SIZE && header.size <= TCTI_MESSAGE_SIZE));
	check((tcti_message_parse(data, size, &whole) == 0) == (r == 0 && header.size == size));
	return 0;
}
