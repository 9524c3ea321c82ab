/* SPDX-License-Identifier: BSD-2-Clause */
/* What the scripted TPM of vtpm_server.c answers when it is healthy, and how an answer is put together. */
#ifndef TESTS_VTPM_ANSWERS_H
#define TESTS_VTPM_ANSWERS_H

#include <stddef.h>
#include <stdint.h>

#define HEADER_SIZE 10

/* Names as in the TPM 2.0 Library, part 2. */
enum {
	ST_NO_SESSIONS = 0x8001,
	CC_CREATE_PRIMARY = 0x131,
	CC_SELF_TEST = 0x143,
	CC_STARTUP = 0x144,
	CC_SHUTDOWN = 0x145,
	CC_CONTEXT_LOAD = 0x161,
	CC_CONTEXT_SAVE = 0x162,
	CC_FLUSH_CONTEXT = 0x165,
	CC_START_AUTH_SESSION = 0x176,
	CC_GET_CAPABILITY = 0x17a,
	CC_GET_RANDOM = 0x17b,
	CC_GET_TEST_RESULT = 0x17c,
	CC_PCR_READ = 0x17e,
	CC_READ_CLOCK = 0x181,
	RC_SUCCESS = 0,
	RC_INITIALIZE = 0x100,
	RC_FAILURE = 0x101,
	RC_UPGRADE = 0x12d,
	RC_COMMAND_CODE = 0x143,
	RC_COMMAND_SIZE = 0x142,
	RC_CONTEXT_GAP = 0x901,
	RC_YIELDED = 0x908,
	RC_TESTING = 0x90a,
	RC_REFERENCE_H0 = 0x910,
	CAP_COMMANDS = 2,
	CAP_PCRS = 5,
	CAP_TPM_PROPERTIES = 6,
	ALG_SHA256 = 0xb,
};

struct response {
	uint8_t bytes[4096];
	size_t size;
};

uint32_t get_be32(const uint8_t *p);

/* Append a number of width bytes. */
void put(struct response *response, unsigned int width, uint32_t value);

/* A response that is nothing but this code; what is put after it is counted by end_response(). */
void start_response(struct response *response, uint32_t rc);
void end_response(struct response *response);

/* From now on the TPM is of this kind: its vendor string, of which 8 bytes count. */
void set_vendor(const char *text);

/* The answer to a command. The objects and sessions that it makes are remembered. */
void answer(const uint8_t *command, size_t size, struct response *response);

#endif
