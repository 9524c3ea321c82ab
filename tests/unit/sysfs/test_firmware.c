/* SPDX-License-Identifier: BSD-2-Clause */
/* sysfs/firmware.c, devicetree.c: ACPI tables, device tree, event log. */
#include <fcntl.h>

#include "sysroot.h"

#include "devicetree.h"
#include "firmware.h"

static void read_tree(const char *root, struct tpmsysfs_firmware *firmware)
{
	struct tpmsysfs *ctx;

	assert_int_equal(tpmsysfs_new(root, &ctx), 0);
	assert_int_equal(tpmsysfs_read_firmware(ctx, firmware), 0);
	tpmsysfs_free(ctx);
}

static void test_acpi(void **state)
{
	struct tpmsysfs_firmware f;

	(void)state;
	read_tree(TREES "crb", &f);
	assert_int_equal(f.acpi_tpm2, 0);
	assert_int_equal(f.acpi_tcpa, -ENOENT);
	assert_int_equal(f.start_method, 7);
	assert_int_equal(f.platform_class, 0);
	assert_null(f.of_path);
	tpmsysfs_firmware_clear(&f);

	read_tree(TREES "tis", &f);
	assert_int_equal(f.start_method, 6);
	assert_int_equal(f.platform_class, 1);
	tpmsysfs_firmware_clear(&f);

	/* Revision 3 has no platform class. */
	read_tree(TREES "subsystem", &f);
	assert_int_equal(f.acpi_tpm2, 0);
	assert_int_equal(f.start_method, 7);
	tpmsysfs_firmware_clear(&f);

	read_tree(TREES "tpm12", &f);
	assert_int_equal(f.acpi_tpm2, -ENOENT);
	assert_int_equal(f.acpi_tcpa, 0);
	tpmsysfs_firmware_clear(&f);

	read_tree(TREES "none", &f);
	assert_int_equal(f.acpi_tpm2, -ENOENT);
	assert_int_equal(f.acpi_tcpa, -ENOENT);
	tpmsysfs_firmware_clear(&f);
}

static void test_tables(void **state)
{
	uint8_t table[52] = "TPM2";
	uint32_t method = 99;
	uint16_t class = 99;

	(void)state;
	table[4] = 52;
	table[8] = 4;
	table[36] = 1;
	table[48] = 2;
	assert_int_equal(acpi_tpm2_parse(table, 52, &method, &class), 0);
	assert_int_equal(method, 2);
	assert_int_equal(class, 1);
	table[8] = 3;
	assert_int_equal(acpi_tpm2_parse(table, 52, &method, &class), 0);
	assert_int_equal(class, 0);

	method = 99;
	assert_int_equal(acpi_tpm2_parse(table, 51, &method, &class), -EBADMSG);
	assert_int_equal(acpi_tpm2_parse(table, 0, &method, &class), -EBADMSG);
	table[4] = 51;
	assert_int_equal(acpi_tpm2_parse(table, 52, &method, &class), -EBADMSG);
	table[4] = 53;
	assert_int_equal(acpi_tpm2_parse(table, 52, &method, &class), -EBADMSG);
	table[4] = 52;
	assert_int_equal(acpi_tcpa_parse(table, 52, &class), -EBADMSG);
	assert_int_equal(method, 99);
	memcpy(table, "TCPA", 4);
	assert_int_equal(acpi_tcpa_parse(table, 52, &class), 0);
	assert_int_equal(class, 1);
	assert_int_equal(acpi_tpm2_parse(table, 52, &method, &class), -EBADMSG);
}

static void test_devicetree(void **state)
{
	struct tpmsysfs_firmware f;
	char root[40], path[512] = "/sys/firmware/devicetree/base";

	(void)state;
	/* Neither the disabled chip nor the timer named tpm. */
	read_tree(TREES "two", &f);
	assert_string_equal(f.of_path, "/soc/spi@7e204000/slb9670@1");
	assert_string_equal(f.of_compatible, "infineon,slb9670");
	tpmsysfs_firmware_clear(&f);

	temp_root(root);
	put_bytes(root, "/sys/firmware/devicetree/base/a/compatible", "tcg,tpm-tis-mmio", 16);
	put_link(root, "/sys/firmware/devicetree/base/a/loop", "..");
	for (int i = 0; i < 20; i++)
		strcat(path, "/deep");
	strcat(path, "/compatible");
	put_bytes(root, path, "google,cr50", 12);
	read_tree(root, &f);
	assert_null(f.of_path);
	tpmsysfs_firmware_clear(&f);
	put_bytes(root, "/sys/firmware/devicetree/base/b/vtpm/compatible", "IBM,vtpm20", 11);
	read_tree(root, &f);
	assert_string_equal(f.of_path, "/b/vtpm");
	tpmsysfs_firmware_clear(&f);
	remove_root(root);

	assert_null(devicetree_match("", 0));
	assert_null(devicetree_match("\0\0", 2));
	assert_string_equal(devicetree_match("x\0microsoft,ftpm", 17), "microsoft,ftpm");
	assert_null(devicetree_match("x\0microsoft,ftpm", 16));
}

static void test_event_log(void **state)
{
	char *path = NULL;
	struct tree t;
	int fd;

	(void)state;
	tree_open(&t, TREES "crb");
	assert_int_equal(tpmsysfs_find_event_log(t.ctx, t.list->tpms[0], &path), 0);
	assert_string_equal(path, "/sys/kernel/security/tpm0/binary_bios_measurements");
	free(path);
	fd = tpmsysfs_open_event_log(t.ctx, t.list->tpms[0]);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
	tree_close(&t);
	tree_open(&t, TREES "tis");
	assert_int_equal(tpmsysfs_find_event_log(t.ctx, t.list->tpms[0], &path), -ENOENT);
	assert_int_equal(tpmsysfs_open_event_log(t.ctx, t.list->tpms[0]), -ENOENT);
	assert_null(path);
	tree_close(&t);
}

static int unprivileged(const char *root)
{
	struct tpmsysfs_firmware f;
	char *path = NULL;
	struct tree t;
	int r;

	if (geteuid() == 0 && setresuid(65534, 65534, 65534) < 0)
		return 77;
	tree_open(&t, root);
	if (tpmsysfs_read_firmware(t.ctx, &f) < 0 || f.acpi_tpm2 != -EACCES ||
	    f.acpi_tcpa != -ENOENT)
		return 1;
	r = tpmsysfs_find_event_log(t.ctx, t.list->tpms[0], &path);
	if (r != -EACCES || !path || tpmsysfs_open_event_log(t.ctx, t.list->tpms[0]) != -EACCES)
		return 2;
	free(path);
	tpmsysfs_firmware_clear(&f);
	tree_close(&t);
	return 0;
}

static void test_denied(void **state)
{
	static const char *const files[] = {
		"/sys/firmware/acpi/tables/TPM2",
		"/sys/kernel/security/tpm0/binary_bios_measurements",
	};
	char root[40];
	int status;
	pid_t pid;

	(void)state;
	temp_root(root);
	assert_int_equal(chmod(root, 0755), 0);
	put_node(root, "tpm", "tpm0", "10:224\n");
	for (size_t i = 0; i < 2; i++) {
		put_file(root, files[i], "TPM2");
		assert_int_equal(chmod(in_root(root, files[i]), 0), 0);
	}
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit(unprivileged(root));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	remove_root(root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_acpi),	   cmocka_unit_test(test_tables),
		cmocka_unit_test(test_devicetree), cmocka_unit_test(test_event_log),
		cmocka_unit_test(test_denied),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
