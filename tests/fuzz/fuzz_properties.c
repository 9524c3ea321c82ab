/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The udev helper's part of an answer: any parameters of TPM2_GetCapability. It is asked on only
 * forwards, and every line that udevd would read is one of the three keys and printable.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "properties.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void check_line(const char *line, size_t size)
{
	static const char *const keys[] = { "ID_TPM2_MANUFACTURER=", "ID_TPM2_VENDOR_STRING=",
					    "ID_TPM2_MODALIAS=" };
	bool known = false;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		known |= size > strlen(keys[i]) && !memcmp(line, keys[i], strlen(keys[i]));
	check(known);
	for (size_t i = 0; i < size; i++)
		check(line[i] > ' ' && line[i] < 0x7f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vendor vendor = { 0 };
	char *text = NULL, *line, *end;
	size_t text_size = 0;
	uint32_t first;
	FILE *out;
	int next;

	for (first = VENDOR_FIRST; first <= VENDOR_LAST; first++) {
		next = properties_take(&vendor, first, data, size);
		check(next <= 0 || ((uint32_t)next > first && next <= VENDOR_LAST));
	}
	out = open_memstream(&text, &text_size);
	check(out);
	check(properties_print(&vendor, out) == 0 || ftell(out) == 0);
	fclose(out);
	for (line = text; (end = strchr(line, '\n')); line = end + 1)
		check_line(line, (size_t)(end - line));
	check(!*line);
	free(text);
	return 0;
}
