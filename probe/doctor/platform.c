/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: TPM 1.2, virtual TPMs, and what the firmware was asked to do. */
#include "device.h"
#include "identity.h"
#include "rule.h"

static enum rule_status check_version(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	(void)report;
	if (text_is(&tpm->identity->family, "2.0"))
		return RULE_OK;
	NEED(tpm->device, version_major);
	if (tpm->device->version_major.value != 1)
		return RULE_OK;
	evidence(out, "tpm_version_major", "1");
	if (fact_known(&tpm->tpm12->manufacturer.fact))
		evidence(out, "caps", "%s, firmware %s", tpm->tpm12->manufacturer.value,
			 text_of(&tpm->tpm12->firmware, "?"));
	return RULE_FOUND;
}

static enum rule_status check_disabled(const struct report *report, const struct tpm_report *tpm,
				       struct finding_out *out)
{
	const struct tpm12 *tpm12 = tpm->tpm12;

	(void)report;
	NEED(tpm->device, version_major);
	if (tpm->device->version_major.value != 1)
		return RULE_OK;
	NEED(tpm12, enabled);
	NEED(tpm12, active);
	if (!tpm12->enabled.value)
		evidence(out, "enabled", "0");
	if (!tpm12->active.value)
		evidence(out, "active", "0");
	if (is_set(&tpm12->temp_deactivated))
		evidence(out, "temp_deactivated", "1");
	return found_if(!tpm12->enabled.value || !tpm12->active.value ||
			is_set(&tpm12->temp_deactivated));
}

static enum rule_status check_software(const struct report *report, const struct tpm_report *tpm,
				       struct finding_out *out)
{
	const struct identity *identity = tpm->identity;

	(void)report;
	if (!is_software(tpm)) {
		NEED(tpm, kind);
		NEED(identity, manufacturer);
		NEED(identity, vendor_string);
		return RULE_OK;
	}
	if (fact_known(&tpm->kind.fact))
		evidence(out, "kind", "%s", tpm->kind.value);
	if (fact_known(&identity->manufacturer.fact))
		evidence(out, "TPM2_PT_MANUFACTURER", "%s, %s", identity->manufacturer.value,
			 text_of(&identity->vendor_string, ""));
	return RULE_FOUND;
}

static enum rule_status check_request(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	const struct text_fact *request = &tpm->device->ppi_request;

	(void)report;
	NEED(tpm->device, ppi_request);
	if (!*request->value || !strcmp(request->value, "0") || !strncmp(request->value, "0 ", 2))
		return RULE_OK;
	evidence(out, "ppi/request", "%s", request->value);
	if (fact_known(&tpm->device->ppi_transition_action.fact))
		evidence(out, "ppi/transition_action", "%s",
			 tpm->device->ppi_transition_action.value);
	if (plain_word(&tpm->name))
		say_command(out, "# echo 0 >/sys/class/tpm/%s/ppi/request", tpm->name.value);
	return RULE_FOUND;
}

static const struct rule rules[] = {
	{ .id = "T12-001",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM,
	  .stops = FOR_ALL,
	  .title = "this is a TPM 1.2, which TPM 2.0 software cannot use",
	  .why = "tpm2-tools, FAPI, systemd and the others need TPM 2.0",
	  .remedy =
		  "switch it to 2.0 in the firmware's setup, or with the manufacturer's tool, which wipes "
		  "it; for TPM 1.2 there are trousers and tpm-tools",
	  .references = "Documentation/ABI/stable/sysfs-class-tpm",
	  .check = check_version },
	{ .id = "T12-002",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM,
	  .title = "the TPM 1.2 is switched off",
	  .why = "it refuses its commands",
	  .remedy = "enable and activate it in the firmware's setup",
	  .references = "TPM 1.2 Main Specification, Part 1, 9.4",
	  .check = check_disabled },
	{ .id = "VM-001",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "this TPM is software: as trustworthy as the host that runs it",
	  .why = "it is no root of trust of its own; the host's administrator can read its secrets",
	  .remedy = "keep libtpms current on the host: 0.10.1 (CVE-2025-49133), 0.10.2 "
		    "(CVE-2026-21444)",
	  .references = "stefanberger/libtpms",
	  .check = check_software },
	{ .id = "PPI-001",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM,
	  .title = "the firmware was asked to do something to the TPM at the next boot",
	  .why = "such a request may clear the TPM, with every key in it",
	  .remedy = "take it back if you did not ask for it",
	  .references =
		  "Documentation/ABI/testing/sysfs-driver-ppi\nTCG Physical Presence Interface "
		  "Specification 1.30, table 2",
	  .check = check_request },
};

RULE_TABLE(rules_platform, "platform", rules);
