/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/bench/compare.c: who is compared with whom, budgets, and what all comes to. */
#include "bench.h"
#include "compare_fixture.h"

static void test_not_gated(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	add(f.then, 0, "create_rsa2048", 30, 4000000000, 0)->tier =
		state_fact(&bench_tier_words, "slow");
	add(f.now, 0, "create_rsa2048", 30, 9000000000, 0)->tier =
		state_fact(&bench_tier_words, "slow");
	add(f.now, 0, "create_rsa3072", 30, 9000000000, 0)->tier =
		state_fact(&bench_tier_words, "slow");
	compare(&f, &careful);
	assert_verdict(&f, 0, "pass", "not gated");
	assert_int_equal(nth(&f, 0)->baseline_median_ns.value, 4000000000);
	assert_verdict(&f, 1, "pass", "not gated");
	assert_overall(&f, 2, "pass");
	teardown(&f);
}

/* By name, and of several by loaded objects; the order is no matter. */
static void test_pairs(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	add_target(f.now, "raw");
	add_target(f.then, "raw");
	add(f.then, 0, "a", 100, 20000000, 0)->loaded_objects = FACT_NUMBER(0);
	add(f.then, 0, "a", 100, 40000000, 0)->loaded_objects = FACT_NUMBER(2);
	add(f.then, 0, "gone", 100, 20000000, 0);
	add(f.then, 1, "a", 100, 10000000, 0);
	add(f.now, 0, "a", 100, 40000000, 0)->loaded_objects = FACT_NUMBER(2);
	add(f.now, 0, "a", 100, 20000000, 0)->loaded_objects = FACT_NUMBER(0);
	add(f.now, 0, "new", 100, 20000000, 0);
	add(f.now, 1, "a", 100, 15000000, 0);
	compare(&f, &careful);
	assert_verdict(&f, 0, "pass", "40.0 ms, in the baseline 40.0 ms");
	assert_verdict(&f, 1, "pass", "20.0 ms, in the baseline 20.0 ms");
	assert_verdict(&f, 2, "inconclusive", "measured here, not in the baseline");
	assert_verdict(&f, 3, "inconclusive", "in the baseline, not measured here");
	assert_string_equal(nth(&f, 3)->operation.value, "gone");
	assert_string_equal(nth(&f, 3)->tcti.value, "kernel RM");
	assert_verdict(&f, 4, "regressed", "+50 %");
	assert_string_equal(nth(&f, 4)->tcti.value, "raw");
	assert_overall(&f, 5, "regressed");
	teardown(&f);
}

static void test_lonely_connections(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	add_target(f.then, "raw");
	add(f.then, 1, "a", 100, 10000000, 0);
	compare(&f, &careful);
	assert_verdict(&f, 0, "inconclusive", "in the baseline, not measured here");
	assert_string_equal(nth(&f, 0)->tcti.value, "raw");
	assert_overall(&f, 1, "inconclusive");
	teardown(&f);

	setup(&f);
	compare(&f, &careful);
	assert_overall(&f, 0, "inconclusive");
	teardown(&f);
}

/* Improved does not hide what could not be compared, and that does not hide what got slower. */
static void test_overall(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	add(f.then, 0, "a", 100, 20000000, 0);
	add(f.now, 0, "a", 100, 20000000, 0);
	compare(&f, &careful);
	assert_overall(&f, 1, "pass");
	add(f.then, 0, "b", 100, 20000000, 0);
	add(f.now, 0, "b", 100, 10000000, 0);
	compare(&f, &careful);
	assert_overall(&f, 2, "improved");
	add(f.now, 0, "c", 100, 10000000, 0);
	compare(&f, &careful);
	assert_overall(&f, 3, "inconclusive");
	add(f.then, 0, "d", 100, 10000000, 0);
	add(f.now, 0, "d", 100, 20000000, 0);
	compare(&f, &careful);
	assert_overall(&f, 4, "regressed");
	teardown(&f);
}

static void test_budget(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	add_target(f.now, "raw");
	add(f.now, 0, "a", 1, 80000000, 0);
	add(f.now, 1, "a", 10, 70000000, 0);
	add(f.now, 1, "b", 0, 0, 0);
	assert_true(compare_budget(f.now, "a", 80000000));
	assert_verdict(&f, 0, "pass", "80.0 ms is within the budget of 80.0 ms");
	assert_verdict(&f, 1, "pass", "70.0 ms is within the budget of 80.0 ms");
	assert_overall(&f, 2, "pass");
	assert_true(compare_budget(f.now, "b", 1000));
	assert_verdict(&f, 2, "inconclusive", "no samples to hold against the budget of 1.00 µs");
	assert_overall(&f, 3, "inconclusive");
	assert_true(compare_budget(f.now, "a", 79999999));
	assert_verdict(&f, 3, "regressed", "80.0 ms is above the budget of 80.0 ms, by 1 ns");
	assert_int_equal(nth(&f, 3)->budget_ns.value, 79999999);
	assert_int_equal(nth(&f, 3)->median_ns.value, 80000000);
	assert_verdict(&f, 4, "pass", "70.0 ms");
	assert_false(compare_budget(f.now, "c", 5000000));
	assert_verdict(&f, 5, "inconclusive", "not measured; the budget is 5.00 ms");
	assert_string_equal(nth(&f, 5)->operation.value, "c");
	assert_overall(&f, 6, "regressed");
	teardown(&f);
}

/* A file may hold comparisons, and be short of anything in them. */
static void test_read_report(void **state)
{
	struct bench_comparison *comparison;
	struct fixture f;

	(void)state;
	setup(&f);
	comparison =
		list_append(&f.now->arena, &f.now->benchmark->comparisons, sizeof(*comparison));
	comparison->operation = text("a");
	add(f.now, 0, "a", 20, 80000000, 0);
	assert_true(compare_budget(f.now, "a", 80000000));
	assert_overall(&f, 2, "pass");
	comparison =
		list_append(&f.now->arena, &f.now->benchmark->comparisons, sizeof(*comparison));
	comparison->verdict = state_fact(&bench_verdict_words, "regressed");
	add(f.then, 0, "a", 20, 80000000, 0);
	compare(&f, &careful);
	assert_overall(&f, 1, "pass");
	teardown(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_not_gated),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_lonely_connections),
		cmocka_unit_test(test_overall),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_read_report),
	};

	return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
