/* SPDX-License-Identifier: BSD-2-Clause */
/* The last latencies, and how they are drawn. */
#include "ring.h"

#include <string.h>

#include "stats.h"

void ring_add(struct watch_ring *ring, uint64_t ns)
{
	ring->ns[ring->next] = ns;
	ring->next = (ring->next + 1) % WATCH_RING;
	if (ring->count < WATCH_RING)
		ring->count++;
}

/* 0 is the newest. */
static uint64_t nth(const struct watch_ring *ring, size_t age)
{
	return ring->ns[(ring->next + WATCH_RING - 1 - age) % WATCH_RING];
}

struct ring_summary ring_summary(const struct watch_ring *ring)
{
	struct ring_summary summary = { 0 };
	uint64_t answers[WATCH_RING];

	for (size_t age = ring->count; age-- > 0;) {
		uint64_t ns = nth(ring, age);

		if (!ns)
			continue;
		answers[summary.answered++] = ns;
		summary.last = ns;
	}
	if (!summary.answered)
		return summary;
	summary.least = stats_min(answers, summary.answered);
	summary.median = stats_median(answers, summary.answered);
	summary.most = stats_max(answers, summary.answered);
	return summary;
}

size_t ring_sparkline(const struct watch_ring *ring, size_t columns, bool utf8, char *text)
{
	enum { HEIGHTS = 8 };
	static const char *const blocks[HEIGHTS] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	static const char *const ascii[HEIGHTS] = { "_", ".", ",", "-", "=", "+", "*", "#" };
	struct ring_summary summary = ring_summary(ring);
	double least = (double)summary.least, most = (double)summary.most;
	double range = (most > 3 * least ? most : 3 * least) - least;

	if (columns > ring->count)
		columns = ring->count;
	for (size_t age = columns; age-- > 0;) {
		uint64_t ns = nth(ring, age);
		size_t height = 0;

		if (ns)
			height = (size_t)((double)(ns - summary.least) / range * (HEIGHTS - 1) +
					  0.5);
		text = stpcpy(text, !ns ? " " : utf8 ? blocks[height] : ascii[height]);
	}
	*text = '\0';
	return columns;
}
