/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/root.c: nothing below a prefix leads out of it, and only regular files are opened. */
#include "sysroot.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

static void test_resolve(void **state)
{
	char prefix[40], out[PATH_MAX];
	struct root root;

	(void)state;
	temp_root(prefix);
	root = open_root(prefix);
	put_file(prefix, "/etc/passwd", "inside\n");
	put_dir(prefix, "/a");
	put_link(prefix, "/a/absolute", "/etc/passwd");
	put_link(prefix, "/a/climbs", "../../../../../../../../etc/passwd");
	put_link(prefix, "/a/relative", ".././a//../etc");
	put_link(prefix, "/a/gone", "/nowhere/at/all");

	assert_int_equal(root_resolve(&root, "/a/absolute", false, out), 0);
	assert_string_equal(out, "/etc/passwd");
	assert_int_equal(root_resolve(&root, "/a/climbs", false, out), 0);
	assert_string_equal(out, "/etc/passwd");
	assert_int_equal(root_resolve(&root, "/a/relative/passwd", false, out), 0);
	assert_string_equal(out, "/etc/passwd");
	assert_int_equal(root_resolve(&root, "/../../etc/./passwd", false, out), 0);
	assert_string_equal(out, "/etc/passwd");
	assert_int_equal(root_resolve(&root, "/", false, out), 0);
	assert_string_equal(out, "/");
	assert_int_equal(root_resolve(&root, "/a/gone", false, out), -ENOENT);
	assert_int_equal(root_resolve(&root, "/a/gone/x", true, out), 0);
	assert_string_equal(out, "/nowhere/at/all/x");
	assert_int_equal(root_resolve(&root, "/etc/passwd/x", false, out), -ENOTDIR);
	root_close(&root);
	remove_root(prefix);
}

static void test_loops(void **state)
{
	char prefix[40], out[PATH_MAX], text[8];
	struct root root;

	(void)state;
	temp_root(prefix);
	root = open_root(prefix);
	put_link(prefix, "/self", "self");
	put_link(prefix, "/x", "/y");
	put_link(prefix, "/y", "x");
	put_link(prefix, "/grows", "grows/grows");
	assert_int_equal(root_resolve(&root, "/self", false, out), -ELOOP);
	assert_int_equal(root_resolve(&root, "/x/z", false, out), -ELOOP);
	assert_int_equal(root_resolve(&root, "/grows", false, out), -ELOOP);
	assert_int_equal(root_read(&root, "/x", text, sizeof(text)), -ELOOP);
	root_close(&root);
	remove_root(prefix);
}

static void test_lengths(void **state)
{
	char prefix[40], out[PATH_MAX], path[PATH_MAX + 16];
	struct root root;

	(void)state;
	temp_root(prefix);
	root = open_root(prefix);
	memset(path, 'a', sizeof(path));
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	assert_int_equal(root_resolve(&root, path, true, out), -ENAMETOOLONG);
	path[PATH_MAX - 1] = '\0';
	assert_int_equal(root_resolve(&root, path, true, out), -ENAMETOOLONG);
	/* A path that fits, made longer by the link in it. */
	path[255] = '\0';
	put_link(prefix, "/l", path + 1);
	memmove(path + 3, path, 255);
	for (size_t i = 3; i < PATH_MAX - 1; i++)
		path[i] = (i - 2) % 200 ? 'b' : '/';
	memcpy(path, "/l/", 3);
	path[PATH_MAX - 1] = '\0';
	assert_int_equal(root_resolve(&root, path, true, out), -ENAMETOOLONG);
	root_close(&root);
	remove_root(prefix);
}

static void test_read(void **state)
{
	char prefix[40], text[16], *string;
	struct root root;

	(void)state;
	temp_root(prefix);
	root = open_root(prefix);
	put_file(prefix, "/value", "  two words \n\n");
	put_bytes(prefix, "/nul", "a\0b\n", 4);
	put_file(prefix, "/empty", "\n");

	assert_int_equal(root_read_text(&root, "/value", text, sizeof(text)), 11);
	assert_string_equal(text, "  two words");
	assert_int_equal(root_read_text(&root, "/value", text, 6), 5);
	assert_string_equal(text, "  two");
	assert_int_equal(root_read_text(&root, "/value", text, 0), -EINVAL);
	assert_int_equal(root_read_text(&root, "/nul", text, sizeof(text)), 1);
	assert_int_equal(root_read(&root, "/nul", text, sizeof(text)), 4);
	assert_int_equal(root_read(&root, "/none", text, sizeof(text)), -ENOENT);
	assert_null(root_read_string(&root, "/empty"));
	string = root_read_string(&root, "/value");
	assert_string_equal(string, "  two words");
	free(string);
	root_close(&root);
	remove_root(prefix);
}

/* Sizes around those at which the buffer grows, and files that are longer than what is asked for. */
static void test_sizes(void **state)
{
	static const size_t sizes[] = { 0, 1, 8191, 8192, 8193, 16384, 100000 };
	char prefix[40], *text, *data = calloc(1, 100000);
	struct root root;

	(void)state;
	assert_non_null(data);
	memset(data, 'x', 100000);
	temp_root(prefix);
	root = open_root(prefix);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
			size_t expected = sizes[i] < sizes[k] ? sizes[i] : sizes[k];

			put_bytes(prefix, "/file", data, sizes[i]);
			assert_int_equal(root_read_all(&root, "/file", sizes[k], &text), expected);
			assert_int_equal(strlen(text), expected);
			free(text);
		}
	}
	free(data);
	root_close(&root);
	/* What tells no size. */
	root = open_root(NULL);
	assert_true(root_read_all(&root, "/proc/self/status", 100000, &text) > 100);
	free(text);
	remove_root(prefix);
}

/* However the link is written, and whether what it leads to exists outside, inside or both. */
static void test_escapes(void **state)
{
	static const char *const starts[] = {
		"",
		"../../../../../../../../../../..",
		"/proc/self/root",
		"/proc/self/cwd/../../..",
		"a/../../../../..",
	};
	char prefix[40], outside[40], path[32], target[128], *text = NULL;
	struct root_names names;
	struct root root;
	struct stat st;

	(void)state;
	temp_root(prefix);
	temp_root(outside);
	root = open_root(prefix);
	put_file(outside, "/secret", "secret");
	put_dir(prefix, "/a");
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		snprintf(path, sizeof(path), "/link%zu", i);
		snprintf(target, sizeof(target), "%s%s/secret", starts[i], outside);
		put_link(prefix, path, target);
		assert_int_equal(root_read_all(&root, path, 100, &text), -ENOENT);
		assert_int_equal(root_stat(&root, path, &st), -ENOENT);
		/* The link itself is inside. */
		assert_int_equal(root_readlink(&root, path, target, sizeof(target)),
				 strlen(target));
	}
	snprintf(target, sizeof(target), "/..%s/secret", outside);
	assert_int_equal(root_read_all(&root, target, 100, &text), -ENOENT);
	put_link(prefix, "/directory", outside);
	assert_int_equal(root_list(&root, "/directory", "", 10, &names), 0);
	assert_int_equal(names.count, 0);
	/* The same names inside are what is meant. */
	put_file(prefix, "/etc/passwd", "inside");
	put_link(prefix, "/up", "../../../../../../etc/passwd");
	put_link(prefix, "/absolute", "/etc/passwd");
	assert_int_equal(root_read_all(&root, "/up", 100, &text), 6);
	assert_string_equal(text, "inside");
	free(text);
	assert_int_equal(root_read_all(&root, "/absolute", 3, &text), 3);
	assert_string_equal(text, "ins");
	free(text);
	root_close(&root);
	remove_root(outside);
	remove_root(prefix);
}

static void put_socket(const char *prefix, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, in_root(prefix, path));
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

/* Each of them would wait, end something or set it off if it were opened. A FIFO that was opened for
 * reading lets a writer in, which is how the test sees it. */
static void test_only_regular_files(void **state)
{
	static const char *const paths[] = { "/fifo",	"/to-fifo", "/socket",
					     "/value/", "/dir",	    "/null" };
	char prefix[40], full[PATH_MAX], text[16], *all = NULL;
	struct root root, here;

	(void)state;
	temp_root(prefix);
	root = open_root(prefix);
	here = open_root("");
	assert_int_equal(mkfifo(in_root(prefix, "/fifo"), 0644), 0);
	put_link(prefix, "/to-fifo", "/fifo");
	put_socket(prefix, "/socket");
	put_dir(prefix, "/dir");
	put_dir(prefix, "/value");
	if (mknod(in_root(prefix, "/null"), S_IFCHR | 0666, makedev(1, 3)) < 0)
		put_link(prefix, "/null", "dir");
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(root_read(&root, paths[i], text, sizeof(text)), -EINVAL);
		assert_int_equal(root_read_all(&root, paths[i], 10, &all), -EINVAL);
		assert_int_equal(root_open_file(&root, paths[i]), -EINVAL);
		snprintf(full, sizeof(full), "%s%s", prefix, paths[i]);
		/* An absolute link, read on this machine, is this machine's. */
		if (strcmp(paths[i], "/to-fifo") != 0)
			assert_int_equal(root_read(&here, full, text, sizeof(text)), -EINVAL);
	}
	assert_int_equal(root_read(&here, "/dev/null", text, sizeof(text)), -EINVAL);
	assert_int_equal(root_read(&here, "/dev/tty", text, sizeof(text)), -EINVAL);
	assert_int_equal(root_read(&here, "/tmp", text, sizeof(text)), -EINVAL);
	snprintf(full, sizeof(full), "%s/fifo", prefix);
	assert_int_equal(open(full, O_WRONLY | O_NONBLOCK | O_CLOEXEC), -1);
	assert_int_equal(errno, ENXIO);
	root_close(&root);
	remove_root(prefix);
}

static void test_links(void **state)
{
	char prefix[40], text[8];
	struct root root;

	(void)state;
	temp_root(prefix);
	root = open_root(prefix);
	put_link(prefix, "/a", "../../x/tpm");
	put_link(prefix, "/long", "/x/123456789");
	put_file(prefix, "/file", "");
	assert_int_equal(root_link_name(&root, "/a", text, sizeof(text)), 0);
	assert_string_equal(text, "tpm");
	assert_int_equal(root_link_name(&root, "/long", text, sizeof(text)), -ENAMETOOLONG);
	assert_int_equal(root_link_name(&root, "/file", text, sizeof(text)), -EINVAL);
	assert_int_equal(root_link_name(&root, "/none", text, sizeof(text)), -ENOENT);
	assert_int_equal(root_readlink(&root, "/long", text, sizeof(text)), 7);
	assert_string_equal(text, "/x/1234");
	root_close(&root);
	remove_root(prefix);
}

static void test_list(void **state)
{
	struct root_names names;
	char prefix[40];
	struct root root;

	(void)state;
	temp_root(prefix);
	root = open_root(prefix);
	put_file(prefix, "/d/b.conf", "");
	put_file(prefix, "/d/a.conf", "");
	put_file(prefix, "/d/.hidden.conf", "");
	put_file(prefix, "/d/a.conf.bak", "");
	assert_int_equal(root_list(&root, "/d", ".conf", 10, &names), 0);
	assert_int_equal(names.count, 2);
	assert_string_equal(names.names[0], "a.conf");
	assert_string_equal(names.names[1], "b.conf");
	root_names_free(&names);
	assert_int_equal(root_list(&root, "/d", "", 2, &names), 0);
	assert_int_equal(names.count, 2);
	root_names_free(&names);
	assert_int_equal(root_list(&root, "/none", "", 2, &names), 0);
	assert_int_equal(names.count, 0);
	assert_int_equal(root_list(&root, "/d/a.conf", "", 2, &names), 0);
	assert_int_equal(names.count, 0);
	root_close(&root);
	remove_root(prefix);
}

/* openat2(2) as a kernel, an emulator or a filter without it answers: every test here once more. */
static void without_openat2(unsigned int error)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = 4, .filter = filter };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 ||
	    syscall(SYS_openat2, -1, "", NULL, 0) != -1 || errno != (int)error)
		_exit(99);
}

static void test_no_openat2(void **state)
{
	const char *const errors[] = { "38", "1" }; /* ENOSYS, EPERM */
	int status;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		pid_t pid = fork();

		assert_true(pid >= 0);
		if (pid == 0) {
			int null = open("/dev/null", O_WRONLY);

			dup2(null, STDOUT_FILENO);
			execl("/proc/self/exe", "test_root", errors[i], NULL);
			_exit(98);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
	}
}

static void test_context(void **state)
{
	struct tpmsysfs *ctx;
	struct root root;

	(void)state;
	assert_int_equal(tpmsysfs_new("/nowhere/at/all", &ctx), -ENOENT);
	assert_int_equal(tpmsysfs_new("/etc/passwd", &ctx), -ENOTDIR);
	assert_int_equal(tpmsysfs_new(TREES "crb//", &ctx), 0);
	assert_true(ctx->root.is_prefix);
	tpmsysfs_free(ctx);
	assert_int_equal(tpmsysfs_new("//", &ctx), 0);
	assert_false(ctx->root.is_prefix);
	tpmsysfs_free(ctx);
	tpmsysfs_free(NULL);
	root = open_root("/");
	assert_false(root.is_prefix);
	root_close(&root);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_resolve),	   cmocka_unit_test(test_loops),
		cmocka_unit_test(test_lengths),	   cmocka_unit_test(test_read),
		cmocka_unit_test(test_sizes),	   cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_links),	   cmocka_unit_test(test_list),
		cmocka_unit_test(test_context),	   cmocka_unit_test(test_only_regular_files),
		cmocka_unit_test(test_no_openat2), /* last: the others are what it runs */
	};

	size_t count = sizeof(tests) / sizeof(tests[0]);

	if (argc > 1) {
		without_openat2((unsigned int)atoi(argv[1]));
		count--;
	}
	return _cmocka_run_group_tests("tests", tests, count, NULL, NULL);
}
