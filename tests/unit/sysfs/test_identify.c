/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/identify.c: what a device number is. */
#include "sysroot.h"

#include "node-name.h"

static void test_trees(void **state)
{
	char name[32] = "untouched";

	(void)state;
	assert_int_equal(tpmsysfs_identify(TREES "crb", makedev(10, 224), name),
			 TPMSYSFS_CLASS_RAW);
	assert_string_equal(name, "tpm0");
	assert_int_equal(tpmsysfs_identify(TREES "crb/", makedev(253, 65536), name),
			 TPMSYSFS_CLASS_RM);
	assert_string_equal(name, "tpmrm0");
	assert_int_equal(tpmsysfs_identify(TREES "two", makedev(248, 65537), name),
			 TPMSYSFS_CLASS_RM);
	assert_string_equal(name, "tpmrm1");
	assert_int_equal(tpmsysfs_identify(TREES "tcm", makedev(253, 65536), name),
			 TPMSYSFS_CLASS_RM);
	assert_string_equal(name, "tcmrm0");
	assert_int_equal(tpmsysfs_identify(TREES "crb", makedev(1, 3), name), 0);
	assert_string_equal(name, "tcmrm0");
	assert_int_equal(tpmsysfs_identify(TREES "container", makedev(10, 224), name), -ENOENT);
}

static void test_this_machine(void **state)
{
	struct stat st;
	char name[32];

	(void)state;
	if (stat("/sys/dev/char/1:3", &st) < 0)
		skip();
	assert_int_equal(tpmsysfs_identify(NULL, makedev(1, 3), name), TPMSYSFS_CLASS_NONE);
	assert_int_equal(tpmsysfs_identify("", makedev(4000, 77), name), TPMSYSFS_CLASS_NONE);
}

static void test_nonsense(void **state)
{
	char root[40], name[32] = "";

	(void)state;
	temp_root(root);
	put_link(root, "/sys/dev/char/10:1", "../../devices/a/tpm0");
	put_link(root, "/sys/devices/a/tpm0/subsystem", "../../../class/net");
	put_link(root, "/sys/dev/char/10:2", "../../devices/b/eth0");
	put_link(root, "/sys/devices/b/eth0/subsystem", "../../../class/tpm");
	put_link(root, "/sys/dev/char/10:3", "../../devices/c/tpmrm0");
	put_link(root, "/sys/devices/c/tpmrm0/subsystem", "../../../class/tpm");
	put_link(root, "/sys/dev/char/10:4", "10:4");
	put_link(root, "/sys/dev/char/10:5",
		 "../../devices/d/tpm00000000000000000000000000000000000000000");
	put_link(root, "/sys/devices/d/tpm00000000000000000000000000000000000000000/subsystem",
		 "/class/tpm");
	for (unsigned int i = 1; i <= 5; i++)
		assert_int_equal(tpmsysfs_identify(root, makedev(10, i), name), 0);
	assert_string_equal(name, "");
	remove_root(root);
}

/* The buffer is as long as what any bus makes of a path; nothing is guessed from a cut one. */
static void test_long_path(void **state)
{
	char root[40], target[600], name[32] = "";

	(void)state;
	temp_root(root);
	for (int len = 509; len <= 512; len++) {
		memset(target, 'd', sizeof(target));
		memcpy(target, "/sys/", 5);
		strcpy(target + len - 10, "/tpm/tpm12");
		put_link(root, "/sys/dev/char/10:224", target);
		assert_int_equal(tpmsysfs_identify(root, makedev(10, 224), name),
				 len <= 510 ? TPMSYSFS_CLASS_RAW : -ENAMETOOLONG);
		assert_int_equal(unlink(in_root(root, "/sys/dev/char/10:224")), 0);
	}
	assert_string_equal(name, "tpm12");
	remove_root(root);
}

static void test_names(void **state)
{
	unsigned int n = 77;

	(void)state;
	assert_int_equal(name_parse("tpm12", &n), TPMSYSFS_CLASS_RAW);
	assert_int_equal(n, 12);
	assert_int_equal(name_parse("tcmrm3", &n), TPMSYSFS_CLASS_RM);
	assert_int_equal(n, 3);
	assert_int_equal(name_parse("tpm", &n), 0);
	assert_int_equal(name_parse("tpmrm", &n), 0);
	assert_int_equal(name_parse("tpm0x", &n), 0);
	assert_int_equal(name_parse("tpm-1", &n), 0);
	assert_int_equal(name_parse("tpm9999999999", &n), 0);
	assert_int_equal(name_parse("vtpmx", &n), 0);
	assert_int_equal(n, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trees),	 cmocka_unit_test(test_this_machine),
		cmocka_unit_test(test_nonsense), cmocka_unit_test(test_long_path),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
