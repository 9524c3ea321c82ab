/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: what the kernel has said of the TPM. */
#include <inttypes.h>
#include <stdio.h>

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

/* The interrupt that nobody serves is named by a number: the driver's own lines show whose it is. */
static enum rule_status check_nobody(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const char *driver = line_in_log(
		report, "tis_int_handler|TPM interrupt not working|TPM interrupt storm");

	(void)tpm;
	NEED(report->host, kernel_log);
	if (!driver)
		return is_made_of_texts(report) ? found_in_log(out, "tis_int_handler") : RULE_OK;
	if (found_in_log(out, "nobody cared") != RULE_FOUND)
		return is_made_of_texts(report) ? RULE_SKIPPED : RULE_OK;
	evidence(out, text_of(&report->host->kernel_log_source, "kernel log"), "%s", driver);
	if (strstr(driver, "tis_int_handler"))
		say_title(out, "an interrupt of the TPM's driver comes again and again: nobody "
			       "serves it");
	return RULE_FOUND;
}

/* "... for resource [mem 0xdc795000-0xdc795fff]": the first and the last address. */
static bool region_in(const char *line, uint64_t *ret_first, uint64_t *ret_last)
{
	const char *at = line ? strstr(line, "[mem 0x") : NULL;

	return at && sscanf(at, "[mem 0x%" SCNx64 "-0x%" SCNx64, ret_first, ret_last) == 2 &&
	       *ret_first < *ret_last;
}

static enum rule_status check_region(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	enum rule_status status;
	uint64_t first, last;

	(void)tpm;
	NEED(report, tpms);
	if (report_count_tpms(report))
		return RULE_OK;
	status = found_in_log(out, "can't request region|failed with error -16");
	if (status != RULE_FOUND)
		return status;
	if (region_in(line_in_log(report, "can't request region"), &first, &last))
		say_command(out,
			    "# until then, if /proc/iomem shows it inside \"ACPI Non-volatile "
			    "Storage\": memmap=0x%" PRIx64 "%%0x%" PRIx64
			    "-4 on the kernel's command line",
			    last - first + 1, first);
	return RULE_FOUND;
}

static enum rule_status check_bus_errors(const struct report *report, const struct tpm_report *tpm,
					 struct finding_out *out)
{
	(void)report;
	(void)tpm;
	return found_in_log(out,
			    "tpm_try_transmit: send(): error -5|tpm_transmit: tpm_send: error -5|"
			    "invalid TPM_STS.x");
}

static enum rule_status check_testing(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	(void)report;
	(void)tpm;
	return found_in_log(out, "A TPM error (2314)");
}

/* TPM_RC_INITIALIZE: how often, and whether the kernel got it for more than its first question. */
static bool is_lost_in_resume(const struct report *report)
{
	const char *const *lines = report->host->kernel_log.items;
	size_t n = 0;

	for (size_t i = 0; i < report->host->kernel_log.count; i++)
		n += strstr(lines[i], "A TPM error (256)") != NULL;
	return n > 1 || line_in_log(report, "A TPM error (256) occurred attempting get random");
}

static enum rule_status check_startup(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	(void)tpm;
	NEED(report->host, kernel_log);
	if (is_lost_in_resume(report))
		return found_in_log(out, "starting up the TPM manually") == RULE_FOUND
			       ? RULE_FOUND
			       : RULE_OK; /* DEV-018 */
	return found_in_log(out, "A TPM error (256)|starting up the TPM manually");
}

static enum rule_status check_resume(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	(void)tpm;
	NEED(report->host, kernel_log);
	if (!is_lost_in_resume(report))
		return is_made_of_texts(report) && !line_in_log(report, "A TPM error (256)")
			       ? found_in_log(out, "A TPM error (256)")
			       : RULE_OK;
	return found_in_log(out, "A TPM error (256)");
}

static enum rule_status check_timeout(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	(void)report;
	(void)tpm;
	return found_in_log(out, "tpm_send: error -62|tpm_transmit: error -62|send(): error -62|"
				 "Operation Timed out");
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
	  .why = "each command takes some milliseconds more; where the interrupt keeps coming, a "
		 "kernel thread may use a whole processor (DEV-019)",
	  .remedy = "update the firmware; tpm_tis.interrupts=0 on the kernel's command line keeps "
		    "the driver from the interrupt",
	  .references = "drivers/char/tpm/tpm_tis_core.c",
	  .check = check_interrupt },
	{ .id = "DEV-009",
	  .severity = SEVERITY_INFO,
	  .title = "the TPM was still testing itself when the kernel came",
	  .why = "the kernel waits and asks again; if it stays so, see FW-002",
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
	  .why = "the program that sent the command gets an error, or hangs until the timeout; the "
		 "next one may work",
	  .remedy =
		  "switch the machine off completely; update the TPM's firmware and the kernel; a "
		  "TPM on SPI or I2C: check wiring, clock rate and reset line (DEV-017)",
	  .references = "drivers/char/tpm/tpm_tis_core.c: wait_for_tpm_stat",
	  .check = check_timeout },
	{ .id = "DEV-016",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_ALL,
	  .title = "the driver was refused the TPM's memory: it is claimed already",
	  .why = "the driver is there, and gave up with error -16 (EBUSY): the firmware's memory map "
		 "claims the region for something else, so loading the driver again does not help",
	  .remedy = "update the firmware: its memory map or ACPI table is wrong",
	  .references = "systemd/systemd#33412\ntpm2-software/tpm2-tools#2148\n"
			"Documentation/admin-guide/kernel-parameters.txt: memmap=",
	  .check = check_region },
	{ .id = "DEV-017",
	  .severity = SEVERITY_ERROR,
	  .title = "transfers to the TPM fail on its bus",
	  .why = "error -5 (EIO) and an invalid status register mean that the TPM's answer was not "
		 "readable: programs fail, and boot may wait for the TPM",
	  .remedy =
		  "a TPM on SPI or I2C: check its seat and wiring, the clock rate and the reset "
		  "line; another: update its firmware and the kernel; then switch the machine off "
		  "completely",
	  .references = "tpm2-software/tpm2-tss#2477\nraspberrypi/linux#5122\n"
			"drivers/char/tpm/tpm_tis_core.c: tpm_tis_status",
	  .check = check_bus_errors },
	{ .id = "DEV-018",
	  .severity = SEVERITY_WARNING,
	  .title = "the TPM refused commands because it was not started (error 256)",
	  .why = "it answered TPM_RC_INITIALIZE: it lost its state, likely in suspend, and the "
		 "firmware may not have started it again; until it does, all commands fail",
	  .remedy = "reboot; update the firmware, which has to send TPM2_Startup when the machine "
		    "resumes; until then do not suspend to RAM",
	  .references = "system76/firmware-open#427",
	  .check = check_resume },
	{ .id = "DEV-019",
	  .severity = SEVERITY_WARNING,
	  .title = "an interrupt that nobody serves may be the TPM's",
	  .why = "the kernel then switches the interrupt off, and a thread (kacpid, irq/N-tpm0) may "
		 "use a whole processor",
	  .remedy = "switch the driver's interrupt off, and update the firmware and the kernel",
	  .commands = "# add tpm_tis.interrupts=0 to the kernel's command line",
	  .references =
		  "NixOS/nixos-hardware#633\nhttps://bugzilla.kernel.org/show_bug.cgi?id=204121",
	  .check = check_nobody },
};

RULE_TABLE(rules_kernel_log, "devices", rules);
