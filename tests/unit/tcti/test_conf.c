/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/conf.c: the configuration string of a module. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>

#include "conf.h"

static void assert_conf_equal(const struct tcti_conf *conf, const struct tcti_conf *is)
{
	assert_int_equal(conf->select, is->select);
	assert_string_equal(conf->selector, is->selector);
	assert_int_equal(conf->fd, conf->select == TCTI_SELECT_FD ? is->fd : -1);
	assert_int_equal(conf->wait_ms, is->wait_ms);
	assert_int_equal(conf->busy_ms, is->busy_ms);
	assert_int_equal(conf->reopen, is->reopen);
}

static const struct {
	const char *text;
	struct tcti_conf is;
} good[] = {
	{ NULL, { 0 } },
	{ "", { 0 } },
	{ "/dev/tpmrm0", { .select = TCTI_SELECT_PATH, .selector = "/dev/tpmrm0" } },
	{ "tpm1", { .select = TCTI_SELECT_NAME, .selector = "tpm1" } },
	{ "0", { .select = TCTI_SELECT_NAME, .selector = "0" } },
	{ "./tpm", { .select = TCTI_SELECT_PATH, .selector = "./tpm" } },
	{ "dev/tpm0", { .select = TCTI_SELECT_PATH, .selector = "dev/tpm0" } },
	{ "/dev/a=b", { .select = TCTI_SELECT_PATH, .selector = "/dev/a=b" } },
	{ "/dev/with space:0", { .select = TCTI_SELECT_PATH, .selector = "/dev/with space:0" } },
	{ "fd=0", { .select = TCTI_SELECT_FD, .fd = 0 } },
	{ "fd=2147483647", { .select = TCTI_SELECT_FD, .fd = 2147483647 } },
	{ "parent=MSFT0101:00",
	  { .select = TCTI_SELECT_PARENT, .selector = "parent=MSFT0101:00" } },
	{ "wait=5s", { .wait_ms = 5000 } },
	{ "busy=500ms", { .busy_ms = 500 } },
	{ "wait=0s", { 0 } },
	{ "wait=86400s", { .wait_ms = 86400000 } },
	{ "busy=86400000ms", { .busy_ms = 86400000 } },
	{ "reopen=yes", { .reopen = true } },
	{ "reopen=no", { 0 } },
	{ "tpm1,wait=1s,busy=2s,reopen=yes",
	  { .select = TCTI_SELECT_NAME,
	    .selector = "tpm1",
	    .wait_ms = 1000,
	    .busy_ms = 2000,
	    .reopen = true } },
	{ "reopen=yes,fd=3", { .select = TCTI_SELECT_FD, .fd = 3, .reopen = true } },
};

static void test_good(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct tcti_conf conf;
		char error[100] = "left from before";

		assert_int_equal(tcti_conf_parse(good[i].text, &conf, error, sizeof(error)), 0);
		assert_string_equal(error, "");
		assert_conf_equal(&conf, &good[i].is);
	}
}

static const struct {
	const char *text, *error; /* error: what the message must contain */
} bad[] = {
	{ ",", "empty item" },
	{ "tpm1,", "empty item" },
	{ "/dev/tpmrm0,,wait=5s", "empty item" },
	{ "tpm1,tpm2", "\"tpm2\": not \"key=value\"" },
	{ "wait=5s,/dev/tpm0", "\"/dev/tpm0\": not \"key=value\"" },
	{ "colour=red", "unknown option \"colour=\"" },
	{ "=5", "unknown option \"=\"" },
	{ "WAIT=5s", "unknown option \"WAIT=\"" },
	{ "wait=", "\"wait=\" has no value" },
	{ "wait=5", "not a time such as 5s" },
	{ "wait=s", "not a time" },
	{ "wait=-1s", "not a time" },
	{ "wait=5m", "not a time" },
	{ "wait=5s ", "\"wait=5s \": a blank or newline at its start or end" },
	{ "wait= 5s", "\" 5s\": a blank or newline" },
	{ "tpm1, wait=5s", "\" wait=5s\": a blank or newline" },
	{ "/dev/tpmrm0 ", "\"/dev/tpmrm0 \": a blank or newline" },
	{ "/dev/tpmrm0\n", "a blank or newline" },
	{ "\t/dev/tpmrm0", "a blank or newline" },
	{ "/dev/tpmrm0 ,wait=5s", "\"/dev/tpmrm0 \": a blank or newline" },
	{ " ", "a blank or newline" },
	{ "tpm1\r", "a blank or newline" },
	{ "parent= MSFT0101:00", "a blank or newline" },
	{ "fd=3 ", "a blank or newline" },
	{ "wait=86401s", "at most a day" },
	{ "wait=86400001ms", "at most a day" },
	{ "wait=99999999999999999999s", "at most a day" },
	{ "wait=1s,wait=1s", "\"wait=\" is given twice" },
	{ "fd=", "\"fd=\" has no value" },
	{ "fd=x", "not a descriptor's number" },
	{ "fd=-1", "not a descriptor's number" },
	{ "fd=2147483648", "not a descriptor's number" },
	{ "fd=99999999999999999999999", "not a descriptor's number" },
	{ "fd=3,parent=x", "\"parent=x\": a TPM was already selected" },
	{ "tpm1,fd=3", "\"fd=3\": a TPM was already selected" },
	{ "reopen=maybe", "neither yes nor no" },
	{ "reopen=yess", "neither yes nor no" },
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct tcti_conf conf;
		char error[300] = "", cut[9] = "";

		assert_int_equal(tcti_conf_parse(bad[i].text, &conf, error, sizeof(error)),
				 -EINVAL);
		if (!strstr(error, bad[i].error))
			fail_msg("\"%s\" says: %s", bad[i].text, error);
		assert_int_equal(tcti_conf_parse(bad[i].text, &conf, cut, sizeof(cut)), -EINVAL);
		assert_int_equal(strncmp(error, cut, 8), 0);
		assert_int_equal(tcti_conf_parse(bad[i].text, &conf, NULL, 0), -EINVAL);
	}
}

static void test_length(void **state)
{
	static char text[TCTI_SELECTOR_SIZE + 10];
	struct tcti_conf conf;
	char error[300];

	(void)state;
	memset(text, 'a', TCTI_SELECTOR_SIZE - 1);
	text[0] = '/';
	assert_int_equal(tcti_conf_parse(text, &conf, error, sizeof(error)), 0);
	assert_string_equal(conf.selector, text);
	assert_int_equal(tcti_conf_parse_path(text, &conf, error, sizeof(error)), 0);
	text[TCTI_SELECTOR_SIZE - 1] = 'a';
	assert_int_equal(tcti_conf_parse(text, &conf, error, sizeof(error)), -ENAMETOOLONG);
	assert_non_null(strstr(error, "longer than 4095 bytes"));
	assert_int_equal(tcti_conf_parse_path(text, &conf, error, sizeof(error)), -ENAMETOOLONG);
}

/* The raw-device module's string is a path, whatever is in it. */
static void test_path(void **state)
{
	static const char *const paths[] = { "/dev/tpm0", "tpm0", "fd=3", "/a,b=c,", ",", "/a b" };
	static const char *const blank[] = { " ",	   "/dev/tpmrm0 ", "/dev/tpmrm0\n",
					     " /dev/tpm0", "\t/dev/tpm0",  "/dev/tpm0\r" };
	struct tcti_conf conf;
	char error[300];

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(tcti_conf_parse_path(paths[i], &conf, error, sizeof(error)), 0);
		assert_int_equal(conf.select, TCTI_SELECT_PATH);
		assert_string_equal(conf.selector, paths[i]);
	}
	for (size_t i = 0; i < sizeof(blank) / sizeof(blank[0]); i++) {
		assert_int_equal(tcti_conf_parse_path(blank[i], &conf, error, sizeof(error)),
				 -EINVAL);
		assert_non_null(strstr(error, "a blank or newline at its start or end"));
	}
	assert_int_equal(tcti_conf_parse_path(NULL, &conf, error, sizeof(error)), 0);
	assert_int_equal(conf.select, TCTI_SELECT_NONE);
	assert_int_equal(tcti_conf_parse_path("", &conf, error, sizeof(error)), -EINVAL);
	assert_string_equal(error, "the path of the node is empty");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
