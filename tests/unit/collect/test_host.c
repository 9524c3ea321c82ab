/* SPDX-License-Identifier: BSD-2-Clause */
/* collect_host() on copies of machines, and what it may not leave or open. */
#include "collect.h"
#include "host.h"
#include "root.h"
#include "sysroot.h"

#define BEGIN                                   \
	char root[40];                          \
	struct report *report = report_new();   \
	const struct host *host = report->host; \
	(void)state;                            \
	temp_root(root)

static void finish(struct report *report, const char *root)
{
	report_free(report);
	remove_root(root);
}

static const char *text_at(const struct list_fact *list, size_t i)
{
	assert_true(i < list->count);
	return ((const char *const *)list->items)[i];
}

static void test_empty(void **state)
{
	BEGIN;
	assert_int_equal(collect_host(report, root), 0);
	assert_int_equal(host->cmdline.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(host->container.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(host->settings.count, 0);
	assert_true(fact_known(&host->settings.fact));
	assert_true(fact_known(&host->tcti_libraries.fact));
	assert_true(fact_known(&host->udev_rules.fact));
	assert_int_equal(host->kernel_log.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(host->holders.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(host->fapi.config.fact.presence, PRESENCE_ABSENT);
	/* What only a running system tells was not asked. */
	assert_int_equal(host->abrmd.bus.fact.presence, PRESENCE_NOT_COLLECTED);
	assert_int_equal(host->account.groups.fact.presence, PRESENCE_NOT_COLLECTED);
	assert_int_equal(collect_host(report, "/nowhere/at/all"), -ENOENT);
	finish(report, root);
}

static void test_kernel(void **state)
{
	BEGIN;
	put_file(root, "/proc/cmdline",
		 "root=/dev/sda1 luks.password=x tpm_tis.force=1 ima_policy=tcb\n");
	put_bytes(root, "/proc/1/environ", "A=b\0container=lxc\0", 18);
	put_file(root, "/sys/class/misc/hw_random/rng_current", "tpm-rng-0\n");
	put_file(root, "/sys/class/dmi/id/bios_date", "04/01/2014\n");
	put_file(root, "/sys/power/mem_sleep", "s2idle shallow [deep]\n");
	put_file(root, "/sys/class/misc/hw_random/rng_available", "tpm-rng-0 none \n");
	put_file(root, "/var/log/dmesg", "[ 1.0] tpm tpm0: hello\n[ 2.0] usb\n[ 3.0] 0xfed40000\n");
	put_file(root, "/usr/lib/systemd/system-generators/systemd-tpm2-generator", "");
	assert_int_equal(collect_host(report, root), 0);
	assert_string_equal(host->cmdline.value, "tpm_tis.force=1 ima_policy=tcb");
	assert_string_equal(host->container.value, "lxc");
	assert_string_equal(host->random_current.value, "tpm-rng-0");
	assert_string_equal(host->bios_date.value, "04/01/2014");
	assert_int_equal(host->sleep_modes.count, 3);
	assert_string_equal(((const char *const *)host->sleep_modes.items)[2], "deep");
	assert_int_equal(host->random_available.count, 2);
	assert_int_equal(host->kernel_log.count, 2);
	assert_string_equal(text_at(&host->kernel_log, 0), "[ 1.0] tpm tpm0: hello");
	assert_string_equal(host->kernel_log_source.value, "/var/log/dmesg");
	assert_int_equal(host->tpm2_generator.value, 1);
	assert_int_equal(host->securityfs.value, 0);
	finish(report, root);
}

static void test_software(void **state)
{
	const struct setting *settings;
	const struct tcti_library *libraries;
	const struct udev_rules *rules;

	BEGIN;
	put_file(root, "/etc/passwd", "root:x:0:0::/:/bin/sh\ntss:x:1:1::/:/bin/false\n");
	put_file(root, "/etc/group", "root:x:0:\nnottss:x:1:\n");
	put_file(root, "/etc/environment", "TPM2TOOLS_TCTI=tabrmd\n");
	put_file(root, "/etc/systemd/system/a.service.d/b.conf",
		 "[Service]\nEnvironment=TCTI=device\n");
	put_file(root, "/etc/sudoers", "Defaults env_keep += \"LANG\"\n");
	put_file(root, "/etc/sudoers.d/tpm", "Defaults env_keep += TPM2TOOLS_TCTI\n");
	put_file(root, "/etc/ld.so.conf.d/x.conf", "# no\n/opt/lib\n");
	put_file(root, "/opt/lib/libtss2-tcti-mine.so.0", "");
	put_file(root, "/usr/lib/libtss2-tcti-device.so.0", "");
	put_file(root, "/usr/lib/libtss2-tcti-device.so.0.0.0", "");
	put_link(root, "/lib", "usr/lib");
	put_file(
		root, "/usr/lib/udev/rules.d/60-tpm-udev.rules",
		"KERNEL==\"tpm[0-9]*\", MODE=\"0660\"\n# KERNEL==\"tpmrm[0-9]*\", MODE=\"0660\"\n");
	put_file(root, "/usr/lib/udev/rules.d/70-hidden.rules",
		 "KERNEL==\"tpmrm[0-9]*\", MODE=\"0666\"\n");
	put_link(root, "/etc/udev/rules.d/70-hidden.rules", "/dev/null");
	assert_int_equal(collect_host(report, root), 0);
	assert_int_equal(host->account.tss_user.value, 1);
	assert_true(fact_known(&host->account.tss_group.fact));
	assert_int_equal(host->account.tss_group.value, 0);
	assert_int_equal(host->settings.count, 2);
	settings = host->settings.items;
	assert_string_equal(settings[0].source.value, "/etc/environment:1");
	assert_string_equal(settings[1].name.value, "TCTI");
	assert_string_equal(settings[1].source.value, "/etc/systemd/system/a.service.d/b.conf:2");
	assert_int_equal(host->sudo_keeps.count, 2);
	assert_string_equal(text_at(&host->sudo_keeps, 1), "TPM2TOOLS_TCTI");
	libraries = host->tcti_libraries.items;
	assert_int_equal(host->tcti_libraries.count, 2);
	assert_string_equal(libraries[0].path.value, "/opt/lib/libtss2-tcti-mine.so.0");
	assert_string_equal(libraries[1].name.value, "device");
	rules = host->udev_rules.items;
	assert_int_equal(host->udev_rules.count, 1);
	assert_int_equal(rules[0].tpm.value, 1);
	assert_int_equal(rules[0].tpmrm.value, 0);
	finish(report, root);
}

static void test_services(void **state)
{
	const struct holder *holders;

	BEGIN;
	/* What is in force twice is listed once, and the file that is read last is named. */
	put_file(root, "/usr/share/dbus-1/system.d/tpm2-abrmd.conf",
		 "<busconfig><policy group=\"tss\"><allow send_destination=\"*\"/></policy>"
		 "<policy user=\"mallory\"><allow send_destination=\"*\"/></policy></busconfig>");
	put_file(root, "/etc/dbus-1/system.d/tpm2-abrmd.conf",
		 "<busconfig><policy group=\"tss\"><allow send_destination=\"*\"/></policy>"
		 "<!-- <policy user=\"eve\"><allow send_destination=\"*\"/></policy> -->"
		 "<policy user=\"mallory\"><deny send_destination=\"*\"/></policy></busconfig>");
	put_file(root, "/etc/dbus-1/system-local.conf", "<busconfig/>");
	put_file(root, "/proc/812/comm", "tpm2-abrmd\n");
	put_bytes(root, "/proc/812/cmdline", "tpm2-abrmd\0--max-sessions=2\0", 28);
	put_file(root, "/proc/812/cgroup", "0::/system.slice/tpm2-abrmd.service\n");
	put_link(root, "/proc/812/fd/3", "/dev/tpm0");
	put_link(root, "/proc/812/fd/4", "/dev/null");
	put_link(root, "/proc/812/exe", "/usr/sbin/tpm2-abrmd");
	put_file(root, "/proc/9/comm", "other\n");
	assert_int_equal(collect_host(report, root), 0);
	assert_int_equal(host->holders.count, 1);
	holders = host->holders.items;
	assert_string_equal(holders[0].node.value, "/dev/tpm0");
	assert_int_equal(holders[0].pid.value, 812);
	assert_string_equal(holders[0].command.value, "tpm2-abrmd");
	assert_string_equal(holders[0].executable.value, "/usr/sbin/tpm2-abrmd");
	assert_string_equal(holders[0].unit.value, "tpm2-abrmd.service");
	assert_int_equal(host->abrmd.processes.value, 1);
	assert_string_equal(host->abrmd.arguments.value, "tpm2-abrmd --max-sessions=2");
	assert_string_equal(host->abrmd.policy.value, "/etc/dbus-1/system.d/tpm2-abrmd.conf");
	assert_int_equal(host->abrmd.policy_groups.count, 1);
	assert_string_equal(text_at(&host->abrmd.policy_groups, 0), "tss");
	assert_int_equal(host->abrmd.policy_users.count, 0);
	finish(report, root);
}

static void test_fapi(void **state)
{
	BEGIN;
	put_file(
		root, "/etc/tpm2-tss/fapi-config.json",
		"{ \"profile_name\": \"P\", \"profile_dir\": \"/p\", \"system_dir\": \"/store\" }");
	put_file(root, "/p/P.json", "{ \"type\": \"TPM2_ALG_RSA\", \"srk_template\": \"system\" }");
	put_file(root, "/store/P/HS/SRK/object.json", "{}");
	put_file(root, "/var/lib/systemd/tpm2-srk-public-key.pem",
		 "-----BEGIN PUBLIC KEY-----\nAAEC\n-----END PUBLIC KEY-----\n");
	assert_int_equal(collect_host(report, root), 0);
	assert_string_equal(host->fapi.key_type.value, "rsa 2048");
	assert_string_equal(host->fapi.srk_file.value, "/store/P/HS/SRK/object.json");
	assert_int_equal(host->fapi.system_mode.value, 0755);
	assert_string_equal(host->systemd_srk.value, "000102");
	/* The copy below /run is the newer one. */
	put_file(root, "/run/systemd/tpm2-srk-public-key.pem",
		 "-----BEGIN PUBLIC KEY-----\nAA!C\n-----END PUBLIC KEY-----\n");
	assert_int_equal(collect_host(report, root), 0);
	assert_int_equal(host->systemd_srk.fact.presence, PRESENCE_FAILED);
	assert_int_equal(host->systemd_srk.fact.error, EBADMSG);
	finish(report, root);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty),	 cmocka_unit_test(test_kernel),
		cmocka_unit_test(test_software), cmocka_unit_test(test_services),
		cmocka_unit_test(test_fapi),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
