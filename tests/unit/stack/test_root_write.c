/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/stack/root-write.c: what is written below a prefix stays there, and changes nothing else. */
#include "sysroot.h"

#include <fcntl.h>

#include "install.h"
#include "ledger.h"
#include "root-write.h"

static mode_t mode_of(const char *prefix, const char *path)
{
	char full[PATH_MAX];
	struct stat st;

	snprintf(full, sizeof(full), "%s%s", prefix, path);
	assert_int_equal(lstat(full, &st), 0);
	return st.st_mode;
}

static void assert_text(const struct root *root, const char *path, const char *expected)
{
	char *text;

	assert_int_equal(root_read_all(root, path, 100, &text), strlen(expected));
	assert_string_equal(text, expected);
	free(text);
}

static size_t count_of(const struct root *root, const char *path)
{
	struct dirent *entry;
	size_t n = 0;
	DIR *dir;

	assert_int_equal(root_opendir(root, path, &dir), 0);
	while ((entry = readdir(dir)))
		n++;
	closedir(dir);
	return n - 2;
}

static void test_directories(void **state)
{
	char prefix[40], outside[40];
	struct root root;
	mode_t mask;

	(void)state;
	temp_root(prefix);
	temp_root(outside);
	root = open_root(prefix);
	put_link(prefix, "/out", outside);
	put_link(prefix, "/dangling", "nowhere");
	mask = umask(077);
	assert_int_equal(root_make_directory(&root, "/a"), 1);
	assert_int_equal(root_make_directory(&root, "/a/b"), 1);
	assert_int_equal(umask(mask), 077);
	assert_int_equal(mode_of(prefix, "/a/b"), S_IFDIR | 0755);
	/* What is there keeps its mode, link or not. */
	assert_int_equal(chmod(in_root(prefix, "/a/b"), 0700), 0);
	assert_int_equal(root_make_directory(&root, "/a/b"), 0);
	assert_int_equal(mode_of(prefix, "/a/b"), S_IFDIR | 0700);
	assert_int_equal(root_make_directory(&root, "/out"), 0);
	assert_int_equal(mode_of(outside, ""), S_IFDIR | 0700);
	assert_int_equal(root_make_directory(&root, "/dangling"), 0);
	assert_int_equal(root_make_directory(&root, "/dangling/x"), -ENOENT);
	assert_int_equal(root_make_directory(&root, "/out/x"), -ENOENT);
	assert_int_equal(root_make_directory(&root, "/none/x"), -ENOENT);
	root_close(&root);
	remove_root(outside);
	remove_root(prefix);
}

static void test_write(void **state)
{
	char prefix[40], outside[40];
	struct root root, out;

	(void)state;
	temp_root(prefix);
	temp_root(outside);
	root = open_root(prefix);
	out = open_root(outside);
	put_file(outside, "/victim", "secret");
	put_file(prefix, "/d/file", "old");
	put_link(prefix, "/d/link", in_root(outside, "/victim"));
	assert_int_equal(mkfifo(in_root(prefix, "/d/fifo"), 0600), 0);
	assert_int_equal(root_write(&root, "/d/file", "new", 3, 0640), 0);
	assert_text(&root, "/d/file", "new");
	assert_int_equal(mode_of(prefix, "/d/file"), S_IFREG | 0640);
	/* The link is replaced, and not what it leads to. */
	assert_int_equal(root_write(&root, "/d/link", "new", 3, 0644), 0);
	assert_int_equal(mode_of(prefix, "/d/link"), S_IFREG | 0644);
	assert_text(&out, "/victim", "secret");
	assert_int_equal(root_write(&root, "/d/fifo", "new", 3, 0644), 0);
	assert_text(&root, "/d/fifo", "new");
	/* Where it fails, nothing is left behind. */
	assert_int_equal(root_write(&root, "/d", "new", 3, 0644), -EISDIR);
	assert_int_equal(count_of(&root, "/"), 1);
	assert_int_equal(count_of(&root, "/d"), 3);
	assert_int_equal(root_write(&root, "/none/x", "new", 3, 0644), -ENOENT);
	assert_int_equal(root_write(&root, "/d/", "new", 3, 0644), -EINVAL);
	root_close(&out);
	root_close(&root);
	remove_root(outside);
	remove_root(prefix);
}

static void test_copy(void **state)
{
	struct timespec times[2] = { { .tv_sec = 1000 }, { .tv_sec = 2000 } };
	char prefix[40], *big = calloc(1, (1 << 18) + 1);
	struct root root;
	struct stat st;

	(void)state;
	assert_non_null(big);
	temp_root(prefix);
	root = open_root(prefix);
	put_file(prefix, "/from", "text");
	assert_int_equal(chmod(in_root(prefix, "/from"), 0604), 0);
	assert_int_equal(utimensat(AT_FDCWD, in_root(prefix, "/from"), times, 0), 0);
	assert_int_equal(root_copy(&root, "/from", "/to"), 0);
	assert_text(&root, "/to", "text");
	assert_int_equal(root_stat(&root, "/to", &st), 0);
	assert_int_equal(st.st_mode, S_IFREG | 0604);
	assert_int_equal(st.st_mtim.tv_sec, 2000);
	assert_int_equal(mkfifo(in_root(prefix, "/fifo"), 0600), 0);
	assert_int_equal(root_copy(&root, "/fifo", "/to"), -EINVAL);
	put_bytes(prefix, "/big", big, 1 << 18);
	assert_int_equal(root_copy(&root, "/big", "/to2"), 0);
	put_bytes(prefix, "/big", big, (1 << 18) + 1);
	assert_int_equal(root_copy(&root, "/big", "/to"), -EFBIG);
	assert_text(&root, "/to", "text");
	free(big);
	root_close(&root);
	remove_root(prefix);
}

static void test_remove(void **state)
{
	char prefix[40], outside[40];
	struct root root;

	(void)state;
	temp_root(prefix);
	temp_root(outside);
	root = open_root(prefix);
	put_file(prefix, "/d/file", "");
	put_link(prefix, "/d/link", outside);
	assert_int_equal(root_remove(&root, "/d"), -ENOTEMPTY);
	assert_int_equal(root_remove(&root, "/d/file"), 0);
	assert_int_equal(root_remove(&root, "/d/link"), 0);
	assert_int_equal(mode_of(outside, "") & S_IFMT, S_IFDIR);
	assert_int_equal(root_remove(&root, "/d"), 0);
	assert_int_equal(root_remove(&root, "/d"), -ENOENT);
	root_close(&root);
	remove_root(outside);
	remove_root(prefix);
}

/* Whoever may write to the ledger chooses what --undo removes. */
static void test_ledger_of_others(void **state)
{
	struct report *report = report_new();
	char prefix[40], line[128];
	struct root root;

	(void)state;
	temp_root(prefix);
	root = open_root(prefix);
	snprintf(line, sizeof(line), "file %016llx 4 new /etc/victim\n",
		 (unsigned long long)ledger_sum("text", 4));
	put_file(prefix, "/etc/victim", "text");
	put_file(prefix, LEDGER_PATH, line);
	for (mode_t mode = 0620; mode; mode = mode == 0620 ? 0602 : 0) {
		assert_int_equal(chmod(in_root(prefix, LEDGER_PATH), mode), 0);
		assert_int_equal(install_undo(report, prefix, NULL), -EPERM);
		assert_text(&root, "/etc/victim", "text");
	}
	assert_int_equal(chmod(in_root(prefix, LEDGER_PATH), 0644), 0);
	if (!geteuid()) {
		assert_int_equal(chown(in_root(prefix, LEDGER_PATH), 65534, 65534), 0);
		assert_int_equal(install_undo(report, prefix, NULL), -EPERM);
		assert_int_equal(chown(in_root(prefix, LEDGER_PATH), 0, 0), 0);
	}
	assert_int_equal(install_undo(report, prefix, NULL), 0);
	assert_int_equal(count_of(&root, "/etc"), 0);
	root_close(&root);
	report_free(report);
	remove_root(prefix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_directories),
		cmocka_unit_test(test_write),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_remove),
		cmocka_unit_test(test_ledger_of_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
