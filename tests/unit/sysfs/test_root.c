/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/root.c: nothing below a prefix leads out of it. */
#include "sysroot.h"

static void test_resolve(void **state)
{
	char root[40], out[PATH_MAX];

	(void)state;
	temp_root(root);
	put_file(root, "/etc/passwd", "inside\n");
	put_dir(root, "/a");
	put_link(root, "/a/absolute", "/etc/passwd");
	put_link(root, "/a/climbs", "../../../../../../../../etc/passwd");
	put_link(root, "/a/relative", ".././a//../etc");
	put_link(root, "/a/gone", "/nowhere/at/all");

	assert_int_equal(root_resolve(root, "/a/absolute", 0, out), 0);
	assert_string_equal(out, "/etc/passwd");
	assert_int_equal(root_resolve(root, "/a/climbs", 0, out), 0);
	assert_string_equal(out, "/etc/passwd");
	assert_int_equal(root_resolve(root, "/a/relative/passwd", 0, out), 0);
	assert_string_equal(out, "/etc/passwd");
	assert_int_equal(root_resolve(root, "/../../etc/./passwd", 0, out), 0);
	assert_string_equal(out, "/etc/passwd");
	assert_int_equal(root_resolve(root, "/a/absolute", ROOT_NOFOLLOW, out), 0);
	assert_string_equal(out, "/a/absolute");
	assert_int_equal(root_resolve(root, "/", 0, out), 0);
	assert_string_equal(out, "/");
	assert_int_equal(root_resolve(root, "/a/gone", 0, out), -ENOENT);
	assert_int_equal(root_resolve(root, "/a/gone/x", ROOT_MISSING_OK, out), 0);
	assert_string_equal(out, "/nowhere/at/all/x");
	assert_int_equal(root_resolve(root, "/etc/passwd/x", 0, out), -ENOTDIR);
	remove_root(root);
}

static void test_loops(void **state)
{
	char root[40], out[PATH_MAX], text[8];

	(void)state;
	temp_root(root);
	put_link(root, "/self", "self");
	put_link(root, "/x", "/y");
	put_link(root, "/y", "x");
	put_link(root, "/grows", "grows/grows");
	assert_int_equal(root_resolve(root, "/self", 0, out), -ELOOP);
	assert_int_equal(root_resolve(root, "/x/z", 0, out), -ELOOP);
	assert_int_equal(root_resolve(root, "/grows", 0, out), -ELOOP);
	assert_int_equal(root_read(root, "/x", text, sizeof(text)), -ELOOP);
	remove_root(root);
}

static void test_lengths(void **state)
{
	char root[40], out[PATH_MAX], path[PATH_MAX + 16];

	(void)state;
	temp_root(root);
	memset(path, 'a', sizeof(path));
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(root_resolve(root, path, ROOT_MISSING_OK, out), -ENAMETOOLONG);
	path[PATH_MAX - 1] = '\0';
	assert_int_equal(root_resolve(root, path, ROOT_MISSING_OK, out), -ENAMETOOLONG);
	/* A path that fits, made longer by the link in it. */
	path[255] = '\0';
	put_link(root, "/l", path + 1);
	memmove(path + 3, path, 255);
	for (size_t i = 3; i < PATH_MAX - 1; i++)
		path[i] = (i - 2) % 200 ? 'b' : '/';
	memcpy(path, "/l/", 3);
	path[PATH_MAX - 1] = '\0';
	assert_int_equal(root_resolve(root, path, ROOT_MISSING_OK, out), -ENAMETOOLONG);
	remove_root(root);
}

static void test_read(void **state)
{
	char root[40], text[16], *string;

	(void)state;
	temp_root(root);
	put_file(root, "/value", "  two words \n\n");
	put_bytes(root, "/nul", "a\0b\n", 4);
	put_file(root, "/empty", "\n");
	put_dir(root, "/dir");
	assert_int_equal(mkfifo(in_root(root, "/fifo"), 0644), 0);
	put_link(root, "/to-fifo", "fifo");

	assert_int_equal(root_read_text(root, "/value", text, sizeof(text)), 11);
	assert_string_equal(text, "  two words");
	assert_int_equal(root_read_text(root, "/value", text, 6), 5);
	assert_string_equal(text, "  two");
	assert_int_equal(root_read_text(root, "/value", text, 0), -EINVAL);
	assert_int_equal(root_read_text(root, "/nul", text, sizeof(text)), 1);
	assert_int_equal(root_read(root, "/nul", text, sizeof(text)), 4);
	assert_int_equal(root_read(root, "/dir", text, sizeof(text)), -EINVAL);
	assert_int_equal(root_read("", "/tmp", text, sizeof(text)), -EINVAL);
	/* Would block if it were opened for reading and had a writer, or fail the test's time. */
	assert_int_equal(root_read(root, "/to-fifo", text, sizeof(text)), -EINVAL);
	assert_int_equal(root_read(root, "/none", text, sizeof(text)), -ENOENT);
	assert_null(root_read_string(root, "/empty"));
	string = root_read_string(root, "/value");
	assert_string_equal(string, "  two words");
	free(string);
	remove_root(root);
}

static void test_link_name(void **state)
{
	char root[40], text[8];

	(void)state;
	temp_root(root);
	put_link(root, "/a", "../../x/tpm");
	put_link(root, "/long", "/x/123456789");
	put_file(root, "/file", "");
	assert_int_equal(root_link_name(root, "/a", text, sizeof(text)), 0);
	assert_string_equal(text, "tpm");
	assert_int_equal(root_link_name(root, "/long", text, sizeof(text)), -ENAMETOOLONG);
	assert_int_equal(root_link_name(root, "/file", text, sizeof(text)), -EINVAL);
	assert_int_equal(root_link_name(root, "/none", text, sizeof(text)), -ENOENT);
	remove_root(root);
}

static void test_context(void **state)
{
	struct tpmsysfs *ctx;

	(void)state;
	assert_int_equal(tpmsysfs_new("/nowhere/at/all", &ctx), -ENOENT);
	assert_int_equal(tpmsysfs_new("/etc/passwd", &ctx), -ENOTDIR);
	assert_int_equal(tpmsysfs_new(TREES "crb//", &ctx), 0);
	assert_string_equal(tpmsysfs_root(ctx), TREES "crb");
	tpmsysfs_free(ctx);
	assert_int_equal(tpmsysfs_new("/", &ctx), 0);
	assert_string_equal(tpmsysfs_root(ctx), "");
	tpmsysfs_free(ctx);
	tpmsysfs_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_resolve),	  cmocka_unit_test(test_loops),
		cmocka_unit_test(test_lengths),	  cmocka_unit_test(test_read),
		cmocka_unit_test(test_link_name), cmocka_unit_test(test_context),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
