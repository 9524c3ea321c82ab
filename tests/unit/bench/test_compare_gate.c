/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/bench/compare-gate.c: what counts as slower, and what cannot be compared. */
#include "bench.h"
#include "compare_fixture.h"
#include "device.h"
#include "identity.h"

static void test_gate(void **state)
{
	static const struct {
		uint64_t before, after, spread;
		const char *verdict, *reason;
	} cases[] = {
		{ 71000000, 71000000, 50000, "pass", "chance" },
		{ 71000000, 81650000, 50000, "regressed",
		  "81.7 ms, in the baseline 71.0 ms: +15 %, p below 0.001" },
		{ 71000000, 60350000, 50000, "improved",
		  "60.4 ms, in the baseline 71.0 ms: -15 %, p below 0.001" },
		{ 71000000, 77390000, 50000, "pass",
		  "+9.0 %, within 10 %; a shift of 7.10 ms would have shown" },
		{ 71000000, 64610000, 50000, "pass", "-9.0 %, within 10 %" },
		{ 1000000, 1240000, 1000, "pass",
		  "+24 %, within 250 µs; a shift of 250 µs would have shown" },
		{ 1000000, 1260000, 1000, "regressed", "+26 %" },
		/* Five groups, 1 ms apart: a quantum. */
		{ 6000000, 6950000, 1000000, "pass", "one polling step" },
		{ 6000000, 8000000, 1000000, "regressed", "+33 %" },
		/* One group each, one step of the kernel's apart; or less, or more. */
		{ 3000000, 4000000, 20000, "pass", "+33 %, within one polling step, 1.10 ms" },
		{ 3000000, 2050000, 20000, "pass", "-32 %, within one polling step, 1.10 ms" },
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

	/* One that is all noise passes nothing, be it twenty times as slow. */
	setup(&f);
	operation = add(f.then, 0, "sign_p256", 100, 71000000, 50000);
	for (size_t i = 50; i < 100; i++)
		((uint64_t *)operation->samples_ns.items)[i] *= 20;
	add(f.now, 0, "sign_p256", 100, 82000000, 50000);
	compare(&f, &careful);
	assert_verdict(&f, 0, "inconclusive", "but the baseline's own noise of");
	assert_overall(&f, 1, "inconclusive");
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
		add(f.then, 0, "a", 100, 71000000, 0)->status =
			state_fact(&bench_status_words, cases[i].then);
		add(f.now, 0, "a", 100, 71000000, 0)->status =
			state_fact(&bench_status_words, cases[i].now);
		compare(&f, &forced);
		assert_verdict(&f, 0, cases[i].verdict, cases[i].reason);
		assert_overall(&f, 1, cases[i].verdict);
		teardown(&f);
	}
}

static void change_modalias(struct fixture *f)
{
	report_tpm(f->now, 0)->identity->modalias = text("fi2.0:mfSTM:fw73.4");
}

static void change_driver(struct fixture *f)
{
	report_tpm(f->then, 0)->device->driver.fact = FACT_ABSENT;
}

static void change_kernel(struct fixture *f)
{
	f->now->kernel = text("6.12.1");
}

static void change_label(struct fixture *f)
{
	report_tpm(f->now, 0)->bench->label = text("raw");
}

static void change_jobs(struct fixture *f)
{
	f->now->benchmark->jobs = FACT_NUMBER(8);
}

static void change_rate(struct fixture *f)
{
	f->then->benchmark->rate = FACT_REAL(12.5);
}

static void change_objects(struct fixture *f)
{
	struct bench_operation *operation = report_tpm(f->now, 0)->bench->operations.items;

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gate),	cmocka_unit_test(test_noise),
		cmocka_unit_test(test_samples), cmocka_unit_test(test_failures),
		cmocka_unit_test(test_status),	cmocka_unit_test(test_environment),
	};

	return cmocka_run_group_tests_name("compare_gate", tests, NULL, NULL);
}
