/* SPDX-License-Identifier: BSD-2-Clause */
/* The list of what was written, as text and as entries. */
#include "ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t ledger_sum(const void *data, size_t size)
{
	const unsigned char *bytes = data;
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < size; i++)
		sum = (sum ^ bytes[i]) * UINT64_C(0x100000001b3);
	return sum;
}

struct ledger_entry *ledger_find(struct ledger *ledger, const char *path)
{
	for (size_t i = 0; i < ledger->count; i++)
		if (!strcmp(ledger->entries[i].path, path))
			return &ledger->entries[i];
	return NULL;
}

struct ledger_entry *ledger_add(struct ledger *ledger, const char *path, bool is_folder)
{
	struct ledger_entry *entry = ledger_find(ledger, path);

	if (entry)
		return entry;
	if (ledger->count == LEDGER_MAX || *path != '/' || strlen(path) >= LEDGER_PATH_MAX ||
	    strchr(path, '\n'))
		return NULL;
	entry = &ledger->entries[ledger->count++];
	*entry = (struct ledger_entry){ .is_folder = is_folder };
	strcpy(entry->path, path);
	return entry;
}

void ledger_remove(struct ledger *ledger, const struct ledger_entry *entry)
{
	size_t i = (size_t)(entry - ledger->entries);

	memmove(&ledger->entries[i], &ledger->entries[i + 1],
		(ledger->count - i - 1) * sizeof(ledger->entries[0]));
	ledger->count--;
}

static void read_line(struct ledger *ledger, const char *line)
{
	struct ledger_entry *entry;
	uint64_t sum, size;
	char how[8];
	int at = 0;

	if (!strncmp(line, "folder ", 7)) {
		ledger_add(ledger, line + 7, true);
		return;
	}
	if (sscanf(line, "file %16" SCNx64 " %20" SCNu64 " %7s %n", &sum, &size, how, &at) != 3 ||
	    !at || (strcmp(how, "new") != 0 && strcmp(how, "changed") != 0))
		return;
	entry = ledger_add(ledger, line + at, false);
	if (!entry)
		return;
	entry->sum = sum;
	entry->size = size;
	entry->has_original = !strcmp(how, "changed");
}

void ledger_read(struct ledger *ledger, const char *text)
{
	ledger->count = 0;
	while (*text) {
		size_t n = strcspn(text, "\n");
		char *line = strndup(text, n);

		if (line)
			read_line(ledger, line);
		free(line);
		text += n + (text[n] == '\n');
	}
}

char *ledger_text(const struct ledger *ledger)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	fprintf(out, "# What tpm-probe has written: tpm-probe tcti emit --undo takes it away.\n");
	for (size_t i = 0; i < ledger->count; i++) {
		const struct ledger_entry *entry = &ledger->entries[i];

		if (entry->is_folder)
			fprintf(out, "folder %s\n", entry->path);
		else
			fprintf(out, "file %016" PRIx64 " %" PRIu64 " %s %s\n", entry->sum,
				entry->size, entry->has_original ? "changed" : "new", entry->path);
	}
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}
