/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/bench/wording.c: times and changes in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "wording.h"

static void test_time(void **state)
{
	static const struct {
		double ns;
		const char *text;
	} cases[] = {
		{ 0, "0 ns" },		{ 999, "999 ns" },    { 999.6, "1 µs" },
		{ 85e3, "85 µs" },	{ 999.6e3, "1 ms" },  { 2.5e6, "2.5 ms" },
		{ 2.534e6, "2.53 ms" }, { 71.04e6, "71 ms" }, { 136.4e6, "136 ms" },
		{ 1.526e9, "1.53 s" },	{ 105.4e9, "105 s" }, { 12345e9, "12345 s" },
		{ 0.25e6, "250 µs" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(word_time(&arena, cases[i].ns), cases[i].text);
	arena_clear(&arena);
}

static void test_percent(void **state)
{
	static const struct {
		double percent;
		const char *text;
	} cases[] = {
		{ 0, "0 %" },	     { -0.001, "0 %" },	    { 15.04, "+15 %" },
		{ -3.14, "-3.1 %" }, { 0.021, "+0.021 %" }, { 99.4, "+99 %" },
		{ 99.6, "+100 %" },  { 1234.4, "+1234 %" }, { -50, "-50 %" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(word_percent(&arena, cases[i].percent), cases[i].text);
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_time),
					    cmocka_unit_test(test_percent) };

	return cmocka_run_group_tests_name("wording", tests, NULL, NULL);
}
