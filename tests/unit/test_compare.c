/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/bench/compare.c: what counts as slower, what cannot be compared, and what all comes to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "compare.h"

static const struct compare_options careful = { .force = false }, forced = { .force = true };

/* Two reports of one TPM, alike in everything but what a test changes. */
struct fixture {
	struct report *now, *then;
};

static struct text_fact text(const char *value)
{
	return (struct text_fact){ .fact.presence = PRESENCE_PRESENT, .value = value };
}

static struct tpm_report *add_target(struct report *report, const char *label)
{
	struct tpm_report *tpm = report_add_tpm(report);

	tpm->bench.label = text(label);
	tpm->identity.modalias = text("fi2.0:mfIFX:fw7.85");
	tpm->device.driver = text("tpm_tis");
	return tpm;
}

static void setup(struct fixture *f)
{
	struct report **reports[] = { &f->now, &f->then };

	for (size_t i = 0; i < 2; i++) {
		*reports[i] = report_new();
		(*reports[i])->kernel = text("6.1.0-42-amd64");
		(*reports[i])->benchmark.jobs = FACT_NUMBER(1);
		add_target(*reports[i], "kernel RM");
	}
}

static void teardown(struct fixture *f)
{
	report_free(f->now);
	report_free(f->then);
}

/* n samples about `ns`: five values in turn, `spread` apart. */
static struct bench_operation *add(struct report *report, size_t target, const char *name, size_t n,
				   uint64_t ns, uint64_t spread)
{
	struct bench_target *bench = &report_tpm(report, target)->bench;
	struct bench_operation *operation =
		list_append(&report->arena, &bench->operations, sizeof(*operation));

	operation->name = text(name);
	operation->tier = text("crypto");
	operation->status = text("ok");
	operation->loaded_objects = FACT_NUMBER(1);
	for (size_t i = 0; i < n; i++) {
		uint64_t *sample =
			list_append(&report->arena, &operation->samples_ns, sizeof(*sample));

		*sample = ns + (i * 7 % 5) * spread - 2 * spread;
	}
	return operation;
}

static void compare(struct fixture *f, const struct compare_options *options)
{
	f->now->benchmark.comparisons = (struct list_fact){ 0 };
	compare_reports(f->now, f->then, "before.json", options);
	assert_string_equal(f->now->benchmark.baseline.value, "before.json");
}

static const struct bench_comparison *nth(const struct fixture *f, size_t i)
{
	assert_true(i < f->now->benchmark.comparisons.count);
	return (const struct bench_comparison *)f->now->benchmark.comparisons.items + i;
}

static void assert_verdict(const struct fixture *f, size_t i, const char *verdict,
			   const char *reason)
{
	const struct bench_comparison *comparison = nth(f, i);

	assert_true(fact_known(&comparison->reason.fact));
	assert_string_equal(comparison->verdict.value, verdict);
	if (!strstr(comparison->reason.value, reason))
		fail_msg("\"%s\" is not in \"%s\"", reason, comparison->reason.value);
}

static void assert_overall(const struct fixture *f, size_t count, const char *verdict)
{
	assert_int_equal(f->now->benchmark.comparisons.count, count);
	assert_string_equal(f->now->benchmark.verdict.value, verdict);
}

static void test_gate(void **state)
{
	static const struct {
		uint64_t before, after, spread;
		const char *verdict, *reason;
	} cases[] = {
		{ 71000000, 71000000, 50000, "pass", "chance" },
		{ 71000000, 81650000, 50000, "regressed",
		  "81.7 ms, in the baseline 71 ms: +15 %, p below 0.001" },
		{ 71000000, 60350000, 50000, "improved",
		  "60.4 ms, in the baseline 71 ms: -15 %, p below 0.001" },
		{ 71000000, 77390000, 50000, "pass", "+9 %, within 10 %" },
		{ 71000000, 64610000, 50000, "pass", "-9 %, within 10 %" },
		{ 1000000, 1240000, 1000, "pass", "+24 %, within 250 µs" },
		{ 1000000, 1260000, 1000, "regressed", "+26 %" },
		/* Five groups, 1 ms apart: a quantum. */
		{ 6000000, 6950000, 1000000, "pass", "one polling step" },
		{ 6000000, 8000000, 1000000, "regressed", "+33 %" },
		/* One group each, one step of the kernel's apart; or less, or more. */
		{ 3000000, 4000000, 20000, "pass", "+33 %, within one polling step, 1.1 ms" },
		{ 3000000, 2050000, 20000, "pass", "-32 %, within one polling step, 1.1 ms" },
		{ 3000000, 3800000, 20000, "regressed", "+27 %" },
		{ 3000000, 4200000, 20000, "regressed", "+40 %" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fixture f;

		setup(&f);
		add(f.then, 0, "sign_p256", 200, cases[i].before, cases[i].spread);
		add(f.now, 0, "sign_p256", 200, cases[i].after, cases[i].spread);
		compare(&f, &careful);
		assert_verdict(&f, 0, cases[i].verdict, cases[i].reason);
		assert_overall(&f, 1, cases[i].verdict);
		assert_string_equal(nth(&f, 0)->operation.value, "sign_p256");
		assert_string_equal(nth(&f, 0)->tcti.value, "kernel RM");
		assert_int_equal(nth(&f, 0)->n.value, 200);
		assert_int_equal(nth(&f, 0)->baseline_n.value, 200);
		assert_int_equal(nth(&f, 0)->median_ns.value, cases[i].after);
		assert_int_equal(nth(&f, 0)->baseline_median_ns.value, cases[i].before);
		assert_true(nth(&f, 0)->shift_ns.value ==
			    (double)cases[i].after - (double)cases[i].before);
		teardown(&f);
	}
}

/* A baseline that drifts by more than 10 % has to be beaten by more than that. */
static void test_noise(void **state)
{
	struct bench_operation *operation;
	struct fixture f;

	(void)state;
	setup(&f);
	operation = add(f.then, 0, "sign_p256", 100, 71000000, 50000);
	for (size_t i = 75; i < 100; i++)
		((uint64_t *)operation->samples_ns.items)[i] += 14000000;
	add(f.now, 0, "sign_p256", 100, 82000000, 50000);
	compare(&f, &careful);
	assert_verdict(&f, 0, "pass", "within the baseline's own noise of 19.7 %");
	assert_true(nth(&f, 0)->threshold_percent.value > 19);
	teardown(&f);

	setup(&f);
	add(f.then, 0, "sign_p256", 100, 71000000, 50000);
	operation = add(f.now, 0, "sign_p256", 100, 71000000, 50000);
	for (size_t i = 40; i < 100; i++)
		((uint64_t *)operation->samples_ns.items)[i] += 14000000;
	compare(&f, &careful);
	assert_verdict(&f, 0, "inconclusive", "but the halves of this run differ by");
	assert_overall(&f, 1, "inconclusive");
	teardown(&f);
}

static void test_samples(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	add(f.then, 0, "a", 19, 71000000, 0);
	add(f.now, 0, "a", 100, 81000000, 0);
	add(f.then, 0, "b", 20, 71000000, 0);
	add(f.now, 0, "b", 0, 0, 0);
	add(f.then, 0, "c", 20, 71000000, 0);
	add(f.now, 0, "c", 20, 71000000, 0);
	compare(&f, &careful);
	assert_verdict(&f, 0, "inconclusive", "100 samples, in the baseline 19: 20 are needed");
	assert_verdict(&f, 1, "inconclusive", "0 samples, in the baseline 20: 20 are needed");
	assert_false(fact_known(&nth(&f, 1)->median_ns.fact));
	assert_false(fact_known(&nth(&f, 1)->p_value.fact));
	assert_verdict(&f, 2, "pass", "chance");
	assert_overall(&f, 3, "inconclusive");
	teardown(&f);
}

static void add_codes(struct report *report, struct bench_operation *operation, uint64_t count)
{
	for (size_t i = 0; i < 2; i++) {
		struct bench_code *code =
			list_append(&report->arena, &operation->response_codes, sizeof(*code));

		code->name = text(i ? "TPM_RC_FAILURE" : "TPM_RC_MEMORY");
		code->count = FACT_NUMBER(i ? count : 1);
	}
}

static void test_failures(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	add(f.then, 0, "a", 95, 71000000, 0);
	add_codes(f.now, add(f.now, 0, "a", 95, 71000000, 0), 4);
	add(f.then, 0, "b", 95, 71000000, 0);
	add_codes(f.now, add(f.now, 0, "b", 95, 71000000, 0), 5);
	add_codes(f.then, add(f.then, 0, "c", 30, 71000000, 0), 9);
	add(f.now, 0, "c", 100, 71000000, 0);
	compare(&f, &careful);
	assert_verdict(&f, 0, "pass", "chance");
	assert_verdict(&f, 1, "inconclusive", "6 of 101 commands failed, in the baseline 0 of 95");
	assert_verdict(&f, 2, "inconclusive", "0 of 100 commands failed, in the baseline 10 of 40");
	teardown(&f);
}

static void test_status(void **state)
{
	static const struct {
		const char *now, *then, *verdict, *reason;
	} cases[] = {
		{ "unsupported", "ok", "inconclusive", "unsupported, in the baseline ok" },
		{ "ok", "failed", "inconclusive", "ok, in the baseline failed" },
		{ "failed", "failed", "inconclusive", "failed, in the baseline too" },
		{ "unsupported", "unsupported", "pass", "unsupported, in the baseline too" },
		{ "skipped", "skipped", "pass", "skipped, in the baseline too" },
		{ "skipped", "unsupported", "inconclusive",
		  "skipped, in the baseline unsupported" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fixture f;

		setup(&f);
		add(f.then, 0, "a", 100, 71000000, 0)->status = text(cases[i].then);
		add(f.now, 0, "a", 100, 71000000, 0)->status = text(cases[i].now);
		compare(&f, &forced);
		assert_verdict(&f, 0, cases[i].verdict, cases[i].reason);
		assert_overall(&f, 1, cases[i].verdict);
		teardown(&f);
	}
}

static void change_modalias(struct fixture *f)
{
	report_tpm(f->now, 0)->identity.modalias = text("fi2.0:mfSTM:fw73.4");
}

static void change_driver(struct fixture *f)
{
	report_tpm(f->then, 0)->device.driver.fact = FACT_ABSENT;
}

static void change_kernel(struct fixture *f)
{
	f->now->kernel = text("6.12.1");
}

static void change_label(struct fixture *f)
{
	report_tpm(f->now, 0)->bench.label = text("raw");
}

static void change_jobs(struct fixture *f)
{
	f->now->benchmark.jobs = FACT_NUMBER(8);
}

static void change_rate(struct fixture *f)
{
	f->then->benchmark.rate = FACT_REAL(12.5);
}

static void change_objects(struct fixture *f)
{
	struct bench_operation *operation = report_tpm(f->now, 0)->bench.operations.items;

	operation->loaded_objects = FACT_NUMBER(3);
}

static void change_two(struct fixture *f)
{
	change_kernel(f);
	change_jobs(f);
}

static void test_environment(void **state)
{
	static const struct {
		void (*change)(struct fixture *f);
		const char *reason;
	} cases[] = {
		{ change_modalias, "TPM: fi2.0:mfSTM:fw73.4, in the baseline fi2.0:mfIFX:fw7.85" },
		{ change_driver, "driver: tpm_tis, in the baseline unknown" },
		{ change_kernel, "kernel: 6.12.1, in the baseline 6.1.0-42-amd64" },
		{ change_label, "connection: raw, in the baseline kernel RM" },
		{ change_jobs, "jobs: 8, in the baseline 1" },
		{ change_rate, "rate: closed loop, in the baseline 12.5 a second" },
		{ change_objects, "loaded objects: 3, in the baseline 1" },
		{ change_two, "kernel: 6.12.1, in the baseline 6.1.0-42-amd64; jobs: 8, in the "
			      "baseline 1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fixture f;

		setup(&f);
		add(f.then, 0, "a", 100, 71000000, 0);
		add(f.now, 0, "a", 100, 91000000, 0);
		cases[i].change(&f);
		compare(&f, &careful);
		assert_verdict(&f, 0, "inconclusive", cases[i].reason);
		assert_string_equal(nth(&f, 0)->reason.value, cases[i].reason);
		assert_overall(&f, 1, "inconclusive");
		compare(&f, &forced);
		assert_verdict(&f, 0, "regressed", "+28 %");
		teardown(&f);
	}
}

static void test_not_gated(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	add(f.then, 0, "create_rsa2048", 30, 4000000000, 0)->tier = text("slow");
	add(f.now, 0, "create_rsa2048", 30, 9000000000, 0)->tier = text("slow");
	add(f.now, 0, "create_rsa3072", 30, 9000000000, 0)->tier = text("slow");
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
	assert_verdict(&f, 0, "pass", "40 ms, in the baseline 40 ms");
	assert_verdict(&f, 1, "pass", "20 ms, in the baseline 20 ms");
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
	assert_verdict(&f, 0, "pass", "80 ms is within the budget of 80 ms");
	assert_verdict(&f, 1, "pass", "70 ms is within the budget of 80 ms");
	assert_overall(&f, 2, "pass");
	assert_true(compare_budget(f.now, "b", 1000));
	assert_verdict(&f, 2, "inconclusive", "no samples to hold against the budget of 1 µs");
	assert_overall(&f, 3, "inconclusive");
	assert_true(compare_budget(f.now, "a", 79999999));
	assert_verdict(&f, 3, "regressed", "80 ms is above the budget of 80 ms, by 1 ns");
	assert_int_equal(nth(&f, 3)->budget_ns.value, 79999999);
	assert_int_equal(nth(&f, 3)->median_ns.value, 80000000);
	assert_verdict(&f, 4, "pass", "70 ms");
	assert_false(compare_budget(f.now, "c", 5000000));
	assert_verdict(&f, 5, "inconclusive", "not measured; the budget is 5 ms");
	assert_string_equal(nth(&f, 5)->operation.value, "c");
	assert_overall(&f, 6, "regressed");
	teardown(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gate),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_samples),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_environment),
		cmocka_unit_test(test_not_gated),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_lonely_connections),
		cmocka_unit_test(test_overall),
		cmocka_unit_test(test_budget),
	};

	return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
