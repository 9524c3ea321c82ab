/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: is there room in the TPM? */
#include "advice.h"
#include "capabilities.h"
#include "tpm-state.h"

static enum rule_status check_objects(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	(void)report;
	NEED(tpm->limits, transient_avail);
	if (tpm->limits->transient_avail.value)
		return RULE_OK;
	evidence(out, "TPM2_PT_HR_TRANSIENT_AVAIL", "0");
	evidence(out, "loaded objects that show", "%zu",
		 tpm->capabilities->handles_transient.count);
	say_command(out, "# tpm2_flushcontext --transient-object%s", tool_tcti(out, "tpm"));
	return RULE_FOUND;
}

static enum rule_status check_loaded(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	(void)report;
	NEED(tpm->limits, loaded_avail);
	if (tpm->limits->loaded_avail.value)
		return RULE_OK;
	evidence(out, "TPM2_PT_HR_LOADED_AVAIL", "0");
	if (fact_known(&tpm->limits->loaded.fact))
		evidence(out, "TPM2_PT_HR_LOADED", "%" PRIu64, tpm->limits->loaded.value);
	say_command(out, "# tpm2_flushcontext --loaded-session%s", tool_tcti(out, "tpm"));
	return RULE_FOUND;
}

static enum rule_status check_active(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	const struct limits *limits = tpm->limits;
	enum { SHARE = 8 }; /* an eighth left is little */

	(void)report;
	NEED(limits, active_avail);
	NEED(limits, active_sessions_max);
	if (limits->active_avail.value > limits->active_sessions_max.value / SHARE)
		return RULE_OK;
	evidence(out, "TPM2_PT_HR_ACTIVE_AVAIL", "%" PRIu64 " of %" PRIu64,
		 limits->active_avail.value, limits->active_sessions_max.value);
	if (fact_known(&tpm->capabilities->handles_saved_session.fact))
		evidence(out, "saved sessions", "%zu",
			 tpm->capabilities->handles_saved_session.count);
	say_command(out, "# tpm2_flushcontext --saved-session%s", tool_tcti(out, "tpmrm"));
	return RULE_FOUND;
}

static enum rule_status check_gap(const struct report *report, const struct tpm_report *tpm,
				  struct finding_out *out)
{
	enum rule_status status;

	(void)report;
	NEED(tpm->device, version_major);
	status = found_in_log(
		out, "tpm2_save_context: failed|tpm2_commit_space: error -14|error 0x0901");
	if (status == RULE_FOUND && fact_known(&tpm->limits->context_gap.fact))
		evidence(out, "TPM2_PT_CONTEXT_GAP_MAX", "%" PRIu64,
			 tpm->limits->context_gap.value);
	if (status == RULE_FOUND)
		say_command(out, "# tpm2_flushcontext --saved-session%s", tool_tcti(out, "tpmrm"));
	return status;
}

static enum rule_status check_nv(const struct report *report, const struct tpm_report *tpm,
				 struct finding_out *out)
{
	(void)report;
	NEED(tpm->limits, persistent_avail);
	if (tpm->limits->persistent_avail.value)
		return RULE_OK;
	evidence(out, "TPM2_PT_HR_PERSISTENT_AVAIL", "0");
	evidence(out, "persistent objects", "%zu", tpm->capabilities->handles_persistent.count);
	evidence(out, "NV indices", "%zu", tpm->capabilities->handles_nv_index.count);
	say_command(out, "# tpm-probe nv");
	say_command(out, "# tpm2_nvundefine%s INDEX", tool_tcti(out, "tpmrm"));
	say_command(out, "# tpm-probe keys");
	say_command(out, "# tpm2_evictcontrol%s -c HANDLE", tool_tcti(out, "tpmrm"));
	return RULE_FOUND;
}

static enum rule_status check_index_size(const struct report *report, const struct tpm_report *tpm,
					 struct finding_out *out)
{
	enum { USUAL = 2048 };

	(void)report;
	NEED(tpm->limits, nv_index_max);
	if (tpm->limits->nv_index_max.value >= USUAL)
		return RULE_OK;
	evidence(out, "TPM2_PT_NV_INDEX_MAX", "%" PRIu64 " bytes", tpm->limits->nv_index_max.value);
	return RULE_FOUND;
}

static enum rule_status check_buffer(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	enum { USUAL = 1024 };

	(void)report;
	NEED(tpm->limits, nv_buffer_max);
	if (tpm->limits->nv_buffer_max.value >= USUAL)
		return RULE_OK;
	evidence(out, "TPM2_PT_NV_BUFFER_MAX", "%" PRIu64 " bytes",
		 tpm->limits->nv_buffer_max.value);
	return RULE_FOUND;
}

static enum rule_status check_count(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	(void)report;
	NEED(tpm->limits, nv_indices);
	NEED(tpm->capabilities, handles_nv_index);
	if (tpm->limits->nv_indices.value == tpm->capabilities->handles_nv_index.count)
		return RULE_OK;
	evidence(out, "TPM2_PT_HR_NV_INDEX", "%" PRIu64, tpm->limits->nv_indices.value);
	evidence(out, "TPM2_CAP_HANDLES", "%zu NV indices",
		 tpm->capabilities->handles_nv_index.count);
	return RULE_FOUND;
}

static const struct rule rules[] = {
	{ .id = "RES-001",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_KEYS,
	  .title = "no room for another loaded object",
	  .why = "the next key to be loaded is refused with OBJECT_MEMORY (0x902); the kernel's "
		 "resource manager shows each program only its own objects",
	  .remedy = "go through a resource manager (/dev/tpmrm0); flush what raw users left behind",
	  .references = "tpm2-software/tpm2-tools#303\ntpm2-software/tpm2-tools#1338",
	  .check = check_objects },
	{ .id = "RES-002",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_KEYS,
	  .title = "no room for another loaded session",
	  .why = "the next session is refused with SESSION_MEMORY (0x903)",
	  .remedy = "flush the loaded sessions that nobody uses",
	  .references = "tpm2_flushcontext(1)",
	  .check = check_loaded },
	{ .id = "RES-003",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_KEYS,
	  .title = "the TPM's session numbers are nearly used up",
	  .why = "programs that died left saved sessions; the next one is refused with "
		 "SESSION_HANDLES (0x905), or a tool hangs",
	  .remedy = "flush saved sessions, or reboot",
	  .references = "tpm2-software/tpm2-tss#3020",
	  .check = check_active },
	{ .id = "RES-004",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .title = "the kernel could not save a session: the context gap is full",
	  .why = "a session that is never used again blocks the others, as the kernel's resource "
		 "manager does not renew its context",
	  .remedy = "flush saved sessions; tpm2-abrmd renews contexts by itself",
	  .references = "tpm2-software/tpm2-tss#2279\ntpm2-software/tpm2-tss#3020",
	  .check = check_gap },
	{ .id = "RES-005",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .title = "no room for another persistent key",
	  .why = "evictcontrol and nvdefine are refused with NV_SPACE (0x14B)",
	  .remedy = "take away indices and keys of your own that nobody needs",
	  .references = "tpm2-software/tpm2-pkcs11#525\ntpm2-software/tpm2-tools#3382",
	  .check = check_nv },
	{ .id = "RES-006",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "an NV index of this TPM holds less than most tools take for granted",
	  .why = "nvdefine of 2048 bytes is refused with SIZE (0x2D5)",
	  .remedy = "ask for no more than the TPM allows, or spread over several indices",
	  .references = "tpm2-software/tpm2-tools#2171",
	  .check = check_index_size },
	{ .id = "RES-007",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "one NV read of this TPM gives less than most tools ask for",
	  .why = "a program that does not read in pieces gets an error, or half a certificate",
	  .remedy = "read in pieces of NV_BUFFER_MAX, as tpm2_nvread does",
	  .references = "TPM 2.0 Library, Part 3, 31.13 TPM2_NV_Read",
	  .check = check_buffer },
	{ .id = "RES-008",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "the TPM counts its NV indices wrongly",
	  .why = "what trusts the count sees too few or too many",
	  .remedy = "trust the list of handles",
	  .references = "TPM 2.0 Library, Part 2, 6.13 TPM_PT_HR_NV_INDEX",
	  .check = check_count },
};

RULE_TABLE(rules_resources, "resources", rules);
