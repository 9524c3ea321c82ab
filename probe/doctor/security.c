/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rules: known vulnerabilities, what sleep does, and who can listen on the bus. Which vulnerability a rule shows is
 * told by the list of vulnerabilities; a rule that the list does not name has nothing to show.
 */
#include <stdio.h>
#include <stdlib.h>

#include "rule.h"
#include "device.h"
#include "finding.h"
#include "host.h"
#include "identity.h"
#include "machine.h"

/* All that the list has for this rule: found before unknown before ok. */
static enum rule_status check_listed(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const struct vulnerability *list = tpm->vulnerabilities.items;
	const char *remedy = NULL;
	size_t n = 0, n_unknown = 0;

	NEED(tpm, vulnerabilities);
	NEED_EACH(vulnerability, &tpm->vulnerabilities, rule);
	for (size_t i = 0; i < tpm->vulnerabilities.count; i++) {
		bool affected = state_is(&list[i].status, VULNERABILITY_AFFECTED);
		bool unknown = state_is(&list[i].status, VULNERABILITY_UNKNOWN) ||
			       !fact_known(&list[i].status.fact);

		if (!text_is(&list[i].rule, out->finding->id.value))
			continue;
		n++;
		n_unknown += unknown;
		if (affected || unknown)
			evidence(out, text_of(&list[i].id, ""), "%s: %s%s%s",
				 affected ? "affected" : "unknown", text_of(&list[i].evidence, ""),
				 fact_known(&list[i].fixed_in.fact) ? "; fixed in " : "",
				 text_of(&list[i].fixed_in, ""));
		if (affected)
			remedy = text_of(&list[i].remedy, "");
	}
	if (remedy) {
		say_remedy(out, "%s", remedy);
		return RULE_FOUND;
	}
	if (n_unknown && is_made_of_texts(report)) {
		NEED(tpm->identity, firmware_raw);
		NEED(tpm->identity, manufacturer);
	}
	if (!n)
		return skip(out, "the list of vulnerabilities names nothing for this rule");
	return n_unknown ? skip(out, "cannot be decided from what a TPM reports: --explain names "
				     "who knows")
			 : RULE_OK;
}

/*
 * A bus with wires. The kernel's own encrypted sessions (TCG_TPM2_HMAC, Linux 6.10) are its own commands':
 * what programs send and get crosses the bus as they send it.
 */
static enum rule_status check_bus(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	(void)report;
	NEED(tpm, kind);
	NEED(tpm->device, version_major);
	if (!state_is(&tpm->kind, TPM_KIND_DISCRETE))
		return RULE_OK;
	evidence(out, "kind", "discrete");
	evidence(out, "bus", "%s", text_of(&tpm->device->bus, "unknown"));
	if (fact_known(&tpm->device->null_name.fact))
		evidence(out, "null_name", "the kernel encrypts its own commands, not a program's");
	return RULE_FOUND;
}

/* What the list has about the kernel (SEC-011) and about packages (SEC-012). */
static enum rule_status check_software(const struct report *report, const struct tpm_report *tpm,
				       struct finding_out *out)
{
	const struct list_fact *list = &report->host->vulnerabilities;
	const struct vulnerability *items = list->items;
	size_t n_found = 0, n_unknown = 0, n = 0;

	(void)tpm;
	if (!text_is(&out->finding->id, "SEC-011"))
		NEED(report->host, packages);
	NEED(report->host, vulnerabilities);
	NEED_EACH(vulnerability, list, rule);
	NEED_EACH(vulnerability, list, status);
	for (size_t i = 0; i < list->count; i++) {
		bool older = state_is(&items[i].status, VULNERABILITY_PREDATES_FIX);

		if (!text_is(&items[i].rule, out->finding->id.value))
			continue;
		n++;
		n_found += older;
		n_unknown += state_is(&items[i].status, VULNERABILITY_UNKNOWN);
		if (older)
			evidence(out, text_of(&items[i].id, "-"), "%s; the project fixed it in %s",
				 text_of(&items[i].evidence, "-"),
				 text_of(&items[i].fixed_in, "-"));
	}
	if (n_found)
		return RULE_FOUND;
	if (n_unknown || (!n && text_is(&out->finding->id, "SEC-011")))
		return skip(out,
			    "the kernel's release does not show which stable release it is: look "
			    "for the CVE in the changelog of the distribution's kernel");
	return RULE_OK;
}

/* AMD, July 2025: firmware 3.*.0.* fails with 0x80070490, 3.*.2.* and 6.* do not. */
static enum rule_status check_amd_attestation(const struct report *report,
					      const struct tpm_report *tpm, struct finding_out *out)
{
	unsigned int high, low;
	int n = 0;

	(void)report;
	NEED(tpm->identity, manufacturer);
	if (strcmp(tpm->identity->manufacturer.value, "AMD") != 0)
		return RULE_OK;
	NEED(tpm->identity, firmware_raw);
	if (sscanf(tpm->identity->firmware_raw.value, "%8x %8x%n", &high, &low, &n) != 2 ||
	    tpm->identity->firmware_raw.value[n])
		return skip(out, "the firmware's version is not two hexadecimal words");
	if (high >> 16 != 3 || low >> 16 != 0)
		return RULE_OK;
	evidence(out, "firmware", "%s: AMD names 3.*.0.*", tpm->identity->firmware_raw.value);
	return RULE_FOUND;
}

/* The pin that resets a discrete TPM is one that software can reconfigure on Intel's PCH. */
static enum rule_status check_reset_pin(const struct report *report, const struct tpm_report *tpm,
					struct finding_out *out)
{
	NEED(tpm, kind);
	NEED(tpm->device, version_major);
	if (!state_is(&tpm->kind, TPM_KIND_DISCRETE))
		return RULE_OK;
	NEED_ANSWER(report->host, me_firmware);
	if (!fact_known(&report->host->me_firmware.fact))
		return RULE_OK;
	evidence(out, "kind", "discrete");
	evidence(out, "/sys/class/mei/mei0", "an Intel platform controller hub");
	return RULE_FOUND;
}

/* MM/DD/YYYY, as SMBIOS has it; 0: it is something else. */
static unsigned long year_of(const char *date)
{
	const char *slash = strrchr(date, '/');
	char *end;
	unsigned long year;

	if (!slash || strlen(slash + 1) != 4)
		return 0;
	year = strtoul(slash + 1, &end, 10);
	return *end ? 0 : year;
}

/* There is no list of versions: the date alone says that it cannot have the fix. */
static enum rule_status check_sleep(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	enum { PUBLISHED = 2018 };
	const struct host *host = report->host;
	unsigned long year;

	/* The firmware of a virtual machine may be of any date, and its sleep is the host's affair. */
	NEED(tpm, kind);
	if (!state_is(&tpm->kind, TPM_KIND_VIRTUAL)) {
		NEED(tpm->identity, manufacturer);
		NEED(tpm->identity, vendor_string);
	}
	if (is_software(tpm))
		return RULE_OK;
	NEED_ANSWER(host, sleep_modes);
	if (!fact_known(&host->sleep_modes.fact) || !list_has(&host->sleep_modes, "deep"))
		return RULE_OK;
	NEED(host, bios_date);
	year = year_of(host->bios_date.value);
	if (!year)
		return skip(out, "the firmware's date is none that can be read");
	if (year >= PUBLISHED)
		return skip(out,
			    "the firmware is of the year in which this became known, or later: "
			    "its manufacturer's list of changes says whether it has the fix");
	evidence(out, "/sys/class/dmi/id/bios_date", "%s", host->bios_date.value);
	evidence(out, "/sys/power/mem_sleep", "deep: a sleep in which the TPM loses power");
	return RULE_FOUND;
}

#define NVD	   "https://nvd.nist.gov/vuln/detail/"
#define NEW_KEYS   "update the TPM's firmware, then make the keys anew"
#define UPDATE	   "update the BIOS or the TPM's firmware"
#define LISTED	   .scope = RULE_TPM2, .check = check_listed
#define LISTED_ANY .scope = RULE_TPM, .check = check_listed

static const struct rule rules[] = {
	{ .id = "SEC-001",
	  .title = "ROCA: RSA keys of this TPM can be computed from their public half",
	  .why = "whoever sees a public key or a certificate can find the private key",
	  .remedy = NEW_KEYS,
	  .references = NVD "CVE-2017-15361",
	  .severity = SEVERITY_CRITICAL,
	  LISTED_ANY },
	{ .id = "SEC-002",
	  .title = "TPM-FAIL: the time of ECDSA signatures gives the key away (ST)",
	  .why = "who can time many signatures, over a network too, finds the private key",
	  .remedy = NEW_KEYS,
	  .references = NVD "CVE-2019-16863",
	  .severity = SEVERITY_ERROR,
	  LISTED },
	{ .id = "SEC-003",
	  .title = "TPM-FAIL: the time of ECDSA signatures gives the key away (Intel PTT)",
	  .why = "who can time many signatures, over a network too, finds the private key",
	  .remedy = "update the BIOS, then make ECDSA keys anew",
	  .references = NVD "CVE-2019-11090",
	  .severity = SEVERITY_WARNING,
	  LISTED },
	{ .id = "SEC-004",
	  .title = "CVE-2023-1017, -1018: a command accesses memory out of bounds",
	  .why = "who may send commands can stop the TPM; whether secrets are in reach depends on the "
		 "chip (Nuvoton: denial of service only)",
	  .remedy = UPDATE,
	  .references = NVD "CVE-2023-1017\n" NVD "CVE-2023-1018",
	  .severity = SEVERITY_ERROR,
	  LISTED },
	{ .id = "SEC-005",
	  .title = "CVE-2025-2884: HMAC signing reads the TPM's memory out of bounds",
	  .why = "who may send commands can stop the TPM; whether some of its memory can be read "
		 "depends on the chip (Nuvoton, Intel: denial of service only)",
	  .remedy = UPDATE,
	  .references = NVD "CVE-2025-2884\n" NVD "CVE-2025-49133",
	  .severity = SEVERITY_WARNING,
	  LISTED },
	{ .id = "SEC-006",
	  .title = "CVE-2018-6622: after a deep sleep the PCRs may be an attacker's",
	  .why = "where the firmware starts a TPM anew that got no TPM2_Shutdown, whoever runs then "
		 "extends empty PCRs to any values, and so unseals what is bound to them; firmware "
		 "TPMs are affected, too",
	  .remedy = "update the BIOS; until there is one, keep the machine from sleeping deeply: "
		    "mem_sleep_default=s2idle, and no S3 in the firmware's setup",
	  .references = NVD "CVE-2018-6622\nUSENIX Security 2018, A Bad Dream\nNapper 1.3",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .check = check_sleep },
	{ .id = "SEC-007",
	  .title = "the bus between CPU and TPM can be probed",
	  .why = "what crosses it in the clear, such as an unsealed disk key, can be read with a few "
		 "wires by who has the machine in hand; the kernel's encrypted sessions do not "
		 "protect what programs send",
	  .remedy = "let a PIN be part of what unlocks the disk, and use programs that encrypt the "
		    "parameters of their commands",
	  .commands = "# systemd-cryptenroll --tpm2-device=auto --tpm2-with-pin=yes DEVICE",
	  .references = "Documentation/security/tpm/tpm-security.rst",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .check = check_bus },
	{ .id = "SEC-008",
	  .title = "NV_Extend may hang this TPM: systemd's NvPCRs may stop the boot",
	  .why = "TPMs with this firmware were seen not to return from extending an NV index of the "
		 "kind that NvPCRs use",
	  .remedy = "use a systemd whose hwdb marks this TPM with TPM2_BROKEN_NVPCR",
	  .references = "https://github.com/systemd/systemd/issues/40485\n"
			"https://github.com/systemd/systemd/issues/43675",
	  .severity = SEVERITY_WARNING,
	  LISTED },
	{ .id = "SEC-009",
	  .title = "CVE-2021-32015: this TPM 1.2 lets its non-volatile memory be reached",
	  .why = "who may send commands with privileges can reach what the TPM keeps",
	  .remedy = "update the TPM's firmware",
	  .references = NVD "CVE-2021-32015",
	  .severity = SEVERITY_WARNING,
	  LISTED_ANY },
	{ .id = "SEC-010",
	  .title = "a key can be measured out of this TPM by who has it in hand",
	  .why = "instruments can measure a key: what the chip emits, or how long it takes",
	  .remedy = "update the TPM's firmware",
	  .references = NVD "CVE-2020-25082\n" NVD "CVE-2026-6923",
	  .severity = SEVERITY_INFO,
	  LISTED },
	{ .id = "SEC-011",
	  .title = "this kernel may lack fixes for TPM faults: ask the distribution",
	  .why = "who may open a TPM's node may get further with a fault of the kernel's; a "
		 "distribution may have added the fix to this version",
	  .remedy =
		  "look for the CVE in the changelog of the distribution's kernel; where it is not "
		  "named, install its updates",
	  .references = NVD "CVE-2026-72135",
	  .severity = SEVERITY_WARNING,
	  .check = check_software },
	{ .id = "SEC-012",
	  .title = "TPM software is older than known fixes: ask the distribution",
	  .why = "the project has fixed faults since this version; a distribution may have added the "
		 "fixes to its package, which the version does not show",
	  .remedy =
		  "install the distribution's updates; its security tracker says which of these its "
		  "packages have",
	  .references = "https://github.com/tpm2-software/tpm2-tss/releases",
	  .severity = SEVERITY_INFO,
	  .check = check_software },
	{ .id = "SEC-013",
	  .title = "failed authorizations may go uncounted when power is lost (TCGVRT0004)",
	  .why = "a password of a protected key could then be guessed without lockout",
	  .remedy = UPDATE,
	  .references = NVD "CVE-2020-12926\n" NVD "CVE-2020-26933",
	  .severity = SEVERITY_INFO,
	  LISTED },
	{ .id = "SEC-014",
	  .title = "this AMD fTPM firmware may fail attestation (0x80070490)",
	  .why = "AMD names this line of firmware: attestation against AMD's service fails",
	  .remedy = "update the BIOS to one with firmware 3.*.2.* or 6.*",
	  .references = "AMD: fTPM attestation fails with 0x80070490, July 2025",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .check = check_amd_attestation },
	{ .id = "SEC-015",
	  .title = "software may reset a discrete TPM on an Intel platform (GPIO)",
	  .why = "who runs as root may reset the TPM by its pin and extend its empty PCRs to any "
		 "values; whether the board allows that is not known",
	  .remedy =
		  "let a PIN be part of what unlocks the disk; the manufacturer of the board says "
		  "whether its firmware locks the pin",
	  .references = "https://mkukri.xyz/2024/06/01/tpm-gpio-fail.html",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .check = check_reset_pin },
};

RULE_TABLE(rules_security, "security", rules);
