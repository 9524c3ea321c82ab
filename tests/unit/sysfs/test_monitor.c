/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * sysfs/monitor.c, and the other files on "this machine": libudev on a machine that umockdev
 * pretends. The program starts itself once more with umockdev's library preloaded.
 */
#include <glib.h>
#include <poll.h>
#include <umockdev.h>

#include "sysroot.h"

#include "strv.h"

#define PARENT "/devices/LNXSYSTM:00/LNXSYBUS:00/MSFT0101:00"

/* A folder of its own is sysfs's way to keep tpm and tpmrm apart below one parent. */
static const char machine[] = "P: " PARENT "\n"
			      "E: SUBSYSTEM=acpi\n"
			      "E: DRIVER=tpm_crb\n"
			      "E: MODALIAS=acpi:MSFT0101:\n"
			      "A: hid=MSFT0101\\n\n"
			      "A: path=\\\\_SB_.TPM_\\n\n"
			      "A: modalias=acpi:MSFT0101:\\n\n"
			      "L: driver=../../../../bus/acpi/drivers/tpm_crb\n"
			      "\n"
			      "P: " PARENT "/tpm/tpm0\n"
			      "N: tpm0\n"
			      "E: DEVNAME=/dev/tpm0\n"
			      "E: SUBSYSTEM=tpm\n"
			      "E: MAJOR=10\n"
			      "E: MINOR=224\n"
			      "A: dev=10:224\\n\n"
			      "A: tpm_version_major=2\\n\n"
			      "L: device=../../../MSFT0101:00\n"
			      "\n"
			      "P: " PARENT "/tpmrm/tpmrm0\n"
			      "N: tpmrm0\n"
			      "E: DEVNAME=/dev/tpmrm0\n"
			      "E: SUBSYSTEM=tpmrm\n"
			      "E: MAJOR=253\n"
			      "E: MINOR=65536\n"
			      "E: ID_TPM2_MANUFACTURER=IBM\n"
			      "A: dev=253:65536\\n\n"
			      "L: device=../../../MSFT0101:00\n";

static const char virtual_rm[] = "P: /devices/virtual/tpmrm/tpmrm1\n"
				 "N: tpmrm1\n"
				 "E: DEVNAME=/dev/tpmrm1\n"
				 "E: SUBSYSTEM=tpmrm\n"
				 "E: MAJOR=253\n"
				 "E: MINOR=65537\n"
				 "A: dev=253:65537\\n\n";

static const char other[] = "P: /devices/virtual/misc/vtpmx\n"
			    "N: vtpmx\n"
			    "E: DEVNAME=/dev/vtpmx\n"
			    "E: SUBSYSTEM=misc\n";

static UMockdevTestbed *testbed_new(const char *devices)
{
	UMockdevTestbed *testbed = umockdev_testbed_new();
	GError *error = NULL;

	assert_non_null(testbed);
	if (devices && !umockdev_testbed_add_from_string(testbed, devices, &error))
		fail_msg("%s", error->message);
	return testbed;
}

static void test_no_class(void **state)
{
	UMockdevTestbed *testbed = testbed_new(NULL);
	struct tree t;

	(void)state;
	tree_open(&t, NULL);
	assert_int_equal(t.list->count, 0);
	assert_false(t.list->from_sysfs);
	tree_close(&t);
	g_object_unref(testbed);
}

static void test_enumerate(void **state)
{
	UMockdevTestbed *testbed = testbed_new(machine);
	const struct tpmsysfs_tpm *tpm, *found;
	struct tpmsysfs_parent parent;
	enum tpmsysfs_class class;
	char name[32], text[8];
	struct tree t;

	/* umockdev has no database of udev; links and tags are the guest tests' part. */
	(void)state;
	tree_open(&t, NULL);
	assert_true(t.list->from_sysfs);
	assert_int_equal(t.list->count, 1);
	tpm = t.list->tpms[0];
	assert_string_equal(tpm->name, "tpm0");
	assert_string_equal(tpm->parent, "/sys" PARENT);
	assert_string_equal(tpm->raw->syspath, "/sys" PARENT "/tpm/tpm0");
	assert_string_equal(tpm->raw->devnode, "/dev/tpm0");
	assert_string_equal(tpm->rm->devnode, "/dev/tpmrm0");
	assert_int_equal(tpm->rm->devnum, makedev(253, 65536));
	assert_string_equal(strv_value(tpm->rm->properties, "ID_TPM2_MANUFACTURER"), "IBM");

	assert_int_equal(tpmsysfs_read_attribute(t.ctx, tpm->raw, "tpm_version_major", text, 8), 1);
	assert_string_equal(text, "2");
	assert_int_equal(tpmsysfs_read_parent(t.ctx, tpm, &parent), 0);
	assert_string_equal(parent.driver, "tpm_crb");
	assert_string_equal(parent.bus, "acpi");
	assert_string_equal(parent.acpi_hid, "MSFT0101");
	assert_string_equal(parent.acpi_path, "\\_SB_.TPM_");
	tpmsysfs_parent_clear(&parent);

	assert_int_equal(tpmsysfs_identify(NULL, makedev(253, 65536), name), TPMSYSFS_CLASS_RM);
	assert_string_equal(name, "tpmrm0");
	assert_int_equal(tpmsysfs_find(t.ctx, t.list, "/dev/tpmrm0", &found, &class), 0);
	assert_ptr_equal(found, tpm);
	assert_int_equal(class, TPMSYSFS_CLASS_RM);
	tree_close(&t);
	g_object_unref(testbed);
}

/* Waits for the next event. */
static struct tpmsysfs_event next_event(struct tpmsysfs_monitor *mon)
{
	struct pollfd p = { .fd = tpmsysfs_monitor_fd(mon), .events = POLLIN };
	struct tpmsysfs_event event;
	int r;

	do {
		assert_int_equal(poll(&p, 1, -1), 1);
		r = tpmsysfs_monitor_next(mon, &event);
		assert_true(r >= 0);
	} while (r == 0);
	return event;
}

static void check_monitor(bool from_kernel)
{
	UMockdevTestbed *testbed = testbed_new(machine);
	struct tpmsysfs_monitor *mon;
	struct tpmsysfs_event event;
	struct tpmsysfs *ctx;
	GError *error = NULL;

	assert_int_equal(tpmsysfs_new(NULL, &ctx), 0);
	assert_int_equal(tpmsysfs_monitor_new(ctx, from_kernel, &mon), 0);
	assert_true(tpmsysfs_monitor_fd(mon) >= 0);
	assert_int_equal(tpmsysfs_monitor_next(mon, &event), 0);

	/* Of another subsystem: not seen. The next event seen is the TPM's. */
	assert_true(umockdev_testbed_add_from_string(testbed, other, &error));
	umockdev_testbed_uevent(testbed, "/sys/devices/virtual/misc/vtpmx", "change");
	assert_true(umockdev_testbed_add_from_string(testbed, virtual_rm, &error));
	umockdev_testbed_uevent(testbed, "/sys/devices/virtual/tpmrm/tpmrm1", "add");
	event = next_event(mon);
	assert_int_equal(event.action, TPMSYSFS_ADD);
	assert_int_equal(event.class, TPMSYSFS_CLASS_RM);
	assert_string_equal(event.name, "tpmrm1");
	assert_string_equal(event.devnode, "/dev/tpmrm1");
	assert_int_equal(event.devnum, makedev(253, 65537));

	umockdev_testbed_uevent(testbed, "/sys" PARENT "/tpm/tpm0", "change");
	event = next_event(mon);
	if (event.action == TPMSYSFS_ADD) /* umockdev's own, for a device added */
		event = next_event(mon);
	assert_int_equal(event.action, TPMSYSFS_CHANGE);
	assert_int_equal(event.class, TPMSYSFS_CLASS_RAW);
	assert_string_equal(event.name, "tpm0");

	umockdev_testbed_uevent(testbed, "/sys/devices/virtual/tpmrm/tpmrm1", "remove");
	umockdev_testbed_remove_device(testbed, "/sys/devices/virtual/tpmrm/tpmrm1");
	event = next_event(mon);
	assert_int_equal(event.action, TPMSYSFS_REMOVE);
	assert_string_equal(event.name, "tpmrm1");

	assert_int_equal(tpmsysfs_monitor_next(mon, &event), 0);
	tpmsysfs_monitor_free(mon);
	tpmsysfs_free(ctx);
	g_object_unref(testbed);
}

static void test_monitor_udev(void **state)
{
	(void)state;
	check_monitor(false);
}

static void test_monitor_kernel(void **state)
{
	(void)state;
	check_monitor(true);
}

static void test_monitor_root(void **state)
{
	struct tpmsysfs_monitor *mon;
	struct tpmsysfs *ctx;

	(void)state;
	assert_int_equal(tpmsysfs_new(TREES "crb", &ctx), 0);
	assert_int_equal(tpmsysfs_monitor_new(ctx, false, &mon), -EOPNOTSUPP);
	tpmsysfs_free(ctx);
	tpmsysfs_monitor_free(NULL);
}

/* umockdev can tell only while a testbed is there. */
static bool is_preloaded(void)
{
	UMockdevTestbed *testbed = umockdev_testbed_new();
	bool preloaded = umockdev_in_mock_environment();

	g_object_unref(testbed);
	return preloaded;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_class),     cmocka_unit_test(test_enumerate),
		cmocka_unit_test(test_monitor_udev), cmocka_unit_test(test_monitor_kernel),
		cmocka_unit_test(test_monitor_root),
	};

	(void)argc;
	if (!is_preloaded()) {
		const char *asan = getenv("ASAN_OPTIONS");
		char options[512], self[PATH_MAX];
		ssize_t n;

		if (getenv("UMOCKDEV_TEST_STARTED")) {
			printf("Bail out! libumockdev-preload.so.0 cannot be preloaded\n");
			return 1;
		}
		/* The preloaded library comes before the sanitizer's. */
		snprintf(options, sizeof(options), "%s%sverify_asan_link_order=0", asan ? asan : "",
			 asan ? ":" : "");
		setenv("ASAN_OPTIONS", options, 1);
		setenv("UMOCKDEV_TEST_STARTED", "1", 1);
		setenv("LD_PRELOAD", "libumockdev-preload.so.0", 1);
		/* Not /proc/self/exe itself: below valgrind only its name is the test's. */
		n = readlink("/proc/self/exe", self, sizeof(self) - 1);
		self[n > 0 ? n : 0] = '\0';
		execv(self, argv);
		perror(self);
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
