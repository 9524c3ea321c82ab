/* SPDX-License-Identifier: BSD-2-Clause */
/* What the commands have in common: decide, connect, collect. */
#include "collect-selected.h"

#include <string.h>

#include "cmd.h"
#include "collect-event-log.h"
#include "collect-host.h"
#include "collect-sysfs.h"
#include "connect.h"
#include "device.h"
#include "examine.h"
#include "fields.h"
#include "input.h"
#include "outcome.h"
#include "select.h"

/* PCR values can be had from the kernel where the TPM itself may not be asked. */
static int query_selected(struct run *run, const struct selection *selection,
			  const struct target *target, unsigned int parts)
{
	const char *sysroot = run->options.sysroot;
	int status = sysroot ? EXIT_USAGE : connect_target(run, target, parts);

	if (status && parts == COLLECT_PCRS && selection->follows_sysfs &&
	    collect_sysfs_pcrs(run->report, target->tpm_report, selection->ctx) > 0)
		return EXIT_OK;
	if (sysroot)
		return run_fail(run, EXIT_USAGE, "use list, pcrs, or tpm-probe without a command",
				"below --sysroot there is no TPM to ask%s",
				parts == COLLECT_PCRS ? ", and no PCR values of the kernel's" : "");
	return connect_say(run, target->tpm_report, status);
}

static int collect(struct run *run, const char *device, unsigned int parts, bool all)
{
	struct selection selection;
	int status, worst = EXIT_OK;

	if (run->options.from)
		return input_read(run, device);
	status = select_targets(run, device, all ? SELECT_ALL : 0, &selection);
	if (!status && !selection.count)
		status = select_none(run);
	for (size_t i = 0; !status && i < selection.count; i++) {
		int answered = query_selected(run, &selection, &selection.targets[i], parts);

		if (answered > worst)
			worst = answered;
	}
	selection_clear(&selection);
	return status ? status : worst;
}

int collect_need(struct run *run, int status, const char *key)
{
	const struct field *field = record_field(&tpm_report_type, key);

	if (status || !run->options.from)
		return status;
	for (size_t i = 0; i < report_count_tpms(run->report); i++) {
		const struct fact *fact = field_member(field, report_tpm(run->report, i));

		if (fact->presence != PRESENCE_NOT_COLLECTED)
			return EXIT_OK;
	}
	return run_fail(run, EXIT_GENERAL,
			arena_printf(&run->report->arena, "tpm-probe %s -o json on that machine",
				     run->cmd->name),
			"not collected: what --from names holds none of its \"%s\"", key);
}

int collect_selected(struct run *run, const char *device, unsigned int parts, bool all)
{
	int status = collect(run, device, parts, all);

	examine_verdicts(run);
	return status;
}

static int list(struct run *run)
{
	struct tpmsysfs *ctx = NULL;
	int status;

	if (run->options.from)
		return input_read(run, NULL);
	if (run->options.simulator || run->options.tcti)
		return run_fail(run, EXIT_USAGE, "tpm-probe info asks the TPM behind a TCTI",
				"list shows what sysfs and udev know: it goes with no TCTI");
	status = select_open_sysfs(run, &ctx);
	if (status)
		return status;
	status = select_keep(run, ctx, run->options.device);
	if (!status && !report_count_tpms(run->report))
		status = select_none(run);
	tpmsysfs_free(ctx);
	return status;
}

int list_selected(struct run *run)
{
	int status = list(run);

	examine_verdicts(run);
	return status;
}

static void examine(struct run *run, const struct selection *selection, const struct target *target,
		    unsigned int parts)
{
	struct tpm_report *tpm_report = target->tpm_report;
	int status = run->options.sysroot ? EXIT_OK : connect_target(run, target, parts);

	/* Of a TPM that was named it is said why it does not answer; a diagnosis has it as a fact. */
	if (!selection->follows_sysfs)
		connect_say(run, tpm_report, status);
	*run->report->error = (struct failure){ 0 };
	/* Behind the PCRs, with which it is compared. What it lacks its facts tell. */
	if (fact_known(&tpm_report->device->event_log.fact))
		collect_event_log(run->report, tpm_report, selection->ctx,
				  text_of(&tpm_report->name, ""));
}

int examine_selected(struct run *run, unsigned int parts)
{
	struct selection selection;
	int status;

	if (run->options.from)
		return input_read(run, NULL);
	status = run->options.simulator ? 0 : collect_host(run->report, run->options.sysroot);
	if (status < 0)
		return run_fail(run, EXIT_GENERAL, NULL, "cannot look at this machine: %s",
				strerror(-status));
	status = select_targets(run, NULL, SELECT_ALL | SELECT_NO_RAW, &selection);
	for (size_t i = 0; !status && i < selection.count; i++)
		examine(run, &selection, &selection.targets[i], parts);
	selection_clear(&selection);
	return status;
}
