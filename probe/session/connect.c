/* SPDX-License-Identifier: BSD-2-Clause */
/* Opening a target and collecting what it answers. */
#include "connect.h"

#include <string.h>

#include "clock.h"
#include "cmd.h"
#include "collect-tpm.h"
#include "connection.h"
#include "load-guard.h"
#include "names-command.h"
#include "rc.h"
#include "simulator.h"
#include "tpm-connection.h"
#include "tpm.h"

static int refuse(struct run *run, struct tpm_report *tpm_report, int status, const char *remedy,
		  const char *text)
{
	fact_set_text(run->report, &tpm_report->connection->error_text, text);
	fact_set_text(run->report, &tpm_report->connection->remedy, remedy);
	return status;
}

/* Its time was over, at this command. */
static int refuse_late(struct run *run, struct tpm_report *tpm_report, TPM2_CC command)
{
	struct rc_info info;

	rc_decode(TSS2_TCTI_RC_TRY_AGAIN, &info);
	tpm_report->connection->error = FACT_NUMBER(info.code);
	return refuse(run, tpm_report, EXIT_NO_DEVICE, info.remedy,
		      arena_printf(&run->report->arena, "%s: no answer to %s within %ld ms",
				   tpm_report->connection->tcti.value, name_command(command),
				   run->options.timeout_ms));
}

int connect_judge(struct run *run, struct tpm_report *tpm_report, TSS2_RC rc, unsigned int parts)
{
	const struct fact *pcrs = &tpm_report->pcr_values.fact;
	struct connection *connection = tpm_report->connection;
	struct rc_info info;
	const char *text;

	if (!rc && parts == COLLECT_PCRS && pcrs->presence == PRESENCE_ABSENT)
		return refuse(run, tpm_report, EXIT_UNSUPPORTED,
			      "tpm-probe caps commands lists the commands that it has",
			      arena_printf(&run->report->arena,
					   "%s: this TPM gives no PCR values (TPM2_PCR_Read)",
					   connection->tcti.value));
	if (!rc && parts == COLLECT_PCRS && pcrs->presence == PRESENCE_FAILED)
		rc = pcrs->error;
	if (!rc)
		return EXIT_OK;
	rc_decode(rc, &info);
	connection->error = FACT_NUMBER(rc);
	text = arena_printf(&run->report->arena, "%s: %s answers %s (0x%08x)",
			    connection->tcti.value, info.layer, info.text, rc);
	if (!info.remedy)
		info.remedy = "is it a TPM 2.0 that stands behind this TCTI? TSS2_LOG=tcti+trace "
			      "shows what it answers";
	if (strcmp(info.layer, "TPM") != 0)
		return refuse(run, tpm_report, EXIT_NO_DEVICE, info.remedy, text);
	return refuse(run, tpm_report, rc == TPM2_RC_BAD_TAG ? EXIT_UNSUPPORTED : EXIT_GENERAL,
		      info.remedy, text);
}

int connect_not_opened(struct run *run, const struct target *target, TSS2_RC rc)
{
	struct connection *connection = target->tpm_report->connection;
	struct rc_info info;

	connection->error = FACT_NUMBER(rc);
	rc_decode(rc, &info);
	if (rc == TSS2_TCTI_RC_TRY_AGAIN)
		return refuse(run, target->tpm_report, EXIT_NO_DEVICE, info.remedy,
			      arena_printf(&run->report->arena,
					   "cannot open the TCTI \"%s\": no answer within %ld ms",
					   connection->tcti.value, run->options.timeout_ms));
	return refuse(run, target->tpm_report, EXIT_NO_DEVICE,
		      rc_remedy_to_open(&info, target->tcti),
		      arena_printf(&run->report->arena, "cannot open the TCTI \"%s\": %s (0x%08x)",
				   connection->tcti.value, info.text, rc));
}

int connect_target(struct run *run, const struct target *target, unsigned int parts)
{
	struct tpm_report *tpm_report = target->tpm_report;
	struct connection *connection = tpm_report->connection;
	struct load_guard *guard = NULL;
	TPM2_CC unanswered;
	struct tpm *tpm;
	uint64_t start;
	int status;
	TSS2_RC rc;

	if (!target->tcti)
		return target->status;
	status = load_guard_begin(run, target, &guard);
	if (status)
		return status;
	start = now_ns();
	rc = tpm_open(target->tcti, (int)run->options.timeout_ms, &tpm);
	if (rc) {
		load_guard_end(guard);
		return connect_not_opened(run, target, rc);
	}
	connection->open_ns = FACT_NUMBER(now_ns() - start);
	tpm_limit_commands(tpm, run->max_commands);
	rc = collect_tpm(run->report, tpm_report, tpm, parts);
	if (!rc && run->cmd->ask)
		run->cmd->ask(run, tpm_report, tpm);
	if (!rc)
		load_guard_run(run, tpm_report, tpm, guard);
	connection->commands = FACT_NUMBER(tpm_commands(tpm));
	unanswered = tpm_unanswered(tpm);
	tpm_close(tpm);
	load_guard_end(guard);
	if (rc == TSS2_TCTI_RC_TRY_AGAIN && unanswered)
		return refuse_late(run, tpm_report, unanswered);
	return connect_judge(run, tpm_report, rc, parts);
}

int connect_say(struct run *run, const struct tpm_report *tpm_report, int status)
{
	const struct connection *connection = tpm_report->connection;

	if (!status)
		return EXIT_OK;
	return run_fail(run, status, text_of(&connection->remedy, NULL), "%s",
			connection->error_text.value);
}
