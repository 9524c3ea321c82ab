/* SPDX-License-Identifier: BSD-2-Clause */
/* What rules advise: commands that are true on the machine that the report is of. */
#include "doctor_cases.h"
#include "fix-script.h"
#include "finding.h"
#include "host.h"

/* What is printed about the lockout password is what the TPM's state allows. */
static void test_lockout_commands(void **state)
{
	static const struct {
		const char *changes, *command; /* NULL: none */
	} states[] = {
		{ "tpms[0].state.lockout_auth_set=1", "--clear-lockout --auth LOCKOUT_PASSWORD" },
		{ "tpms[0].state.lockout_auth_set=0",
		  "no password: tpm2_dictionarylockout --clear-lockout" },
		{ "tpms[0].state.lockout_auth_set=!unasked", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		struct report *report = healthy_report();
		const struct finding *finding;
		const char *command;

		apply(report, "tpms[0].state.in_lockout=1;tpms[0].state.lockout_counter=32");
		apply(report, "tpms[0].state.max_auth_fail=5;tpms[0].state.lockout_recovery=0");
		apply(report, states[i].changes);
		doctor_examine(report);
		for (size_t r = 0; r < 2; r++) {
			finding = finding_of(report, r ? "DA-005" : "DA-001");
			assert_string_equal(finding->status.value, "found");
			assert_int_equal(finding->commands.count, states[i].command != NULL);
			if (!states[i].command)
				continue;
			command = *(const char *const *)finding->commands.items;
			assert_int_equal(command[0], '#');
			assert_int_equal(strstr(command, "LOCKOUT_PASSWORD") != NULL, i == 0);
			if (!r)
				assert_non_null(strstr(command, states[i].command));
		}
		report_free(report);
	}
}

/* The commands of a rule, one a line. */
static void check_advice(const char *changes, const char *rule, const char *want)
{
	struct report *report = healthy_report();
	const struct finding *finding;
	char text[1024] = "";

	apply(report, changes);
	doctor_examine(report);
	finding = finding_of(report, rule);
	assert_string_equal(finding->status.value, "found");
	write_script(finding);
	for (size_t i = 0; i < finding->commands.count; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s\n",
			 ((const char *const *)finding->commands.items)[i]);
	if (strcmp(text, want) != 0)
		fail_msg("%s: %s: got:\n%swant:\n%s", rule, changes, text, want);
	report_free(report);
}

#define DENIED "tpms[0].nodes[1].access=denied;host.account.database_groups=[];"

static void test_groups(void **state)
{
	static const struct {
		const char *changes, *commands;
	} cases[] = {
		{ "", "usermod -aG tss alice\n# then log out and in again\n" },
		{ "tpms[0].nodes[1].group=tpmusers",
		  "usermod -aG tpmusers alice\n# then log out and in again\n" },
		{ "host.account.user=!absent",
		  "# outside a container: usermod -aG tss USER\n# then log out and in again\n" },
		{ "host.account.user=-rf",
		  "# outside a container: usermod -aG tss USER\n# then log out and in again\n" },
		{ "host.account.user=$(reboot)",
		  "# outside a container: usermod -aG tss USER\n# then log out and in again\n" },
		{ "host.container=!unasked", "# outside a container: usermod -aG tss alice\n"
					     "# then log out and in again\n" },
		{ "tpms[0].nodes[1].group=root", "" },
		{ "tpms[0].nodes[1].group=nogroup", "" },
		{ "tpms[0].nodes[1].group=4242", "" },
		{ "tpms[0].nodes[1].group=systemd-timesync", "" },
		{ "tpms[0].nodes[1].group=x$(reboot)", "" },
		{ "host.account.user=root;host.account.uid=0",
		  "# systemctl edit UNIT: [Service] SupplementaryGroups=tss\n" },
		{ "host.container=podman",
		  "# podman run --device /dev/tpmrm0 --group-add keep-groups ...\n" },
		{ "host.container=docker",
		  "# docker run --device /dev/tpmrm0 --group-add GID ..., GID from stat -c %g "
		  "/dev/tpmrm0 on the host\n" },
	};
	char changes[512];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(changes, sizeof(changes), DENIED "%s", cases[i].changes);
		check_advice(changes, "PRM-001", cases[i].commands);
	}
#define ONLY_ROOT "tpms[0].nodes[1].group=root;tpms[0].nodes[1].mode=0600;"
#define TRIGGER                      \
	"udevadm control --reload\n" \
	"udevadm trigger --action=add --subsystem-match=tpm --subsystem-match=tpmrm\n"
	check_advice(ONLY_ROOT, "PRM-003", TRIGGER);
	check_advice(ONLY_ROOT "host.account.tss_group=0", "PRM-003", "systemd-sysusers\n" TRIGGER);
	check_advice(ONLY_ROOT "host.container=docker", "PRM-003", "");
	check_advice("tpms[0].nodes[1].mode=0666", "PRM-006", "chmod o-rw /dev/tpmrm0\n");
	check_advice("tpms[0].nodes[0].group=tss;tpms[0].nodes[0].mode=0660", "PRM-004",
		     "chmod g-rw /dev/tpm0\n");
#define NO_NODE "tpms[0].nodes[1].access=no node;tpms[0].nodes[1].name=tpmrm0;"
	check_advice(NO_NODE "tpms[0].nodes[1].major=253;tpms[0].nodes[1].minor=65536", "DEV-004",
		     "mknod -m 600 /dev/tpmrm0 c 253 65536\nudevadm trigger --action=add "
		     "--subsystem-match=tpm --subsystem-match=tpmrm\n");
	check_advice(NO_NODE "tpms[0].nodes[1].name=../etc/x;tpms[0].nodes[1].major=253;"
			     "tpms[0].nodes[1].minor=65536",
		     "DEV-004",
		     "udevadm trigger --action=add --subsystem-match=tpm "
		     "--subsystem-match=tpmrm\n");
	check_advice("tpms[0].nodes[1].mode=0666;tpms[0].nodes[1].path=/dev/../etc/shadow",
		     "PRM-006", "");
	check_advice("tpms[0].nodes[1].mode=0666;tpms[0].nodes[1].path=--reference=/etc/shadow",
		     "PRM-006", "");
}

/* Each kind of container has its own option for a device. */
static void test_containers(void **state)
{
	(void)state;
#define NOT_PASSED "tpms[0].nodes[1].access=no node;host.container="
	check_advice(NOT_PASSED "kubernetes", "DEV-005",
		     "# the pod needs a device plugin that offers /dev/tpmrm0, under "
		     "resources.limits, and securityContext.supplementalGroups: [GID]\n");
	check_advice(NOT_PASSED "lxc", "DEV-005",
		     "# LXD, Incus: lxc config device add CONTAINER tpmrm0 unix-char "
		     "source=/dev/tpmrm0 path=/dev/tpmrm0 gid=GID\n");
	check_advice(NOT_PASSED "systemd-nspawn", "DEV-005",
		     "# systemd-nspawn --bind=/dev/tpmrm0, and DeviceAllow=/dev/tpmrm0 rw in the "
		     "unit that starts it\n");
}

static void test_modules(void **state)
{
	static const struct {
		const char *changes, *command;
	} cases[] = {
		{ "firmware.start_method=7", "modprobe tpm_crb" },
		{ "firmware.start_method=2", "modprobe tpm_crb" },
		{ "firmware.start_method=6", "modprobe tpm_tis" },
		{ "firmware.start_method=15", "modprobe -a tpm_crb_ffa tpm_crb" },
		{ "firmware.start_method=1", "# modprobe MODULE" },
		{ "firmware.start_method=!unasked", "# modprobe MODULE" },
		{ "firmware.start_method=!absent;firmware.acpi_tpm2=!absent;firmware.acpi_tcpa=present",
		  "modprobe tpm_tis" },
#define TREE \
	"firmware.start_method=!absent;firmware.acpi_tpm2=!absent;firmware.of_path=/soc/spi@7e/tpm@1;"
		{ TREE "firmware.of_compatible=infineon,slb9670", "modprobe tpm_tis_spi" },
		{ TREE "firmware.of_compatible=tcg,tpm-tis-i2c", "modprobe tpm_tis_i2c" },
		{ TREE "firmware.of_compatible=microsoft,ftpm", "modprobe tpm_ftpm_tee" },
		{ TREE "firmware.of_compatible=acme,$(reboot)", "# modprobe MODULE" },
	};
	char changes[512], want[256];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(changes, sizeof(changes), "tpms=[];%s", cases[i].changes);
		snprintf(want, sizeof(want), "%s%s\n# dmesg | grep -i tpm\n", cases[i].command,
			 *cases[i].command == '#'
				 ? ", the driver for this interface: tpm_crb, tpm_tis, "
				   "tpm_tis_spi, tpm_tis_i2c, tpm_ftpm_tee ..."
				 : "");
		check_advice(changes, "DEV-002", want);
	}
#define REGION                                                                              \
	"tpms=[];host.kernel_log[]=tpm_crb MSFT0101:00: can't request region for resource " \
	"[mem 0xdc795000-0xdc795fff]"
	check_advice(REGION, "DEV-002", "# dmesg | grep -i tpm\n");
	check_advice(REGION, "DEV-016",
		     "# until then, if /proc/iomem shows it inside \"ACPI Non-volatile Storage\": "
		     "memmap=0x1000%0xdc795000-4 on the kernel's command line\n");
#define BYPASS	  "host.kernel_log[]=ima: No TPM chip found, activating TPM-bypass!;"
#define INITRAMFS " >> /etc/initramfs-tools/modules && update-initramfs -u\n"
	check_advice(BYPASS, "PCR-007", "# echo tpm_crb" INITRAMFS);
	check_advice(BYPASS "tpms[0].device.driver=tpm_crb_acpi", "PCR-007",
		     "# echo tpm_crb" INITRAMFS);
	check_advice(BYPASS "tpms[0].device.driver=tpm_tis_spi", "PCR-007",
		     "# echo tpm_tis_spi" INITRAMFS);
	check_advice(BYPASS "tpms[0].device.driver=!unasked", "PCR-007", "# echo MODULE" INITRAMFS);
}

/* A command is never cut, however long a name of the report is; a comment cannot end early. */
static void test_long_names(void **state)
{
	struct report *report = healthy_report();
	char name[5001], *text = NULL;
	size_t size;
	FILE *out;

	(void)state;
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	apply(report, DENIED);
	fact_set_text(report, &report->host->account.user, name);
	fact_set_text(report, &report_tpm(report, 0)->name, "tpm0'\n\"`$(reboot)\\");
	doctor_examine(report);
	out = open_memstream(&text, &size);
	assert_int_equal(render_fix_script(report, out), 0);
	fclose(out);
	memmove(name + sizeof(name) - 3, "a\n", 3);
	assert_non_null(strstr(text, name));
	assert_null(strstr(text, "$(reboot"));
	for (char *rest = text, *line; (line = strsep(&rest, "\n"));)
		if (line[0] == '#' || strstr(line, "if ask"))
			assert_null(strpbrk(line + (line[0] == '#' ? 0 : strlen("if ask '")),
					    "\"`$\\"));
	free(text);
	report_free(report);
}

/* A machine that nothing is wrong with is silent but for information, whatever it is made of. */
static void test_silence(void **state)
{
	static const struct {
		const char *name, *changes;
	} machines[] = {
		{ "the healthy one", NULL },
		{ "a swtpm",
		  "tpms[0].name=!absent;tpms[0].kind=!unasked;tpms[0].nodes=!absent;"
		  "tpms[0].device=!unasked;tpms[0].identity.manufacturer=IBM;"
		  "tpms[0].identity.vendor_string=SW   TPM;tpms[0].identity.fips_140_2=1;"
		  "tpms[0].state.max_auth_fail=3;tpms[0].state.lockout_auth_set=0;"
		  "tpms[0].capabilities.handles_persistent=[];tpms[0].objects=[];"
		  "tpms[0].ek_certificates=[];tpms[0].pcr_values[0].digest=00;"
		  "tpms[0].pcr_values[1].digest=00;host.systemd_srk=!absent;"
		  "host.fapi.srk_file=!absent" },
		{ "FAPI is installed and not used",
		  "host.fapi.srk_file=!absent;host.fapi.system_mode=!absent;"
		  "tpms[0].ek_certificates=[];tpms[0].objects[0].type=rsa;"
		  "tpms[0].objects[0].public_key=a1a2b1b2" },
		{ "an Infineon",
		  "tpms[0].limits.nv_buffer_max=768;tpms[0].limits.nv_index_max=1664" },
		{ "after Windows", "tpms[0].state.disable_clear=1;tpms[0].state.lockout_auth_set=1;"
				   "tpms[0].state.owner_auth_set=1" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		struct report *report = healthy_report();
		const struct finding *findings;

		apply(report, machines[i].changes);
		doctor_examine(report);
		findings = report->findings.items;
		for (size_t f = 0; f < report->findings.count; f++)
			if (!strcmp(findings[f].status.value, "found") &&
			    findings[f].severity.state >= SEVERITY_WARNING)
				fail_msg("%s: %s", machines[i].name, findings[f].id.value);
		report_free(report);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lockout_commands), cmocka_unit_test(test_groups),
		cmocka_unit_test(test_containers),	 cmocka_unit_test(test_modules),
		cmocka_unit_test(test_long_names),	 cmocka_unit_test(test_silence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
