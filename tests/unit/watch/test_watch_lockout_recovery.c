/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/watch/forgiveness.c: the time to the next recovery, from what samples show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lockout-recovery.h"

#define S UINT64_C(1000000000)

static void test_nothing_to_forgive(void **state)
{
	struct lockout_recovery f = { 0 };

	(void)state;
	lockout_recovery_sample(&f, 10 * S, 0, 7200, false);
	assert_false(f.known);
	/* The TPM that never forgives by time. */
	lockout_recovery_sample(&f, 12 * S, 3, 0, false);
	assert_false(f.known);
	assert_true(f.asked);
}

/* When the interval began nobody saw: a bound. It is not pushed on by further samples. */
static void test_bound(void **state)
{
	struct lockout_recovery f = { 0 };

	(void)state;
	lockout_recovery_sample(&f, 10 * S, 3, 7200, false);
	assert_true(f.known);
	assert_false(f.exact);
	assert_int_equal(lockout_recovery_left_s(&f, 10 * S), 7200);
	lockout_recovery_sample(&f, 110 * S, 3, 7200, false);
	assert_false(f.exact);
	assert_int_equal(lockout_recovery_left_s(&f, 110 * S), 7100);
}

static void test_failed_try(void **state)
{
	struct lockout_recovery f = { 0 };

	(void)state;
	lockout_recovery_sample(&f, 10 * S, 0, 600, false);
	lockout_recovery_sample(&f, 20 * S, 1, 600, false);
	assert_true(f.known && f.exact);
	assert_int_equal(lockout_recovery_left_s(&f, 20 * S), 600);
	/* Between samples it counts on by itself, in whole seconds, rounded up. */
	assert_int_equal(lockout_recovery_left_s(&f, 20 * S + 1), 600);
	assert_int_equal(lockout_recovery_left_s(&f, 21 * S), 599);
	assert_int_equal(lockout_recovery_left_s(&f, 619 * S + S / 2), 1);
	/* Another failed try starts the interval anew. */
	lockout_recovery_sample(&f, 320 * S, 2, 600, false);
	assert_int_equal(lockout_recovery_left_s(&f, 320 * S), 600);
}

static void test_forgiven(void **state)
{
	struct lockout_recovery f = { 0 };

	(void)state;
	lockout_recovery_sample(&f, 10 * S, 3, 600, false);
	lockout_recovery_sample(&f, 100 * S, 2, 600, false);
	assert_true(f.exact);
	assert_int_equal(lockout_recovery_left_s(&f, 100 * S), 600);
	lockout_recovery_sample(&f, 700 * S, 2, 600, false);
	assert_int_equal(lockout_recovery_left_s(&f, 700 * S), 0);
	assert_int_equal(lockout_recovery_left_s(&f, 9999 * S), 0);
	lockout_recovery_sample(&f, 702 * S, 1, 600, false);
	assert_int_equal(lockout_recovery_left_s(&f, 702 * S), 600);
	lockout_recovery_sample(&f, 1302 * S, 0, 600, false);
	assert_false(f.known);
}

/* A reset starts the interval when nobody looked; another interval makes the old time void. */
static void test_void(void **state)
{
	struct lockout_recovery f = { 0 };

	(void)state;
	lockout_recovery_sample(&f, 10 * S, 0, 600, false);
	lockout_recovery_sample(&f, 20 * S, 1, 600, false);
	lockout_recovery_sample(&f, 30 * S, 1, 600, true);
	assert_true(f.known);
	assert_false(f.exact);
	assert_int_equal(lockout_recovery_left_s(&f, 30 * S), 600);
	lockout_recovery_sample(&f, 40 * S, 1, 10, false);
	assert_false(f.exact);
	assert_int_equal(lockout_recovery_left_s(&f, 40 * S), 10);
	/* An unorderly reset counts as a failed try: still nobody saw when. */
	lockout_recovery_sample(&f, 50 * S, 2, 10, true);
	assert_false(f.exact);
	lockout_recovery_forget(&f);
	assert_false(f.known);
	assert_false(f.asked);
}

static void test_long_interval(void **state)
{
	struct lockout_recovery f = { 0 };

	(void)state;
	lockout_recovery_sample(&f, 10 * S, 1, UINT32_MAX, false);
	assert_int_equal(lockout_recovery_left_s(&f, 10 * S), UINT32_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_to_forgive),
		cmocka_unit_test(test_bound),
		cmocka_unit_test(test_failed_try),
		cmocka_unit_test(test_forgiven),
		cmocka_unit_test(test_void),
		cmocka_unit_test(test_long_interval),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
