/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Texts without what tells one machine or one person from all others. Everything that goes is
 * replaced by REDACTED_MARK, so that it is seen that something stood there.
 */
#ifndef REDACT_TEXT_H
#define REDACT_TEXT_H

#include <stdbool.h>

#include "arena.h"
#include "fact.h"

#define REDACTED_MARK "[redacted]"

struct redacted_word {
	const char *text;
	size_t size;
	bool is_exact; /* in this case alone */
	bool anywhere; /* within other words, too */
};

/* What is known to identify: names of hosts and users, serial numbers, keys. */
struct redactor {
	struct arena arena;
	struct list_fact words; /* struct redacted_word; each in its encodings, too */
	struct list_fact kept;	/* texts that look like an address, and are none */
};

/*
 * Wherever this stands it goes, in upper or lower case: at the bounds of words, or, where it is long,
 * anywhere; also escaped as device mapper, systemd and URLs do, and as a dump or Base64 has it. What is
 * too short to mean anything, or says that there is nothing ("None"), is passed over.
 */
void redactor_add(struct redactor *redactor, const char *word);
/* A version of firmware, which would be taken for an IPv4 address. */
void redactor_keep(struct redactor *redactor, const char *word);
void redactor_clear(struct redactor *redactor);

/*
 * Without the known words, and without what redact-pattern.h knows by its form. In arena, or text itself
 * where nothing went.
 */
const char *redact_text(const struct redactor *redactor, struct arena *arena, const char *text);

/* The name of a user or a group, or an entry of an access control list: names that every system has
 * stay, and numbers below 1000. */
const char *redact_account(struct arena *arena, const char *text);
bool redact_account_is_known(const char *name);

/* "KEY=value" of udev: the value goes unless the key's meaning is known; then as redact_text(). */
const char *redact_setting(const struct redactor *redactor, struct arena *arena, const char *text);

#endif
