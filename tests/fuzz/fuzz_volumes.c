/* SPDX-License-Identifier: BSD-2-Clause */
/* crypttab, the kernel command line, a journal's message, a kernel image: any bytes. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "configured.h"
#include "pe-section.h"
#include "unlock-journal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void read_configuration(struct arena *arena, const char *text, size_t size, bool is_crypttab)
{
	struct configured *configured = calloc(1, sizeof(*configured));

	check(configured != NULL);
	if (is_crypttab)
		configured_read_crypttab(arena, configured, text, size);
	configured_read_command_line(arena, configured, text, size);
	check(configured->count <= CONFIGURED_MAX);
	for (size_t i = 0; i < configured->count; i++) {
		check(configured->items[i].device && configured->items[i].options);
		configured_wants_tpm(configured->items[i].options);
		configured_option(arena, configured->items[i].options, "header");
	}
	free(configured);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	uint8_t *bytes = malloc(size + 1);
	uint64_t offset, length;
	char *text;

	check(bytes != NULL);
	memcpy(bytes, data, size);
	/* Sized to the byte, so that reading beyond is seen. */
	read_configuration(&arena, (char *)data, size, true);
	read_configuration(&arena, (char *)data, size, false);
	pe_section(data, size, ".pcrsig", &offset, &length);
	text = (char *)bytes;
	text[size] = '\0';
	unlock_message_meaning(text);
	cryptsetup_unit_name(&arena, text);
	free(bytes);
	arena_clear(&arena);
	return 0;
}
