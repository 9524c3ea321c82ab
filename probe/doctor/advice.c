/* SPDX-License-Identifier: BSD-2-Clause */
/* Remedies that several rules give. */
#include "advice.h"

#include <ctype.h>
#include <string.h>

#include "device.h"
#include "host.h"

/* A name, and of a group that is not there for something else. */
static bool is_group_to_join(const char *group)
{
	static const char *const others[] = { "root", "nogroup", "nobody", "nfsnobody" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!strcmp(group, others[i]))
			return false;
	return !isdigit((unsigned char)*group) && strncmp(group, "systemd-", 8) != 0;
}

void say_pass_node(struct finding_out *out)
{
	static const struct {
		const char *container, *command;
	} commands[] = {
		{ "kubernetes", "# the pod needs a device plugin that offers /dev/tpmrm0, under "
				"resources.limits, and securityContext.supplementalGroups: [GID]" },
		{ "lxc", "# LXD, Incus: lxc config device add CONTAINER tpmrm0 unix-char "
			 "source=/dev/tpmrm0 path=/dev/tpmrm0 gid=GID" },
		{ "systemd-nspawn",
		  "# systemd-nspawn --bind=/dev/tpmrm0, and DeviceAllow=/dev/tpmrm0 "
		  "rw in the unit that starts it" },
		{ "flatpak", "# flatpak override --device=all APPLICATION" },
		{ "podman", "# podman run --device /dev/tpmrm0 --group-add keep-groups ..." },
		{ "docker",
		  "# docker run --device /dev/tpmrm0 --group-add GID ..., GID from stat -c "
		  "%g /dev/tpmrm0 on the host" },
	};
	const char *container = text_of(&out->report->host->container, "");
	const size_t n = sizeof(commands) / sizeof(commands[0]);

	for (size_t i = 0; i < n; i++) {
		if (strncmp(container, commands[i].container, strlen(commands[i].container)) != 0)
			continue;
		say_command(out, "%s", commands[i].command);
		return;
	}
	say_command(out, "%s", commands[n - 2].command);
	say_command(out, "%s", commands[n - 1].command);
}

void say_join_group(struct finding_out *out, const struct text_fact *group)
{
	const struct host *host = out->report->host;
	const char *name = plain_word(group), *user = plain_word(&host->account.user);

	if (fact_known(&host->container.fact)) {
		say_remedy(out,
			   "start the container with the group of the node: a group has another "
			   "name, or none, inside");
		say_pass_node(out);
		return;
	}
	if (!name || !is_group_to_join(name)) {
		say_remedy(
			out,
			"the group of the node is not one for TPMs: udev rules for TPM nodes give "
			"it to group tss (PRM-003); in a user namespace, map the group of the host");
		return;
	}
	if (is_clear(&host->account.uid) || text_is(&host->account.user, "root")) {
		say_remedy(
			out,
			"root is refused where it lacks the capability CAP_DAC_OVERRIDE: give the "
			"service that capability, or the group");
		say_command(out, "# systemctl edit UNIT: [Service] SupplementaryGroups=%s", name);
		return;
	}
	if (user && was_answered(&host->container.fact))
		say_command(out, "usermod -aG %s %s", name, user);
	else
		say_command(out, "# outside a container: usermod -aG %s %s", name,
			    user ? user : "USER");
	say_command(out, "# then log out and in again");
}

const char *tool_tcti(const struct finding_out *out, const char *class_name)
{
	const struct node *node = tpm_report_node(out->tpm, class_name);
	const char *path = node ? plain_word(&node->path) : NULL;
	bool raw = !strcmp(class_name, "tpm");

	if (!path || strncmp(path, "/dev/", 5) != 0)
		return raw ? " -T device:RAW_NODE" : "";
	if (!raw && !strcmp(path, "/dev/tpmrm0"))
		return "";
	return arena_printf(out->arena, " -T device:%s", path);
}

bool is_fapi_used(const struct report *report)
{
	const struct setting *settings = report->host->settings.items;

	for (size_t i = 0; i < report->host->settings.count; i++)
		if (text_is(&settings[i].name, "TSS2_FAPICONF"))
			return true;
	return fact_known(&report->host->fapi.srk_file.fact);
}

/* Start methods: TCG ACPI Specification 1.4, table 9. From Linux 7.1 on tpm_crb's driver is called
 * tpm_crb_acpi, the module tpm_crb as before. */
static const char *module_by_start_method(uint64_t start_method)
{
	switch (start_method) {
	case 6: /* memory mapped FIFO */
		return "tpm_tis";
	case 2:	 /* ACPI */
	case 7:	 /* CRB */
	case 8:	 /* CRB with ACPI */
	case 11: /* CRB with Arm SMC */
	case 13: /* CRB of Pluton */
		return "tpm_crb";
	case 15: /* CRB with Arm FF-A */
		return "tpm_crb_ffa tpm_crb";
	default:
		return NULL;
	}
}

struct driver {
	const char *name, *module;
};

static const char *module_of(const struct driver *drivers, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(drivers[i].name, name))
			return drivers[i].module;
	return NULL;
}

#define MODULE_OF(drivers, name) module_of(drivers, sizeof(drivers) / sizeof(drivers[0]), name)

const char *module_to_load(const struct firmware_tables *tables)
{
	static const struct driver compatible[] = {
		{ "infineon,slb9670", "tpm_tis_spi" },
		{ "st,st33htpm-spi", "tpm_tis_spi" },
		{ "tcg,tpm_tis-spi", "tpm_tis_spi" },
		{ "tcg,tpm-tis-spi", "tpm_tis_spi" },
		{ "infineon,slb9673", "tpm_tis_i2c" },
		{ "nuvoton,npct75x", "tpm_tis_i2c" },
		{ "st,st33ktpm2xi2c", "tpm_tis_i2c" },
		{ "tcg,tpm-tis-i2c", "tpm_tis_i2c" },
		{ "microsoft,ftpm", "tpm_ftpm_tee" },
		{ "tcg,tpm-tis-mmio", "tpm_tis" },
		{ "IBM,vtpm", "tpm_ibmvtpm" },
		{ "IBM,vtpm20", "tpm_ibmvtpm" },
		{ "socionext,synquacer-tpm-mmio", "tpm_tis" },
	};

	if (fact_known(&tables->start_method.fact))
		return module_by_start_method(tables->start_method.value);
	if (fact_known(&tables->acpi_tcpa.fact) && !fact_known(&tables->acpi_tpm2.fact))
		return "tpm_tis";
	return MODULE_OF(compatible, text_of(&tables->of_compatible, ""));
}

const char *module_of_driver(const struct text_fact *driver)
{
	static const struct driver drivers[] = {
		{ "tpm_crb", "tpm_crb" },	  { "tpm_crb_acpi", "tpm_crb" },
		{ "tpm_tis", "tpm_tis" },	  { "tpm_tis_spi", "tpm_tis_spi" },
		{ "tpm_tis_i2c", "tpm_tis_i2c" }, { "ftpm-tee", "tpm_ftpm_tee" },
		{ "optee-ftpm", "tpm_ftpm_tee" }, { "tpm_ibmvtpm", "tpm_ibmvtpm" },
	};

	return MODULE_OF(drivers, text_of(driver, ""));
}
