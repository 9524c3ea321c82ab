/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * probe/render/bench-*.c: what is shown of benchmarks, that nothing of a report gets into an output
 * as anything but text, and that no report is too small, too large or too odd to be shown.
 */
#include <errno.h>
#include <json-c/json.h>
#include <locale.h>

#include "bench.h"
#include "bench_shown.h"
#include "full_report.h"
#include "identity.h"

static void test_no_benchmark(void **state)
{
	struct report *report = report_new();
	FILE *out = fopen("/dev/null", "w");

	(void)state;
	assert_non_null(out);
	report_add_tpm(report);
	for (size_t i = 0; i < FORMATS; i++)
		assert_int_equal(render(report, NULL, formats[i], out), -EINVAL);
	add_target(report, "raw");
	for (size_t i = 0; i < FORMATS; i++)
		assert_int_equal(render(report, report, formats[i], out), 0);
	fclose(out);
	report_free(report);
}

static void test_full_disk(void **state)
{
	struct report *report = report_new();
	FILE *out = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(out);
	add_operation(report, add_target(report, "raw"), "x", 100000, 1000, 3);
	for (size_t i = 0; i < FORMATS; i++) {
		clearerr(out);
		setvbuf(out, NULL, _IONBF, 0);
		assert_int_equal(render(report, NULL, formats[i], out), -EIO);
	}
	fclose(out);
	report_free(report);
}

static void test_text(void **state)
{
	struct report *report = report_new();
	struct bench_target *target = add_target(report, "raw");
	struct bench_operation *op = add_operation(report, target, "sign", 6, 71000000, 0);
	char *text, *last;

	(void)state;
	op->quantum_ns = FACT_NUMBER(1000000);
	op->p95_ns.fact = FACT_ABSENT;
	op->max_ns = FACT_NUMBER(812345);
	for (int i = 0; i < 3; i++) {
		op = add_operation(report, target, i == 2 ? "c" : i ? "b" : "a", 0, 0, 0);
		fact_set_state(&op->status, &bench_status_words, BENCH_UNSUPPORTED);
		fact_set_text(report, &op->reason, i == 2 ? "no curve" : "no command");
	}
	report->simulator = FACT_NUMBER(1);
	fact_set_state(&report->benchmark->verdict, &bench_verdict_words, VERDICT_PASS);
	text = show(report, NULL, "text");
	assert_true(!strncmp(text, "SIMULATOR:", 10));
	has(text, "sign      6 71.0 ms   -   -   - 812 µs");
	has(text, "quantum 1.00 ms");
	has(text, "  unsupported a, b: no command\n  unsupported c: no curve\n");
	lacks(text, "CONNECTION");
	last = strstr(text, "\nVerdict: pass\n");
	assert_true(last && !last[strlen("\nVerdict: pass\n")]);
	free(text);
	add_operation(report, add_target(report, "kernel RM"), "sign", 1, 72000000, 0);
	text = show(report, NULL, "text");
	has(text, "tpm0/raw\n");
	has(text, "tpm0/kernel RM\n");
	free(text);

	assert_non_null(setlocale(LC_CTYPE, "C"));
	text = show(report, NULL, "text");
	has(text, "812 us");
	for (const char *p = text; *p; p++)
		assert_true((unsigned char)*p < 0x80);
	free(text);
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	report_free(report);
}

static void test_exports(void **state)
{
	struct report *report = report_new();
	struct bench_target *target = add_target(report, "ker\"nel, RM-8");
	struct bench_operation *op = add_operation(report, target, "get x-8", 25, 1000, 2);
	char *text;

	(void)state;
	op->p95_ns = FACT_NUMBER(1046);
	op->median_low_ns = FACT_NUMBER(1014);
	op->median_high_ns = FACT_NUMBER(1030);
	op = add_operation(report, target, "get x-8", 2, 5, 1);
	op->loaded_objects = FACT_NUMBER(2);
	op = add_operation(report, target, "get x-8", 1, 5, 1);
	op->loaded_objects = FACT_NUMBER(2);
	op = add_operation(report, target, "broken", 3, 5, 1);
	fact_set_state(&op->status, &bench_status_words, BENCH_FAILED);

	text = show(report, NULL, "csv");
	assert_true(!strncmp(text, "target,operation,index,ns\n", 26));
	has(text, "\n\"tpm0/ker\"\"nel, RM-8\",get x-8,24,1048\n");
	has(text, ",get x-8/objects=2,1,6\n");
	has(text, ",get x-8/objects=2/nr=2,0,5\n");
	free(text);

	text = show(report, NULL, "go");
	has(text, "connection: tpm0/ker\"nel, RM-8\n");
	has(text, "BenchmarkTpm/get_x_8\t2\t1001 ns/op\nBenchmarkTpm/get_x_8\t3\t1006 ns/op\n");
	has(text,
	    "BenchmarkTpm/get_x_8/objects=2\t1\t5 ns/op\nBenchmarkTpm/get_x_8/objects=2\t1\t6 ns/op\n");
	lacks(text, "broken");
	free(text);

	text = show(report, NULL, "gab");
	struct json_object *json = json_tokener_parse(text), *one, *value;

	assert_int_equal(json_object_array_length(json), 4);
	one = json_object_array_get_idx(json, 0);
	assert_true(json_object_object_get_ex(one, "name", &value));
	assert_string_equal(json_object_get_string(value), "tpm0/ker\"nel, RM-8/get x-8/p50");
	assert_true(json_object_object_get_ex(one, "value", &value));
	assert_true(json_object_get_double(value) == 1.024);
	assert_true(json_object_object_get_ex(one, "range", &value));
	assert_string_equal(json_object_get_string(value), "± 0.010");
	assert_false(
		json_object_object_get_ex(json_object_array_get_idx(json, 1), "range", &value));
	json_object_put(json);
	free(text);

	text = show(report, NULL, "bmf");
	json = json_tokener_parse(text);
	assert_int_equal(json_object_object_length(json), 3);
	assert_true(json_object_object_get_ex(json, "get x-8", &one));
	assert_true(json_object_object_get_ex(one, "latency", &one));
	assert_true(json_object_object_get_ex(one, "upper_value", &value));
	assert_int_equal(json_object_get_int64(value), 1030);
	json_object_put(json);
	free(text);
	report_free(report);
}

/* Text that would be something else, wherever a report has text. */
static void test_hostile(void **state)
{
	static const char hostile[] =
		"</script><b onload=\"x\">'&\n\x1b[31m\x80\xff]]>\xe2\x80\xae%s%n";
	struct report *report = report_new();

	(void)state;
	for (int t = 0; t < 2; t++) {
		struct bench_target *target = add_target(report, hostile);
		struct tpm_report *tpm = report_tpm(report, (size_t)t);

		/* Past the cleaning that reports get otherwise. */
		tpm->name.value = tpm->bench->label.value = hostile;
		for (int i = 0; i < 3; i++) {
			struct bench_operation *op =
				add_operation(report, target, hostile, i == 2 ? 0 : 9, 100, 1);

			op->name.value = hostile;
			op->place.text = tpm->name;
			op->reason = tpm->name;
			op->stages.wait_ns = FACT_NUMBER(9);
			if (i == 2)
				op->status.text = tpm->name;
		}
		tpm->identity->modalias = tpm->identity->vendor_string = tpm->name;
	}
	report->benchmark->verdict.text = report->benchmark->baseline = report_tpm(report, 0)->name;
	for (int i = 0; i < 2; i++) {
		struct bench_comparison *comparison = list_append(
			&report->arena, &report->benchmark->comparisons, sizeof(*comparison));

		comparison->operation = comparison->tcti = comparison->reason =
			comparison->verdict.text = report->benchmark->baseline;
	}
	for (size_t i = 0; i < FORMATS; i++) {
		char *text = show(report, report, formats[i]);

		if (!strcmp(formats[i], "html") || !strcmp(formats[i], "svg")) {
			lacks(text, "<b ");
			lacks(text, "</script");
			lacks(text, "\"x\"");
			lacks(text, "]]>");
			lacks(text, "\x1b");
			lacks(text, "\x80\xff");
			has(text, "&lt;b onload=&quot;x&quot;");
		} else if (!strcmp(formats[i], "gab") || !strcmp(formats[i], "bmf")) {
			json_object_put(json_tokener_parse(text));
		} else if (!strcmp(formats[i], "go")) {
			lacks(text, "\x1b");
			lacks(text, "\n[31m");
		}
		free(text);
	}
	report_free(report);
}

/* Every number and list of a report at its ends, known and unknown. */
static void test_odd_reports(void **state)
{
	static const int presences[] = { PRESENCE_PRESENT, PRESENCE_ABSENT, PRESENCE_DENIED,
					 PRESENCE_FAILED, FULL_MIXED };
	FILE *out = fopen("/dev/null", "w");

	(void)state;
	assert_non_null(out);
	for (size_t p = 0; p < sizeof(presences) / sizeof(presences[0]); p++) {
		struct report *report = full_report(presences[p]);

		for (size_t t = 0; t < report_count_tpms(report); t++) {
			struct list_fact *list = &report_tpm(report, t)->bench->operations;
			struct bench_operation *ops = list->items;

			for (size_t i = 0; i < list->count; i++)
				fact_set_state(&ops[i].status, &bench_status_words, BENCH_OK);
		}
		for (size_t i = 0; i < FORMATS; i++) {
			int r = render(report, report, formats[i], out);

			assert_true(r == 0 || (r == -EINVAL && presences[p] != PRESENCE_PRESENT));
		}
		report_free(report);
	}
	fclose(out);
}

static void test_extremes(void **state)
{
	struct report *report = report_new();
	struct bench_target *target = add_target(report, "raw");
	struct bench_operation *op;
	FILE *out = fopen("/dev/null", "w");

	(void)state;
	assert_non_null(out);
	add_operation(report, target, "none", 0, 0, 0);
	add_operation(report, target, "one", 1, 0, 0);
	add_operation(report, target, "two", 2, 0, UINT64_MAX);
	add_operation(report, target, "max", 9, UINT64_MAX, 0);
	op = add_operation(report, target, "million", 1000000, 1, 12345);
	op->median_low_ns = FACT_NUMBER(0);
	op->median_high_ns = FACT_NUMBER(UINT64_MAX);
	op->place.low_ns = FACT_NUMBER(0);
	op->place.high_ns = op->place.maker_low_ns = op->place.maker_high_ns =
		FACT_NUMBER(UINT64_MAX);
	op->kernel.tpm_ns = op->kernel.rm_ns = FACT_NUMBER(UINT64_MAX);
	op = add_operation(report, target, "no samples kept", 0, 0, 0);
	op->median_ns = FACT_NUMBER(5);
	op->samples_ns = (struct list_fact){ 0 };
	for (size_t i = 0; i < FORMATS; i++)
		assert_int_equal(render(report, report, formats[i], out), 0);
	fclose(out);

	/* What is drawn of a million samples is no more than of a thousand. */
	struct report *small = report_new();
	char *page = show(report, NULL, "html"), *other;

	add_operation(small, add_target(small, "raw"), "thousand", 1000, 1, 12345);
	other = show(small, NULL, "html");
	assert_true(strlen(page) < strlen(other) + 30000);
	free(page);
	free(other);
	report_free(small);
	report_free(report);
}

/* Many connections: shapes and colours come again, rows grow. */
static void test_many_targets(void **state)
{
	struct report *report = report_new();
	char *text;

	(void)state;
	for (int i = 0; i < REPORT_MAX_TPMS; i++)
		add_operation(report, add_target(report, "same"), "x", 3, 1000, 1);
	text = show(report, report, "svg");
	lacks(text, "f4");
	free(text);
	text = show(report, NULL, "csv");
	has(text, "tpm0/same,x,0,1000\n");
	has(text, "tpm0/same/nr=255,x,2,1002\n");
	free(text);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_benchmark), cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_text),	     cmocka_unit_test(test_exports),
		cmocka_unit_test(test_hostile),	     cmocka_unit_test(test_odd_reports),
		cmocka_unit_test(test_extremes),     cmocka_unit_test(test_many_targets),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
