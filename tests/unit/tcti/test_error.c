/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/error.c: what a person is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"
#include "pty.h"

static void assert_says(const struct tcti_error *error, const char *what)
{
	if (!strstr(error->text, what))
		fail_msg("\"%s\" is not in: %s", what, error->text);
}

static void test_set_and_add(void **state)
{
	struct tcti_error error = { "left from before" };

	(void)state;
	assert_int_equal(tcti_error_set(&error, -EIO, "%s %d", "a", 1), -EIO);
	assert_string_equal(error.text, "a 1");
	tcti_error_add(&error, "; %c", 'b');
	assert_string_equal(error.text, "a 1; b");
	for (int i = 0; i < 200; i++)
		tcti_error_add(&error, "0123456789");
	assert_int_equal(strlen(error.text), sizeof(error.text) - 1);
}

static void test_io(void **state)
{
	static const struct {
		int error_number;
		enum tcti_io io;
		const char *says;
	} rows[] = {
		{ EPIPE, TCTI_IO_WRITE, "sending the command: the TPM is gone" },
		{ ENODEV, TCTI_IO_READ, "reading the response: the TPM is gone" },
		{ ENXIO, TCTI_IO_POLL, "waiting for the response: the TPM is gone" },
		{ ECANCELED, TCTI_IO_READ, "the TPM is gone" },
		{ ECONNRESET, TCTI_IO_READ, "open it anew" },
		{ EIO, TCTI_IO_READ, "see the kernel log" },
		{ ETIME, TCTI_IO_READ, "did not answer in the time" },
		{ EFAULT, TCTI_IO_READ, "their state is lost" },
		{ ENOMEM, TCTI_IO_WRITE, "flush one" },
		{ EINVAL, TCTI_IO_READ, "names a handle that this client does not have" },
		{ E2BIG, TCTI_IO_WRITE, "longer than this TPM's buffer" },
		{ EBUSY, TCTI_IO_WRITE, "was not read yet" },
		{ ENOMSG, TCTI_IO_READ, "120 seconds" },
		{ EMFILE, TCTI_IO_READ, "Too many open files" },
	};
	struct tcti_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int r = -rows[i].error_number;

		assert_int_equal(tcti_error_io(&error, r, "/dev/tpmrm0", rows[i].io), r);
		assert_int_equal(strncmp(error.text, "/dev/tpmrm0: ", 13), 0);
		assert_says(&error, rows[i].says);
	}
}

static void test_open(void **state)
{
	static const struct {
		int error_number;
		const char *says;
	} rows[] = {
		{ ENOENT, "no such node" },	     { ENOTDIR, "no such node" },
		{ ENODEV, "no device behind it" },   { ENXIO, "no device behind it" },
		{ EPERM, "cgroup's device policy" }, { EMFILE, "cannot open: Too many open files" },
	};
	struct tcti_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int r = -rows[i].error_number;

		assert_int_equal(tcti_error_open(&error, r, "/no/node"), r);
		assert_int_equal(strncmp(error.text, "/no/node: ", 10), 0);
		assert_says(&error, rows[i].says);
	}
}

/* Who may, and what to do about it: from the file as it is. */
static void test_denied(void **state)
{
	char path[] = "/tmp/tpm-probe-node-XXXXXX";
	struct tcti_error error;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(chmod(path, 0600), 0);
	assert_int_equal(tcti_error_open(&error, -EACCES, path), -EACCES);
	assert_says(&error, "permission denied (owner ");
	assert_says(&error, ", mode 0600)");
	assert_says(&error, "security module");
	unlink(path);
}

static void test_busy(void **state)
{
	char who[64];
	struct tcti_error error;
	struct pty pty;
	pid_t child;

	(void)state;
	pty_open(&pty);
	assert_int_equal(tcti_error_open(&error, -EBUSY, pty.path), -EBUSY);
	assert_says(&error, "/proc does not show to this user");
	child = pty_hold(&pty, "swtpm");
	tcti_error_open(&error, -EBUSY, pty.path);
	snprintf(who, sizeof(who), "swtpm (pid %d) has it open", child);
	assert_says(&error, who);
	assert_says(&error, "busy=5s");
	pty_release(child);
	pty_close(&pty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set_and_add), cmocka_unit_test(test_io),
		cmocka_unit_test(test_open),	    cmocka_unit_test(test_denied),
		cmocka_unit_test(test_busy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
