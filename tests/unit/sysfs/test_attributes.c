/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/attributes.c, pcrs.c, tpm12.c: values of a TPM and of its parent. */
#include "sysroot.h"

#include "tpm12.h"

static const struct tpmsysfs_tpm *first(const struct tree *t)
{
	assert_true(t->list->count > 0);
	return t->list->tpms[0];
}

static void test_read(void **state)
{
	struct tpmsysfs_node no_sysfs = { .name = (char *)"tpm0" };
	const struct tpmsysfs_node *raw;
	char text[128], small[4];
	struct tree t;

	(void)state;
	tree_open(&t, TREES "crb");
	raw = first(&t)->raw;
	assert_int_equal(tpmsysfs_read_attribute(t.ctx, raw, "tpm_version_major", text, 128), 1);
	assert_string_equal(text, "2");
	assert_int_equal(tpmsysfs_read_attribute(t.ctx, raw, "null_name", text, 128), 68);
	assert_int_equal(tpmsysfs_read_attribute(t.ctx, raw, "null_name", small, 4), 3);
	assert_string_equal(small, "000");
	assert_int_equal(tpmsysfs_read_attribute(t.ctx, raw, "caps", text, 128), -ENOENT);
	assert_int_equal(tpmsysfs_read_attribute(t.ctx, raw, "device", text, 128), -EINVAL);
	assert_int_equal(tpmsysfs_read_attribute(t.ctx, &no_sysfs, "dev", text, 128), -ENOENT);
	tree_close(&t);
}

static void test_denied(void **state)
{
	char root[40], text[8];
	struct tree t;
	int status;
	pid_t pid;

	(void)state;
	temp_root(root);
	put_node(root, "tpm", "tpm0", "10:224\n");
	put_file(root, "/sys/devices/virtual/tpm/tpm0/null_name", "00\n");
	assert_int_equal(chmod(in_root(root, "/sys/devices/virtual/tpm/tpm0/null_name"), 0), 0);
	assert_int_equal(chmod(root, 0755), 0);
	tree_open(&t, root);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		if (geteuid() == 0 && setresuid(65534, 65534, 65534) < 0)
			_exit(77);
		_exit(tpmsysfs_read_attribute(t.ctx, first(&t)->raw, "null_name", text, 8) !=
		      -EACCES);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	tree_close(&t);
	remove_root(root);
}

static void test_parent(void **state)
{
	struct tpmsysfs_parent parent;
	struct tree t;

	(void)state;
	tree_open(&t, TREES "crb");
	assert_int_equal(tpmsysfs_read_parent(t.ctx, first(&t), &parent), 0);
	assert_string_equal(parent.driver, "tpm_crb");
	assert_string_equal(parent.bus, "acpi");
	assert_string_equal(parent.name, "MSFT0101:00");
	assert_string_equal(parent.modalias, "acpi:MSFT0101:");
	assert_string_equal(parent.acpi_hid, "MSFT0101");
	assert_string_equal(parent.acpi_path, "\\_SB_.TPM_");
	assert_string_equal(parent.description, "TPM 2.0 Device");
	assert_null(parent.of_node);
	tpmsysfs_parent_clear(&parent);
	tree_close(&t);

	tree_open(&t, TREES "tis");
	assert_int_equal(tpmsysfs_read_parent(t.ctx, first(&t), &parent), 0);
	assert_string_equal(parent.driver, "tpm_tis");
	assert_string_equal(parent.bus, "pnp");
	assert_string_equal(parent.name, "00:05");
	assert_string_equal(parent.modalias, "pnp:dMSFT0101");
	assert_string_equal(parent.acpi_hid, "MSFT0101");
	assert_string_equal(parent.acpi_path, "\\_SB_.PCI0.ISA_.TPM_");
	tpmsysfs_parent_clear(&parent);
	tree_close(&t);

	tree_open(&t, TREES "two");
	assert_int_equal(tpmsysfs_read_parent(t.ctx, first(&t), &parent), 0);
	assert_string_equal(parent.driver, "tpm_tis_spi");
	assert_string_equal(parent.bus, "spi");
	assert_string_equal(parent.of_node, "/soc/spi@7e204000/slb9670@1");
	assert_null(parent.acpi_hid);
	tpmsysfs_parent_clear(&parent);
	assert_int_equal(tpmsysfs_read_parent(t.ctx, t.list->tpms[1], &parent), 0);
	assert_string_equal(parent.driver, "vtpm_proxy");
	assert_string_equal(parent.bus, "virtual");
	assert_null(parent.name);
	tpmsysfs_parent_clear(&parent);
	tree_close(&t);

	tree_open(&t, TREES "container");
	assert_int_equal(tpmsysfs_read_parent(t.ctx, first(&t), &parent), 0);
	assert_null(parent.driver);
	assert_null(parent.bus);
	tree_close(&t);
}

static void test_ppi(void **state)
{
	struct tpmsysfs_ppi ppi;
	char root[40];
	struct tree t;

	(void)state;
	tree_open(&t, TREES "crb");
	assert_int_equal(tpmsysfs_read_ppi(t.ctx, first(&t), &ppi), 0);
	assert_string_equal(ppi.version, "1.3");
	assert_string_equal(ppi.request, "0");
	assert_string_equal(ppi.response, "0: No Recent Request");
	assert_string_equal(ppi.transition_action, "2: Reboot");
	tpmsysfs_ppi_clear(&ppi);
	tree_close(&t);
	tree_open(&t, TREES "tis");
	assert_int_equal(tpmsysfs_read_ppi(t.ctx, first(&t), &ppi), -ENOENT);
	tree_close(&t);

	/* As older kernels have it: at the parent. */
	temp_root(root);
	put_node(root, "tpm", "tpm0", "10:224\n");
	put_link(root, "/sys/devices/virtual/tpm/tpm0/device", "../../../a/chip");
	put_file(root, "/sys/devices/a/chip/ppi/version", "1.2\n");
	tree_open(&t, root);
	assert_int_equal(tpmsysfs_read_ppi(t.ctx, first(&t), &ppi), 0);
	assert_string_equal(ppi.version, "1.2");
	assert_null(ppi.request);
	tpmsysfs_ppi_clear(&ppi);
	tree_close(&t);
	remove_root(root);
}

static void test_pcrs(void **state)
{
	struct tpmsysfs_pcr_bank banks[4];
	struct tree t;

	(void)state;
	tree_open(&t, TREES "crb");
	assert_int_equal(tpmsysfs_read_pcrs(t.ctx, first(&t), banks, 4), 2);
	assert_string_equal(banks[0].name, "sha1");
	assert_int_equal(banks[0].digest_size, 20);
	assert_int_equal(banks[0].valid, 0xffffff);
	assert_string_equal(banks[1].name, "sha256");
	assert_int_equal(banks[1].digest_size, 32);
	assert_int_equal(banks[1].valid, 0xffffff);
	/* sha256("pcr0") */
	assert_int_equal(banks[1].values[0][0], 0x95);
	assert_int_equal(banks[1].values[0][31], 0xe4);
	assert_int_equal(banks[1].values[17][31], 0xff);
	assert_int_equal(banks[1].values[23][31], 0);
	assert_int_equal(tpmsysfs_read_pcrs(t.ctx, first(&t), banks, 1), 1);
	assert_int_equal(tpmsysfs_read_pcrs(t.ctx, first(&t), banks, 0), 0);
	tree_close(&t);
	tree_open(&t, TREES "upgrade");
	assert_int_equal(tpmsysfs_read_pcrs(t.ctx, first(&t), banks, 4), 0);
	tree_close(&t);
	tree_open(&t, TREES "container");
	assert_int_equal(tpmsysfs_read_pcrs(t.ctx, first(&t), banks, 4), -ENOENT);
	tree_close(&t);
}

static void test_odd_pcrs(void **state)
{
	struct tpmsysfs_pcr_bank banks[4];
	char root[40], path[128], text[200];
	struct tree t;

	(void)state;
	temp_root(root);
	put_node(root, "tpm", "tpm0", "10:224\n");
#define PCR(n) "/sys/devices/virtual/tpm/tpm0/pcr-sha256/" #n
	put_file(root, PCR(0), "0102\n");
	put_file(root, PCR(1), "010\n");
	put_file(root, PCR(2), "01020304\n"); /* another length than the first */
	put_file(root, PCR(3), "zz");
	put_file(root, PCR(4), "");
	put_file(root, PCR(24), "0102");
	memset(text, '0', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	put_file(root, PCR(5), text); /* longer than any digest */
	put_file(root, PCR(6), "0A0b");
	snprintf(path, sizeof(path), "/sys/devices/virtual/tpm/tpm0/pcr-%s/0", "a-name-too-long-x");
	put_file(root, path, "00");
	put_file(root, "/sys/devices/virtual/tpm/tpm0/pcr-/0", "00");
	tree_open(&t, root);
	assert_int_equal(tpmsysfs_read_pcrs(t.ctx, first(&t), banks, 4), 1);
	assert_int_equal(banks[0].digest_size, 2);
	assert_int_equal(banks[0].valid, 1 << 0 | 1 << 6);
	assert_int_equal(banks[0].values[6][1], 0x0b);
	tree_close(&t);
	remove_root(root);
}

static void test_tpm12(void **state)
{
	struct tpmsysfs_tpm12 v;
	struct tree t;

	(void)state;
	tree_open(&t, TREES "tpm12");
	assert_int_equal(tpmsysfs_read_tpm12(t.ctx, first(&t), &v), 0);
	assert_int_equal(v.enabled, 1);
	assert_int_equal(v.active, 1);
	assert_int_equal(v.owned, 0);
	assert_int_equal(v.temp_deactivated, 0);
	assert_int_equal(v.manufacturer, 0x49465800);
	assert_int_equal(v.version_major, 1);
	assert_int_equal(v.version_minor, 2);
	assert_int_equal(v.firmware_major, 6);
	assert_int_equal(v.firmware_minor, 40);
	assert_int_equal(v.durations_us[0], 1500000);
	assert_int_equal(v.durations_us[2], 44000000);
	assert_int_equal(v.timeouts_us[1], 2000000);
	assert_int_equal(v.timeouts_us[3], 750000);
	/* sha1("pcr0") */
	assert_string_equal(v.pcrs[0], "14f607cf29f2ae0575871cd2c0545e936f4bea20");
	assert_string_equal(v.pcrs[17], "ffffffffffffffffffffffffffffffffffffffff");
	assert_string_equal(v.pcrs[23], "0000000000000000000000000000000000000000");
	tree_close(&t);
	tree_open(&t, TREES "crb");
	assert_int_equal(tpmsysfs_read_tpm12(t.ctx, first(&t), &v), -ENOENT);
	tree_close(&t);
	tree_open(&t, TREES "container");
	assert_int_equal(tpmsysfs_read_tpm12(t.ctx, first(&t), &v), -ENOENT);
	tree_close(&t);
}

static void test_older_tpm12(void **state)
{
	struct tpmsysfs_tpm12 v;
	char root[40];
	struct tree t;

	(void)state;
	temp_root(root);
	put_node(root, "tpm", "tpm0", "10:224\n");
	put_link(root, "/sys/devices/virtual/tpm/tpm0/device", "../../../a/chip");
	put_file(root, "/sys/devices/a/chip/enabled", "1\n");
	put_file(root, "/sys/devices/a/chip/active", "yes\n");
	put_file(root, "/sys/devices/a/chip/durations", "1 2");
	tree_open(&t, root);
	assert_int_equal(tpmsysfs_read_tpm12(t.ctx, first(&t), &v), 0);
	assert_int_equal(v.enabled, 1);
	assert_int_equal(v.active, -1);
	assert_int_equal(v.owned, -1);
	assert_int_equal(v.manufacturer, 0);
	assert_int_equal(v.durations_us[1], 2);
	assert_int_equal(v.durations_us[2], -1);
	assert_int_equal(v.timeouts_us[0], -1);
	assert_string_equal(v.pcrs[0], "");
	tree_close(&t);
	remove_root(root);
}

static void test_odd_values(void **state)
{
	struct tpmsysfs_tpm12 v = { 0 };
	long times[3];

	(void)state;
	caps_parse("Manufacturer: 0x1ffffffff\nTCG version: 99999999999.1\nFirmware version: 3\n",
		   &v);
	caps_parse("Manufacturer 0x12\nTCG version:", &v);
	caps_parse("Manufacturer: -1", &v);
	assert_int_equal(v.manufacturer, 0);
	assert_int_equal(v.version_major, 0);
	assert_int_equal(v.firmware_major, 0);
	caps_parse("manufacturer:\t0X53544D20\r\nTCG version: 1.2.3", &v);
	assert_int_equal(v.manufacturer, 0x53544d20);
	assert_int_equal(v.version_minor, 2);

	assert_int_equal(times_parse("1 -2 3", times, 3), 1);
	assert_int_equal(times[1], -1);
	assert_int_equal(times_parse("99999999999999999999999 1", times, 3), 0);
	assert_int_equal(times_parse("1x 2", times, 3), 0);
	assert_int_equal(times_parse("1 2 3 4", times, 3), 3);

	pcrs12_parse("PCR-99: 00\nPCR-: 1\nPCR-3 00\nPCR-04: 00 11\nPCR-5:\nxPCR-06: 00", v.pcrs);
	for (size_t i = 0; i < 24; i++)
		assert_string_equal(v.pcrs[i], "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),	   cmocka_unit_test(test_denied),
		cmocka_unit_test(test_parent),	   cmocka_unit_test(test_ppi),
		cmocka_unit_test(test_pcrs),	   cmocka_unit_test(test_odd_pcrs),
		cmocka_unit_test(test_tpm12),	   cmocka_unit_test(test_older_tpm12),
		cmocka_unit_test(test_odd_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
