/* SPDX-License-Identifier: BSD-2-Clause */
/* What systemd-cryptsetup and clevis wrote into this boot's journal when they tried to unlock a volume. */
#ifndef UNLOCK_JOURNAL_H
#define UNLOCK_JOURNAL_H

#include "unlock-context.h"

/* What a message of theirs means; NULL: it says nothing of the TPM. */
const char *unlock_message_meaning(const char *message);

/* "luks-root" of "systemd-cryptsetup@luks\x2droot.service"; NULL: it is no such unit. Arena memory. */
const char *cryptsetup_unit_name(struct arena *arena, const char *unit);

/* Add the lines about TPMs to the attempts of the report's volumes, each once. */
void unlock_journal_add(struct report *report);

#endif
