/* SPDX-License-Identifier: BSD-2-Clause */
/* A file that sets variables, a list of what was written, a table of sockets: any text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ledger.h"
#include "listeners.h"
#include "settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void read_settings(const char *text)
{
	const char *at = text, *end = text + strlen(text), *path;
	struct setting_span span;
	size_t n;

	while (settings_next(text, &at, &span)) {
		check(span.value >= text && span.value + span.size <= end);
		check(span.before >= text && span.before + span.before_size <= span.value);
		for (int syntax = SETTINGS_SHELL; syntax <= SETTINGS_MANAGER; syntax++)
			settings_fault((enum settings_syntax)syntax, text, &span);
	}
	at = text;
	while (settings_next_file(&at, &path, &n))
		check(n && *path == '/' && path + n <= end);
	at = text;
	while (settings_next_kept(&at, &path, &n))
		check(path + n <= end);
}

static void read_ledger(const char *text)
{
	struct ledger *a = calloc(2, sizeof(*a)), *b = a + 1;
	char *once, *again;

	check(a != NULL);
	ledger_read(a, text);
	once = ledger_text(a);
	check(once != NULL);
	ledger_read(b, once);
	again = ledger_text(b);
	check(again && !strcmp(once, again));
	free(once);
	free(again);
	free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	check(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	read_settings(text);
	read_ledger(text);
	listeners_have(text, 2321);
	free(text);
	return 0;
}
