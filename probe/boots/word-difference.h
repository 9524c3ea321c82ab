/* SPDX-License-Identifier: BSD-2-Clause */
/* How two command lines differ. */
#ifndef WORD_DIFFERENCE_H
#define WORD_DIFFERENCE_H

#include "arena.h"

/*
 * "`quiet` removed, `root=/dev/sda1` -> `root=/dev/sda2`, `debug` added": words between blanks, a value
 * paired with another of the same key. The first few, and how many more. Arena memory.
 */
const char *word_difference(struct arena *arena, const char *then, const char *now);

#endif
