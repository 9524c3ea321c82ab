/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * probe/render/bench-*.c: what is shown of benchmarks, that nothing of a report gets into an output
 * as anything but text, and that no report is too small, too large or too odd to be shown.
 */
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <json-c/json.h>

#include "bench-plot.h"
#include "bench-render.h"
#include "full_report.h"

static const char *const formats[] = { "text", "html", "svg", "gab", "bmf", "go", "csv" };
enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };

static int render(const struct report *report, const struct report *baseline, const char *format,
		  FILE *out)
{
	static const struct text_options options = { 0 };

	if (!strcmp(format, "text"))
		return render_bench_text(report, &options, out);
	if (!strcmp(format, "html"))
		return render_bench_html(report, baseline, out);
	if (!strcmp(format, "svg"))
		return render_bench_svg(report, baseline, out);
	return render_bench_export(report, format, out);
}

static char *show(const struct report *report, const struct report *baseline, const char *format)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(render(report, baseline, format, out), 0);
	fclose(out);
	assert_int_equal(strlen(text), size);
	return text;
}

static void has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%.4000s", part, text);
}

static void lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" in:\n%.4000s", part, strstr(text, part));
}

static struct bench_target *add_target(struct report *report, const char *label)
{
	struct tpm_report *tpm = report_add_tpm(report);

	fact_set_text(report, &tpm->name, "tpm0");
	fact_set_text(report, &tpm->bench.label, label);
	tpm->bench.operations.fact.presence = PRESENCE_PRESENT;
	return &tpm->bench;
}

/* An operation whose n samples are first, first + step, ... */
static struct bench_operation *add_operation(struct report *report, struct bench_target *target,
					     const char *name, size_t n, uint64_t first,
					     uint64_t step)
{
	struct bench_operation *op = list_append(&report->arena, &target->operations, sizeof(*op));

	fact_set_text(report, &op->name, name);
	fact_set_text(report, &op->status, "ok");
	op->n = FACT_NUMBER(n);
	op->samples_ns.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < n; i++)
		*(uint64_t *)list_append(&report->arena, &op->samples_ns, sizeof(uint64_t)) =
			first + i * step;
	if (n)
		op->median_ns = FACT_NUMBER(first + n / 2 * step);
	return op;
}

static void test_words(void **state)
{
	static const struct {
		double ns;
		const char *text;
	} times[] = {
		{ 0, "0 ns" },
		{ 7, "7 ns" },
		{ 999, "999 ns" },
		{ 999.6, "1.00 µs" },
		{ 812345, "812 µs" },
		{ 999400, "999 µs" },
		{ 999600, "1.00 ms" },
		{ 2040000, "2.04 ms" },
		{ 9996000, "10.0 ms" },
		{ 71e6, "71.0 ms" },
		{ 1.23e9, "1.23 s" },
		{ 123e9, "123 s" },
		{ -230000, "-230 µs" },
		{ 1e13, "10000 s" },
		{ 18446744073709551615.0, "18446744074 s" },
	};
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		assert_string_equal(bench_time(&arena, times[i].ns), times[i].text);
	assert_string_equal(bench_range(&arena, 2030000, 2051000), "2.03 to 2.05 ms");
	assert_string_equal(bench_range(&arena, 998000, 1012000), "1.00 to 1.01 ms");
	assert_string_equal(bench_range(&arena, 8e6, 1.24e9), "8.00 ms to 1.24 s");
	assert_string_equal(bench_range(&arena, -20000, 50000), "-20.0 to 50.0 µs");
	assert_string_equal(bench_percent(&arena, 16.2, true), "+16 %");
	assert_string_equal(bench_percent(&arena, -0.04, true), "+0.0 %");
	assert_string_equal(bench_percent(&arena, 0.04, false), "<0.1 %");
	assert_string_equal(bench_percent(&arena, 9.96, false), "10 %");
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
	op.kernel.driver_ns = FACT_NUMBER(0);
	op.kernel.tpm_ns = FACT_NUMBER(700);
	op.kernel.rm_ns = FACT_NUMBER(50);
	assert_true(bench_split_of(&op, &split));
	assert_true(split.kernel);
	assert_int_equal(split.n_parts, 5);
	assert_true(split.total_ns == 750);
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
	assert_int_equal(render_bench_export(report, "xml", out), -EINVAL);
	assert_int_equal(render_bench_export(report, "", out), -EINVAL);
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
		fact_set_text(report, &op->status, "unsupported");
		fact_set_text(report, &op->reason, i == 2 ? "no curve" : "no command");
	}
	report->simulator = FACT_NUMBER(1);
	fact_set_text(report, &report->benchmark.verdict, "pass");
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
	fact_set_text(report, &op->status, "failed");

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
		tpm->name.value = tpm->bench.label.value = hostile;
		for (int i = 0; i < 3; i++) {
			struct bench_operation *op =
				add_operation(report, target, hostile, i == 2 ? 0 : 9, 100, 1);

			op->name.value = hostile;
			op->place.text = tpm->name;
			op->reason = tpm->name;
			op->stages.wait_ns = FACT_NUMBER(9);
			if (i == 2)
				op->status = tpm->name;
		}
		tpm->identity.modalias = tpm->identity.vendor_string = tpm->name;
	}
	report->benchmark.verdict = report->benchmark.baseline = report_tpm(report, 0)->name;
	for (int i = 0; i < 2; i++) {
		struct bench_comparison *comparison = list_append(
			&report->arena, &report->benchmark.comparisons, sizeof(*comparison));

		comparison->operation = comparison->tcti = comparison->reason =
			comparison->verdict = report->benchmark.verdict;
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
			struct list_fact *list = &report_tpm(report, t)->bench.operations;
			struct bench_operation *ops = list->items;

			for (size_t i = 0; i < list->count; i++)
				fact_set_text(report, &ops[i].status, "ok");
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
	add_operation(baseline, &report_tpm(baseline, 1)->bench, "a", 3, 800, 1);

	struct bench_comparison *one =
		list_append(&report->arena, &report->benchmark.comparisons, sizeof(*one));
	fact_set_text(report, &one->operation, "a");
	fact_set_text(report, &one->tcti, "kernel RM");
	fact_set_text(report, &one->verdict, "pass");
	one = list_append(&report->arena, &report->benchmark.comparisons, sizeof(*one));
	fact_set_text(report, &one->operation, "a");
	fact_set_text(report, &one->tcti, "kernel RM");
	fact_set_text(report, &one->verdict, "regressed");
	one->budget_ns = FACT_NUMBER(5);

	assert_int_equal(bench_view_make(report, baseline, &view), 0);
	assert_int_equal(view->n_groups, 2);
	assert_int_equal(view->groups[0]->n_curves, 2);
	/* No label of ours is tabrmd's: it is compared with the one that is left. */
	assert_int_equal(view->groups[0]->curves[0].baseline->median_ns.value, 801);
	assert_ptr_equal(view->groups[0]->curves[1].baseline,
			 report_tpm(baseline, 0)->bench.operations.items);
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
			list_append(&report->arena, &report->benchmark.comparisons, sizeof(*one));

		op->loaded_objects = FACT_NUMBER(i);
		fact_set_text(report, &one->operation, "a");
		fact_set_text(report, &one->tcti, "raw");
		fact_set_text(report, &one->verdict, verdicts[i]);
		/* The middle one has no median: it gets what the others leave. */
		if (i != 1)
			one->median_ns = op->median_ns;
	}
	/* What only the baseline has belongs to nobody. */
	struct bench_comparison *lonely =
		list_append(&report->arena, &report->benchmark.comparisons, sizeof(*lonely));
	fact_set_text(report, &lonely->operation, "a");
	fact_set_text(report, &lonely->verdict, "inconclusive");
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
		cmocka_unit_test(test_words),	     cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_split),	     cmocka_unit_test(test_axis),
		cmocka_unit_test(test_reduced),	     cmocka_unit_test(test_outlier),
		cmocka_unit_test(test_no_benchmark), cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_text),	     cmocka_unit_test(test_exports),
		cmocka_unit_test(test_hostile),	     cmocka_unit_test(test_odd_reports),
		cmocka_unit_test(test_extremes),     cmocka_unit_test(test_many_targets),
		cmocka_unit_test(test_baseline),     cmocka_unit_test(test_compared_again),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
