/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/node.c: only a TPM's character device is opened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#include "inject.h"
#include "node.h"

#define NODE "/dev/tpmrm9"

static char folder[] = "/tmp/tpm-probe-node-XXXXXX";

static void assert_refused(const char *path, int error_number, const char *says)
{
	struct tcti_error error = { "" };
	int fd = 77;

	assert_int_equal(tcti_node_open(path, &fd, &error), -error_number);
	assert_int_equal(fd, 77);
	assert_int_equal(strncmp(error.text, path, strlen(path)), 0);
	if (!strstr(error.text, says))
		fail_msg("\"%s\" is not in: %s", says, error.text);
}

/* What was named by mistake is not even opened. */
static void test_other_files(void **state)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int s;

	(void)state;
	assert_int_equal(close(creat("file", 0600)), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_int_equal(symlink("/dev/null", "link"), 0);
	s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(bind(s, (struct sockaddr *)&address, sizeof(address)), 0);
	inject_reset();
	assert_refused("file", ENOTTY, "a regular file");
	assert_refused(".", ENOTTY, "a directory");
	assert_refused("fifo", ENOTTY, "a FIFO");
	assert_refused("socket", ENOTTY, "a socket");
	assert_refused("/dev/null", ENOTTY, "character device 1:3 is not a TPM's");
	assert_refused("link", ENOTTY, "character device 1:3 is not a TPM's");
	assert_refused("none", ENOENT, "no such node");
	assert_refused("file/none", ENOTDIR, "no such node");
	assert_refused("", ENOENT, "no such node");
	assert_int_equal(inject_count(INJECT_OPEN), 0);
	close(s);
}

static void test_node(void **state)
{
	struct tcti_error error = { "" };
	int near[2], fd;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, near), 0);
	inject_reset();
	inject_node(NODE, near[0], 0);
	assert_int_equal(tcti_node_open(NODE, &fd, &error), 0);
	assert_string_equal(error.text, "");
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(fcntl(fd, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
	assert_int_equal(tcti_node_is_rm(fd), 1);
	inject_node_is_rm(false);
	assert_int_equal(tcti_node_is_rm(fd), 0);
	close(fd);
	/* Nothing was written to it. */
	assert_int_equal(inject_count(INJECT_WRITE), 0);

	inject_errno(INJECT_OPEN, 1, EINTR);
	assert_int_equal(tcti_node_open(NODE, &fd, &error), 0);
	close(fd);
	close(near[0]);
	close(near[1]);
}

static void test_errors(void **state)
{
	static const struct {
		int error_number;
		const char *says;
	} rows[] = {
		{ ENOENT, "no such node" },
		{ ENODEV, "no device behind it" },
		{ ENXIO, "no device behind it" },
		{ EACCES, "permission denied" },
		{ EPERM, "operation not permitted" },
		{ EBUSY, "busy: it opens only once" },
		{ EMFILE, "cannot open" },
	};

	(void)state;
	inject_reset();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		inject_node(NODE, -1, rows[i].error_number);
		assert_refused(NODE, rows[i].error_number, rows[i].says);
	}
}

static unsigned int open_descriptors(void)
{
	unsigned int n = 0;

	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void test_replaced(void **state)
{
	unsigned int before;
	int near[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, near), 0);
	before = open_descriptors();
	inject_reset();
	inject_node(NODE, near[0], 0);
	inject_node_replaced();
	assert_refused(NODE, ENOTTY, "replaced while it was being opened");
	assert_int_equal(open_descriptors(), before);
	close(near[0]);
	close(near[1]);
}

static void test_numbers(void **state)
{
	const dev_t others[] = { makedev(1, 3), makedev(5, 0), makedev(10, 223), makedev(0, 0) };

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(tcti_node_is_tpm(others[i]), 0);
	assert_int_equal(tcti_node_is_rm(-1), 0);
}

static int setup(void **state)
{
	(void)state;
	return !mkdtemp(folder) || chdir(folder) < 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink("file");
	unlink("fifo");
	unlink("link");
	unlink("socket");
	return chdir("/") < 0 || rmdir(folder) < 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_other_files), cmocka_unit_test(test_node),
		cmocka_unit_test(test_errors),	    cmocka_unit_test(test_replaced),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
