/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules of category devices. */
#include "doctor_cases.h"

#define NO_TPM "tpms=[]"

static const struct doctor_case cases[] = {
	{ "DEV-001", "found", NO_TPM ";firmware.acpi_tpm2=!absent", "neither TPM2 nor TCPA" },
	{ "DEV-001", "ok", NO_TPM, NULL },
	{ "DEV-001", "skipped", NO_TPM ";firmware.acpi_tpm2=!denied", "root" },
	{ "DEV-002", "found", NO_TPM, "start method" },
	{ "DEV-002", "found", NO_TPM ";firmware.acpi_tpm2=!absent;firmware.of_path=/tpm",
	  "device tree" },
	{ "DEV-002", "skipped", NO_TPM ";firmware.of_path=!failed", "could not be read" },
	{ "DEV-003", "found", "tpms[0].nodes=[];tpms[0].nodes[0].class_name=tpm", "2" },
	{ "DEV-003", "skipped",
	  "tpms[0].nodes=[];tpms[0].nodes[0].class_name=tpm;tpms[0].device.version_major=!unasked",
	  "tpm-probe doctor -o json" },
	{ "DEV-004", "found", "tpms[0].nodes[1].access=no node", "no node in /dev" },
	{ "DEV-004", "ok", "tpms[0].nodes[1].access=no node;host.container=docker", NULL },
	{ "DEV-004", "skipped", "tpms[0].nodes[1].access=!unasked", NULL },
	{ "DEV-005", "found", "tpms[0].nodes[1].access=no node;host.container=docker", "docker" },
	{ "DEV-005", "ok", "host.container=docker", NULL },
	{ "DEV-005", "skipped", "host.container=!denied", "root" },
	{ "DEV-012", "found",
	  "tpms[1].name=tpm1;host.settings[0].name=TPM2TOOLS_TCTI;"
	  "host.settings[0].value=device:/dev/tpmrm0;host.settings[0].source=/etc/environment",
	  "/etc/environment" },
	{ "DEV-013", "found", "tpms[0].nodes[0].name=tcm0", "tcm0" },
	{ "DEV-014", "found", NO_TPM, "systemd-tpm2-generator" },
	{ "DEV-014", "ok", NO_TPM ";host.cmdline=quiet systemd.tpm2_wait=0", NULL },
	{ "DEV-014", "ok", NO_TPM ";host.tpm2_generator=0", NULL },
	{ "DEV-014", "skipped", NO_TPM ";host.cmdline=!denied", "root" },
	{ "DEV-015", "found", "tpms[0].device.null_name=!failed", "null_name" },
	{ "DEV-015", "found", "host.kernel_log[]=tpm tpm0: null key integrity check failed",
	  "integrity" },
	{ "DEV-015", "skipped", "tpms[0].device.null_name=!absent", "does not tell" },
};

DOCTOR_CASES("devices", cases)
