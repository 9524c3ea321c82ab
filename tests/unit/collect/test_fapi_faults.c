/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/collect/fapi-faults.c: which line of a configuration is blamed, and for what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "host.h"
#include "report.h"
#include "fapi.h"
#include "stack.h"

#define GOOD                                                                                            \
	"{\n\"profile_name\": \"P_ECCP256SHA256\",\n\"profile_dir\": \"/p\",\n\"user_dir\": \"~/u\",\n" \
	"\"system_dir\": \"/s\",\n\"log_dir\": \"/l\",\n\"tcti\": \"\",\n\"system_pcrs\": []"

/* "LINE! KEY" of each fault, "!" where the file is refused for it. */
static void expect(const char *text, const char *want)
{
	struct report *report = report_new();
	const struct fapi_fault *faults;
	char got[512] = "";

	fapi_find_faults(report, text, strlen(text));
	faults = report->host->fapi.faults.items;
	for (size_t i = 0; i < report->host->fapi.faults.count; i++) {
		size_t n = strlen(got);

		snprintf(got + n, sizeof(got) - n, "%s%d%s %s", n ? ", " : "",
			 (int)faults[i].line.value, is_set(&faults[i].fatal) ? "!" : "",
			 text_of(&faults[i].key, "-"));
		assert_true(fact_known(&faults[i].text.fact));
	}
	assert_string_equal(got, want);
	report_free(report);
}

static void test_good(void **state)
{
	(void)state;
	expect(GOOD "\n}", "");
	expect(GOOD ",\n\"ek_cert_less\": \"yes\"}", "");
	expect(GOOD ",\n\"ek_cert_less\": \"NO\"}", "");
	expect(GOOD ",\n\"ek_cert_less\": 1}", "");
	expect(GOOD ",\n\"ek_fingerprint\": {\"hashAlg\": \"sha256\", \"digest\": \"00\"}}", "");
	/* The second configuration of its own, with an object that has a key of the same name. */
	expect(GOOD ",\n\"ek_fingerprint\": {\"hashAlg\": \"sha256\", \"digest\": \"tcti\"}}", "");
}

static void test_syntax(void **state)
{
	(void)state;
	expect("", "1! -");
	expect("[]", "1! -");
	expect("{\n\"tcti\": \"\"\n\"x\": 1 }", "3! -");
	expect(GOOD, "8! -");
	expect("{\n\n  nonsense }", "3! -");
}

static void test_values(void **state)
{
	(void)state;
	expect(GOOD ",\n\"ek_cert_less\": true}", "9! ek_cert_less");
	expect(GOOD ",\n\"ek_cert_less\":\n\"maybe\"}", "9! ek_cert_less");
	expect(GOOD ",\n\"ek_fingerprint\": \"00\"}", "9! ek_fingerprint");
	expect(GOOD ",\n\n\"ekCertLess\": \"yes\"}", "10 ekCertLess");
	expect(GOOD ",\n\"ek-cert-less\": \"yes\", \"what\": {\"tcti\": 1}}",
	       "9 ek-cert-less, 9 what");
	/* Of two equal keys the last counts. */
	expect(GOOD ",\n\"tcti\": null}", "9! tcti");
	expect(GOOD ",\n\"system_dir\": \"~/s\"}", "9 system_dir");
	expect(GOOD ",\n\"system_pcrs\": [ { \"hash\": 4 } ]}", "9! system_pcrs");
	expect(GOOD ",\n\"log_dir\": 5}", "9 log_dir");
}

static void test_missing(void **state)
{
	(void)state;
	expect("{\n\"profile_name\": \"P\",\n\"profile_dir\": \"/p\",\n\"user_dir\": \"/u\",\n"
	       "\"tcti\": \"\"\n}",
	       "6! system_dir, 6! system_pcrs");
}

static void test_comments(void **state)
{
	(void)state;
	expect("/* {\n\"tcti\": 1 } */" GOOD ",\n\"ek_cert_less\": true}", "10! ek_cert_less");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),	 cmocka_unit_test(test_syntax),
		cmocka_unit_test(test_values),	 cmocka_unit_test(test_missing),
		cmocka_unit_test(test_comments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
