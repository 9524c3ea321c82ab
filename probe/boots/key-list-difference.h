/* SPDX-License-Identifier: BSD-2-Clause */
/* How two of Secure Boot's lists (PK, KEK, db, dbx) differ. */
#ifndef KEY_LIST_DIFFERENCE_H
#define KEY_LIST_DIFFERENCE_H

#include <stdbool.h>

#include "arena.h"
#include "span.h"

/*
 * "3 hashes more (371 -> 374)", "1 certificate more (2 -> 3): \"Windows UEFI CA 2023\"": then and now are
 * values of such a variable, EFI_SIGNATURE_LISTs. NULL if one is not. Arena memory.
 */
const char *key_list_difference(struct arena *arena, struct span then, struct span now);

#endif
