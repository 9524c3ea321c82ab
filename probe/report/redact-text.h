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

/* What is known to identify: names of hosts and users, serial numbers, keys. */
struct redactor {
	struct arena arena;
	struct list_fact words; /* texts */
};

/*
 * Wherever this stands it goes, in upper or lower case: at the bounds of words, or, where it is long,
 * anywhere. What is too short to mean anything, or says that there is nothing ("None"), is passed over.
 */
void redactor_add(struct redactor *scrub, const char *word);
void redactor_clear(struct redactor *scrub);

/*
 * Without the known words, and without what looks like a UUID, a MAC address or another row of six or
 * more bytes, 16 or more hexadecimal digits, a serial number, an e-mail address, a host in a TCTI's
 * configuration, a user's folder. In arena, or text itself where nothing went.
 */
const char *redact_text(const struct redactor *scrub, struct arena *arena, const char *text);

/* The name of a user or a group, or an entry of an access control list: names that every system has
 * stay, and numbers below 1000. */
const char *redact_account(struct arena *arena, const char *text);
bool redact_account_is_known(const char *name);

/* "KEY=value" of udev: the value goes unless the key's meaning is known; then as redact_text(). */
const char *redact_setting(const struct redactor *scrub, struct arena *arena, const char *text);

#endif
