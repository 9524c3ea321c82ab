/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/render/json-read.c: whatever the input, a report or a message that says what and where. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "device.h"
#include "full_report.h"
#include "json-read.h"
#include "render-json.h"
#include "render.h"
#include "tpm-state.h"

#define REPORT(rest) "{\"schema\": \"tpm-probe/1\"" rest "}"

/* A copy exactly as large as json_read_text() asks for, so that a sanitizer sees more being read. */
static int read_bytes(const char *bytes, size_t size, struct report **ret_report, char **ret_error)
{
	char *text = malloc(size + 1);
	int r;

	assert_non_null(text);
	memcpy(text, bytes, size);
	text[size] = '\0';
	r = json_read_text(text, size, ret_report, ret_error);
	free(text);
	return r;
}

static struct report *read_ok(const char *text)
{
	struct report *report;
	char *error;

	if (read_bytes(text, strlen(text), &report, &error) < 0)
		fail_msg("%s: %s", text, error);
	assert_null(error);
	return report;
}

static void refuse_bytes(const char *bytes, size_t size, const char *message)
{
	struct report *report = (void *)bytes;
	char *error = NULL;

	assert_int_equal(read_bytes(bytes, size, &report, &error), -EBADMSG);
	assert_ptr_equal(report, bytes);
	assert_non_null(error);
	assert_string_equal(error, message);
	free(error);
}

static void refuse(const char *text, const char *message)
{
	refuse_bytes(text, strlen(text), message);
}

static void test_not_json(void **state)
{
	(void)state;
	refuse("", "line 1, column 1: not JSON: unexpected end of data");
	refuse("\n\n hello", "line 3, column 2: not JSON: unexpected character");
	refuse(REPORT("} x"), "line 1, column 27: not JSON: unexpected character");
	refuse("{\"schema\": \"tpm-probe/1\",\n  \"tpms\": [}",
	       "line 2, column 12: not JSON: unexpected character");
	refuse("{\"schema\": \"tpm-probe/1", "line 1, column 25: not JSON: unexpected end of data");
	refuse("{} // comment", "line 1, column 4: not JSON: unexpected character");
	refuse("{\"schema\": \"\xff\"}", "line 1, column 13: not JSON: invalid utf-8 string");
	refuse_bytes(REPORT("") "\0x", 27, "line 1, column 26: not JSON: a NUL byte");
	refuse_bytes("{\"a\0b\": 1}", 10, "line 1, column 4: not JSON: a NUL byte");
	refuse_bytes("{\"a\\\0b\": 1}", 11, "line 1, column 5: not JSON: a NUL byte");
}

static void test_not_a_report(void **state)
{
	static const char none[] = "not a report of tpm-probe: it has no \"schema\"";

	(void)state;
	refuse("null", none);
	refuse("[]", none);
	refuse("7", none);
	refuse("\"schema\"", none);
	refuse("{}", none);
	refuse("{\"tpms\": []}", none);
	refuse("{\"schema\": null}", "schema: expected a text, found null");
	refuse("{\"schema\": 1}", "schema: expected a text, found a whole number");
	refuse("{\"schema\": \"tpm-probe/2\"}",
	       "schema: found \"tpm-probe/2\", this version reads \"tpm-probe/1\"");
	refuse("{\"schema\": \"\\u001b[2J\"}",
	       "schema: found \"\xef\xbf\xbd[2J\", this version reads \"tpm-probe/1\"");
}

static void test_wrong_types(void **state)
{
	(void)state;
	refuse(REPORT(", \"version\": 1"), "version: expected a text, found a whole number");
	refuse(REPORT(", \"simulator\": \"yes\""),
	       "simulator: expected true or false, found a text");
	refuse(REPORT(", \"simulator\": 1"),
	       "simulator: expected true or false, found a whole number");
	refuse(REPORT(", \"tpms\": {}"), "tpms: expected a list, found an object");
	refuse(REPORT(", \"tpms\": [[]]"), "tpms[0]: expected an object, found a list");
	refuse(REPORT(", \"tpms\": [{}, null]"), "tpms[1]: expected an object, found null");
	refuse(REPORT(", \"firmware\": null"), "firmware: expected an object, found null");
	refuse(REPORT(", \"tpms\": [{}, {\"nodes\": [{\"minor\": 1.5}]}]"),
	       "tpms[1].nodes[0].minor: expected a whole number, found a fraction");
	refuse(REPORT(", \"tpms\": [{\"nodes\": [{\"tags\": [\"a\", null]}]}]"),
	       "tpms[0].nodes[0].tags[1]: expected a text, found null");
	refuse(REPORT(", \"tpms\": [{\"tpm12\": {\"timeouts_us\": [true]}}]"),
	       "tpms[0].tpm12.timeouts_us[0]: expected a whole number, found true or false");
	/* What went well before does not stay in the path. */
	refuse(REPORT(", \"firmware\": {\"start_method\": 7}, \"tpms\": [{\"nodes\": [{}],"
		      " \"verdicts\": 7}]"),
	       "tpms[0].verdicts: expected a list, found a whole number");
}

static void test_numbers(void **state)
{
	struct report *report = read_ok(REPORT(
		", \"tpms\": [{\"state\": {\"time_ms\": 18446744073709551615, \"clock_ms\":"
		" 9223372036854775808, \"reset_count\": -0}, \"name\": \"99999999999999999999\"}]"));
	const struct state *found = report_tpm(report, 0)->state;

	(void)state;
	assert_true(found->time_ms.value == UINT64_MAX);
	assert_true(found->clock_ms.value == (uint64_t)1 << 63);
	assert_true(fact_known(&found->reset_count.fact) && found->reset_count.value == 0);
	report_free(report);

	refuse(REPORT(", \"error\": {\"exit_status\": -1}"),
	       "error.exit_status: a negative number");
	refuse(REPORT(", \"error\": {\"exit_status\": 1e3}"),
	       "error.exit_status: expected a whole number, found a fraction");
	refuse(REPORT(",\n\"error\": {\"exit_status\": 18446744073709551616}"),
	       "line 2, column 26: a number beyond 64 bits");
	refuse(REPORT(", \"error\": {\"exit_status\": -99999999999999999999}"),
	       "line 1, column 53: a number beyond 64 bits");
}

static void test_missing(void **state)
{
	struct report *report = read_ok(REPORT(
		", \"kernel\": null, \"version\": null, \"simulator\": null, \"tpms\": null,"
		" \"missing\": {\"kernel\": {\"presence\": \"denied\", \"error\": \"EPERM\"},"
		" \"simulator\": {\"presence\": \"failed\", \"error\": \"0x00000101\"},"
		" \"tpms\": {\"presence\": \"failed\", \"error\": \"524\", \"later\": 1},"
		" \"no_such_field\": 7, \"firmware\": 8}"));

	(void)state;
	assert_int_equal(report->kernel.fact.presence, PRESENCE_DENIED);
	assert_int_equal(report->kernel.fact.error, EPERM);
	assert_false(report->kernel.fact.error_is_rc);
	assert_int_equal(report->version.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(report->simulator.fact.presence, PRESENCE_FAILED);
	assert_int_equal(report->simulator.fact.error, 0x101);
	assert_true(report->simulator.fact.error_is_rc);
	assert_int_equal(report->tpms.fact.error, 524);
	assert_int_equal(report->firmware->of_path.fact.presence, PRESENCE_NOT_COLLECTED);
	report_free(report);

#define MISSING(value, why) REPORT(value ", \"missing\": {\"kernel\": " why "}")
	refuse(REPORT(", \"missing\": []"), "missing: expected an object, found a list");
	refuse(MISSING(", \"kernel\": null", "7"),
	       "missing.kernel: expected an object, found a whole number");
	refuse(MISSING(", \"kernel\": null", "{}"),
	       "missing.kernel: needs both \"presence\" and \"error\"");
	refuse(MISSING(", \"kernel\": \"6.1\"", "{}"),
	       "missing.kernel: said to be missing, but its value is not null");
	refuse(MISSING("", "{}"), "missing.kernel: said to be missing, but its value is not null");
	refuse(MISSING(", \"kernel\": null", "{\"presence\": \"gone\", \"error\": \"EIO\"}"),
	       "missing.kernel: \"presence\" is none of denied, failed, withheld");
	refuse(MISSING(", \"kernel\": null", "{\"presence\": 1, \"error\": \"EIO\"}"),
	       "missing.kernel: \"presence\" is none of denied, failed, withheld");
	static const char *const errors[] = { "\"EWHATEVER\"",
					      "\"\"",
					      "\"0x\"",
					      "\"0x1ffffffff\"",
					      "\"0x1 \"",
					      "\"-1\"",
					      "\"4294967295\"",
					      "\"0xffffffz\"",
					      "5",
					      "null" };
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
		char text[256];

		snprintf(text, sizeof(text),
			 MISSING(", \"kernel\": null", "{\"presence\": \"failed\", \"error\": %s}"),
			 errors[i]);
		refuse(text,
		       "missing.kernel: \"error\" is neither an errno nor a response code 0x...");
	}
}

/* A report of a later version: what is unknown is passed over, however it looks. */
static void test_unknown_keys(void **state)
{
	struct report *report = read_ok(REPORT(
		", \"later\": {\"a\": [1, 2.5, null, {\"b\": [[[[[[]]]]]]}]}, \"tpms\": [{\"name\":"
		" \"tpm7\", \"colour\": \"red\", \"nodes\": [{\"name\": \"tpm7\", \"x\": {}}]}]"));

	(void)state;
	assert_int_equal(report_count_tpms(report), 1);
	assert_string_equal(report_tpm(report, 0)->name.value, "tpm7");
	assert_int_equal(report_tpm(report, 0)->nodes.count, 1);
	assert_int_equal(report_tpm(report, 0)->kind.fact.presence, PRESENCE_NOT_COLLECTED);
	report_free(report);
}

/* A state whose word is none of ours is kept as it stands, and is no state. */
static void test_unknown_words(void **state)
{
	struct report *report = read_ok(REPORT(", \"tpms\": [{\"kind\": \"quantum\"},"
					       " {\"kind\": \"virtual\"}, {\"kind\": null}]"));
	const struct enum_fact *kind = &report_tpm(report, 0)->kind;

	(void)state;
	assert_true(fact_known(&kind->fact));
	assert_int_equal(kind->state, 0);
	assert_string_equal(text_of(&kind->text, ""), "quantum");
	for (unsigned int i = 1; i < tpm_kind_words.n; i++)
		assert_false(state_is(kind, i));
	assert_true(state_is(&report_tpm(report, 1)->kind, TPM_KIND_VIRTUAL));
	assert_int_equal(report_tpm(report, 2)->kind.fact.presence, PRESENCE_ABSENT);
	report_free(report);
}

static void test_equal_keys(void **state)
{
	struct report *report = read_ok(REPORT(", \"kernel\": \"6.1\", \"kernel\": \"6.12\""));

	(void)state;
	assert_string_equal(report->kernel.value, "6.12");
	report_free(report);
}

static void test_texts_are_cleaned(void **state)
{
	struct report *report = read_ok(
		REPORT(", \"kernel\": \"\\u001b[31m\\u0000\\ud800 \\u202e\\u009b\\n\", \"version\":"
		       " \"\xc0\xaf\xed\xa0\x80 f\xc3\xbcr \\ud83d\\udd12\""));

	(void)state;
#define BAD "\xef\xbf\xbd"
	assert_string_equal(report->kernel.value, BAD "[31m" BAD BAD " " BAD BAD);
	assert_string_equal(report->version.value,
			    BAD BAD BAD BAD BAD " f\xc3\xbcr \xf0\x9f\x94\x92");
	report_free(report);
}

/* What a report holds in any language is read back, whatever json-c's version makes of it. */
static void test_utf8(void **state)
{
	struct report *report = read_ok(REPORT(", \"kernel\": \"6.1-f\xc3\xbcr\""));

	(void)state;
	assert_string_equal(report->kernel.value, "6.1-f\xc3\xbcr");
	report_free(report);
}

/* n times text in a list of the report. */
static char *many(const char *before, const char *text, size_t n, const char *behind)
{
	size_t size = strlen(text);
	char *all = malloc(strlen(before) + (size + 1) * n + strlen(behind) + 1), *p;

	assert_non_null(all);
	p = stpcpy(all, before);
	for (size_t i = 0; i < n; i++) {
		p = mempcpy(p, text, size);
		*p++ = i + 1 < n ? ',' : ' ';
	}
	strcpy(p, behind);
	return all;
}

static void refuse_many(const char *before, const char *text, size_t n, const char *behind,
			const char *message)
{
	char *all = many(before, text, n, behind), *error, *found;
	struct report *report;

	assert_int_equal(json_read_text(all, strlen(all), &report, &error), -EBADMSG);
	found = strstr(error, message);
	if (!found)
		fail_msg("%s", error);
	free(error);
	free(all);
}

static void test_bounds(void **state)
{
	static const char before[] = "{\"schema\": \"tpm-probe/1\", \"tpms\": [";
	struct report *report;
	char *all = many(before, "{}", REPORT_MAX_TPMS, "]}"), *huge, *error;

	(void)state;
	report = read_ok(all);
	assert_int_equal(report_count_tpms(report), REPORT_MAX_TPMS);
	report_free(report);
	free(all);
	refuse_many(before, "{}", REPORT_MAX_TPMS + 1, "]}", "tpms: more than 256 TPMs");
	refuse_many(before, "[[]]", 100001, "]}", "more values than a report can have");
	refuse_many(before, "0", 4000001, "]}", "more values than a report can have");
	refuse_many(before, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 1, "", "nesting too deep");
	refuse_many("", "[", 100000, "", "not JSON");

	/* Only the size is looked at. */
	huge = calloc(1, 2);
	assert_int_equal(json_read_text(huge, ((size_t)64 << 20) + 1, &report, &error), -EFBIG);
	assert_string_equal(error, "larger than 64 MiB");
	free(error);
	free(huge);
}

/* A report cut anywhere is refused with a message, and never half believed. */
static void test_truncated(void **state)
{
	struct report *full = full_report(FULL_MIXED), *report;
	char *text = NULL, *error;
	size_t size = 0, step = 0;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	assert_int_equal(render_json(full, out), 0);
	fclose(out);
	report_free(full);
	size = strlen(text) - 1; /* the newline at the end may be missing */
	for (size_t cut = 0; cut < size; cut += 1 + step++ / 16) {
		assert_int_equal(read_bytes(text, cut, &report, &error), -EBADMSG);
		assert_non_null(strstr(error, ": not JSON: "));
		free(error);
	}
	free(text);
}

static void test_files(void **state)
{
	char dir[] = "/tmp/test_json_read-XXXXXX", path[64], *error = dir;
	static const char text[] = REPORT(", \"kernel\": \"6.1\"") "\n";
	struct report *report;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(json_read_file(dir, &report, &error), -EISDIR);
	assert_null(error);
	snprintf(path, sizeof(path), "%s/report", dir);
	assert_int_equal(json_read_file(path, &report, &error), -ENOENT);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(json_read_file(path, &report, &error), -EBADMSG);
	free(error);
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	assert_int_equal(json_read_file(path, &report, &error), 0);
	assert_null(error);
	assert_string_equal(report->kernel.value, "6.1");
	report_free(report);
	/* Larger than is read at once, and then larger than is read at all. */
	assert_int_equal(ftruncate(fd, 1 << 20), 0);
	assert_int_equal(json_read_file(path, &report, &error), -EBADMSG);
	assert_string_equal(error, "line 2, column 1: not JSON: a NUL byte");
	free(error);
	assert_int_equal(ftruncate(fd, (65 << 20)), 0);
	assert_int_equal(json_read_file(path, &report, &error), -EFBIG);
	free(error);
	close(fd);
	unlink(path);
	rmdir(dir);
}

/* What no JSON may hold, and what would hide brackets from the bounds. */
static void test_malformed_lists(void **state)
{
	static const char *const broken[] = {
		"[}",	"[,1]",	     "[1 2]",	      "[+1]",	  "[-]",       "[nul]",
		"[\"]", "[\"\\x\"]", "[\"\\u00g0\"]", "[{1: 2}]", "[{\"a\"}]", "[{\"a\":}]",
		"[1",	"[[",	     "[{]}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		struct report *report;
		char text[256], *error = NULL;

		snprintf(text, sizeof(text), REPORT(", \"findings\": %s"), broken[i]);
		if (json_read_text(text, strlen(text), &report, &error) != -EBADMSG)
			fail_msg("not refused: %s", text);
		assert_non_null(error);
		free(error);
	}
	refuse(REPORT(", \"findings\": 7"), "findings: expected a list, found a whole number");
	refuse(REPORT("} {"), "line 1, column 27: not JSON: unexpected character");
	refuse("{'\"[': 1}", "line 1, column 2: not JSON: unexpected character");
	refuse("{/* \" */}", "line 1, column 2: not JSON: unexpected character");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_not_json),     cmocka_unit_test(test_malformed_lists),
		cmocka_unit_test(test_not_a_report), cmocka_unit_test(test_wrong_types),
		cmocka_unit_test(test_numbers),	     cmocka_unit_test(test_missing),
		cmocka_unit_test(test_unknown_keys), cmocka_unit_test(test_unknown_words),
		cmocka_unit_test(test_equal_keys),   cmocka_unit_test(test_texts_are_cleaned),
		cmocka_unit_test(test_utf8),	     cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_truncated),    cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
