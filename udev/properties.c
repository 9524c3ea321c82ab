/* SPDX-License-Identifier: BSD-2-Clause */
/* TPM2_GetCapability and its answer, and what becomes of it in udev. */
#include "properties.h"

#include <errno.h>

#include "wire.h"

/* Names as in the TPM 2.0 Library, part 2. */
#define TPM_ST_NO_SESSIONS     0x8001
#define TPM_CC_GET_CAPABILITY  0x17a
#define TPM_CAP_TPM_PROPERTIES 6

/* moreData, the capability, the number of properties; then each, and its value */
#define LIST_OFFSET 9
#define ITEM_SIZE   8

static uint32_t read_be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void write_be32(uint8_t *p, uint32_t value)
{
	for (size_t i = 0; i < 4; i++)
		p[i] = (uint8_t)(value >> (24 - 8 * i));
}

void properties_command(uint32_t first, uint8_t ret_command[PROPERTIES_COMMAND_SIZE])
{
	const struct tcti_header header = {
		.tag = TPM_ST_NO_SESSIONS,
		.size = PROPERTIES_COMMAND_SIZE,
		.code = TPM_CC_GET_CAPABILITY,
	};

	tcti_header_build(&header, ret_command);
	write_be32(ret_command + 10, TPM_CAP_TPM_PROPERTIES);
	write_be32(ret_command + 14, first);
	write_be32(ret_command + 18, VENDOR_LAST - first + 1);
}

int properties_take(struct vendor *vendor, uint32_t first, const uint8_t *parameters, size_t size)
{
	uint32_t last = 0, count;

	if (size < LIST_OFFSET || read_be32(parameters + 1) != TPM_CAP_TPM_PROPERTIES)
		return -EBADMSG;
	count = read_be32(parameters + 5);
	if (count != (size - LIST_OFFSET) / ITEM_SIZE || (size - LIST_OFFSET) % ITEM_SIZE)
		return -EBADMSG;
	for (uint32_t i = 0; i < count; i++) {
		const uint8_t *item = parameters + LIST_OFFSET + (size_t)i * ITEM_SIZE;

		last = read_be32(item);
		vendor_set(vendor, last, read_be32(item + 4));
	}
	/* Only forwards, so that no TPM is asked for ever. */
	return parameters[0] && last >= first && last < VENDOR_LAST ? (int)last + 1 : 0;
}

/* udevd takes quotes around a value away, and refuses one that has a quote at its start alone. */
static void print_value(FILE *out, const char *key, const char *value)
{
	const char *quote = *value == '"' || *value == '\'' ? "\"" : "";

	if (*value)
		fprintf(out, "%s=%s%s%s\n", key, quote, value, quote);
}

int properties_print(const struct vendor *vendor, FILE *out)
{
	char manufacturer[5], text[17], modalias[VENDOR_MODALIAS_SIZE];
	uint32_t any = 0;

	for (size_t i = 0; i < sizeof(vendor->values) / sizeof(vendor->values[0]); i++)
		any |= vendor->values[i];
	if (!any)
		return -ENODATA;
	vendor_manufacturer(vendor, manufacturer);
	vendor_string(vendor, text);
	vendor_modalias(vendor, modalias);
	print_value(out, "ID_TPM2_MANUFACTURER", manufacturer);
	print_value(out, "ID_TPM2_VENDOR_STRING", text);
	print_value(out, "ID_TPM2_MODALIAS", modalias);
	return 0;
}
