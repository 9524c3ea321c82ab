/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: what the kernel has said of the TPM. */
#include "host.h"
#include "rule.h"

static enum rule_status check_probe(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	(void)tpm;
	NEED(report, tpms);
	if (report_count_tpms(report))
		return RULE_OK;
	return found_in_log(out, "failed with error 378");
}

static enum rule_status check_force(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct text_fact *cmdline = &report->host->cmdline;

	(void)tpm;
	NEED(report->host, cmdline);
	if (!strstr(cmdline->value, "tpm_tis.force=1") &&
	    !strstr(cmdline->value, "tpm_tis.force=Y") &&
	    !strstr(cmdline->value, "tpm_tis.force=y"))
		return RULE_OK;
	evidence(out, "/proc/cmdline", "%s", cmdline->value);
	if (fact_known(&report->host->kernel_log.fact))
		found_in_log(out, "can't request region|failed with error -16");
	return RULE_FOUND;
}

static enum rule_status check_interrupt(const struct report *report, const struct tpm_report *tpm,
					struct finding_out *out)
{
	(void)report;
	(void)tpm;
	return found_in_log(out, "TPM interrupt not working|TPM interrupt storm");
}

static enum rule_status check_testing(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	(void)report;
	(void)tpm;
	return found_in_log(out, "A TPM error (2314)");
}

static enum rule_status check_startup(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	(void)report;
	(void)tpm;
	return found_in_log(out, "A TPM error (256)|starting up the TPM manually");
}

static enum rule_status check_timeout(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	(void)report;
	(void)tpm;
	return found_in_log(out, "tpm_send: error -62|tpm_transmit: error -62|Operation Timed out");
}

static const struct rule rules[] = {
	{ .id = "DEV-006",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_ALL,
	  .title = "the driver gave up: it asked a TPM that was not ready (error 378)",
	  .why = "kernels 6.4.10 and 6.4.11 asked every TPM for its manufacturer while they bound it",
	  .remedy = "update the kernel",
	  .references = "NixOS/nixpkgs#250166",
	  .check = check_probe },
	{ .id = "DEV-007",
	  .severity = SEVERITY_WARNING,
	  .title = "tpm_tis.force=1 makes the driver take an address that nobody announced",
	  .why = "it collides with the real device, and drives a TPM behind the firmware's back",
	  .remedy = "take tpm_tis.force off the kernel's command line",
	  .commands = "# sed -i 's/ *tpm_tis.force=[^ \"]*//' /etc/default/grub && update-grub",
	  .references = "Documentation/admin-guide/kernel-parameters.txt",
	  .check = check_force },
	{ .id = "DEV-008",
	  .severity = SEVERITY_WARNING,
	  .title = "the TPM's interrupt does not work, so the kernel polls",
	  .why = "each command takes some milliseconds more; nothing else suffers",
	  .remedy = "update the firmware; tpm_tis.interrupts=0 silences the message",
	  .references = "drivers/char/tpm/tpm_tis_core.c",
	  .check = check_interrupt },
	{ .id = "DEV-009",
	  .severity = SEVERITY_INFO,
	  .title = "the TPM was still testing itself when the kernel came",
	  .why = "harmless, unless it stays so: see FW-002",
	  .remedy = "nothing to do",
	  .references = "drivers/char/tpm/tpm2-cmd.c: tpm2_do_selftest",
	  .check = check_testing },
	{ .id = "DEV-010",
	  .severity = SEVERITY_INFO,
	  .title = "the firmware did not start the TPM: the kernel had to",
	  .why = "firmware that sends no Startup usually measures nothing either (PCR-002)",
	  .remedy = "give a virtual machine firmware with TPM support (OVMF with TPM 2.0); else "
		    "look for a TPM option in the firmware's setup",
	  .references = "google/go-tpm-tools#566",
	  .check = check_startup },
	{ .id = "DEV-011",
	  .severity = SEVERITY_ERROR,
	  .title = "the TPM did not take commands in time",
	  .why = "commands fail now and then",
	  .remedy = "update the TPM's firmware and the kernel; switch the machine off completely",
	  .references = "drivers/char/tpm/tpm_tis_core.c: wait_for_tpm_stat",
	  .check = check_timeout },
};

RULE_TABLE(rules_kernel_log, "devices", rules);
