/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/bench/shift.c: the median of all differences, and a series' own noise. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "location-shift.h"

#define N(array) (sizeof(array) / sizeof((array)[0]))

static double shift(const uint64_t *a, size_t n_a, const uint64_t *b, size_t n_b)
{
	double result = -12345;

	assert_int_equal(location_shift(a, n_a, b, n_b, &result), 0);
	return result;
}

static void test_by_hand(void **state)
{
	const uint64_t a[] = { 10, 20, 30 }, b[] = { 25, 5, 55 }, one[] = { 7 }, two[] = { 9, 12 };

	(void)state;
	/* Differences 15 5 -5 -5 -15 -25 45 35 25. */
	assert_true(shift(a, N(a), b, N(b)) == 5);
	assert_true(shift(b, N(b), a, N(a)) == -5);
	assert_true(shift(a, N(a), a, N(a)) == 0);
	assert_true(shift(one, 1, two, 2) == 3.5);
	assert_true(shift(two, 2, one, 1) == -3.5);
}

static void test_empty(void **state)
{
	const uint64_t a[] = { 1 };
	double result = 99;

	(void)state;
	assert_int_equal(location_shift(a, 0, a, 1, &result), -EINVAL);
	assert_int_equal(location_shift(a, 1, NULL, 0, &result), -EINVAL);
	assert_true(result == 99);
}

/* A file may hold any number. */
static void test_extremes(void **state)
{
	const uint64_t low[] = { 0, 0, 0 }, high[] = { UINT64_MAX, UINT64_MAX, UINT64_MAX };

	(void)state;
	assert_true(shift(low, 3, high, 3) == (double)INT64_MAX);
	assert_true(shift(high, 3, low, 3) == -(double)INT64_MAX);
	assert_true(shift(high, 3, high, 3) == 0);
}

/* A million on either side: the pairs are never made. */
static void test_large(void **state)
{
	size_t n = 1000000;
	uint64_t *a = malloc(n * sizeof(*a)), *b = malloc(n * sizeof(*b)), x = 1;

	(void)state;
	assert_non_null(a);
	assert_non_null(b);
	for (size_t i = 0; i < n; i++) {
		x = x * 6364136223846793005 + 1442695040888963407;
		a[i] = 4000000 + (x >> 44);
		b[n - 1 - i] = a[i] + 600000;
	}
	assert_true(shift(a, n, b, n) == 600000);
	free(a);
	free(b);
}

static double noise(const uint64_t *samples, size_t n)
{
	double result = -1;

	assert_int_equal(location_shift_noise(samples, n, 4, &result), 0);
	return result;
}

static void test_noise(void **state)
{
	uint64_t samples[103];

	(void)state;
	for (size_t i = 0; i < N(samples); i++)
		samples[i] = 1000 + i % 2;
	assert_true(noise(samples, N(samples)) < 0.11);
	assert_true(noise(samples, 7) == 0);
	assert_true(noise(samples, 0) == 0);
	/* The last quarter is slower by a fifth. */
	for (size_t i = 78; i < N(samples); i++)
		samples[i] = 1200;
	assert_true(noise(samples, N(samples)) > 19.8 && noise(samples, N(samples)) < 20.1);
	/* One sample far out is no noise. */
	for (size_t i = 0; i < N(samples); i++)
		samples[i] = i == 50 ? 100000 : 1000;
	assert_true(noise(samples, N(samples)) == 0);
	for (size_t i = 0; i < N(samples); i++)
		samples[i] = 0;
	assert_true(noise(samples, N(samples)) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_by_hand),	 cmocka_unit_test(test_empty),
		cmocka_unit_test(test_extremes), cmocka_unit_test(test_large),
		cmocka_unit_test(test_noise),
	};

	return cmocka_run_group_tests_name("shift", tests, NULL, NULL);
}
