/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What emit --write has made on a machine: the file /var/lib/tpm-probe/emitted, one line each,
 *
 *   file SUM SIZE new|changed PATH     a file of ours; changed: an original is kept for --undo
 *   folder PATH                        made for one
 *
 * Pure: takes any text.
 */
#ifndef STACK_LEDGER_H
#define STACK_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEDGER_FOLDER "/var/lib/tpm-probe"
#define LEDGER_PATH   LEDGER_FOLDER "/emitted"

enum { LEDGER_MAX = 256, LEDGER_PATH_MAX = 512 };

struct ledger_entry {
	char path[LEDGER_PATH_MAX];
	bool is_folder, has_original;
	uint64_t sum, size; /* of the contents that were written */
};

struct ledger {
	struct ledger_entry entries[LEDGER_MAX];
	size_t count;
};

/* Lines that are none are passed over. */
void ledger_read(struct ledger *ledger, const char *text);

/* The text of it, malloc'd; NULL: out of memory. */
char *ledger_text(const struct ledger *ledger);

struct ledger_entry *ledger_find(struct ledger *ledger, const char *path);
/* The entry of that path, made if there is none. NULL: full, or a path that no line holds. */
struct ledger_entry *ledger_add(struct ledger *ledger, const char *path, bool is_folder);
void ledger_remove(struct ledger *ledger, const struct ledger_entry *entry);

/* FNV-1a, 64 bits: it recognizes a text, it does not vouch for it. */
uint64_t ledger_sum(const void *data, size_t size);

#endif
