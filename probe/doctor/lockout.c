/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: dictionary-attack protection and the hierarchies. */
#include <time.h>

#include "advice.h"
#include "host.h"
#include "outcome.h"
#include "tpm-state.h"
#include "quantity.h"

enum { RC_LOCKOUT = 0x921 };

/* "16 min 40 s", with the clock's time where the report knows when it was made. */
static const char *span_from_now(struct finding_out *out, uint64_t seconds)
{
	const struct number_fact *now = &out->report->host->time;
	time_t when = (time_t)(now->value + seconds);
	char text[32];
	struct tm tm;

	if (!fact_known(&now->fact) || seconds > INT32_MAX || !gmtime_r(&when, &tm) ||
	    !strftime(text, sizeof(text), "%Y-%m-%d %H:%M UTC", &tm))
		return duration_s(out->arena, seconds);
	return arena_printf(out->arena, "%s (%s)", duration_s(out->arena, seconds), text);
}

/*
 * One failed authorization is forgiven per interval (TPM 2.0 Library, Part 1, 19.8.2), and nobody knows
 * how much of the present interval is over: every time is the latest.
 */
static void tell_counter(struct finding_out *out)
{
	const struct state *state = out->tpm->state;
	uint64_t counter = state->lockout_counter.value, most = state->max_auth_fail.value;
	uint64_t interval = state->lockout_interval.value;

	if (!fact_known(&state->lockout_counter.fact) || !fact_known(&state->max_auth_fail.fact))
		return;
	evidence(out, "TPM2_PT_LOCKOUT_COUNTER", "%" PRIu64 " of %" PRIu64 " failed authorizations",
		 counter, most);
	if (!fact_known(&state->lockout_interval.fact))
		return;
	if (!interval || !counter || counter > UINT32_MAX) {
		evidence(out, "TPM2_PT_LOCKOUT_INTERVAL", "%s: time forgives nothing",
			 duration_s(out->arena, interval));
		return;
	}
	evidence(out, "TPM2_PT_LOCKOUT_INTERVAL", "one is forgiven each %s",
		 duration_s(out->arena, interval));
	if (is_set(&state->in_lockout) && most && counter >= most)
		evidence(out, "first attempt", "possible again within %s",
			 span_from_now(out, (counter - most + 1) * interval));
	evidence(out, "all forgiven", "within %s", span_from_now(out, counter * interval));
}

/*
 * A command that gives the lockout password. A wrong one locks the lockout hierarchy, so that it is a
 * hint, with what must be so for it to succeed.
 */
static void say_lockout_command(struct finding_out *out, const char *command)
{
	const struct number_fact *set = &out->tpm->state->lockout_auth_set;

	if (is_set(set))
		say_command(out,
			    "# with the lockout password, of which a wrong one locks the "
			    "lockout hierarchy: %s --auth LOCKOUT_PASSWORD%s",
			    command, tool_tcti(out, "tpmrm"));
	else if (is_clear(set))
		say_command(out, "# as long as the lockout hierarchy has no password: %s%s",
			    command, tool_tcti(out, "tpmrm"));
}

static enum rule_status check_locked(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	(void)report;
	NEED(tpm->state, in_lockout);
	out->pass = "not in lockout";
	if (!tpm->state->in_lockout.value)
		return RULE_OK;
	evidence(out, "TPMA_PERMANENT", "inLockout");
	tell_counter(out);
	if (is_set(&tpm->state->lockout_auth_set))
		say_remedy(out,
			   "wait; or reset the counter with the lockout password; clearing the "
			   "TPM in the firmware's setup destroys its keys");
	say_lockout_command(out, "tpm2_dictionarylockout --clear-lockout");
	return RULE_FOUND;
}

static enum rule_status check_lockout_hierarchy(const struct report *report,
						const struct tpm_report *tpm,
						struct finding_out *out)
{
	const struct response_code *codes = report->response_codes.items;

	NEED(tpm->state, in_lockout);
	for (size_t i = 0; i < report->response_codes.count; i++) {
		if (tpm->state->in_lockout.value || (codes[i].code.value & 0xffff) != RC_LOCKOUT)
			continue;
		evidence(out, "the code that was given", "0x%" PRIx64 " (TPM_RC_LOCKOUT)",
			 codes[i].code.value);
		evidence(out, "TPMA_PERMANENT", "inLockout is clear");
		if (fact_known(&tpm->state->lockout_recovery.fact))
			evidence(out, "TPM2_PT_LOCKOUT_RECOVERY", "%s",
				 duration_s(out->arena, tpm->state->lockout_recovery.value));
		return RULE_FOUND;
	}
	if (report->response_codes.count)
		return RULE_OK;
	return skip(out, "no property shows it: give the code that a command failed with, --rc "
			 "0x921");
}

static enum rule_status check_counter(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	const struct state *state = tpm->state;

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
	const struct state *state = tpm->state;

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
	const struct state *state = tpm->state;

	(void)report;
	NEED(state, max_auth_fail);
	NEED(state, lockout_recovery);
	if (state->max_auth_fail.value > FEW_TRIES && state->lockout_recovery.value)
		return RULE_OK;
	evidence(out, "TPM2_PT_MAX_AUTH_FAIL", "%" PRIu64, state->max_auth_fail.value);
	evidence(out, "TPM2_PT_LOCKOUT_RECOVERY", "%s%s",
		 duration_s(out->arena, state->lockout_recovery.value),
		 state->lockout_recovery.value ? "" : ": only a reboot");
	say_lockout_command(out, "tpm2_dictionarylockout --setup-parameters --max-tries 32 "
				 "--recovery-time 7200 --lockout-recovery-time 86400");
	return RULE_FOUND;
}

static enum rule_status check_no_password(const struct report *report, const struct tpm_report *tpm,
					  struct finding_out *out)
{
	(void)report;
	NEED(tpm->state, lockout_auth_set);
	if (tpm->state->lockout_auth_set.value)
		return RULE_OK;
	evidence(out, "TPMA_PERMANENT", "lockoutAuthSet is clear");
	say_command(out, "# tpm2_changeauth -c lockout%s LOCKOUT_PASSWORD",
		    tool_tcti(out, "tpmrm"));
	return RULE_FOUND;
}

static enum rule_status check_clear(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	(void)report;
	NEED(tpm->state, disable_clear);
	if (!tpm->state->disable_clear.value)
		return RULE_OK;
	evidence(out, "TPMA_PERMANENT", "disableClear");
	return RULE_FOUND;
}

static enum rule_status check_hierarchies(const struct report *report, const struct tpm_report *tpm,
					  struct finding_out *out)
{
	const struct state *state = tpm->state;

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
	  .title = "the TPM is in dictionary-attack lockout",
	  .why = "every protected key is refused with LOCKOUT (0x921), a disk's among them; wrong "
		 "passwords cause it, and so may unclean power-offs (DA-004)",
	  .remedy = "wait; or reset the counter; clearing the TPM in the firmware's setup destroys "
		    "its keys",
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
	  .title = "half of the failed authorizations that lock the TPM have happened",
	  .why = "a few more, and every protected key is refused; wrong passwords count, and so may "
		 "unclean power-offs (DA-004)",
	  .remedy = "find the program that gives wrong passwords; the counter goes down with time",
	  .references = "TPM 2.0 Library, Part 1, 19.8 Dictionary Attack Protection",
	  .check = check_counter },
	{ .id = "DA-004",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .title = "failed authorizations may come from unclean power-offs",
	  .why = "after a protected key was used, a power loss without TPM2_Shutdown may count as a "
		 "failed authorization; the counter does not say where it came from",
	  .remedy = "shut down properly: the kernel then sends TPM2_Shutdown",
	  .references = "systemd/systemd#20668\nTPM 2.0 Library, Part 1, 19.8.4",
	  .check = check_unorderly },
	{ .id = "DA-005",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "the lockout parameters are strict: few attempts, or a reboot to recover",
	  .why = "whoever may use the TPM can lock everybody else out",
	  .remedy =
		  "set what most machines have: 32 failed authorizations, one forgiven per 2 hours, "
		  "1 day for the lockout password (FAPI's provisioning sets 5, 1000 s and 1000 s)",
	  .references = "tpm2_dictionarylockout(1)",
	  .check = check_parameters },
	{ .id = "DA-006",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "the lockout hierarchy has no password",
	  .why = "whoever may open the node can reset the counter, and clear the TPM with every key "
		 "in it",
	  .remedy = "set one where others may use the TPM, and keep it",
	  .references = "TPM 2.0 Library, Part 3, 24.6 TPM2_Clear",
	  .check = check_no_password },
	{ .id = "DA-007",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "the TPM cannot be cleared with its lockout password",
	  .why = "that is how Windows leaves it; a forgotten password or a full TPM can then be fixed in "
		 "the firmware's setup only",
	  .remedy =
		  "nothing to do; should it ever have to be cleared, do so in the firmware's setup",
	  .references = "TPM 2.0 Library, Part 3, 24.7 TPM2_ClearControl",
	  .check = check_clear },
	{ .id = "DA-008",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .stops = FOR_KEYS | FOR_ATTESTATION,
	  .title = "a hierarchy is switched off",
	  .why = "its keys are refused with HIERARCHY (0x185) until the next boot",
	  .remedy = "reboot; if it stays, look for a TPM option in the firmware's setup",
	  .references = "TPM 2.0 Library, Part 3, 24.2 TPM2_HierarchyControl",
	  .check = check_hierarchies },
};

RULE_TABLE(rules_lockout, "health", rules);
