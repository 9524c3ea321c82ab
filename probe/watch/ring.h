/* SPDX-License-Identifier: BSD-2-Clause */
/* The last latencies, and how they are drawn. */
#ifndef WATCH_RING_H
#define WATCH_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WATCH_RING = 60 };

struct watch_ring {
	uint64_t ns[WATCH_RING]; /* 0: the TPM did not answer */
	size_t next, count;
};

/* ns: 0 where there was no answer. The oldest of WATCH_RING goes. */
void ring_add(struct watch_ring *ring, uint64_t ns);

/* Over those that were answered; all 0 where there is none. */
struct ring_summary {
	size_t answered;
	uint64_t last, least, median, most;
};
struct ring_summary ring_summary(const struct watch_ring *ring);

/*
 * The last `columns` latencies, the newest at the end, as bars of eight heights; a blank where there was
 * no answer. The scale starts at the least and goes to the most, but at least to three times the
 * least, so that noise stays flat and an outlier stands out. utf8: block elements, otherwise ASCII.
 * text: at least 3 * WATCH_RING + 1 bytes. Returns the columns used.
 */
size_t ring_sparkline(const struct watch_ring *ring, size_t columns, bool utf8, char *text);

#endif
