/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/watch/ring.c: the last latencies, and their bars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "ring.h"

static void fill(struct watch_ring *ring, const uint64_t *ns, size_t n)
{
	memset(ring, 0, sizeof(*ring));
	for (size_t i = 0; i < n; i++)
		ring_add(ring, ns[i]);
}

#define FILL(ring, ...)                               \
	fill(ring, (const uint64_t[]){ __VA_ARGS__ }, \
	     sizeof((const uint64_t[]){ __VA_ARGS__ }) / sizeof(uint64_t))

static void assert_bars(const struct watch_ring *ring, size_t columns, const char *utf8,
			const char *ascii)
{
	char text[3 * WATCH_RING + 1];

	ring_sparkline(ring, columns, true, text);
	assert_string_equal(text, utf8);
	ring_sparkline(ring, columns, false, text);
	assert_string_equal(text, ascii);
}

static void test_empty(void **state)
{
	struct watch_ring ring = { 0 };

	(void)state;
	assert_int_equal(ring_summary(&ring).answered, 0);
	assert_bars(&ring, 10, "", "");
}

static void test_summary(void **state)
{
	struct watch_ring ring;
	struct ring_summary summary;

	(void)state;
	FILL(&ring, 5, 9, 0, 1, 7);
	summary = ring_summary(&ring);
	assert_int_equal(summary.answered, 4);
	assert_int_equal(summary.last, 7);
	assert_int_equal(summary.least, 1);
	assert_int_equal(summary.median, 6);
	assert_int_equal(summary.most, 9);
	FILL(&ring, 5, 0);
	assert_int_equal(ring_summary(&ring).last, 5);
}

/* Noise stays flat: the scale goes to three times the least at least. */
static void test_scale(void **state)
{
	struct watch_ring ring;

	(void)state;
	FILL(&ring, 100, 105, 110, 100);
	assert_bars(&ring, 10, "▁▁▁▁", "____");
	FILL(&ring, 100, 200, 300);
	assert_bars(&ring, 10, "▁▅█", "_=#");
	FILL(&ring, 100, 8100);
	assert_bars(&ring, 10, "▁█", "_#");
	FILL(&ring, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000);
	assert_bars(&ring, 10, "▁▂▃▄▅▆▇█", "_.,-=+*#");
}

static void test_gap_and_cut(void **state)
{
	struct watch_ring ring;

	(void)state;
	FILL(&ring, 100, 0, 300);
	assert_bars(&ring, 10, "▁ █", "_ #");
	assert_bars(&ring, 2, " █", " #");
	FILL(&ring, 0, 0);
	assert_bars(&ring, 10, "  ", "  ");
	/* The greatest numbers there are. */
	FILL(&ring, 1, UINT64_MAX);
	assert_bars(&ring, 10, "▁█", "_#");
	FILL(&ring, UINT64_MAX, UINT64_MAX);
	assert_bars(&ring, 10, "▁▁", "__");
}

/* Only the last of them are kept, in their order. */
static void test_round(void **state)
{
	struct watch_ring ring = { 0 };
	char text[3 * WATCH_RING + 1];

	(void)state;
	for (uint64_t i = 0; i < 10 * WATCH_RING; i++)
		ring_add(&ring, 1000 + i);
	assert_int_equal(ring_summary(&ring).answered, WATCH_RING);
	assert_int_equal(ring_summary(&ring).least, 1000 + 9 * WATCH_RING);
	assert_int_equal(ring_summary(&ring).last, 1000 + 10 * WATCH_RING - 1);
	ring_add(&ring, 100000);
	assert_int_equal(ring_sparkline(&ring, 1000, false, text), WATCH_RING);
	assert_int_equal(strlen(text), WATCH_RING);
	assert_int_equal(text[WATCH_RING - 1], '#');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty), cmocka_unit_test(test_summary),
		cmocka_unit_test(test_scale), cmocka_unit_test(test_gap_and_cut),
		cmocka_unit_test(test_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
