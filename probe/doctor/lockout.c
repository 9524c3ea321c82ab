/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: dictionary-attack protection and the hierarchies. */
#include "rule.h"

enum { RC_LOCKOUT = 0x921 };

static void tell_counter(struct finding_out *out)
{
	const struct state *state = &out->tpm->state;

	evidence(out, "TPM2_PT_LOCKOUT_COUNTER", "%" PRIu64 " of %" PRIu64,
		 state->lockout_counter.value, state->max_auth_fail.value);
	if (fact_known(&state->lockout_interval.fact))
		evidence(out, "TPM2_PT_LOCKOUT_INTERVAL",
			 "one try is forgiven every %" PRIu64 " s, all of them in %" PRIu64 " s",
			 state->lockout_interval.value,
			 state->lockout_interval.value * state->lockout_counter.value);
}

static enum rule_status check_locked(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	(void)report;
	NEED(&tpm->state, in_lockout);
	out->pass = "not in lockout";
	if (!tpm->state.in_lockout.value)
		return RULE_OK;
	evidence(out, "TPMA_PERMANENT", "inLockout");
	tell_counter(out);
	return RULE_FOUND;
}

static enum rule_status check_lockout_hierarchy(const struct report *report,
						const struct tpm_report *tpm,
						struct finding_out *out)
{
	const struct response_code *codes = report->response_codes.items;

	NEED(&tpm->state, in_lockout);
	for (size_t i = 0; i < report->response_codes.count; i++) {
		if (tpm->state.in_lockout.value || (codes[i].code.value & 0xffff) != RC_LOCKOUT)
			continue;
		evidence(out, "the code that was given", "0x%" PRIx64 " (TPM_RC_LOCKOUT)",
			 codes[i].code.value);
		evidence(out, "TPMA_PERMANENT", "inLockout is clear");
		if (fact_known(&tpm->state.lockout_recovery.fact))
			evidence(out, "TPM2_PT_LOCKOUT_RECOVERY", "%" PRIu64 " s",
				 tpm->state.lockout_recovery.value);
		return RULE_FOUND;
	}
	if (report->response_codes.count)
		return RULE_OK;
	return skip(out, "no property tells of it: give the code that a command failed with, --rc "
			 "0x921");
}

static enum rule_status check_counter(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	const struct state *state = &tpm->state;

	(void)report;
	NEED(state, in_lockout);
	NEED(state, lockout_counter);
	NEED(state, max_auth_fail);
	if (!state->lockout_counter.value ||
	    state->lockout_counter.value <
		    state->max_auth_fail.value / 2 + state->max_auth_fail.value % 2)
		return RULE_OK;
	tell_counter(out);
	return RULE_FOUND;
}

static enum rule_status check_unorderly(const struct report *report, const struct tpm_report *tpm,
					struct finding_out *out)
{
	const struct state *state = &tpm->state;

	(void)report;
	NEED(state, lockout_counter);
	NEED(state, orderly);
	if (!state->lockout_counter.value || state->orderly.value)
		return RULE_OK;
	tell_counter(out);
	evidence(out, "TPMA_STARTUP_CLEAR", "orderly is clear: no TPM2_Shutdown came before");
	return RULE_FOUND;
}

static enum rule_status check_parameters(const struct report *report, const struct tpm_report *tpm,
					 struct finding_out *out)
{
	enum { FEW_TRIES = 5 };
	const struct state *state = &tpm->state;

	(void)report;
	NEED(state, max_auth_fail);
	NEED(state, lockout_recovery);
	if (state->max_auth_fail.value > FEW_TRIES && state->lockout_recovery.value)
		return RULE_OK;
	evidence(out, "TPM2_PT_MAX_AUTH_FAIL", "%" PRIu64, state->max_auth_fail.value);
	evidence(out, "TPM2_PT_LOCKOUT_RECOVERY", "%" PRIu64 " s%s", state->lockout_recovery.value,
		 state->lockout_recovery.value ? "" : ": only a reboot");
	return RULE_FOUND;
}

static enum rule_status check_no_password(const struct report *report, const struct tpm_report *tpm,
					  struct finding_out *out)
{
	(void)report;
	NEED(&tpm->state, lockout_auth_set);
	if (tpm->state.lockout_auth_set.value)
		return RULE_OK;
	evidence(out, "TPMA_PERMANENT", "lockoutAuthSet is clear");
	return RULE_FOUND;
}

static enum rule_status check_clear(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	(void)report;
	NEED(&tpm->state, disable_clear);
	if (!tpm->state.disable_clear.value)
		return RULE_OK;
	evidence(out, "TPMA_PERMANENT", "disableClear");
	return RULE_FOUND;
}

static enum rule_status check_hierarchies(const struct report *report, const struct tpm_report *tpm,
					  struct finding_out *out)
{
	const struct state *state = &tpm->state;

	(void)report;
	NEED(state, storage_hierarchy);
	NEED(state, endorsement_hierarchy);
	if (!state->storage_hierarchy.value)
		evidence(out, "TPMA_STARTUP_CLEAR", "shEnable is clear: no storage hierarchy");
	if (!state->endorsement_hierarchy.value)
		evidence(out, "TPMA_STARTUP_CLEAR", "ehEnable is clear: no endorsement hierarchy");
	return found_if(!state->storage_hierarchy.value || !state->endorsement_hierarchy.value);
}

static const struct rule rules[] = {
	{ .id = "DA-001",
	  .severity = SEVERITY_CRITICAL,
	  .scope = RULE_TPM2,
	  .stops = FOR_KEYS,
	  .decides = true,
	  .title = "the TPM is locked: too many wrong passwords",
	  .why = "every protected key is refused with LOCKOUT (0x921), a disk's among them",
	  .remedy = "wait; or reset the counter with the lockout password; clearing the TPM in the "
		    "firmware's setup destroys its keys",
	  .commands = "# tpm2_dictionarylockout --clear-lockout --auth LOCKOUT_PASSWORD",
	  .references = "tpm2-software/tpm2-tools#1956",
	  .check = check_locked },
	{ .id = "DA-002",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .title = "the lockout hierarchy is locked: a wrong lockout password was given",
	  .why = "commands with that password fail with LOCKOUT (0x921) although inLockout is clear, "
		 "and no counter shows it",
	  .remedy =
		  "wait for LOCKOUT_RECOVERY (0: until the next boot), then give the right password",
	  .references = "tpm2-software/tpm2-tools#2257\ntpm2-software/tpm2-tools#3348",
	  .check = check_lockout_hierarchy },
	{ .id = "DA-003",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .unless = "DA-001",
	  .title = "half of the tries until lockout are used up",
	  .why = "somebody, or some program, gives wrong passwords; soon the TPM locks",
	  .remedy = "find the program; the counter goes down by itself",
	  .references = "TPM 2.0 Library, Part 1, 19.8 Dictionary Attack Protection",
	  .check = check_counter },
	{ .id = "DA-004",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "failed tries come from power-offs that nobody announced to the TPM",
	  .why = "a TPM that protected keys were used of counts a power loss as a failed try",
	  .remedy = "shut down properly: the kernel then sends TPM2_Shutdown",
	  .references = "systemd/systemd#20668\nTPM 2.0 Library, Part 1, 19.8.4",
	  .check = check_unorderly },
	{ .id = "DA-005",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "a few wrong passwords lock the TPM, or only a reboot unlocks it",
	  .why = "anybody who may talk to it can lock everybody else out",
	  .remedy =
		  "set what most machines have: 32 tries, one forgiven per 2 hours, a day for the "
		  "lockout password (FAPI's provisioning sets 5, 1000 s and 1000 s)",
	  .commands = "# tpm2_dictionarylockout --setup-parameters --max-tries 32 --recovery-time "
		      "7200 --lockout-recovery-time 86400 --auth LOCKOUT_PASSWORD",
	  .references = "tpm2_dictionarylockout(1)",
	  .check = check_parameters },
	{ .id = "DA-006",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "the lockout hierarchy has no password",
	  .why = "whoever may open the node can reset the counter, and clear the TPM with every key "
		 "in it",
	  .remedy = "set one where others may use the TPM, and keep it",
	  .commands = "# tpm2_changeauth -c lockout LOCKOUT_PASSWORD",
	  .references = "TPM 2.0 Library, Part 3, 24.6 TPM2_Clear",
	  .check = check_no_password },
	{ .id = "DA-007",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "the TPM cannot be cleared with its lockout password",
	  .why = "a forgotten password or a full TPM can then be mended in the firmware's setup only",
	  .remedy = "clear it in the firmware's setup, if ever",
	  .commands = "# tpm2_clearcontrol -C p c",
	  .references = "TPM 2.0 Library, Part 3, 24.7 TPM2_ClearControl",
	  .check = check_clear },
	{ .id = "DA-008",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_KEYS | FOR_ATTESTATION,
	  .decides = true,
	  .title = "a hierarchy is switched off",
	  .why = "its keys are refused with HIERARCHY (0x185) until the next boot",
	  .remedy = "reboot; if it stays, look for a TPM option in the firmware's setup",
	  .references = "TPM 2.0 Library, Part 3, 24.2 TPM2_HierarchyControl",
	  .check = check_hierarchies },
};

RULE_TABLE(rules_lockout, "health", rules);
