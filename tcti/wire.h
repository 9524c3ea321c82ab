/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 10-byte header that every TPM command and response starts with: tag, size of the whole
 * message, command or response code, all big-endian (TPM 2.0 Library Specification, Part 1, 18
 * "Command/Response structure"). Pure functions.
 */
#ifndef TCTI_WIRE_H
#define TCTI_WIRE_H

#include <stddef.h>
#include <stdint.h>

#define TCTI_HEADER_SIZE  10
#define TCTI_MESSAGE_SIZE 4096 /* the longest message: TPM_BUFSIZE of the kernel's driver */

struct tcti_header {
	uint16_t tag;
	uint32_t size; /* bytes of the whole message, header included */
	uint32_t code; /* command code or response code */
};

/*
 * Read the header at the start of buf, of which len bytes are there.
 * Errors: -ENODATA if len is too short for a header (ret_header not set); -EBADMSG if the size it
 * states is below 10 or above 4096 (ret_header is set, for messages about it).
 */
int tcti_header_parse(const uint8_t *buf, size_t len, struct tcti_header *ret_header);

/*
 * The same for a message that must be complete.
 * Errors: as tcti_header_parse(); -EBADMSG also if the stated size is not len.
 */
int tcti_message_parse(const uint8_t *buf, size_t len, struct tcti_header *ret_header);

/* Write a header. Nothing is checked: tests build bad ones too. */
void tcti_header_build(const struct tcti_header *header, uint8_t buf[TCTI_HEADER_SIZE]);

#endif
