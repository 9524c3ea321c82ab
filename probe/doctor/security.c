/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rules: known vulnerabilities, what sleep does, and who can listen on the bus. Which vulnerability a rule shows is
 * told by the list of vulnerabilities; a rule that the list does not name has nothing to show.
 */
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
		bool affected = text_is(&list[i].status, "affected");
		bool unknown =
			text_is(&list[i].status, "unknown") || !fact_known(&list[i].status.fact);

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
	return n_unknown ? skip(out, "what a TPM says of itself does not tell whether it is "
				     "affected: --explain names who does")
			 : RULE_OK;
}

/* A bus with wires, and a kernel that does not encrypt on it: TCG_TPM2_HMAC, of Linux 6.10. */
static enum rule_status check_bus(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	(void)report;
	NEED(tpm, kind);
	NEED(tpm->device, version_major);
	if (!text_is(&tpm->kind, "discrete"))
		return RULE_OK;
	NEED_ANSWER(tpm->device, null_name);
	if (fact_known(&tpm->device->null_name.fact))
		return RULE_OK;
	evidence(out, "kind", "discrete");
	evidence(out, "bus", "%s", text_of(&tpm->device->bus, "unknown"));
	evidence(out, "null_name", "the kernel has none: it opens no encrypted session");
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

/* There is no list of versions: the date alone says that it cannot have been mended. */
static enum rule_status check_sleep(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	enum { PUBLISHED = 2018 };
	const struct host *host = report->host;
	unsigned long year;

	/* The firmware of a virtual machine may be of any date, and its sleep is the host's affair. */
	NEED(tpm, kind);
	if (!text_is(&tpm->kind, "virtual")) {
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
			    "its maker's list of changes says whether it is mended");
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
	  .title =
		  "CVE-2023-1017, CVE-2023-1018: a command accesses the TPM's memory out of bounds",
	  .why = "who may send commands can stop the TPM; whether secrets are in reach depends on the "
		 "chip (Nuvoton: denial of service only)",
	  .remedy = UPDATE,
	  .references = NVD "CVE-2023-1017\n" NVD "CVE-2023-1018",
	  .severity = SEVERITY_ERROR,
	  LISTED },
	{ .id = "SEC-005",
	  .title = "CVE-2025-2884: HMAC signing reads the TPM's memory out of bounds",
	  .why = "who may send commands can stop the TPM, and may read some of its memory",
	  .remedy = UPDATE,
	  .references = NVD "CVE-2025-2884\n" NVD "CVE-2025-49133",
	  .severity = SEVERITY_WARNING,
	  LISTED },
	{ .id = "SEC-006",
	  .title = "CVE-2018-6622: after a deep sleep the PCRs may hold what an attacker wants",
	  .why = "where the firmware lets a TPM that was not told to keep its state begin anew, whoever "
		 "runs then extends empty PCRs to any values, and so unseals what is bound to them",
	  .remedy = "update the BIOS; until there is one, keep the machine from sleeping deeply: "
		    "mem_sleep_default=s2idle, and no S3 in the firmware's setup",
	  .references = NVD "CVE-2018-6622\nUSENIX Security 2018, A Bad Dream",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .check = check_sleep },
	{ .id = "SEC-007",
	  .title = "the bus between CPU and TPM can be listened to",
	  .why = "what crosses it in the clear, such as an unsealed disk key, can be read with a few "
		 "wires by who has the machine in hand",
	  .remedy = "let a PIN be part of what unlocks the disk, use programs that encrypt their "
		    "sessions, and a kernel of 6.10 or later with TCG_TPM2_HMAC",
	  .commands = "# systemd-cryptenroll --tpm2-device=auto --tpm2-with-pin=yes DEVICE",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .check = check_bus },
	{ .id = "SEC-008",
	  .title =
		  "NV_Extend may hang: systemd's NvPCRs may make this machine hang or reboot at boot",
	  .why = "TPMs with this firmware were seen not to return from extending an NV index of the "
		 "kind that NvPCRs use",
	  .remedy = "use a systemd whose hwdb marks this TPM with TPM2_BROKEN_NVPCR",
	  .references = "https://github.com/systemd/systemd/issues/40485",
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
	  .why = "what the chip emits or how long it takes tells a key to instruments",
	  .remedy = "update the TPM's firmware",
	  .references = NVD "CVE-2020-25082\n" NVD "CVE-2026-6923",
	  .severity = SEVERITY_INFO,
	  LISTED },
};

RULE_TABLE(rules_security, "security", rules);
