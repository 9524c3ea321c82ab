/* SPDX-License-Identifier: BSD-2-Clause */
/* A change of one record as a sentence. */
#ifndef CHANGE_TEXT_H
#define CHANGE_TEXT_H

#include "align.h"

/*
 * "kernel command line: `quiet` removed", "dbx updated: 3 hashes more (371 -> 374)", "firmware 1.21 ->
 * 1.24", "GRUB instead of systemd-boot": what changed, by what the two records say. Arena memory, cleaned.
 */
const char *boot_change_text(struct arena *arena, const struct boot_change *change);

#endif
