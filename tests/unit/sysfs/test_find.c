/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/find.c: a TPM by what a user calls it. */
#include "sysroot.h"

/* "tpm0/raw", "tpm0/rm", "tpm0/-" */
static const char *find(struct tree *t, const char *selector)
{
	static const char *const classes[] = { "-", "raw", "rm" };
	static char text[64];
	const struct tpmsysfs_tpm *tpm = NULL;
	enum tpmsysfs_class class = 99;
	int r = tpmsysfs_find(t->ctx, t->list, selector, &tpm, &class);

	if (r < 0) {
		assert_null(tpm);
		return strerrorname_np(-r);
	}
	snprintf(text, sizeof(text), "%s/%s", tpm->name, classes[class]);
	return text;
}

static void test_names(void **state)
{
	struct tree t;

	(void)state;
	tree_open(&t, TREES "two");
	assert_string_equal(find(&t, "tpm1"), "tpm1/-");
	assert_string_equal(find(&t, "1"), "tpm1/-");
	assert_string_equal(find(&t, "0"), "tpm0/-");
	assert_string_equal(find(&t, "tpmrm1"), "tpm1/rm");
	assert_string_equal(find(&t, "tpm2"), "ENODEV");
	assert_string_equal(find(&t, "4294967296"), "ENODEV");
	assert_string_equal(find(&t, "-0"), "ENODEV");
	assert_string_equal(find(&t, ""), "ENODEV");
	assert_string_equal(find(&t, "tpm"), "ENODEV");
	tree_close(&t);
}

static void test_parents(void **state)
{
	char root[40];
	struct tree t;

	(void)state;
	tree_open(&t, TREES "two");
	assert_string_equal(find(&t, "parent=spi0.1"), "tpm0/-");
	assert_string_equal(find(&t, "parent=/soc/spi@7e204000/slb9670@1"), "tpm0/-");
	assert_string_equal(find(&t, "parent="), "ENODEV");
	tree_close(&t);
	tree_open(&t, TREES "tis");
	assert_string_equal(find(&t, "parent=MSFT0101"), "tpm0/-");
	assert_string_equal(find(&t, "parent=00:05"), "tpm0/-");
	assert_string_equal(find(&t, "parent=\\_SB_.PCI0.ISA_.TPM_"), "tpm0/-");
	assert_string_equal(find(&t, "parent=/sys/devices/pnp0/00:05"), "tpm0/-");
	assert_string_equal(find(&t, "parent=PNP0C31"), "ENODEV");
	tree_close(&t);

	temp_root(root);
	put_node(root, "tpm", "tpm0", "10:224\n");
	put_node(root, "tpm", "tpm1", "250:1\n");
	put_link(root, "/sys/devices/virtual/tpm/tpm0/device", "../../../a/chip");
	put_link(root, "/sys/devices/virtual/tpm/tpm1/device", "../../../b/chip");
	tree_open(&t, root);
	assert_string_equal(find(&t, "parent=chip"), "ENOTUNIQ");
	assert_string_equal(find(&t, "parent=/sys/devices/b/chip"), "tpm1/-");
	tree_close(&t);
	remove_root(root);
}

static void test_paths(void **state)
{
	struct tree t;

	(void)state;
	tree_open(&t, TREES "crb");
	assert_string_equal(find(&t, "/dev/tpmrm0"), "tpm0/rm");
	assert_string_equal(find(&t, "/dev/../dev/tpm0"), "tpm0/raw");
	assert_string_equal(find(&t, "/dev/tpm/by-path/acpi-MSFT0101:00"), "tpm0/rm");
	assert_string_equal(find(&t, "/dev/tpm7"), "ENOENT");
	assert_string_equal(find(&t, "/etc/passwd"), "ENOTTY");
	assert_string_equal(find(&t, "/dev"), "ENOTTY");
	assert_string_equal(find(&t, "/etc/passwd/x"), "ENOENT");
	tree_close(&t);
	tree_open(&t, TREES "renamed");
	assert_string_equal(find(&t, "/dev/secure/element"), "tpm0/rm");
	assert_string_equal(find(&t, "/dev/secure/element-raw"), "tpm0/raw");
	assert_string_equal(find(&t, "/dev/my-tpm"), "tpm0/rm");
	assert_string_equal(find(&t, "/dev/tpmrm0"), "ENOENT");
	tree_close(&t);
}

static void test_copied_node(void **state)
{
	char root[40];
	struct tree t;

	(void)state;
	temp_root(root);
	put_node(root, "tpm", "tpm0", "10:224\n");
	put_node(root, "tpmrm", "tpmrm0", "253:65536\n");
	put_link(root, "/sys/dev/char/10:224", "../../devices/virtual/tpm/tpm0");
	if (mknod(in_root(root, "/dev/secure-element"), S_IFCHR | 0600, makedev(253, 65536)) < 0) {
		remove_root(root);
		skip(); /* no CAP_MKNOD */
	}
	assert_int_equal(mknod(in_root(root, "/dev/null"), S_IFCHR | 0600, makedev(1, 3)), 0);
	put_link(root, "/dev/link", "/dev/secure-element");
	tree_open(&t, root);
	assert_string_equal(find(&t, "/dev/secure-element"), "tpm0/rm");
	assert_string_equal(find(&t, "/dev/link"), "tpm0/rm");
	assert_string_equal(find(&t, "/dev/null"), "ENOTTY");
	tree_close(&t);
	remove_root(root);
}

static void test_this_machine(void **state)
{
	struct stat st;
	struct tree t;

	(void)state;
	tree_open(&t, NULL);
	assert_string_equal(find(&t, "/dev/nothing/here"), "ENOENT");
	assert_string_equal(find(&t, "/etc/passwd"), "ENOTTY");
	assert_string_equal(find(&t, "/etc/passwd/x"), "ENOENT");
	if (stat("/sys/dev/char", &st) >= 0)
		assert_string_equal(find(&t, "/dev/null"), "ENOTTY");
	tree_close(&t);
}

/* sysfs/preferred.c: what is meant when nothing is named. */
static void test_preferred_rm(void **state)
{
	char root[40], name[32] = "untouched";

	(void)state;
	assert_int_equal(tpmsysfs_preferred_rm(TREES "two", name), 0);
	assert_string_equal(name, "tpmrm0");
	assert_int_equal(tpmsysfs_preferred_rm(TREES "tcm", name), 0);
	assert_string_equal(name, "tcmrm0");
	assert_int_equal(tpmsysfs_preferred_rm(TREES "tpm12", name), -ENOENT);
	assert_int_equal(tpmsysfs_preferred_rm(TREES "none", name), -ENOENT);
	assert_int_equal(tpmsysfs_preferred_rm("/no/such/tree", name), -ENOENT);
	assert_string_equal(name, "tcmrm0");

	/* The platform's own before virtual ones, then by number and not by text. */
	temp_root(root);
	put_node(root, "tpmrm", "tpmrm10", "248:65546\n");
	put_node(root, "tpmrm", "tpmrm2", "248:65538\n");
	put_link(root, "/sys/class/tpmrm/tpmrmX", "../../devices/virtual/tpmrm/tpmrmX");
	assert_int_equal(tpmsysfs_preferred_rm(root, name), 0);
	assert_string_equal(name, "tpmrm2");
	put_link(root, "/sys/class/tpmrm/tpmrm3", "../../devices/pnp0/00:05/tpmrm/tpmrm3");
	assert_int_equal(tpmsysfs_preferred_rm(root, name), 0);
	assert_string_equal(name, "tpmrm3");
	remove_root(root);
}

static void test_preferred(void **state)
{
	static const char *const order[] = { "tpm3", "tpm5", "tpm0", "tcm0", "tpm10" };
	char root[40];
	struct tree t;

	(void)state;
	temp_root(root);
	put_node(root, "tpm", "tpm10", "248:65546\n");
	put_node(root, "tpm", "tpm0", "10:224\n");
	put_node(root, "tcm", "tcm0", "10:225\n");
	put_link(root, "/sys/class/tpm/tpm5", "../../devices/pnp0/00:06/tpm/tpm5");
	put_link(root, "/sys/devices/pnp0/00:06/tpm/tpm5/device", "../../../00:06");
	put_link(root, "/sys/class/tpm/tpm3", "../../devices/pnp0/00:05/tpm/tpm3");
	put_link(root, "/sys/devices/pnp0/00:05/tpm/tpm3/device", "../../../00:05");
	tree_open(&t, root);
	assert_int_equal(t.list->count, 5);
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(tpmsysfs_preferred(t.list, i)->name, order[i]);
	assert_null(tpmsysfs_preferred(t.list, 5));
	tree_close(&t);
	remove_root(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),	     cmocka_unit_test(test_preferred_rm),
		cmocka_unit_test(test_preferred),    cmocka_unit_test(test_parents),
		cmocka_unit_test(test_paths),	     cmocka_unit_test(test_copied_node),
		cmocka_unit_test(test_this_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
