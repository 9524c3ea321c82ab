/* SPDX-License-Identifier: BSD-2-Clause */
/* Which machines a folder holds, and what of a machine's files can be read. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capabilities.h"
#include "identity.h"
#include "import.h"

static char root[] = "/tmp/test_import_scan-XXXXXX";
static const char properties[] = "TPM2_PT_MANUFACTURER:\n  raw: 0x49465800\n"
				 "TPM2_PT_FIRMWARE_VERSION_1:\n  raw: 0x7003D\n"
				 "TPM2_PT_FIRMWARE_VERSION_2:\n  raw: 0xAE100\n";

static const char *at(const char *name)
{
	static char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", root, name);
	return path;
}

static void folder(const char *name)
{
	assert_int_equal(mkdir(at(name), 0700), 0);
}

static void file(const char *name, const char *text)
{
	FILE *out = fopen(at(name), "w");

	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
}

static int setup(void **state)
{
	(void)state;
	strcpy(root + strlen(root) - 6, "XXXXXX");
	return mkdtemp(root) ? 0 : -1;
}

static int delete_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int teardown(void **state)
{
	(void)state;
	return nftw(root, delete_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void test_one_machine(void **state)
{
	struct import_sources sources = { 0 };

	(void)state;
	file("Capability_properties-fixed.txt", properties);
	file("report.json", "{}");
	folder("old");
	file("old/algorithms", "");
	assert_int_equal(import_scan(root, &sources), 0);
	assert_int_equal(sources.count, 3);
	assert_true(sources.several);
	assert_int_equal(sources.items[0].kind, IMPORT_TEXT);
	assert_string_equal(sources.items[0].path, root);
	assert_string_equal(sources.items[1].name, "old");
	assert_int_equal(sources.items[2].kind, IMPORT_REPORT);
	import_sources_clear(&sources);
}

/* The names of files say whose they are, not what is in them. */
static void test_owners(void **state)
{
	static const char *const wanted[] = { "alice", "bob", "host1" };
	struct import_sources sources = { 0 };

	(void)state;
	file("alice-properties-fixed.txt", properties);
	file("alice_dmesg.log", "[ 0.1] tpm tpm0: A TPM error (256) occurred\n");
	file("bob-properties-variable.txt", "TPM2_PT_LOCKOUT_COUNTER: 0x1\n");
	file("host1.txt", properties);
	file("shopping.txt", "milk\n");
	file("page.html", properties);
	assert_int_equal(import_scan(root, &sources), 0);
	assert_int_equal(sources.count, 3);
	for (size_t i = 0; i < sources.count; i++)
		assert_string_equal(sources.items[i].name, wanted[i]);
	assert_int_equal(sources.items[0].n_files, 2);
	import_sources_clear(&sources);
}

static void test_many_machines(void **state)
{
	static const struct {
		const char *name;
		enum import_kind kind;
	} wanted[] = {
		{ "a.json", IMPORT_REPORT },
		{ "b/c", IMPORT_TEXT },
		{ "b/d.json", IMPORT_REPORT },
		{ "e/f/g", IMPORT_TEXT },
	};
	struct import_sources sources = { 0 };

	(void)state;
	file("a.json", "{}");
	file("README", "");
	folder("b");
	folder("b/c");
	file("b/c/commands", "");
	file("b/d.json", "{}");
	folder("e");
	folder("e/f");
	folder("e/f/g");
	file("e/f/g/handles-pcr", "");
	folder(".hidden");
	file(".hidden/x.json", "{}");
	/* A loop, a dangling link, and a folder and a pipe that are called like files. */
	assert_int_equal(symlink("..", at("e/loop")), 0);
	assert_int_equal(symlink("nowhere", at("x.json")), 0);
	folder("y.json");
	folder("z-commands");
	assert_int_equal(mkfifo(at("pipe.json"), 0600), 0);
	assert_int_equal(import_scan(root, &sources), 0);
	assert_true(sources.several);
	assert_int_equal(sources.count, sizeof(wanted) / sizeof(wanted[0]));
	for (size_t i = 0; i < sources.count; i++) {
		assert_string_equal(sources.items[i].name, wanted[i].name);
		assert_int_equal(sources.items[i].kind, wanted[i].kind);
	}
	import_sources_clear(&sources);
}

static void test_files(void **state)
{
	struct import_sources sources = { 0 };

	(void)state;
	file("anything", "{}");
	file("getcap-properties-fixed.yaml", properties);
	file("host-properties-fixed", " {}");
	assert_int_equal(import_scan(at("anything"), &sources), 0);
	assert_int_equal(import_scan(at("getcap-properties-fixed.yaml"), &sources), 0);
	assert_int_equal(import_scan(at("host-properties-fixed"), &sources), 0);
	assert_int_equal(sources.count, 3);
	assert_false(sources.several);
	assert_int_equal(sources.items[0].kind, IMPORT_REPORT);
	assert_int_equal(sources.items[1].kind, IMPORT_TEXT);
	assert_int_equal(sources.items[2].kind, IMPORT_REPORT);
	import_sources_clear(&sources);
}

static void test_nothing(void **state)
{
	struct import_sources sources = { 0 };
	char deep[PATH_MAX] = "d";

	(void)state;
	assert_int_equal(import_scan(root, &sources), -ENODATA);
	assert_int_equal(import_scan(at("nowhere"), &sources), -ENOENT);
	for (int i = 0; i <= IMPORT_MAX_DEPTH; i++) {
		folder(deep);
		strcat(deep, "/d");
	}
	assert_int_equal(import_scan(root, &sources), 0);
	assert_int_equal(sources.count, 1);
	assert_int_equal(sources.items[0].kind, IMPORT_ERROR);
	import_sources_clear(&sources);
}

/* The first machine of a path. */
static int import_first(const char *path, struct report **ret_report, char **ret_error)
{
	struct import_sources sources = { 0 };
	int r = import_scan(path, &sources);

	*ret_error = NULL;
	if (!r)
		r = import_text(&sources.items[0], ret_report, ret_error);
	import_sources_clear(&sources);
	return r;
}

static void test_folder(void **state)
{
	struct report *report;
	char *error;

	(void)state;
	file("properties-fixed", properties);
	file("handles-persistent.txt", "");
	file("notes.txt", "unread");
	assert_int_equal(import_first(root, &report, &error), 0);
	assert_int_equal(report_count_tpms(report), 1);
	assert_string_equal(report_tpm(report, 0)->identity->firmware_raw.value,
			    "0007003d 000ae100");
	assert_true(fact_known(&report_tpm(report, 0)->capabilities->handles_persistent.fact));
	assert_int_equal(report->problems.count, 0);
	report_free(report);
	/* One file alone. */
	assert_int_equal(import_first(at("properties-fixed"), &report, &error), 0);
	assert_string_equal(report_tpm(report, 0)->identity->manufacturer.value, "IFX");
	report_free(report);
}

static bool has_problem(const struct report *report, const char *name, const char *what)
{
	for (size_t i = 0; i < report->problems.count; i++) {
		const char *problem = ((const char *const *)report->problems.items)[i];

		if (!strncmp(problem, name, strlen(name)) && strstr(problem, what))
			return true;
	}
	return false;
}

/* Every broken file is named, and the others are read. */
static void test_broken_files(void **state)
{
	struct report *report;
	FILE *big;
	char *error;

	(void)state;
	file("properties-fixed", properties);
	file("algorithms", "");
	file("ecc-curves", "ERROR: no\n");
	file("handles-persistent", "- 0x81000001\n");
	assert_int_equal(mkfifo(at("commands"), 0600), 0);
	assert_int_equal(symlink("nowhere", at("handles-transient")), 0);
	folder("handles-permanent");
	big = fopen(at("pcrread"), "w");
	assert_non_null(big);
	for (int i = 0; i <= IMPORT_MAX_BYTES / 32; i++)
		assert_true(fputs("nothing that anybody understands\n", big) >= 0);
	fclose(big);
	assert_int_equal(import_first(root, &report, &error), 0);
	assert_string_equal(report_tpm(report, 0)->identity->manufacturer.value, "IFX");
	assert_int_equal(report_tpm(report, 0)->capabilities->handles_persistent.count, 1);
	assert_int_equal(report->problems.count, 3);
	assert_true(has_problem(report, "algorithms", "nothing in it"));
	assert_true(has_problem(report, "ecc-curves", "line 1"));
	assert_true(has_problem(report, "pcrread", "line 1"));
	assert_string_equal(((const char *const *)report->notes.items)[report->notes.count - 1],
			    "pcrread: cut: only its first 16777216 bytes were read");
	report_free(report);
}

static void test_all_broken(void **state)
{
	struct report *report;
	char *error;

	(void)state;
	file("commands", "\x1b[2J");
	assert_int_equal(import_first(root, &report, &error), -EBADMSG);
	assert_non_null(strstr(error, "commands: line 1"));
	assert_null(strchr(error, '\x1b'));
	free(error);
	assert_int_equal(import_first(at("nowhere"), &report, &error), -ENOENT);
	assert_null(error);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_one_machine),	 TEST(test_owners),	TEST(test_many_machines),
		TEST(test_files),	 TEST(test_nothing),	TEST(test_folder),
		TEST(test_broken_files), TEST(test_all_broken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
