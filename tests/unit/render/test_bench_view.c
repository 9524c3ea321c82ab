/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/render/bench-view.c: which of a baseline's operations and comparisons belongs to which. */
#include <locale.h>

#include "view.h"
#include "bench_shown.h"

static void test_baseline(void **state)
{
	struct report *report = report_new(), *baseline = report_new();
	struct bench_view *view;

	(void)state;
	struct bench_target *raw = add_target(report, "raw"), *rm = add_target(report, "kernel RM");

	add_operation(report, raw, "a", 3, 1000, 1);
	add_operation(report, rm, "a", 3, 1000, 1);
	add_operation(report, rm, "b", 3, 1000, 1);
	add_operation(baseline, add_target(baseline, "kernel RM"), "a", 3, 900, 1);
	add_operation(baseline, add_target(baseline, "tabrmd"), "b", 3, 900, 1);
	add_operation(baseline, report_tpm(baseline, 1)->bench, "a", 3, 800, 1);

	struct bench_comparison *one =
		list_append(&report->arena, &report->benchmark->comparisons, sizeof(*one));
	fact_set_text(report, &one->operation, "a");
	fact_set_text(report, &one->tcti, "kernel RM");
	fact_set_state(&one->verdict, &bench_verdict_words, VERDICT_PASS);
	one = list_append(&report->arena, &report->benchmark->comparisons, sizeof(*one));
	fact_set_text(report, &one->operation, "a");
	fact_set_text(report, &one->tcti, "kernel RM");
	fact_set_state(&one->verdict, &bench_verdict_words, VERDICT_REGRESSED);
	one->budget_ns = FACT_NUMBER(5);

	assert_int_equal(bench_view_make(report, baseline, &view), 0);
	assert_int_equal(view->n_groups, 2);
	assert_int_equal(view->groups[0]->n_curves, 2);
	/* No label of ours is tabrmd's: it is compared with the one that is left. */
	assert_int_equal(view->groups[0]->curves[0].baseline->median_ns.value, 801);
	assert_ptr_equal(view->groups[0]->curves[1].baseline,
			 report_tpm(baseline, 0)->bench->operations.items);
	assert_null(view->groups[1]->curves[0].baseline);
	assert_null(view->groups[0]->curves[0].comparison);
	assert_string_equal(view->groups[0]->curves[1].comparison->verdict.value, "regressed");
	assert_string_equal(view->targets[1].name, "tpm0/kernel RM");
	assert_string_equal(view->targets[1].tag, "kernel RM");
	bench_view_free(view);
	report_free(report);
	report_free(baseline);
}

/* Of an operation that was measured more than once, each has its own comparison. */
static void test_compared_again(void **state)
{
	static const char *const verdicts[] = { "regressed", "pass", "improved" };
	struct report *report = report_new();
	struct bench_target *target = add_target(report, "raw");
	struct bench_view *view;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct bench_operation *op = add_operation(report, target, "a", 3, 1000 * i, 1);
		struct bench_comparison *one =
			list_append(&report->arena, &report->benchmark->comparisons, sizeof(*one));

		op->loaded_objects = FACT_NUMBER(i);
		fact_set_text(report, &one->operation, "a");
		fact_set_text(report, &one->tcti, "raw");
		fact_set_state(&one->verdict, &bench_verdict_words,
			       enum_state(&bench_verdict_words, verdicts[i]));
		/* The middle one has no median: it gets what the others leave. */
		if (i != 1)
			one->median_ns = op->median_ns;
	}
	/* What only the baseline has belongs to nobody. */
	struct bench_comparison *lonely =
		list_append(&report->arena, &report->benchmark->comparisons, sizeof(*lonely));
	fact_set_text(report, &lonely->operation, "a");
	fact_set_state(&lonely->verdict, &bench_verdict_words, VERDICT_INCONCLUSIVE);
	lonely->baseline_n = FACT_NUMBER(3);

	assert_int_equal(bench_view_make(report, NULL, &view), 0);
	assert_int_equal(view->n_groups, 3);
	assert_string_equal(view->groups[2]->name, "a/objects=2");
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(view->groups[i]->curves[0].comparison->verdict.value,
				    verdicts[i]);
	bench_view_free(view);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_baseline),
		cmocka_unit_test(test_compared_again),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
