/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: does the TPM work? */
#include <ctype.h>

#include "connection.h"
#include "identity.h"
#include "rule.h"
#include "tpm-state.h"

enum { RC_INITIALIZE = 0x100, RC_FAILURE = 0x101, RC_UPGRADE = 0x12d };

/* Is this the code that ended the questions? Skipped where the TPM was not reached at all. */
static enum rule_status found_if_answer(struct finding_out *out, uint32_t code, const char *name)
{
	const struct connection *connection = out->tpm->connection;

	if (!fact_known(&connection->error.fact))
		return fact_known(&connection->error_text.fact) ? skip_unasked(out)
								: need_answers(out);
	if (connection->error.value != code)
		return is_set(&connection->commands) ? RULE_OK : need_answers(out);
	evidence(out, text_of(&connection->tcti, "TPM"), "answers 0x%03" PRIx32 " (%s)", code,
		 name);
	return RULE_FOUND;
}

static enum rule_status check_failure(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	enum rule_status status = found_if_answer(out, RC_FAILURE, "TPM_RC_FAILURE");

	(void)report;
	if (status == RULE_FOUND)
		return status;
	if (state_is(&tpm->state->self_test, SELF_TEST_FAILURE)) {
		evidence(out, "TPM2_GetTestResult", "0x%" PRIx64,
			 tpm->state->self_test_result.value);
		return RULE_FOUND;
	}
	if (status == RULE_OK)
		NEED(tpm->state, self_test);
	return status;
}

static enum rule_status check_self_test(const struct report *report, const struct tpm_report *tpm,
					struct finding_out *out)
{
	(void)report;
	NEED(tpm->state, self_test);
	if (!state_is(&tpm->state->self_test, SELF_TEST_TESTING) &&
	    !state_is(&tpm->state->self_test, SELF_TEST_NEEDS_TEST))
		return RULE_OK;
	evidence(out, "TPM2_GetTestResult", "%s", tpm->state->self_test.value);
	return RULE_FOUND;
}

/* A TCTI string that is one word for a shell, or a placeholder. */
static const char *plain_tcti(const struct text_fact *tcti)
{
	const char *text = text_of(tcti, "");

	for (const char *p = text; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("_-./:@=,", *p))
			return "TCTI";
	return *text && *text != '-' ? text : "TCTI";
}

static enum rule_status check_initialize(const struct report *report, const struct tpm_report *tpm,
					 struct finding_out *out)
{
	enum rule_status status = found_if_answer(out, RC_INITIALIZE, "TPM_RC_INITIALIZE");

	(void)report;
	if (status == RULE_FOUND)
		say_command(out, "# tpm2_startup -c -T %s", plain_tcti(&tpm->connection->tcti));
	return status;
}

static enum rule_status check_upgrade(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	(void)report;
	(void)tpm;
	return found_if_answer(out, RC_UPGRADE, "TPM_RC_UPGRADE");
}

/* An error that says less than those three; skipped where the node was not even opened. */
static enum rule_status check_answers(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	const struct connection *connection = tpm->connection;

	(void)report;
	if (!fact_known(&connection->error.fact)) {
		out->pass = "the TPM answers";
		return fact_known(&connection->error_text.fact) ? skip_unasked(out)
								: need_answers(out);
	}
	if (connection->error.value == RC_INITIALIZE || connection->error.value == RC_FAILURE ||
	    connection->error.value == RC_UPGRADE)
		return skip(out, "FW-001, FW-003 or FW-004 says what its answer means");
	evidence(out, text_of(&connection->tcti, "TPM"), "%s",
		 text_of(&connection->error_text,
			 arena_printf(out->arena, "0x%" PRIx64, connection->error.value)));
	if (fact_known(&connection->remedy.fact))
		say_remedy(out, "%s", connection->remedy.value);
	return RULE_FOUND;
}

static enum rule_status check_retries(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	const struct connection *connection = tpm->connection;

	(void)report;
	if (!fact_known(&connection->retries.fact))
		return need_answers(out) == RULE_OK ? skip(out, "this report does not count them")
						    : RULE_SKIPPED;
	if (!connection->retries.value)
		return RULE_OK;
	evidence(out, "TPM", "asked to send %" PRIu64 " of %" PRIu64 " commands again",
		 connection->retries.value, connection->commands.value);
	return RULE_FOUND;
}

static enum rule_status check_fips(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	(void)report;
	NEED(tpm->identity, fips_140_2);
	if (!tpm->identity->fips_140_2.value)
		return RULE_OK;
	evidence(out, "TPM2_PT_MODES", "FIPS_140_2");
	return RULE_FOUND;
}

static enum rule_status check_clock(const struct report *report, const struct tpm_report *tpm,
				    struct finding_out *out)
{
	(void)report;
	NEED(tpm->state, clock_safe);
	if (tpm->state->clock_safe.value)
		return RULE_OK;
	evidence(out, "TPMS_CLOCK_INFO safe", "no");
	return RULE_FOUND;
}

static const struct rule rules[] = {
	{ .id = "FW-001",
	  .severity = SEVERITY_CRITICAL,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .stops = FOR_ALL,
	  .title = "the TPM is in failure mode: it answers nothing but that",
	  .why = "it has found itself defective, and refuses every command",
	  .remedy =
		  "switch the machine off completely, power cord and battery too; if it stays, the "
		  "TPM is defective",
	  .commands = "# tpm2_gettestresult",
	  .references = "TPM 2.0 Library, Part 1, 12.5 Failure Mode",
	  .check = check_failure },
	{ .id = "FW-002",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .title = "the TPM has not finished its self test",
	  .why = "commands are answered TESTING (0x90A) or NEEDS_TEST (0x153) until it has",
	  .remedy = "wait some seconds; if it stays, start the test",
	  .commands = "# tpm2_selftest --fulltest",
	  .references = "TPM 2.0 Library, Part 1, 12.3 Self-Test Modes",
	  .check = check_self_test },
	{ .id = "FW-003",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .stops = FOR_ALL,
	  .title = "the TPM has not been started: it lacks TPM2_Startup",
	  .why = "until it receives TPM2_Startup it refuses everything",
	  .remedy = "firmware or kernel send it at boot; to a simulator you send it yourself",
	  .references = "TPM 2.0 Library, Part 3, 9.3 TPM2_Startup",
	  .check = check_initialize },
	{ .id = "FW-004",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .stops = FOR_ALL,
	  .title = "a firmware upgrade of the TPM was interrupted",
	  .why = "it accepts nothing but the rest of the upgrade",
	  .remedy = "let the vendor's tool finish it",
	  .commands = "# fwupdmgr get-updates",
	  .references = "tpm2-software/tpm2-tss#2984",
	  .check = check_upgrade },
	{ .id = "FW-005",
	  .severity = SEVERITY_WARNING,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .title = "the TPM asks to send commands again",
	  .why = "programs that do not do that fail now and then with RETRY (0x922), YIELDED (0x908) "
		 "or TESTING (0x90A)",
	  .remedy =
		  "use a current tpm2-tss, which sends again by itself (ESAPI does, the System API "
		  "does not)",
	  .references = "TPM 2.0 Library, Part 2, 6.6 TPM_RC\nwolfSSL/wolfTPM: examples/management",
	  .check = check_retries },
	{ .id = "FW-006",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "the TPM is designed for FIPS 140-2",
	  .why = "TPMA_MODES says what it was designed for, not that this firmware is certified; "
		 "libtpms sets the bit, too",
	  .remedy = "nothing to do",
	  .references = "TPM 2.0 Library, Part 2, 8.12 TPMA_MODES",
	  .check = check_fips },
	{ .id = "FW-007",
	  .severity = SEVERITY_INFO,
	  .scope = RULE_TPM2,
	  .title = "the TPM's clock may have gone back",
	  .why = "after a power loss it may give a time that it has given before; policies about time "
		 "see that",
	  .remedy = "nothing to do: it is safe again after some time of running",
	  .references = "TPM 2.0 Library, Part 1, 36.3 Clock",
	  .check = check_clock },
	{ .id = "FW-008",
	  .severity = SEVERITY_ERROR,
	  .scope = RULE_TPM2,
	  .in_failure_mode = true,
	  .stops = FOR_ALL,
	  .title = "the TPM does not answer, or answers with an error",
	  .why = "programs that use the same connection fail in the same way",
	  .remedy = "look up the response code: tpm-probe rc CODE",
	  .references = "TPM 2.0 Library, Part 2, 6.6 TPM_RC",
	  .check = check_answers },
};

RULE_TABLE(rules_health, "health", rules);
