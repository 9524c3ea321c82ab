/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/collect/settings.c: variables in the files that set them, and lines that set nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "settings.h"

/* "NAME=value" of each setting of a text, those without effect in brackets. */
static void expect(enum settings_syntax syntax, const char *text, const char *want)
{
	char got[512] = "";
	const char *at = text;
	struct setting_span span;

	while (settings_next(text, &at, &span)) {
		const char *fault = settings_fault(syntax, text, &span);
		size_t n = strlen(got);

		snprintf(got + n, sizeof(got) - n, "%s%s%s=%.*s%s", n ? " " : "", fault ? "[" : "",
			 span.name, (int)span.size, span.value, fault ? "]" : "");
	}
	assert_string_equal(got, want);
}

static void test_shell(void **state)
{
	(void)state;
	expect(SETTINGS_SHELL, "export TCTI=a\n", "TCTI=a");
	expect(SETTINGS_SHELL, "TCTI=a\n", "[TCTI=a]");
	expect(SETTINGS_SHELL, "TCTI=a; export TCTI\n", "TCTI=a");
	expect(SETTINGS_SHELL, "TCTI='a b'\n\texport X TCTI Y\n", "TCTI=a b");
	expect(SETTINGS_SHELL, "TCTI=a\nexport TCTI2\n", "[TCTI=a]");
	expect(SETTINGS_SHELL, "set -a\nTCTI=a\n", "TCTI=a");
	expect(SETTINGS_SHELL, "declare -x TCTI=a TSS2_LOG=b\n", "TCTI=a TSS2_LOG=b");
	expect(SETTINGS_SHELL, "# export TCTI=a\n", "");
	expect(SETTINGS_SHELL, "[ -n \"$TCTI\" ] || export TCTI=a # TCTI=b\n", "TCTI=a");
	expect(SETTINGS_SHELL, "MYTCTI=a\nexport XTCTI=b\n", "");
}

static void test_others(void **state)
{
	(void)state;
	expect(SETTINGS_PAM, "TCTI=a\nexport TSS2_LOG=b\nsetenv TPM_DEVICE=c",
	       "TCTI=a TSS2_LOG=b [TPM_DEVICE=c]");
	expect(SETTINGS_ENVIRONMENT, " TCTI=a\nexport TSS2_LOG=b\n", "TCTI=a [TSS2_LOG=b]");
	expect(SETTINGS_UNIT, "Environment=TCTI=a \"TSS2_LOG=b c\"\nTPM_DEVICE=d\n",
	       "TCTI=a TSS2_LOG=b c [TPM_DEVICE=d]");
	expect(SETTINGS_UNIT, "ExecStart=/usr/bin/env TCTI=a x\n", "TCTI=a");
	expect(SETTINGS_MANAGER, "DefaultEnvironment=TCTI=a\nEnvironment=TSS2_LOG=b",
	       "TCTI=a [TSS2_LOG=b]");
	expect(SETTINGS_MANAGER, "ManagerEnvironment=\"TCTI=a\" TSS2_LOG=b", "TCTI=a TSS2_LOG=b");
}

static void test_files(void **state)
{
	static const char text[] = "EnvironmentFile=-/etc/a \nEnvironmentFile=relative\n"
				   "#EnvironmentFile=/etc/b\nEnvironmentFile=/etc/c d";
	const char *at = text, *path;
	size_t size;

	(void)state;
	assert_true(settings_next_file(&at, &path, &size));
	assert_int_equal(size, strlen("/etc/a"));
	assert_memory_equal(path, "/etc/a", size);
	assert_true(settings_next_file(&at, &path, &size));
	assert_int_equal(size, strlen("/etc/c d"));
	assert_false(settings_next_file(&at, &path, &size));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shell),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
