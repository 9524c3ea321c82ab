/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: is there a TPM, a driver, a node? */
#include "advice.h"
#include "device.h"
#include "host.h"

static const struct node *node_at(const struct tpm_report *tpm, size_t i)
{
	return i < tpm->nodes.count ? (const struct node *)tpm->nodes.items + i : NULL;
}

/* What the platform firmware announces, or NULL. */
static const char *announced(const struct firmware_tables *tables)
{
	return fact_known(&tables->acpi_tpm2.fact)   ? "ACPI table TPM2"
	       : fact_known(&tables->acpi_tcpa.fact) ? "ACPI table TCPA"
	       : fact_known(&tables->of_path.fact)   ? "device tree"
						     : NULL;
}

static enum rule_status check_firmware(const struct report *report, const struct tpm_report *tpm,
				       struct finding_out *out)
{
	const struct firmware_tables *tables = report->firmware;

	(void)tpm;
	NEED(report, tpms);
	if (report_count_tpms(report))
		return RULE_OK;
	NEED_ANSWER(tables, acpi_tpm2);
	NEED_ANSWER(tables, acpi_tcpa);
	NEED_ANSWER(tables, of_path);
	if (announced(tables))
		return RULE_OK;
	evidence(out, "/sys/class/tpm", "empty or not there");
	evidence(out, "/sys/firmware/acpi/tables", "neither TPM2 nor TCPA");
	evidence(out, "device tree", "no node of a TPM");
	if (fact_known(&report->host->container.fact))
		evidence(out, "container", "%s", report->host->container.value);
	return RULE_FOUND;
}

static enum rule_status check_driver(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const struct firmware_tables *tables = report->firmware;
	const char *module = module_to_load(tables), *failed;

	(void)tpm;
	NEED(report, tpms);
	if (report_count_tpms(report))
		return RULE_OK;
	NEED_ANSWER(tables, acpi_tpm2);
	NEED_ANSWER(tables, acpi_tcpa);
	NEED_ANSWER(tables, of_path);
	if (!announced(tables))
		return RULE_OK;
	evidence(out, announced(tables), "%s",
		 text_of(&tables->acpi_tpm2.text,
			 text_of(&tables->acpi_tcpa.text, text_of(&tables->of_path, ""))));
	evidence(out, "/sys/class/tpm", "empty");
	if (fact_known(&tables->start_method.fact))
		evidence(out, "start method of table TPM2", "%" PRIu64, tables->start_method.value);
	if (fact_known(&tables->of_compatible.fact))
		evidence(out, "compatible", "%s", tables->of_compatible.value);
	failed = line_in_log(report, "failed with error|can't request region");
	if (failed) {
		evidence(out, text_of(&report->host->kernel_log_source, "kernel log"), "%s",
			 failed);
		say_remedy(out, "the driver is there and gave up: fix what the kernel's log names");
	} else if (module)
		say_command(out, "%smodprobe %s%s",
			    fact_known(&report->host->container.fact) ? "# on the host: " : "",
			    strchr(module, ' ') ? "-a " : "", module);
	else
		say_command(out,
			    "# modprobe MODULE, the driver for this interface: tpm_crb, tpm_tis, "
			    "tpm_tis_spi, tpm_tis_i2c, tpm_ftpm_tee ...");
	say_command(out, "# dmesg | grep -i tpm");
	return RULE_FOUND;
}

static enum rule_status check_rm(const struct report *report, const struct tpm_report *tpm,
				 struct finding_out *out)
{
	const struct node *raw = tpm_report_node(tpm, "tpm");

	NEED_NODES(tpm);
	if (tpm->nodes.fact.presence == PRESENCE_ABSENT)
		return RULE_OK; /* the kernel does not have this TPM */
	NEED(tpm->device, version_major);
	if (!raw || tpm_report_node(tpm, "tpmrm"))
		return RULE_OK;
	evidence(out, "tpm_version_major", "%" PRIu64, tpm->device->version_major.value);
	if (fact_known(&report->kernel.fact))
		evidence(out, "kernel", "%s", report->kernel.value);
	return RULE_FOUND;
}

/* Nodes that sysfs has and /dev has not. */
static bool lacks_nodes(const struct tpm_report *tpm, struct finding_out *out)
{
	const struct node *node;
	bool any = false;

	for (size_t i = 0; (node = node_at(tpm, i)); i++) {
		if (!state_is(&node->access, ACCESS_NO_NODE))
			continue;
		evidence(out, text_of(&node->sysfs_path, text_of(&node->name, "sysfs")),
			 "no node in /dev");
		any = true;
	}
	return any;
}

/* udevd gives a node its group, but makes none: the kernel did, and somebody took it away. */
static void say_make_nodes(struct finding_out *out)
{
	const struct node *node;
	const char *name;

	for (size_t i = 0; (node = node_at(out->tpm, i)); i++) {
		name = plain_word(&node->name);
		if (!state_is(&node->access, ACCESS_NO_NODE) || !name || strchr(name, '/') ||
		    !fact_known(&node->major.fact) || !fact_known(&node->minor.fact))
			continue;
		say_command(out, "mknod -m 600 /dev/%s c %" PRIu64 " %" PRIu64, name,
			    node->major.value, node->minor.value);
	}
	say_command(out, "udevadm trigger --action=add --subsystem-match=tpm "
			 "--subsystem-match=tpmrm");
}

static enum rule_status check_nodes(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct node *node;

	NEED_NODES(tpm);
	for (size_t i = 0; (node = node_at(tpm, i)); i++)
		NEED(node, access);
	if (!lacks_nodes(tpm, out))
		return RULE_OK;
	NEED_ANSWER(report->host, container);
	if (fact_known(&report->host->container.fact))
		return RULE_OK; /* DEV-005 */
	say_make_nodes(out);
	return RULE_FOUND;
}

static enum rule_status check_container(const struct report *report, const struct tpm_report *tpm,
					struct finding_out *out)
{
	const struct node *node;

	NEED_NODES(tpm);
	for (size_t i = 0; (node = node_at(tpm, i)); i++)
		NEED(node, access);
	if (!lacks_nodes(tpm, out))
		return RULE_OK;
	NEED_ANSWER(report->host, container);
	if (!fact_known(&report->host->container.fact))
		return RULE_OK;
	evidence(out, "container", "%s", report->host->container.value);
	say_pass_node(out);
	return RULE_FOUND;
}

static enum rule_status check_several(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	const struct setting *settings = report->host->settings.items;

	(void)tpm;
	NEED(report, tpms);
	if (report_count_tpms(report) < 2)
		return RULE_OK;
	for (size_t i = 0; i < report_count_tpms(report); i++)
		evidence(out, "/sys/class/tpm", "%s",
			 text_of(&report_tpm(report, i)->name, "a TPM"));
	for (size_t i = 0; i < report->host->settings.count; i++)
		if (strstr(text_of(&settings[i].value, ""), "tpm"))
			evidence(out, text_of(&settings[i].source, "setting"), "%s=%s",
				 text_of(&settings[i].name, ""), settings[i].value.value);
	return RULE_FOUND;
}

static enum rule_status check_tcm(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	const struct node *node;
	bool any = false;

	(void)report;
	NEED_NODES(tpm);
	for (size_t i = 0; (node = node_at(tpm, i)); i++) {
		NEED(node, name);
		if (!strncmp(node->name.value, "tcm", 3)) {
			evidence(out, "node", "%s", node->name.value);
			any = true;
		}
	}
	return found_if(any);
}

/* A TPM 2.0 with a node of the resource manager's: what systemd waits for. */
static bool has_device_unit(const struct report *report)
{
	for (size_t i = 0; i < report_count_tpms(report); i++)
		if (tpm_report_node(report_tpm(report, i), "tpmrm"))
			return true;
	return false;
}

static enum rule_status check_wait(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	const struct host *host = report->host;

	(void)tpm;
	NEED(report, tpms);
	if (has_device_unit(report))
		return RULE_OK;
	for (size_t i = 0; i < report_count_tpms(report); i++)
		NEED_NODES((const struct tpm_report *)report_tpm(report, i));
	NEED_ANSWER(report->firmware, acpi_tpm2);
	NEED(host, tpm2_generator);
	NEED(host, cmdline);
	if (!fact_known(&report->firmware->acpi_tpm2.fact) || !host->tpm2_generator.value ||
	    strstr(host->cmdline.value, "systemd.tpm2_wait=0") ||
	    strstr(host->cmdline.value, "systemd.tpm2_wait=no"))
		return RULE_OK;
	evidence(out, "ACPI table TPM2", "%s", report->firmware->acpi_tpm2.value);
	evidence(out, "/sys/class/tpmrm", "empty or not there");
	evidence(out, "systemd-tpm2-generator", "installed");
	return RULE_FOUND;
}

static enum rule_status check_reset(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct text_fact *name = &tpm->device->null_name;

	(void)report;
	if (tpm->nodes.fact.presence == PRESENCE_ABSENT)
		return RULE_OK; /* the kernel does not have this TPM */
	NEED(tpm->device, version_major);
	if (name->fact.presence == PRESENCE_FAILED && !name->fact.error_is_rc) {
		evidence(out, "null_name", "%s", strerror((int)name->fact.error));
		return RULE_FOUND;
	}
	/* Absent: a kernel before 6.10, or without TCG_TPM2_HMAC, has no key to notice a reset by. */
	NEED_ANSWER(tpm->device, null_name);
	return found_in_log(out, "null key integrity check failed");
}

static const struct rule rules[] = {
	{ .id = "DEV-001",
	  .severity = SEVERITY_CRITICAL,
	  .stops = FOR_ALL,
	  .title = "no TPM: the firmware announces none, and the kernel has none",
	  .why = "nothing that needs a TPM can work",
	  .remedy = "switch it on in the firmware's setup (fTPM, PTT, Security Device); give a "
		    "virtual machine a vTPM",
	  .references = "systemd-analyze(1) has-tpm2",
	  .check = check_firmware },
	{ .id = "DEV-002",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_ALL,
	  .title = "the firmware announces a TPM, but no kernel driver has taken it",
	  .why = "without a driver there is no /dev/tpm0 and no /dev/tpmrm0",
	  .remedy = "load the driver, or look in the kernel's log why it failed",
	  .references = "fwupd/fwupd#4290\nTCG ACPI Specification 1.4, table TPM2",
	  .check = check_driver },
	{ .id = "DEV-003",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM,
	  .stops = FOR_ALL,
	  .unless = "T12-001",
	  .title = "there is a raw node, but no node of the kernel's resource manager",
	  .why = "the raw node serves one program at a time, and programs ask for /dev/tpmrm0",
	  .remedy =
		  "a TPM whose firmware upgrade was interrupted has none, nor has a kernel before "
		  "4.12: finish the upgrade with the vendor's tool, or update the kernel",
	  .references = "systemd/systemd#33077",
	  .check = check_rm },
	{ .id = "DEV-004",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM,
	  .stops = FOR_ALL,
	  .title = "the kernel has the TPM, but /dev has no node for it",
	  .why = "programs open nodes in /dev",
	  .remedy =
		  "make the node again, then let udev give it its group; if it is missing after a "
		  "boot, too, mount devtmpfs on /dev",
	  .references = "Documentation/ABI/stable/sysfs-class-tpm",
	  .check = check_nodes },
	{ .id = "DEV-005",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM,
	  .stops = FOR_ALL,
	  .title = "the machine has a TPM, but its node was not passed into this container",
	  .why = "a container sees only the devices that it was given",
	  .remedy = "give it the node, and the group that may use it",
	  .references = "podman-run(1) --device",
	  .check = check_container },
	{ .id = "DEV-012",
	  .severity = SEVERITY_WARNING,
	  .title = "there are several TPMs: programs without a setting take number 0",
	  .why = "keys made with one TPM do not load into another, and numbers can change at boot",
	  .remedy = "name the TPM in each program's settings, by a link that udev keeps, such as "
		    "those in /dev/tpm/by-path",
	  .commands = "# tpm-probe list",
	  .references = "tss2-tcti-tpmrm(7)",
	  .check = check_several },
	{ .id = "DEV-013",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM,
	  .title = "the nodes are called tcm: a Chinese TCM, or a TPM 2.0 with SM2 and SM3",
	  .why = "programs that look for /dev/tpmrm0 only do not find it",
	  .remedy = "name the node: TPM2TOOLS_TCTI=device:/dev/tcmrm0; udev rules have to name tcm "
		    "and tcmrm",
	  .references = "tpm2-tss: dist/tpm-udev.rules",
	  .check = check_tcm },
	{ .id = "DEV-014",
	  .severity = SEVERITY_WARNING,
	  .title = "boot waits for a TPM that never comes",
	  .why = "systemd waits 90 s for dev-tpmrm0.device where the firmware announces a TPM 2.0",
	  .remedy = "fix the driver (DEV-002), or configure systemd not to wait",
	  .commands = "# add systemd.tpm2_wait=0 to the kernel's command line",
	  .references = "systemd/systemd#33077\nsystemd-tpm2-generator(8)",
	  .check = check_wait },
	{ .id = "DEV-015",
	  .severity = SEVERITY_CRITICAL,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .stops = FOR_MEASURED_BOOT | FOR_ATTESTATION,
	  .title = "the TPM was reset while the kernel was running",
	  .why = "its PCRs no longer show this boot: an attacker can reset a TPM on its bus; a kernel "
		 "with CVE-2026-98845 keeps using it",
	  .remedy =
		  "find out what reset it (a suspend bug, a loose module, an attack), then reboot",
	  .references = "Documentation/security/tpm/tpm-security.rst\nlf-edge/eve#5214",
	  .check = check_reset },
};

RULE_TABLE(rules_devices, "devices", rules);
