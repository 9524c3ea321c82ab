/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/enumerate.c, node.c, devnode.c: the list of TPMs of each tree, and of hostile ones. */
#include "sysroot.h"

#include "strv.h"
#include "udevdb.h"

static void test_none(void **state)
{
	struct tree t;

	(void)state;
	tree_open(&t, TREES "none");
	assert_int_equal(t.list->count, 0);
	assert_false(t.list->from_sysfs);
	tree_close(&t);
	tree_open(&t, TREES "subsystem");
	assert_int_equal(t.list->count, 0);
	assert_true(t.list->from_sysfs);
	tree_close(&t);
}

static void test_crb(void **state)
{
	const struct tpmsysfs_tpm *tpm;
	struct tree t;

	(void)state;
	tree_open(&t, TREES "crb");
	assert_true(t.list->from_sysfs);
	assert_int_equal(t.list->count, 1);
	tpm = t.list->tpms[0];
	assert_string_equal(tpm->name, "tpm0");
	assert_int_equal(tpm->number, 0);
	assert_string_equal(tpm->parent, "/sys/devices/LNXSYSTM:00/LNXSYBUS:00/MSFT0101:00");
	assert_int_equal(tpm->raw->class, TPMSYSFS_CLASS_RAW);
	assert_string_equal(tpm->raw->devnode, "/dev/tpm0");
	assert_int_equal(tpm->raw->devnum, makedev(10, 224));
	assert_int_equal(tpm->rm->class, TPMSYSFS_CLASS_RM);
	assert_string_equal(tpm->rm->name, "tpmrm0");
	assert_string_equal(tpm->rm->syspath,
			    "/sys/devices/LNXSYSTM:00/LNXSYBUS:00/MSFT0101:00/tpmrm/tpmrm0");
	assert_string_equal(tpm->rm->devnode, "/dev/tpmrm0");
	assert_int_equal(tpm->rm->devnum, makedev(253, 65536));
	assert_string_equal(tpm->rm->links[0], "/dev/tpm/by-path/acpi-MSFT0101:00");
	assert_null(tpm->rm->links[1]);
	/* Current tags, not those that it once had. */
	assert_string_equal(tpm->rm->tags[0], "systemd");
	assert_null(tpm->rm->tags[1]);
	assert_string_equal(strv_value(tpm->rm->properties, "ID_TPM2_VENDOR_STRING"), "SW   TPM");
	assert_string_equal(strv_value(tpm->rm->properties, "DEVNAME"), "/dev/tpmrm0");
	assert_null(strv_value(tpm->rm->properties, "ID_TPM2"));
	tree_close(&t);
}

static void test_without_rm(void **state)
{
	static const char *const trees[] = { TREES "tpm12", TREES "upgrade" };
	struct tree t;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		tree_open(&t, trees[i]);
		assert_int_equal(t.list->count, 1);
		assert_non_null(t.list->tpms[0]->raw);
		assert_null(t.list->tpms[0]->rm);
		tree_close(&t);
	}
}

static void test_two(void **state)
{
	struct tree t;

	(void)state;
	tree_open(&t, TREES "two");
	assert_int_equal(t.list->count, 2);
	assert_string_equal(t.list->tpms[0]->name, "tpm0");
	assert_string_equal(t.list->tpms[0]->rm->name, "tpmrm0");
	assert_non_null(t.list->tpms[0]->parent);
	assert_string_equal(t.list->tpms[1]->name, "tpm1");
	assert_string_equal(t.list->tpms[1]->rm->name, "tpmrm1");
	assert_null(t.list->tpms[1]->parent);
	tree_close(&t);
}

static void test_other_names(void **state)
{
	struct tree t;

	(void)state;
	tree_open(&t, TREES "renamed");
	assert_string_equal(t.list->tpms[0]->rm->devnode, "/dev/secure/element");
	assert_string_equal(t.list->tpms[0]->raw->devnode, "/dev/secure/element-raw");
	tree_close(&t);
	tree_open(&t, TREES "tcm");
	assert_string_equal(t.list->tpms[0]->name, "tcm0");
	assert_string_equal(t.list->tpms[0]->rm->devnode, "/dev/tcmrm0");
	tree_close(&t);
}

static void test_container(void **state)
{
	const struct tpmsysfs_tpm *tpm;
	struct tree t;

	(void)state;
	tree_open(&t, TREES "container");
	assert_false(t.list->from_sysfs);
	assert_int_equal(t.list->count, 1);
	tpm = t.list->tpms[0];
	assert_string_equal(tpm->name, "tpm0");
	assert_null(tpm->raw);
	assert_null(tpm->rm->syspath);
	assert_string_equal(tpm->rm->devnode, "/dev/tpmrm0");
	assert_null(tpm->rm->links[0]);
	tree_close(&t);
}

static void put_chr(const char *root, const char *path, dev_t devnum)
{
	if (mknod(in_root(root, path), S_IFCHR | 0600, devnum) < 0) {
		remove_root(root);
		skip(); /* no CAP_MKNOD */
	}
}

/* The node's name and sysfs's disagree: the number decides. */
static void test_found_by_number(void **state)
{
	char root[40];
	struct tree t;

	(void)state;
	temp_root(root);
	put_node(root, "tpm", "tpm0", "10:224\n");
	put_node(root, "tpmrm", "tpmrm0", "253:65536\n");
	put_node(root, "tpmrm", "tpmrm1", "253:65537\n");
	put_chr(root, "/dev/tpm0", makedev(253, 65536));
	put_chr(root, "/dev/aside/element", makedev(253, 65537));
	put_chr(root, "/dev/too/deep/raw", makedev(10, 224));
	put_link(root, "/dev/link", "aside/element");
	tree_open(&t, root);
	assert_int_equal(t.list->count, 2);
	assert_null(t.list->tpms[0]->raw->devnode);
	assert_string_equal(t.list->tpms[0]->rm->devnode, "/dev/tpm0");
	assert_string_equal(t.list->tpms[1]->rm->devnode, "/dev/aside/element");
	tree_close(&t);
	remove_root(root);
}

static void test_number_without_sysfs(void **state)
{
	char root[40];
	struct tree t;

	(void)state;
	temp_root(root);
	put_chr(root, "/dev/tpm0", makedev(253, 65538));
	put_chr(root, "/dev/tpmrm2", makedev(253, 65538));
	put_chr(root, "/dev/tpmfoo", makedev(253, 65539));
	put_dir(root, "/dev/tpm7");
	tree_open(&t, root);
	assert_int_equal(t.list->count, 1);
	assert_string_equal(t.list->tpms[0]->name, "tpm2");
	assert_null(t.list->tpms[0]->raw);
	assert_string_equal(t.list->tpms[0]->rm->devnode, "/dev/tpmrm2");
	tree_close(&t);
	remove_root(root);
}

static void test_hostile(void **state)
{
	char root[40];
	struct tree t;

	(void)state;
	temp_root(root);
	put_node(root, "tpm", "tpm0", "10:224\n");
	put_file(root, "/sys/devices/virtual/tpm/tpm0/uevent",
		 "DEVNAME=../etc/shadow\nDEVNAME=/etc/shadow\nDEVNAME=\n=x\nNOVALUE\nA=1");
	put_link(root, "/sys/devices/virtual/tpm/tpm0/device", "/etc");
	put_link(root, "/sys/class/tpm/tpm1", "tpm1");
	put_link(root, "/sys/class/tpm/tpm2", "/nowhere");
	put_link(root, "/sys/class/tpm/tpm3", "/dev");
	put_file(root, "/sys/class/tpm/tpm4", "a file");
	put_dir(root, "/sys/class/tpm/version");
	put_file(root, "/run/udev/data/c10:224",
		 "S:../../etc/shadow\nS:\nE:=\nQ:\nX\n\nS:tpm/a\nE:DEVNAME=/etc/shadow\n");
	put_file(root, "/dev/null", "");
	put_file(root, "/etc/shadow", "");
	tree_open(&t, root);
	assert_int_equal(t.list->count, 1);
	assert_null(t.list->tpms[0]->parent);
	assert_null(t.list->tpms[0]->raw->devnode);
	assert_string_equal(t.list->tpms[0]->raw->links[0], "/dev/tpm/a");
	assert_null(t.list->tpms[0]->raw->links[1]);
	assert_null(t.list->tpms[0]->raw->tags[0]);
	assert_string_equal(t.list->tpms[0]->raw->properties[0], "A=1");
	assert_string_equal(t.list->tpms[0]->raw->properties[1], "DEVNAME=/etc/shadow");
	assert_null(t.list->tpms[0]->raw->properties[2]);
	tree_close(&t);
	remove_root(root);
}

static void test_devnum(void **state)
{
	(void)state;
	assert_int_equal(devnum_parse("10:224"), makedev(10, 224));
	assert_int_equal(devnum_parse("253:65536"), makedev(253, 65536));
	assert_int_equal(devnum_parse("10"), 0);
	assert_int_equal(devnum_parse("10:"), 0);
	assert_int_equal(devnum_parse(":1"), 0);
	assert_int_equal(devnum_parse("-1:-1"), 0);
	assert_int_equal(devnum_parse("10:224x"), 0);
	assert_int_equal(devnum_parse("4096:1"), 0);
	assert_int_equal(devnum_parse("1:99999999999999999999999"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_crb),
		cmocka_unit_test(test_without_rm),
		cmocka_unit_test(test_two),
		cmocka_unit_test(test_other_names),
		cmocka_unit_test(test_container),
		cmocka_unit_test(test_found_by_number),
		cmocka_unit_test(test_number_without_sysfs),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_devnum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
