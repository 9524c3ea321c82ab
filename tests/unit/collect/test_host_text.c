/* SPDX-License-Identifier: BSD-2-Clause */
/* The texts of a machine's files: settings, and the feature API's JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fapi.h"
#include "host.h"
#include "settings.h"

static void check_setting(const char *text, const char *name, const char *value)
{
	struct setting_span setting;
	const char *at = text;

	if (!settings_next(text, &at, &setting)) {
		if (name)
			fail_msg("%s: no setting", text);
		return;
	}
	if (!name)
		fail_msg("%s: found %s", text, setting.name);
	assert_string_equal(setting.name, name);
	assert_int_equal(setting.size, strlen(value));
	assert_memory_equal(setting.value, value, setting.size);
	assert_false(settings_next(text, &at, &setting));
}

static void test_settings(void **state)
{
	(void)state;
	check_setting("TCTI=tabrmd", "TCTI", "tabrmd");
	check_setting("export TPM2TOOLS_TCTI=device:/dev/tpmrm0; x=1\n", "TPM2TOOLS_TCTI",
		      "device:/dev/tpmrm0");
	check_setting("TPM2TOOLS_TCTI=\"swtpm:port=1 2\"\n", "TPM2TOOLS_TCTI", "swtpm:port=1 2");
	check_setting("TPM2TOOLS_TCTI='a\"b'", "TPM2TOOLS_TCTI", "a\"b");
	check_setting("Environment=\"TCTI=tabrmd:bus_type=session\" A=b\n", "TCTI",
		      "tabrmd:bus_type=session");
	check_setting("DefaultEnvironment=SYSTEMD_TPM2_DEVICE=/dev/tpmrm1\n", "SYSTEMD_TPM2_DEVICE",
		      "/dev/tpmrm1");
	check_setting("TCTI=", "TCTI", "");
	check_setting("# TCTI=tabrmd\n", NULL, NULL);
	check_setting("x # TCTI=tabrmd\n", NULL, NULL);
	check_setting("MY_TCTI=tabrmd\nTCTI_X=y\nTCTI\n", NULL, NULL);
	check_setting("", NULL, NULL);
}

static void test_kept(void **state)
{
	const char *at = "Defaults env_reset\n# env_keep += A\nDefaults env_keep += \"B C\" # D\n"
			 "Defaults env_keep=E";
	const char *words;
	size_t size;

	(void)state;
	assert_true(settings_next_kept(&at, &words, &size));
	assert_memory_equal(words, " += \"B C\" ", size);
	assert_true(settings_next_kept(&at, &words, &size));
	assert_memory_equal(words, "=E", size);
	assert_int_equal(size, 2);
	assert_false(settings_next_kept(&at, &words, &size));
}

static const struct fapi *read_config(struct report *report, const char *text)
{
	fapi_read_config(report, text, strlen(text));
	return &report->host->fapi;
}

static void test_config(void **state)
{
	struct report *report = report_new();
	const struct fapi *fapi =
		read_config(report,
			    "{ \"profile_name\": \"P\", \"tcti\": \"\", \"ek_cert_less\": true, "
			    "\"ek_fingerprint\": \"sha256:00\", \"profile_dir\": 7, }");

	(void)state;
	assert_int_equal(fapi->error.fact.presence, PRESENCE_ABSENT);
	assert_string_equal(fapi->profile_name.value, "P");
	assert_string_equal(fapi->tcti.value, "");
	assert_string_equal(fapi->ek_cert_less.value, "true");
	assert_string_equal(fapi->ek_fingerprint_type.value, "string");
	assert_int_equal(fapi->profile_dir.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(fapi->missing_keys.count, 3);
	report_free(report);
	report = report_new();
	assert_string_equal(read_config(report, "{ \"a\": ")->error.value, "it ends too early");
	assert_int_equal(report->host->fapi.missing_keys.fact.presence, PRESENCE_NOT_COLLECTED);
	assert_string_equal(read_config(report, "[ 1 ]")->error.value, "it is no JSON object");
	assert_true(fact_known(&read_config(report, "{ x }")->error.fact));
	assert_true(fact_known(&read_config(report, "")->error.fact));
	report_free(report);
}

static void test_profile(void **state)
{
	static const char text[] =
		"{ \"type\": \"TPM2_ALG_RSA\", \"keyBits\": 3072, \"ek_cert_less\": \"yes\","
		"\"srk_template\": \"system,restrictedd, noDA,0x81000001\","
		"\"pcr_selection\": [ { \"hash\": \"TPM2_ALG_SHA1\", \"pcrSelect\": [] },"
		"{ \"hash\": \"TPM2_ALG_SHA256\", \"pcrSelect\": [ 1 ] }, 7, null ] }";
	struct report *report = report_new();
	const struct fapi *fapi = &report->host->fapi;

	(void)state;
	fapi_read_profile(report, text, strlen(text));
	assert_string_equal(fapi->key_type.value, "rsa 3072");
	assert_int_equal(fapi->profile_ek_cert_less.value, 1);
	assert_int_equal(fapi->unknown_words.count, 1);
	assert_string_equal(*(char **)fapi->unknown_words.items, "restrictedd");
	assert_int_equal(fapi->pcr_banks.count, 1);
	assert_string_equal(*(char **)fapi->pcr_banks.items, "sha256");
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_config),
		cmocka_unit_test(test_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
