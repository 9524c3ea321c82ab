/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/collect/host/packages.c: packages by their source, the kernel's build, Intel's engine. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <cmocka.h>

#include "packages.h"

#define INSTALLED "Status: install ok installed\n"

/* "tpm2-tss 3.2.1-3 tpm2-tools 5.4-1": what a text has. */
static void check(const char *text, const char *want)
{
	struct report *report = report_new();
	const struct package *packages;
	char got[256] = "";

	packages_read(report, text);
	packages = report->host->packages.items;
	for (size_t i = 0; i < report->host->packages.count; i++)
		snprintf(got + strlen(got), sizeof(got) - strlen(got), "%s%s %s", i ? " " : "",
			 packages[i].name.value, packages[i].version.value);
	assert_string_equal(got, want);
	report_free(report);
}

static void test_status_file(void **state)
{
	(void)state;
	check("", "");
	check("Package: tpm2-tools\n" INSTALLED "Version: 5.4-1\n", "tpm2-tools 5.4-1");
	/* Several packages of one source are one; the source's version counts. */
	check("Package: libtss2-esys-3.0.2-0\n" INSTALLED
	      "Source: tpm2-tss (3.2.1-3)\nVersion: 3.2.1-3+b1\n\n"
	      "Package: libtss2-mu0\n" INSTALLED "Source: tpm2-tss\nVersion: 3.2.1-3\n\n"
	      "Package: bash\n" INSTALLED "Version: 5.2\n",
	      "tpm2-tss 3.2.1-3");
	check("Package: swtpm\nStatus: deinstall ok config-files\nVersion: 0.7.1-1\n", "");
	check("Package: swtpm\nVersion: 0.7.1-1\n", "");
	/* A long description, whose lines begin with a blank. */
	check("Package: swtpm\n" INSTALLED "Version: 0.7.1-1\nDescription: x\n Version: 9\n .\n",
	      "swtpm 0.7.1-1");
	check("Package: libtpms\n" INSTALLED "Source: (\nVersion: 1", "");
	check("Package: libtpms\n" INSTALLED "Source: libtpms ()\nVersion: 1", "libtpms ");
}

static void put(const char *directory, const char *path, const char *text)
{
	char whole[512];
	FILE *out;

	snprintf(whole, sizeof(whole), "%s/%s", directory, path);
	for (char *p = whole + strlen(directory) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(whole, 0755);
		*p = '/';
	}
	out = fopen(whole, "w");
	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static void test_files(void **state)
{
	char directory[] = "/tmp/test-packages-XXXXXX", command[64];
	struct report *report = report_new();
	struct host *host = report->host;
	struct root root;

	(void)state;
	assert_non_null(mkdtemp(directory));
	assert_int_equal(root_open(&root, directory), 0);
	collect_host_packages(report, &root);
	assert_int_equal(host->packages.fact.presence, PRESENCE_ABSENT);
	assert_false(fact_known(&host->kernel_build.fact));
	assert_false(fact_known(&host->me_firmware.fact));
	put(directory, "var/lib/dpkg/status", "Package: swtpm\n" INSTALLED "Version: 0.7.1-1\n");
	put(directory, "proc/version",
	    "Linux version 6.1.0-57-amd64 (a@b) (gcc-12) #1 SMP Debian 6.1.192-3 (2026-11-26)\n");
	put(directory, "sys/class/mei/mei0/fw_ver",
	    "0:16.1.25.1917\n0:16.1.25.1917\n0:16.1.25.1917\n");
	collect_host_packages(report, &root);
	assert_int_equal(host->packages.count, 1);
	assert_string_equal(host->kernel_build.value, "#1 SMP Debian 6.1.192-3 (2026-11-26)");
	assert_string_equal(host->me_firmware.value, "16.1.25.1917");
	assert_string_equal(report->kernel.value, "6.1.0-57-amd64");
	root_close(&root);
	report_free(report);
	snprintf(command, sizeof(command), "rm -r %s", directory);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_status_file),
		cmocka_unit_test(test_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
