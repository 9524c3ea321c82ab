/* SPDX-License-Identifier: BSD-2-Clause */
/* Fewer facts never say more (doctor_removal.h), on the prepared reports. */
#include "doctor_cases.h"
#include "json-read.h"

static void test_reports(void **state)
{
	static const char *const files[] = {
		"tests/fuzz/corpus/fuzz_json/info", "tests/fuzz/corpus/fuzz_json/list",
		"tests/fuzz/corpus/fuzz_json/caps", "tests/fuzz/corpus/fuzz_json/pcrs",
		"tests/data/eventlog/ovmf.json",    "tests/data/eventlog/seabios.json",
	};
	size_t n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct report *report;
		char *error = NULL;

		if (json_read_file(files[i], &report, &error) < 0)
			fail_msg("%s: %s", files[i], error ? error : "?");
		n_wrong += remove_each_fact(report, files[i]);
		report_free(report);
	}
	assert_int_equal(n_wrong, 0);
}

static void test_healthy(void **state)
{
	struct report *report = healthy_report();

	(void)state;
	assert_int_equal(remove_each_fact(report, "healthy"), 0);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reports),
		cmocka_unit_test(test_healthy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
