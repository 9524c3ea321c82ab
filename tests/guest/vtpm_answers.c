/* SPDX-License-Identifier: BSD-2-Clause */
/* A TPM that knows a few commands. */
#include "vtpm_answers.h"

#include <stdbool.h>
#include <string.h>
#include <linux/vtpm_proxy.h>

/* TPMA_CC: the code, the number of handles that a command takes, and whether it gives one. */
#define HANDLES(n) ((uint32_t)(n) << 25)
#define RHANDLE	   ((uint32_t)1 << 28)

static const uint32_t commands[] = {
	CC_CREATE_PRIMARY | HANDLES(1) | RHANDLE,
	CC_SELF_TEST,
	CC_STARTUP,
	CC_SHUTDOWN,
	CC_CONTEXT_LOAD | RHANDLE,
	CC_CONTEXT_SAVE | HANDLES(1),
	/* FlushContext has its handle in the parameters. */
	CC_FLUSH_CONTEXT,
	CC_START_AUTH_SESSION | HANDLES(2) | RHANDLE,
	CC_GET_CAPABILITY,
	CC_GET_RANDOM,
	CC_GET_TEST_RESULT,
	CC_PCR_READ,
	CC_READ_CLOCK,
};

static struct {
	uint32_t property, value;
} properties[] = {
	{ 0x100, 0x322e3000 },				   /* PT_FAMILY_INDICATOR "2.0" */
	{ 0x102, 159 },					   /* PT_REVISION */
	{ 0x105, 0x54455354 },				   /* PT_MANUFACTURER "TEST" */
	{ 0x106, 0x53637269 },				   /* PT_VENDOR_STRING_1 "Scri" */
	{ 0x107, 0x70746564 },				   /* PT_VENDOR_STRING_2 "pted" */
	{ 0x10b, 0x00010002 },				   /* PT_FIRMWARE_VERSION_1 */
	{ 0x10c, 0x00030004 },				   /* PT_FIRMWARE_VERSION_2 */
	{ 0x11e, 4096 },				   /* PT_MAX_COMMAND_SIZE */
	{ 0x11f, 4096 },				   /* PT_MAX_RESPONSE_SIZE */
	{ 0x120, 32 },					   /* PT_MAX_DIGEST */
	{ 0x129, sizeof(commands) / sizeof(commands[0]) }, /* PT_TOTAL_COMMANDS */
};

uint32_t get_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

void put(struct response *response, unsigned int width, uint32_t value)
{
	while (width-- > 0)
		response->bytes[response->size++] = (uint8_t)(value >> (8 * width));
}

void set_vendor(const char *text)
{
	size_t left = strlen(text);

	for (size_t i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		uint8_t word[4] = { 0 };
		size_t n = left < 4 ? left : 4;

		if (properties[i].property != 0x106 && properties[i].property != 0x107)
			continue;
		memcpy(word, text, n);
		properties[i].value = get_be32(word);
		text += n;
		left -= n;
	}
}

void start_response(struct response *response, uint32_t rc)
{
	response->size = 0;
	put(response, 2, ST_NO_SESSIONS);
	put(response, 4, HEADER_SIZE);
	put(response, 4, rc);
}

void end_response(struct response *response)
{
	size_t size = response->size;

	response->size = 2;
	put(response, 4, (uint32_t)size);
	response->size = size;
}

static void answer_capability(struct response *response, uint32_t capability, uint32_t first,
			      uint32_t count)
{
	size_t i, count_at;
	uint32_t told = 0;

	put(response, 1, 0); /* moreData: no list here is longer than one answer */
	put(response, 4, capability);
	count_at = response->size;
	put(response, 4, 0);
	if (capability == CAP_COMMANDS) {
		for (i = 0; i < sizeof(commands) / sizeof(commands[0]) && told < count; i++) {
			if ((commands[i] & 0xffff) < first)
				continue;
			put(response, 4, commands[i]);
			told++;
		}
	} else if (capability == CAP_PCRS) {
		put(response, 2, ALG_SHA256);
		put(response, 1, 3);
		put(response, 3, 0xffffff);
		told = 1;
	} else if (capability == CAP_TPM_PROPERTIES) {
		for (i = 0; i < sizeof(properties) / sizeof(properties[0]) && told < count; i++) {
			if (properties[i].property < first)
				continue;
			put(response, 4, properties[i].property);
			put(response, 4, properties[i].value);
			told++;
		}
	}
	response->bytes[count_at + 3] = (uint8_t)told;
}

/* Objects that are loaded: bit N for handle 0x80000000 + N. */
static uint32_t loaded;

#define TRANSIENT 0x80000000

static void put_new_object(struct response *response)
{
	uint32_t n = 0;

	while (loaded & (uint32_t)1 << n)
		n++;
	loaded |= (uint32_t)1 << n;
	put(response, 4, TRANSIENT + n);
}

static bool is_object(uint32_t handle)
{
	return handle >= TRANSIENT && handle < TRANSIENT + 32;
}

void answer(const uint8_t *command, size_t size, struct response *response)
{
	const uint8_t *parameters = command + HEADER_SIZE;
	size_t parameters_size = size - HEADER_SIZE;
	uint32_t code = get_be32(command + 6), i, count;

	start_response(response, RC_SUCCESS);
	switch (code) {
	case TPM2_CC_SET_LOCALITY:
	case CC_SELF_TEST:
	case CC_STARTUP:
	case CC_SHUTDOWN:
		break;
	case CC_FLUSH_CONTEXT:
		if (is_object(get_be32(parameters)))
			loaded &= ~((uint32_t)1 << (get_be32(parameters) - TRANSIENT));
		break;
	case CC_CREATE_PRIMARY:
		put_new_object(response);
		break;
	case CC_START_AUTH_SESSION:
		put(response, 4, 0x02000000);
		break;
	case CC_CONTEXT_SAVE:
		if (is_object(get_be32(parameters)) &&
		    !(loaded & (uint32_t)1 << (get_be32(parameters) - TRANSIENT))) {
			start_response(response, RC_REFERENCE_H0);
			return;
		}
		/* TPMS_CONTEXT: sequence, handle, hierarchy, and no blob. */
		put(response, 4, 0);
		put(response, 4, 1);
		put(response, 4, get_be32(parameters));
		put(response, 4, 0x40000007);
		put(response, 2, 0);
		break;
	case CC_CONTEXT_LOAD:
		if (is_object(get_be32(parameters + 8)))
			put_new_object(response);
		else
			put(response, 4, get_be32(parameters + 8));
		break;
	case CC_GET_CAPABILITY:
		if (parameters_size != 12)
			goto bad_size;
		answer_capability(response, get_be32(parameters), get_be32(parameters + 4),
				  get_be32(parameters + 8));
		break;
	case CC_GET_RANDOM:
		if (parameters_size != 2)
			goto bad_size;
		count = (uint32_t)parameters[0] << 8 | parameters[1];
		count = count > 32 ? 32 : count;
		put(response, 2, count);
		for (i = 0; i < count; i++)
			put(response, 1, 0xa0 + i);
		break;
	case CC_GET_TEST_RESULT:
		put(response, 2, 0);
		put(response, 4, RC_SUCCESS);
		break;
	case CC_READ_CLOCK:
		/* TPMS_TIME_INFO: time, clock, resetCount, restartCount, safe. */
		for (i = 0; i < 6; i++)
			put(response, 4, i);
		put(response, 1, 1);
		break;
	case CC_PCR_READ:
		if (parameters_size != 10)
			goto bad_size;
		put(response, 4, 1); /* pcrUpdateCounter */
		for (i = 0; i < 10; i++)
			put(response, 1, parameters[i]);
		put(response, 4, 1);
		put(response, 2, 32);
		for (i = 0; i < 32; i++)
			put(response, 1, 0);
		break;
	default:
		start_response(response, RC_COMMAND_CODE);
	}
	end_response(response);
	return;
bad_size:
	start_response(response, RC_COMMAND_SIZE);
}
