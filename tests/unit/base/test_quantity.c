/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/base/quantity.c: durations and shares as text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "quantity.h"

static void test_duration_ns(void **state)
{
	static const struct {
		double ns;
		const char *text;
	} cases[] = {
		{ 0, "0 ns" },
		{ 7, "7 ns" },
		{ 999, "999 ns" },
		{ 999.6, "1.00 µs" },
		{ 85e3, "85.0 µs" },
		{ 812345, "812 µs" },
		{ 999400, "999 µs" },
		{ 999600, "1.00 ms" },
		{ 2.534e6, "2.53 ms" },
		{ 9996000, "10.0 ms" },
		{ 71.04e6, "71.0 ms" },
		{ 136.4e6, "136 ms" },
		{ 1.526e9, "1.53 s" },
		{ -230000, "-230 µs" },
		{ 59.9e9, "59.9 s" },
		{ 123e9, "2 min 3 s" },
		{ 12345e9, "3 h 25 min" },
		{ 18446744073709551615.0, "213503 d 23 h" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(duration_ns(&arena, cases[i].ns), cases[i].text);
	arena_clear(&arena);
}

static void test_duration_s(void **state)
{
	static const struct {
		uint64_t seconds;
		const char *text;
	} cases[] = {
		{ 0, "0 s" },
		{ 59, "59 s" },
		{ 60, "1 min" },
		{ 72, "1 min 12 s" },
		{ 1000, "16 min 40 s" },
		{ 7200, "2 h" },
		{ 7259, "2 h" },
		{ 7500, "2 h 5 min" },
		{ 86400, "1 d" },
		{ 86400 + 3599, "1 d" },
		{ 3 * 86400 + 4 * 3600, "3 d 4 h" },
		{ UINT64_MAX, "213503982334601 d 7 h" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(duration_s(&arena, cases[i].seconds), cases[i].text);
	arena_clear(&arena);
}

static void test_duration_range(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(duration_range(&arena, 2030000, 2051000), "2.03 to 2.05 ms");
	assert_string_equal(duration_range(&arena, 998000, 1012000), "1.00 to 1.01 ms");
	assert_string_equal(duration_range(&arena, 8e6, 1.24e9), "8.00 ms to 1.24 s");
	assert_string_equal(duration_range(&arena, -20000, 50000), "-20.0 to 50.0 µs");
	arena_clear(&arena);
}

static void test_percent(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(percent_text(&arena, 16.2, true), "+16 %");
	assert_string_equal(percent_text(&arena, -3.14, true), "-3.1 %");
	assert_string_equal(percent_text(&arena, -0.04, true), "+0.0 %");
	assert_string_equal(percent_text(&arena, 0.04, false), "<0.1 %");
	assert_string_equal(percent_text(&arena, 0, false), "0.0 %");
	assert_string_equal(percent_text(&arena, 9.96, false), "10 %");
	assert_string_equal(percent_text(&arena, 1234.4, true), "+1234 %");
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_duration_ns),
		cmocka_unit_test(test_duration_s),
		cmocka_unit_test(test_duration_range),
		cmocka_unit_test(test_percent),
	};

	return cmocka_run_group_tests_name("quantity", tests, NULL, NULL);
}
