/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/doctor/software-versions.c: versions at, just below and just above each fix. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host.h"
#include "machine.h"
#include "software-versions.h"
#include "vulnerabilities-read.h"

static struct vulnerability_list list;

static int open_list(void **state)
{
	char *error;

	(void)state;
	return vulnerability_list_read(&list, vulnerabilities_text, strlen(vulnerabilities_text),
				       &error);
}

static int close_list(void **state)
{
	(void)state;
	vulnerability_list_clear(&list);
	return 0;
}

static void test_branches(void **state)
{
	(void)state;
	assert_true(software_is_fixed("5.5.1", "5.5.1 5.7"));
	assert_true(software_is_fixed("5.5.2", "5.5.1 5.7"));
	assert_false(software_is_fixed("5.6", "5.5.1 5.7"));
	assert_true(software_is_fixed("5.7", "5.5.1 5.7"));
	assert_true(software_is_fixed("13.5.1", "12.0.45 13.0.0 14.0.10"));
	assert_false(software_is_fixed("", "1.0"));
	assert_false(software_is_fixed("x", "1.0"));
	assert_true(software_is_fixed("99999999999999999999.1", "1.0"));
}

/* Software: the kernel by its stable release, packages by what the project wrote of their version. */
static void test_software(void **state)
{
	static const struct {
		const char *kernel, *build, *package, *version, *id, *status; /* NULL: no verdict */
	} cases[] = {
#define CVE "CVE-2026-72135"
		{ "6.1.177", NULL, NULL, NULL, CVE, "predates-fix" },
		{ "6.1.178", NULL, NULL, NULL, CVE, "fixed" },
		{ "6.13.2-arch1-1", NULL, NULL, NULL, CVE, "predates-fix" },
		{ "7.1.5", NULL, NULL, NULL, CVE, "fixed" },
		{ "7.2.1", NULL, NULL, NULL, CVE, "fixed" },
		{ "8.0.1", NULL, NULL, NULL, CVE, "fixed" },
		{ "4.19.300", NULL, NULL, NULL, CVE, "not-listed" },
		{ "6.12.4-200.fc41.x86_64", NULL, NULL, NULL, CVE, "predates-fix" },
		/* The release counts Debian's builds, Red Hat's, Ubuntu's: their version may be elsewhere. */
		{ "6.1.0-57-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.192-3 (2026-11-26)", NULL,
		  NULL, CVE, "fixed" },
		{ "6.1.0-40-amd64", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.153-1 (2025-09-20)", NULL,
		  NULL, CVE, "predates-fix" },
		{ "5.14.0-503.el9.x86_64", "#1 SMP PREEMPT_DYNAMIC", NULL, NULL, CVE, "unknown" },
		{ "6.8.0-50-generic", NULL, NULL, NULL, CVE, "unknown" },
		{ NULL, NULL, "tpm2-tss", "3.2.1-3", CVE, NULL },
		{ NULL, NULL, "tpm2-tss", "3.2.1-3+deb12u1", "CVE-2024-29040", "predates-fix" },
		{ NULL, NULL, "tpm2-tss", "1:4.1.0-1ubuntu1", "CVE-2024-29040", "fixed" },
		{ NULL, NULL, "tpm2-tss", "4.1.3-5", "CVE-2024-29040", "fixed" },
		{ NULL, NULL, "tpm2-tools", "5.4-1", "CVE-2024-29038", "predates-fix" },
		{ NULL, NULL, "tpm2-tools", "5.5.1-1", "CVE-2024-29038", "fixed" },
		{ NULL, NULL, "tpm2-tools", "5.6-1", "CVE-2024-29038", "predates-fix" },
		{ NULL, NULL, "tpm2-tools", "5.7-1", "CVE-2024-29038", "fixed" },
		{ NULL, NULL, "swtpm", "0.7.1-1.3", "CVE-2022-23645", "fixed" },
		{ NULL, NULL, "libtpms", "0.9.7-1", "CVE-2025-49133", "fixed" },
		{ NULL, NULL, "libtpms", "0.10.0-1", "CVE-2025-49133", "predates-fix" },
		{ NULL, NULL, "libtpms", "0.9.2-3.1", "CVE-2026-21444", "not-listed" },
		{ NULL, NULL, "swtpm", "0.7.1-1.3", "CVE-2025-49133", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct report *report = report_new();
		const struct vulnerability *items;
		const char *status = NULL;
		struct package *package;

		fact_set_text(report, &report->kernel, cases[i].kernel);
		fact_set_text(report, &report->host->kernel_build, cases[i].build);
		report->host->packages.fact.presence = PRESENCE_PRESENT;
		if (cases[i].package) {
			package = list_append(&report->arena, &report->host->packages,
					      sizeof(*package));
			fact_set_text(report, &package->name, cases[i].package);
			fact_set_text(report, &package->version, cases[i].version);
		}
		vulnerability_list_judge_software(&list, report);
		items = report->host->vulnerabilities.items;
		for (size_t v = 0; v < report->host->vulnerabilities.count; v++)
			if (!strcmp(items[v].id.value, cases[i].id))
				status = items[v].status.value;
		if (!cases[i].status ? status != NULL
				     : !status || strcmp(status, cases[i].status) != 0)
			fail_msg("%s %s: %s", cases[i].kernel ? cases[i].kernel : cases[i].package,
				 cases[i].id, status ? status : "no verdict");
		report_free(report);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_branches),
		cmocka_unit_test(test_software),
	};

	return cmocka_run_group_tests(tests, open_list, close_list);
}
