/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: was the boot measured? */
#include "advice.h"
#include "capabilities.h"
#include "device.h"
#include "event-log.h"
#include "host.h"

enum { BOOT_PCRS = 8 };

static bool is_allocated(const struct tpm_report *tpm, const char *bank)
{
	const struct pcr_bank *banks = tpm->capabilities->pcrs.items;

	for (size_t i = 0; i < tpm->capabilities->pcrs.count; i++)
		if (text_is(&banks[i].name, bank) && banks[i].selected.count)
			return true;
	return false;
}

static void tell_banks(struct finding_out *out)
{
	const struct pcr_bank *banks = out->tpm->capabilities->pcrs.items;
	struct arena_text names = { .arena = out->arena };
	const char *source;

	for (size_t i = 0; i < out->tpm->capabilities->pcrs.count; i++)
		if (banks[i].selected.count)
			arena_text_add(&names, " ", text_of(&banks[i].name, "?"));
	/* Without a word which, tpm2_pcrread prints the PCRs of every bank that is allocated. */
	source = text_source(out->report, "tpm2_getcap pcrs", "TPM2_CAP_PCRS");
	evidence(out, source ? source : "tpm2_pcrread", "allocated: %s",
		 arena_text_or(&names, "none"));
}

static enum rule_status check_bank(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	(void)report;
	NEED(tpm->capabilities, pcrs);
	if (is_allocated(tpm, "sha256"))
		return RULE_OK;
	NEED_EACH(pcr_bank, &tpm->capabilities->pcrs, name);
	NEED_EACH(pcr_bank, &tpm->capabilities->pcrs, selected);
	tell_banks(out);
	if (is_software(tpm))
		say_command(out, "# while swtpm does not run, on its host: swtpm_setup --tpm2 "
				 "--tpmstate DIR --reconfigure --pcr-banks sha256");
	return RULE_FOUND;
}

/* Every digit 0: nothing was ever extended. */
static bool is_zero(const struct pcr_value *pcr)
{
	return fact_known(&pcr->digest.fact) &&
	       strspn(pcr->digest.value, "0") == strlen(pcr->digest.value);
}

/* The PCRs 0 to 7 of a bank that are empty, as text; "" where none is. */
static const char *empty_pcrs(struct finding_out *out, const char *bank)
{
	const struct pcr_value *pcrs = out->tpm->pcr_values.items;
	struct arena_text empty = { .arena = out->arena };

	for (size_t i = 0; i < out->tpm->pcr_values.count; i++)
		if (text_is(&pcrs[i].bank, bank) && pcrs[i].index.value < BOOT_PCRS &&
		    is_zero(&pcrs[i]))
			arena_text_add(&empty, " ",
				       arena_printf(out->arena, "%" PRIu64, pcrs[i].index.value));
	return arena_text_or(&empty, "");
}

static bool was_read(const struct tpm_report *tpm, const char *bank)
{
	const struct pcr_value *pcrs = tpm->pcr_values.items;

	for (size_t i = 0; i < tpm->pcr_values.count; i++)
		if (text_is(&pcrs[i].bank, bank) && pcrs[i].index.value < BOOT_PCRS)
			return true;
	return false;
}

/*
 * Did this machine boot with the TPM? A swtpm that programs reach by a TCTI has measured nothing, and
 * need not have. RULE_OK: it did, or it is hardware.
 */
static enum rule_status need_boot(const struct tpm_report *tpm, struct finding_out *out)
{
	if (fact_known(&tpm->nodes.fact))
		return RULE_OK;
	NEED(tpm->identity, manufacturer);
	NEED(tpm->identity, vendor_string);
	if (!is_software(tpm))
		return RULE_OK;
	return skip(out,
		    "a software TPM without a node of this machine: no boot was to be measured");
}

static enum rule_status check_empty(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	const struct pcr_bank *banks = tpm->capabilities->pcrs.items;
	bool any = false, all = true;

	(void)report;
	if (need_boot(tpm, out) != RULE_OK)
		return RULE_SKIPPED;
	NEED(tpm->capabilities, pcrs);
	NEED_EACH(pcr_bank, &tpm->capabilities->pcrs, selected);
	NEED(tpm, pcr_values);
	NEED_EACH(pcr_value, &tpm->pcr_values, bank);
	NEED_EACH(pcr_value, &tpm->pcr_values, index);
	NEED_EACH(pcr_value, &tpm->pcr_values, digest);
	for (size_t i = 0; i < tpm->capabilities->pcrs.count; i++) {
		const char *empty;

		if (!banks[i].selected.count)
			continue;
		NEED(&banks[i], name);
		all &= was_read(tpm, banks[i].name.value);
		empty = empty_pcrs(out, banks[i].name.value);
		if (!*empty)
			continue;
		evidence(out, arena_printf(out->arena, "bank %s", banks[i].name.value),
			 "never extended: PCR %s", empty);
		any = true;
	}
	if (!any && !all)
		return skip(out, "not every bank's PCRs were read: tpm-probe doctor reads them");
	return found_if(any);
}

static enum rule_status check_log(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	NEED(tpm->device, version_major);
	NEED_ANSWER(tpm->device, event_log);
	if (fact_known(&tpm->device->event_log.fact))
		return RULE_OK;
	evidence(out, "securityfs", "no binary_bios_measurements of this TPM");
	if (is_clear(&report->host->securityfs)) {
		evidence(out, "/sys/kernel/security", "securityfs is not mounted");
		say_command(out, "%smount -t securityfs securityfs /sys/kernel/security",
			    fact_known(&report->host->container.fact) ? "# on the host: " : "");
	}
	return RULE_FOUND;
}

static enum rule_status check_readable(const struct report *report, const struct tpm_report *tpm,
				       struct finding_out *out)
{
	const char *path;

	(void)report;
	NEED(tpm->device, version_major);
	NEED_ANSWER(tpm->device, event_log);
	if (!fact_known(&tpm->device->event_log.fact))
		return RULE_OK; /* PCR-003 */
	NEED(tpm->device, event_log_readable);
	if (tpm->device->event_log_readable.value)
		return RULE_OK;
	path = plain_word(&tpm->device->event_log);
	evidence(out, tpm->device->event_log.value, "not readable for this user");
	if (path && !strncmp(path, "/sys/kernel/security/", 21)) {
		say_command(out, "chgrp tss %s", path);
		say_command(out, "chmod 0440 %s", path);
		say_command(out,
			    "# for later boots: echo 'z %s 0440 root tss' "
			    ">/etc/tmpfiles.d/tpm-event-log.conf",
			    path);
	}
	return RULE_FOUND;
}

/* The log held against the PCRs, by collect_event_log(). */
static enum rule_status check_replay(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const struct replayed_pcr *pcrs = tpm->event_log->pcrs.items;
	bool differs = false, known = !tpm->event_log->pcrs.count;

	(void)report;
	if (!fact_known(&tpm->event_log->pcrs.fact)) {
		NEED_ANSWER(tpm->device, event_log);
		if (!fact_known(&tpm->device->event_log.fact))
			return RULE_OK; /* PCR-003 */
		if (is_clear(&tpm->device->event_log_readable))
			NEED(tpm->event_log, events);
		NEED(tpm->event_log, pcrs);
	}
	NEED_EACH(replayed_pcr, &tpm->event_log->pcrs, index);
	NEED_EACH(replayed_pcr, &tpm->event_log->pcrs, status);
	for (size_t i = 0; i < tpm->event_log->pcrs.count; i++) {
		const struct replayed_pcr *pcr = &pcrs[i];

		known |= fact_known(&pcr->status.fact) && strcmp(pcr->status.value, "unknown") != 0;
		/* What is extended after the boot is in no log of the firmware's. */
		if (!state_is(&pcr->status, REPLAY_DIFFERENT) || pcr->index.value > 7)
			continue;
		differs = true;
		evidence(out, text_of(&tpm->event_log->path, "event log"),
			 "%s, PCR %" PRIu64 ": %s", text_of(&pcr->bank, "-"), pcr->index.value,
			 text_of(&pcr->explanation, "differs"));
	}
	if (!known && is_made_of_texts(report))
		return skip(
			out,
			"the PCR values of the TPM are not known, only those computed from the log: "
			"tpm2_pcrread prints them");
	return differs ? RULE_FOUND : RULE_OK;
}

static enum rule_status check_weak(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	const struct fapi *fapi = &report->host->fapi;

	NEED(tpm->capabilities, pcrs);
	NEED_EACH(pcr_bank, &tpm->capabilities->pcrs, name);
	NEED_EACH(pcr_bank, &tpm->capabilities->pcrs, selected);
	if (is_allocated(tpm, "sha1") && tpm->capabilities->pcrs.count &&
	    !is_allocated(tpm, "sha256") && !is_allocated(tpm, "sha384") &&
	    !is_allocated(tpm, "sha512")) {
		tell_banks(out);
		return RULE_FOUND;
	}
	NEED_ANSWER(fapi, config);
	if (!fact_known(&fapi->config.fact))
		return RULE_OK;
	NEED_ANSWER(fapi, pcr_banks);
	if (fapi->pcr_banks.count != 1 || !list_has(&fapi->pcr_banks, "sha1"))
		return RULE_OK;
	evidence(out, text_of(&fapi->profile, "profile"), "pcr_selection names sha1 only");
	return RULE_FOUND;
}

static enum rule_status check_ima(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	const char *module = NULL;
	enum rule_status status;

	(void)tpm;
	NEED(report, tpms);
	if (!report_count_tpms(report))
		return RULE_OK; /* DEV-001, DEV-002 */
	status = found_in_log(out, "activating TPM-bypass");
	if (status != RULE_FOUND)
		return status;
	for (size_t i = 0; i < report_count_tpms(report) && !module; i++)
		module = module_of_driver(&report_tpm(report, i)->device->driver);
	say_command(out, "# echo %s >> /etc/initramfs-tools/modules && update-initramfs -u",
		    module ? module : "MODULE");
	return RULE_FOUND;
}

static const struct rule rules[] = {
	{ .id = "PCR-001",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .stops = FOR_MEASURED_BOOT | FOR_ATTESTATION,
	  .title = "no SHA-256 PCR bank is allocated",
	  .why = "policies and quotes use SHA-256; programs fall back to SHA-1, or fail",
	  .remedy = "choose SHA-256 in the firmware's setup: the firmware keeps the platform's "
		    "authorization, which tpm2_pcrallocate needs, to itself",
	  .references = "systemd/systemd#20134",
	  .check = check_bank },
	{ .id = "PCR-002",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_MEASURED_BOOT | FOR_ATTESTATION,
	  .title = "a PCR bank is allocated, but the boot was not measured into it",
	  .why = "an empty PCR can be extended by anybody to what a good boot would give "
		 "(of the kind of CVE-2021-42299, the Surface Pro 3's)",
	  .remedy = "update the firmware; use a bank that it fills; switch the empty one off",
	  .references = "systemd/systemd#20684\nfwupd: HSI-1 org.fwupd.hsi.Tpm.EmptyPcr",
	  .check = check_empty },
	{ .id = "PCR-003",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .stops = FOR_ATTESTATION,
	  .title = "there is no measured-boot log",
	  .why = "PCR values alone do not show what was booted: nobody can check them",
	  .remedy = "mount securityfs; a virtual machine needs firmware with TPM support (OVMF)",
	  .references = "stefanberger/swtpm#831",
	  .check = check_log },
	{ .id = "PCR-004",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .title = "this user may not read the measured-boot log",
	  .why = "only root may read the log: attestation agents of other users fail",
	  .remedy = "read it as root, or give it to group tss, whose members then may",
	  .references = "tpm2-tss: dist/tmpfiles.d/tpm2-tss-fapi.conf.in",
	  .check = check_readable },
	{ .id = "PCR-005",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_MEASURED_BOOT | FOR_ATTESTATION,
	  .title = "the measured-boot log does not lead to the PCRs' values",
	  .why = "nobody can say what was measured: attestation fails, and policies bound to these "
		 "PCRs cannot be predicted",
	  .remedy =
		  "look at the event that is named (tpm-probe pcrs --log); a firmware update fixes a "
		  "log that is cut or wrong; where nothing explains it, do not trust this boot",
	  .commands = "# tpm-probe pcrs --log",
	  .references =
		  "TCG PC Client Platform Firmware Profile, clause 10; fwupd HSI Tpm.ReconstructionPcr0",
	  .check = check_replay },
	{ .id = "PCR-006",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "measurements rest on SHA-1 alone",
	  .why = "collisions of SHA-1 are cheap: two boots can have one measurement",
	  .remedy = "use SHA-256 (PCR-001), and name it in profiles and policies",
	  .references = "fapi-profile(5) pcr_selection",
	  .check = check_weak },
	{ .id = "PCR-007",
	  .severity = SEVERITY_WARNING,
	  .title = "IMA started before the TPM's driver and measures into nothing",
	  .why = "PCR 10 stays empty for this boot",
	  .remedy = "build the driver into the kernel, or put it into the initramfs",
	  .references = "security/integrity/ima/ima_init.c",
	  .check = check_ima },
};

RULE_TABLE(rules_boot, "boot", rules);
