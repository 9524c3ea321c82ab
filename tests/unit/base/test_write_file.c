/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/base/write-file.c: output goes to the file that was named, or nowhere. */
#include "sysroot.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "write-file.h"

static int put_text(const char *path, mode_t mode, const char *text)
{
	return write_file(path, mode, text, strlen(text));
}

static const char *contents(const char *path)
{
	static char text[64];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	assert_true(n >= 0);
	close(fd);
	text[n] = '\0';
	return text;
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode;
}

static size_t count_of(const char *path)
{
	DIR *dir = opendir(path);
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

/* Each test has a temporary directory for its current one. */
static char directory[40];

static int enter(void **state)
{
	(void)state;
	temp_root(directory);
	return chdir(directory);
}

static int leave(void **state)
{
	(void)state;
	if (chdir("/") < 0)
		return -1;
	remove_root(directory);
	return 0;
}

static void test_files(void **state)
{
	char path[64];
	mode_t mask = umask(077);
	ino_t before;
	struct stat st;

	(void)state;
	assert_int_equal(write_file_check("new"), 0);
	assert_int_equal(access("new", F_OK), -1);
	assert_int_equal(put_text("new", 0644, "text"), 0);
	assert_string_equal(contents("new"), "text");
	assert_int_equal(mode_of("new"), S_IFREG | 0644);
	/* The file keeps its mode, and who reads the old one goes on reading it. */
	assert_int_equal(chmod("new", 0600), 0);
	assert_int_equal(stat("new", &st), 0);
	before = st.st_ino;
	snprintf(path, sizeof(path), "%s/new", directory);
	assert_int_equal(put_text(path, 0644, "other"), 0);
	assert_string_equal(contents("new"), "other");
	assert_int_equal(mode_of("new"), S_IFREG | 0600);
	assert_int_equal(stat("new", &st), 0);
	assert_int_not_equal(st.st_ino, before);
	assert_int_equal(count_of("."), 1);
	umask(mask);
}

/* Whoever made the file in a directory of everybody's does not choose who may read the new one. */
static void test_file_of_others(void **state)
{
	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(put_text("file", 0666, "theirs"), 0);
	assert_int_equal(chown("file", 65534, 65534), 0);
	assert_int_equal(put_text("file", 0600, "ours"), 0);
	assert_int_equal(mode_of("file"), S_IFREG | 0600);
}

static void test_links(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0755), 0);
	assert_int_equal(mkdir("e", 0755), 0);
	assert_int_equal(symlink("../e/second", "d/first"), 0);
	assert_int_equal(symlink("file", "e/second"), 0);
	/* First the file is made where the links lead, then it is replaced there. */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(write_file_check("d/first"), 0);
		assert_int_equal(put_text("d/first", 0644, i ? "again" : "text"), 0);
		assert_string_equal(contents("e/file"), i ? "again" : "text");
		assert_true(S_ISLNK(mode_of("d/first")) && S_ISLNK(mode_of("e/second")));
		assert_int_equal(count_of("d"), 1);
		assert_int_equal(count_of("e"), 2);
	}
	assert_int_equal(symlink("loop", "loop"), 0);
	assert_int_equal(write_file_check("loop"), -ELOOP);
	assert_int_equal(put_text("loop", 0644, ""), -ELOOP);
	assert_int_equal(symlink("nowhere/file", "dangling"), 0);
	assert_int_equal(write_file_check("dangling"), -ENOENT);
	if (geteuid() == 0) {
		assert_int_equal(symlink("e/file", "theirs"), 0);
		assert_int_equal(lchown("theirs", 65534, 65534), 0);
		assert_int_equal(write_file_check("theirs"), -EACCES);
		assert_int_equal(put_text("theirs", 0644, "no"), -EACCES);
		assert_string_equal(contents("e/file"), "again");
	}
}

static void put_socket(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(address.sun_path, path);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

static void test_refused(void **state)
{
	static const struct {
		const char *path;
		int r;
	} rows[] = {
		{ "", -ENOENT },	{ ".", -EISDIR },	  { "/", -EISDIR },
		{ "new/", -EISDIR },	{ "none/file", -ENOENT }, { "none/", -EISDIR },
		{ "file/x", -ENOTDIR }, { "socket", -ENXIO },
	};

	(void)state;
	assert_int_equal(put_text("file", 0644, "old"), 0);
	put_socket("socket");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(write_file_check(rows[i].path), rows[i].r);
		assert_int_equal(put_text(rows[i].path, 0644, "new"), rows[i].r);
	}
	assert_int_equal(count_of("."), 2);
	assert_string_equal(contents("file"), "old");
}

/* As nobody, in a directory of root's. */
static int refused_by_mode(void)
{
	if (setgid(65534) < 0 || setuid(65534) < 0)
		return 1;
	/* The directory decides, and with a sticky bit the owner. */
	if (write_file_check("open/theirs") || put_text("open/theirs", 0644, ""))
		return 2;
	if (write_file_check("sticky/theirs") != -EPERM ||
	    put_text("sticky/theirs", 0644, "") != -EPERM || write_file_check("sticky/new") ||
	    put_text("sticky/new", 0644, "") || write_file_check("sticky/new"))
		return 7;
	if (write_file_check("shut/new") != -EACCES || write_file_check("shut/open") != -EACCES)
		return 3;
	if (put_text("shut/new", 0644, "") != -EACCES)
		return 4;
	if (write_file_check("open/new") || put_text("open/new", 0644, ""))
		return 5;
	/* No descriptor for fsync can be had of it. */
	return put_text("unreadable/new", 0644, "") ? 6 : 0;
}

static void test_permissions(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(".", 0755), 0);
	assert_int_equal(mkdir("open", 0755) + chmod("open", 0777), 0);
	assert_int_equal(mkdir("sticky", 0755) + chmod("sticky", 01777), 0);
	assert_int_equal(put_text("sticky/theirs", 0666, ""), 0);
	assert_int_equal(mkdir("unreadable", 0755) + chmod("unreadable", 0733), 0);
	assert_int_equal(mkdir("shut", 0755), 0);
	assert_int_equal(put_text("open/theirs", 0644, ""), 0);
	assert_int_equal(put_text("shut/open", 0666, ""), 0);
	pid = fork();
	if (pid == 0)
		_exit(refused_by_mode());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void test_devices(void **state)
{
	static const char *const paths[] = { "full", "link" };

	(void)state;
	if (mknod("full", S_IFCHR | 0666, makedev(1, 7)) < 0)
		skip(); /* no CAP_MKNOD */
	assert_int_equal(symlink("full", "link"), 0);
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(write_file_check(paths[i]), 0);
		assert_int_equal(put_text(paths[i], 0600, "text"), -ENOSPC);
	}
	assert_int_equal(mode_of("full") & S_IFMT, S_IFCHR);
	assert_true(S_ISLNK(mode_of("link")));
	assert_int_equal(put_text("/dev/null", 0600, "text"), 0);
	assert_int_equal(mode_of("/dev/null"), S_IFCHR | 0666);
	assert_int_equal(count_of("."), 2);
}

static void test_fifo(void **state)
{
	char text[8] = "";
	int fd;

	(void)state;
	assert_int_equal(mkfifo("fifo", 0600), 0);
	fd = open("fifo", O_RDWR | O_CLOEXEC);
	assert_int_equal(write_file_check("fifo"), 0);
	assert_int_equal(put_text("fifo", 0644, "text"), 0);
	assert_int_equal(read(fd, text, sizeof(text)), 4);
	assert_string_equal(text, "text");
	assert_int_equal(mode_of("fifo"), S_IFIFO | 0600);
	close(fd);
}

/* Standard output as a file: what stands in it stays, and what comes afterwards follows. */
static void test_standard_output(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	pid = fork();
	if (pid == 0) {
		int fd = open("out", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

		dup2(fd, STDOUT_FILENO);
		setvbuf(stdout, NULL, _IOFBF, 4096);
		fputs("before ", stdout);
		if (write_file_check("/dev/stdout") || put_text("/dev/stdout", 0600, "text"))
			_exit(1);
		fputs(" after", stdout);
		_exit(fflush(stdout) ? 2 : 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_string_equal(contents("out"), "before text after");
}

static volatile sig_atomic_t to_send;

static void send_signal(int number)
{
	(void)number;
	kill(getpid(), to_send);
}

/* The file may not grow beyond its second byte; then comes a signal that ends the program. */
static void fail_with(int number)
{
	const struct rlimit limit = { 2, 2 };

	signal(SIGXFSZ, number ? send_signal : SIG_IGN);
	if (number)
		signal(number, SIG_DFL);
	to_send = number;
	setrlimit(RLIMIT_FSIZE, &limit);
	_exit(put_text("file", 0644, "text") == -EFBIG ? 0 : 1);
}

static void test_failures(void **state)
{
	static const int signals[] = { 0, SIGINT, SIGTERM, SIGHUP };

	(void)state;
	assert_int_equal(put_text("file", 0644, "old"), 0);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		int status;
		pid_t pid = fork();

		if (pid == 0)
			fail_with(signals[i]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, signals[i]);
		assert_int_equal(count_of("."), 1);
		assert_string_equal(contents("file"), "old");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_files, enter, leave),
		cmocka_unit_test_setup_teardown(test_file_of_others, enter, leave),
		cmocka_unit_test_setup_teardown(test_links, enter, leave),
		cmocka_unit_test_setup_teardown(test_refused, enter, leave),
		cmocka_unit_test_setup_teardown(test_permissions, enter, leave),
		cmocka_unit_test_setup_teardown(test_devices, enter, leave),
		cmocka_unit_test_setup_teardown(test_fifo, enter, leave),
		cmocka_unit_test_setup_teardown(test_standard_output, enter, leave),
		cmocka_unit_test_setup_teardown(test_failures, enter, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
