/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/render/bench/sentences.c and plot.c: figures in sentences, and as places in a picture. */
#include <locale.h>
#include <math.h>

#include "bench_shown.h"
#include "plot.h"
#include "sentences.h"
#include "view.h"

static void test_probability(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_string_equal(bench_probability(&arena, 1e-30), "<0.0001");
	assert_string_equal(bench_probability(&arena, 0.0042), "0.0042");
	assert_string_equal(bench_probability(&arena, 0.61), "0.61");
	arena_clear(&arena);
}

static void test_sentences(void **state)
{
	struct report *report = report_new();
	struct bench_cost cost = { .loaded_objects = FACT_NUMBER(1),
				   .more_ns = FACT_REAL(230000),
				   .more_low_ns = FACT_REAL(210000),
				   .more_high_ns = FACT_REAL(250000) };
	struct bench_slope slope = { .per_object_ns = FACT_REAL(3.4e6),
				     .r_squared = FACT_REAL(0.9991) };
	struct bench_operation op = { .quantum_ns = FACT_NUMBER(1000000),
				      .bimodal = FACT_NUMBER(1),
				      .drift = FACT_NUMBER(0),
				      .retries = FACT_NUMBER(1),
				      .suspended = FACT_NUMBER(2) };
	struct bench_code *code =
		list_append(&report->arena, &op.response_codes, sizeof(struct bench_code));

	(void)state;
	code->code = FACT_NUMBER(0x921);
	code->count = FACT_NUMBER(3);
	fact_set_text(report, &cost.operation, "get_random_8");
	fact_set_text(report, &cost.tcti, "kernel RM");
	fact_set_text(report, &cost.over, "raw");
	assert_string_equal(bench_cost_text(&report->arena, &cost),
			    "kernel RM costs 230 µs more than raw (get_random_8, 1 object; "
			    "95 %: 210 to 250 µs)");
	cost.more_ns.value = -230000;
	cost.more_low_ns.value = -250000;
	cost.more_high_ns.value = -210000;
	has(bench_cost_text(&report->arena, &cost), "costs 230 µs less than raw");
	cost.more_high_ns.value = 1;
	has(bench_cost_text(&report->arena, &cost), "costs neither more nor less than raw");
	fact_set_text(report, &slope.operation, "get_random_8");
	assert_string_equal(bench_slope_text(&report->arena, &slope),
			    "each loaded object adds 3.40 ms to get_random_8 (R² 0.999)");
	assert_string_equal(bench_notes(&report->arena, &op),
			    "quantum 1.00 ms, bimodal, 1 retry, 3 × 0x921, 2 lost to suspend");
	report_free(report);
}

static void test_split(void **state)
{
	struct bench_operation op = { .stages.wait_ns = FACT_NUMBER(900),
				      .stages.marshal_ns = FACT_NUMBER(100) };
	struct bench_split split;

	(void)state;
	assert_true(bench_split_of(&op, &split));
	assert_false(split.kernel);
	assert_int_equal(split.n_parts, 4);
	assert_true(split.total_ns == 1000);
	/* A driver whose send and receive are not probed: the TPM's time is in its. */
	op.kernel.rest_ns = FACT_NUMBER(0);
	op.kernel.driver_ns = FACT_NUMBER(600);
	assert_true(bench_split_of(&op, &split));
	assert_true(split.kernel);
	assert_int_equal(split.n_parts, 4);
	assert_string_equal(split.parts[3].name, "driver, bus and TPM");
	/* Nobody has told which of the rest are system calls. */
	assert_string_equal(split.parts[1].name, "other");
	op.kernel.driver_ns = FACT_NUMBER(0);
	op.kernel.tpm_ns = FACT_NUMBER(700);
	op.kernel.rm_ns = FACT_NUMBER(50);
	assert_true(bench_split_of(&op, &split));
	assert_true(split.kernel);
	assert_int_equal(split.n_parts, 5);
	assert_true(split.total_ns == 750);
	op.kernel.system_calls_ns = FACT_NUMBER(30);
	assert_true(bench_split_of(&op, &split));
	assert_int_equal(split.n_parts, 5);
	assert_string_equal(split.parts[1].name, "system calls");
	assert_true(split.total_ns == 780);
	op = (struct bench_operation){ .stages.wait_ns = FACT_NUMBER(0) };
	assert_false(bench_split_of(&op, &split));
}

static void test_axis(void **state)
{
	static const double ends[][2] = { { 0, 0 },	  { 1, 1 },	 { 2e6, 2.001e6 },
					  { 1e6, 9e6 },	  { 1e3, 1e10 }, { 0, 1e9 },
					  { 7, 8 },	  { 1, 1.9e19 }, { 1.9e19, 1.9e19 },
					  { 3e5, 4.6e6 }, { 1e6, 17e6 } };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		struct plot_axis axis = plot_axis(ends[i][0], ends[i][1], 10, 110);
		double ticks[PLOT_TICKS];

		assert_true(axis.low < axis.high);
		assert_true(plot_at(&axis, axis.low) == 10 && plot_at(&axis, axis.high) == 110);
		assert_true(plot_at(&axis, -1e30) == 10 && plot_at(&axis, 1e30) == 110);
		for (size_t want = 2; want <= PLOT_TICKS; want++) {
			size_t n = plot_ticks(&axis, want, ticks);

			assert_true(n <= want);
			assert_true(n >= 1 || want < 5);
			for (size_t t = 0; t < n; t++) {
				double place = plot_at(&axis, ticks[t]);

				assert_true(place >= 10 && place <= 110);
				assert_true(!t || ticks[t] > ticks[t - 1]);
				assert_true(*plot_tick_time(&arena, ticks, n, t));
			}
		}
	}
	assert_false(plot_axis(1e6, 9e6, 0, 1).log);
	assert_true(plot_axis(1e6, 90e6, 0, 1).log);

	const double ticks[] = { 900e3, 1e6, 1.1e6 }, decades[] = { 1e8, 1e9 };

	assert_string_equal(plot_tick_time(&arena, ticks, 3, 0), "900 µs");
	assert_string_equal(plot_tick_time(&arena, ticks, 3, 1), "1.0 ms");
	assert_string_equal(plot_tick_time(&arena, decades, 2, 1), "1 s");
	arena_clear(&arena);
}

static void check_reduced(size_t n, uint64_t first, uint64_t step)
{
	struct report *report = report_new();
	struct bench_operation *op =
		add_operation(report, add_target(report, "raw"), "x", n, first, step);
	static struct plot_step steps[PLOT_STEPS];
	static struct plot_bucket buckets[PLOT_BUCKETS];
	struct plot_series series;
	struct plot_axis axis;
	double low = INFINITY, high = 0;
	size_t count;

	assert_int_equal(plot_series_make(op, &series), 0);
	assert_int_equal(series.n, n);
	assert_int_equal(plot_axis_of(&series, 1, &axis), n > 0);
	count = plot_steps(&series, steps);
	assert_true(count <= PLOT_STEPS && (count > 0) == (n > 0));
	for (size_t i = 1; i < count; i++)
		assert_true(steps[i].value > steps[i - 1].value &&
			    steps[i].share > steps[i - 1].share);
	if (n) {
		assert_true(steps[0].value == (double)first);
		assert_true(steps[count - 1].value == (double)(first + (n - 1) * step));
		assert_true(steps[count - 1].share == 1);
	}
	count = plot_buckets(&series, buckets);
	assert_true(count <= PLOT_BUCKETS);
	for (size_t i = 0; i < count; i++) {
		low = buckets[i].low < low ? buckets[i].low : low;
		high = buckets[i].high > high ? buckets[i].high : high;
		assert_true(buckets[i].position > 0 && buckets[i].position < 1);
	}
	if (n)
		assert_true(low == (double)first && high == (double)(first + (n - 1) * step));
	plot_series_free(&series);
	report_free(report);
}

static void test_reduced(void **state)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 399, 400, 401, 999, 100000 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		check_reduced(sizes[i], 1000, 3);
		check_reduced(sizes[i], 5, 0);
		check_reduced(sizes[i], 0, 1);
	}
	check_reduced(2, UINT64_MAX - 1, 1);
	check_reduced(2, 0, UINT64_MAX);
}

/* A far outlier does not press the others together. */
static void test_outlier(void **state)
{
	struct report *report = report_new();
	struct bench_operation *op =
		add_operation(report, add_target(report, "raw"), "x", 100, 1000000, 100);
	struct plot_series series;
	struct plot_axis axis;

	(void)state;
	((uint64_t *)op->samples_ns.items)[50] = 90000000;
	assert_int_equal(plot_series_make(op, &series), 0);
	assert_true(plot_axis_of(&series, 1, &axis));
	assert_true(axis.high < 1100000);
	assert_false(axis.log);
	plot_series_free(&series);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_probability), cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_split),	    cmocka_unit_test(test_axis),
		cmocka_unit_test(test_reduced),	    cmocka_unit_test(test_outlier),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
