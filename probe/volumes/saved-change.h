/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SAVED_CHANGE_H
#define SAVED_CHANGE_H

#include "causes.h"
#include "unlock-context.h"

/*
 * What of a PCR is other in this boot than in a saved one, by the records of both: "dbx updated: 59 hashes
 * more (371 -> 430); the same in ...", and its usual cause. NULL: the records do not tell. Arena memory.
 */
const char *saved_change(struct unlock_context *context, const struct saved_boot *saved,
			 uint32_t pcr, uint16_t bank, struct boot_cause *ret_cause);

/* "2026-11-24", or the boot's id. Arena memory. */
const char *saved_boot_date(struct arena *arena, const struct saved_boot *saved);

#endif
