/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti/open-*.c: which TPM a configuration means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "open-device.h"
#include "open-tpmrm.h"
#include "inject.h"
#include "tpmsysfs.h"
#include "wait.h"

/* This machine's TPMs are those of a tree in tests/data/sysroot. */
static const char *root;

int __real_tpmsysfs_new(const char *prefix, struct tpmsysfs **ret_ctx);
int __wrap_tpmsysfs_new(const char *prefix, struct tpmsysfs **ret_ctx);

int __wrap_tpmsysfs_new(const char *prefix, struct tpmsysfs **ret_ctx)
{
	return __real_tpmsysfs_new(prefix ? prefix : root, ret_ctx);
}

int __real_tpmsysfs_preferred_rm(const char *prefix, char name[32]);
int __wrap_tpmsysfs_preferred_rm(const char *prefix, char name[32]);

int __wrap_tpmsysfs_preferred_rm(const char *prefix, char name[32])
{
	return __real_tpmsysfs_preferred_rm(prefix ? prefix : root, name);
}

typedef int (*opener)(const struct tcti_conf *conf, struct tcti_chardev *dev);

static int open_with(opener open_tpm, const char *text, struct tcti_chardev *dev)
{
	struct tcti_conf conf;
	char error[256];

	tcti_chardev_init(dev);
	assert_int_equal(tcti_conf_parse(text, &conf, error, sizeof(error)), 0);
	return open_tpm(&conf, dev);
}

static void assert_chosen(opener open_tpm, const char *text, const char *node, const char *says)
{
	struct tcti_chardev dev;

	assert_int_equal(open_with(open_tpm, text, &dev), 0);
	assert_string_equal(dev.name, node);
	if (!strstr(dev.error.text, says) || (!*says && *dev.error.text))
		fail_msg("\"%s\" is not in: %s", says, dev.error.text);
	tcti_chardev_close(&dev);
}

static void assert_none(opener open_tpm, const char *text, int error_number,
			const char *const *says)
{
	struct tcti_chardev dev;

	assert_int_equal(open_with(open_tpm, text, &dev), -error_number);
	assert_int_equal(dev.state, TCTI_CHARDEV_CLOSED);
	for (; *says; says++) {
		if (!strstr(dev.error.text, *says))
			fail_msg("\"%s\" is not in: %s", *says, dev.error.text);
	}
}

#define SAYS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static int sockets[2];

static void use(const char *tree)
{
	root = tree;
	inject_reset();
}

static void test_device(void **state)
{
	(void)state;
	use("tests/data/sysroot/none");
	assert_none(tcti_open_device, NULL, ENOENT,
		    SAYS("/dev/tpmrm0: no such node", "/dev/tpm0: no such node",
			 "/dev/tcm0: no such node", "is a TPM enabled in the firmware"));
	inject_node("/dev/tcm0", sockets[0], 0);
	assert_chosen(tcti_open_device, NULL, "/dev/tcm0", "using /dev/tcm0: /dev/tpmrm0");
	inject_node("/dev/tpm0", sockets[0], 0);
	assert_chosen(tcti_open_device, NULL, "/dev/tpm0", "/dev/tpmrm0: no such node");
	inject_node("/dev/tpmrm0", sockets[0], 0);
	assert_chosen(tcti_open_device, NULL, "/dev/tpmrm0", "");
	/* What one asks for by name has no substitute. */
	inject_node("/dev/tpmrm0", -1, EACCES);
	assert_none(tcti_open_device, "/dev/tpmrm0", EACCES, SAYS("permission denied"));
	assert_chosen(tcti_open_device, NULL, "/dev/tpm0", "permission denied");
	/* The errno is that of the first node that exists. */
	inject_node("/dev/tpm0", -1, EBUSY);
	inject_node("/dev/tcm0", -1, ENXIO);
	assert_none(tcti_open_device, NULL, EACCES, SAYS("permission denied", "busy", "no device"));
}

static void test_rm(void **state)
{
	(void)state;
	use("tests/data/sysroot/two");
	assert_none(tcti_open_tpmrm, NULL, ENOENT,
		    SAYS("/dev/tpmrm0: no such node", "/dev/tpmrm1: no such node"));
	inject_node("/dev/tpmrm1", sockets[0], 0);
	assert_chosen(tcti_open_tpmrm, NULL, "/dev/tpmrm1", "/dev/tpmrm0: no such node");
	inject_node("/dev/tpmrm0", sockets[0], 0);
	assert_chosen(tcti_open_tpmrm, NULL, "/dev/tpmrm0", "");
	assert_chosen(tcti_open_tpmrm, "tpm1", "/dev/tpmrm1", "");
	assert_chosen(tcti_open_tpmrm, "1", "/dev/tpmrm1", "");
	assert_chosen(tcti_open_tpmrm, "tpmrm1", "/dev/tpmrm1", "");
	assert_chosen(tcti_open_tpmrm, "parent=spi0.1", "/dev/tpmrm0", "");
	assert_none(tcti_open_tpmrm, "tpm2", ENODEV,
		    SAYS("tpm2: no such TPM; there are tpm0, tpm1"));
	assert_none(tcti_open_tpmrm, "parent=nothing", ENODEV, SAYS("no such TPM"));
	assert_none(tcti_open_tpmrm, "parent=vtpm1", ENODEV,
		    SAYS("parent=vtpm1: no such TPM; there are tpm0, tpm1"));
	/* A TPM is no parent of its own, and neither is the number of one. */
	assert_none(tcti_open_tpmrm, "parent=tpm1", ENODEV, SAYS("no such TPM"));
	assert_none(tcti_open_tpmrm, "parent=1", ENODEV, SAYS("no such TPM"));
	/* A path is taken as it is, a raw node's too. */
	inject_node("/dev/tpm0", sockets[0], 0);
	assert_chosen(tcti_open_tpmrm, "/dev/tpm0", "/dev/tpm0", "");
	/* A TPM that is named is not replaced by another one. */
	inject_node("/dev/tpmrm1", -1, EACCES);
	assert_none(tcti_open_tpmrm, "tpm1", EACCES, SAYS("/dev/tpmrm1: permission denied"));
}

static void test_rm_missing(void **state)
{
	(void)state;
	use("tests/data/sysroot/none");
	assert_none(tcti_open_tpmrm, NULL, ENOENT,
		    SAYS("/dev/tpmrm0: no such node", "/dev/tcmrm0: no such node"));
	assert_none(tcti_open_tpmrm, "tpm0", ENODEV, SAYS("there is none"));
	use("tests/data/sysroot/tpm12");
	assert_none(tcti_open_tpmrm, "tpm0", ENXIO, SAYS("no resource manager's node: a TPM 1.2"));
	/* A container may call any TPM's node by the usual name. */
	use("tests/data/sysroot/none");
	inject_node("/dev/tpmrm0", sockets[0], 0);
	assert_chosen(tcti_open_tpmrm, NULL, "/dev/tpmrm0", "");
}

static void test_tcm(void **state)
{
	(void)state;
	use("tests/data/sysroot/tcm");
	inject_node("/dev/tcmrm0", sockets[0], 0);
	assert_chosen(tcti_open_tpmrm, NULL, "/dev/tcmrm0", "");
}

static void test_fd(void **state)
{
	struct tcti_chardev dev;
	char text[32];

	(void)state;
	use("tests/data/sysroot/none");
	snprintf(text, sizeof(text), "fd=%d", sockets[0]);
	assert_int_equal(open_with(tcti_open_tpmrm, text, &dev), 0);
	assert_int_not_equal(dev.fd, sockets[0]);
	tcti_chardev_close(&dev);
	assert_none(tcti_open_tpmrm, "fd=1000000", EBADF, SAYS("fd 1000000: no open descriptor"));
}

/* The time to wait is up, and no earlier. Nobody comes. */
static void test_wait_ends(void **state)
{
	int64_t start;

	(void)state;
	use("tests/data/sysroot/none");
	inject_node("/dev/tpmrm0", -1, EBUSY);
	start = tcti_now_ms();
	assert_none(tcti_open_tpmrm, "/dev/tpmrm0,busy=60ms", EBUSY, SAYS("busy"));
	assert_true(tcti_now_ms() - start >= 60);
	/* What waiting cannot mend does not wait. */
	inject_node("/dev/tpmrm0", -1, EACCES);
	assert_none(tcti_open_tpmrm, "/dev/tpmrm0,busy=1000s", EACCES, SAYS("permission denied"));
}

static int setup(void **state)
{
	(void)state;
	return socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets);
}

static int teardown(void **state)
{
	(void)state;
	return close(sockets[0]) || close(sockets[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_device),	   cmocka_unit_test(test_rm),
		cmocka_unit_test(test_rm_missing), cmocka_unit_test(test_tcm),
		cmocka_unit_test(test_fd),	   cmocka_unit_test(test_wait_ends),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
