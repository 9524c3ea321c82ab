/* SPDX-License-Identifier: BSD-2-Clause */
/* Words for the sentences that bench puts into a report. */
#ifndef WORDING_H
#define WORDING_H

#include "arena.h"

/* A time, with three digits that count: "85 µs", "2.53 ms", "71 ms", "1.53 s". ns >= 0. */
const char *word_time(struct arena *arena, double ns);

/* A change: "+15 %", "-3.1 %", "+0.02 %". */
const char *word_percent(struct arena *arena, double percent);

#endif
