/* SPDX-License-Identifier: BSD-2-Clause */
/* pcrs --log: the measured-boot event log, held against a TPM's PCRs. */
#include "pcrs-log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "collect-event-log.h"
#include "collect-selected.h"
#include "connection.h"
#include "event-log.h"
#include "select.h"
#include "shared-options.h"
#include "tcti-string.h"
#include "verdict.h"

static const char *log_file(const struct run *run)
{
	const struct log_file_option *option = cmd_options(run, &log_file_option);

	return option->path;
}

static int refused(struct run *run, int r, const char *path)
{
	if (r == -EACCES || r == -EPERM)
		return run_fail(
			run, EXIT_DENIED,
			"run as root, or install tpm2-tss' tmpfiles.d, which gives the log to "
			"group tss",
			"%s: permission denied", path);
	if (r == -EFBIG)
		return run_fail(run, EXIT_GENERAL, NULL, "%s: too large for an event log", path);
	return run_fail(run, EXIT_GENERAL, NULL, "%s: %s", path, strerror(-r));
}

static int read_file(struct run *run, const char *path)
{
	struct tpm_report *tpm_report = report_tpm(run->report, 0);
	int r;

	if (!tpm_report) {
		tpm_report = report_add_tpm(run->report);
		tpm_report->name.fact = FACT_ABSENT;
	}
	r = collect_event_log_file(run->report, tpm_report, path);
	return r < 0 ? refused(run, r, path) : EXIT_OK;
}

/*
 * The kernel's name of the TPM: what sysfs said, or of the only TPM here where tpm2-abrmd was asked, which
 * does not tell which it uses. False: none of this machine's.
 */
static bool find_name(const struct tpm_report *tpm_report, struct tpmsysfs *ctx, char name[32])
{
	const char *known = text_of(&tpm_report->name, NULL);
	struct tpmsysfs_list *list;
	struct tcti_string string;

	snprintf(name, 32, "%s", known ? known : "");
	if (known)
		return true;
	if (!tcti_string_parse_inner(text_of(&tpm_report->connection->tcti, ""), &string) ||
	    strcmp(string.module, "tabrmd") != 0 || tpmsysfs_enumerate(ctx, &list) < 0)
		return false;
	if (list->count == 1)
		snprintf(name, 32, "%s", list->tpms[0]->name);
	tpmsysfs_list_free(list);
	return *name;
}

static int read_own(struct run *run, struct tpm_report *tpm_report)
{
	struct tpmsysfs *ctx;
	char name[32];
	bool found;
	int r = tpmsysfs_new(run->options.sysroot, &ctx);

	if (r < 0)
		return run_fail(run, EXIT_GENERAL, NULL, "cannot read sysfs: %s", strerror(-r));
	found = find_name(tpm_report, ctx, name);
	if (found)
		r = collect_event_log(run->report, tpm_report, ctx, name);
	tpmsysfs_free(ctx);
	if (!found)
		return run_fail(run, EXIT_GENERAL, "name a saved log with --log-file",
				"a TPM behind this TCTI does not tell which event log is its own");
	if (r == -ENOENT)
		return run_fail(run, EXIT_GENERAL,
				"mount securityfs (mount -t securityfs securityfs "
				"/sys/kernel/security); if it is, the firmware hands on no log: it "
				"does not measure, or the virtual machine has no TPM of its own",
				"%s has no event log in /sys/kernel/security", name);
	return r < 0 ? refused(run, r, tpm_report->event_log->path.value) : EXIT_OK;
}

void collect_log_beside(struct run *run, struct tpm_report *tpm_report)
{
	struct tpmsysfs *ctx;
	char name[32];

	if (log_file(run)) {
		collect_event_log_file(run->report, tpm_report, log_file(run));
		return;
	}
	if (run->options.simulator || tpmsysfs_new(NULL, &ctx) < 0)
		return;
	if (find_name(tpm_report, ctx, name))
		collect_event_log(run->report, tpm_report, ctx, name);
	tpmsysfs_free(ctx);
}

/* The log of a TPM that is in the report. */
static int read_log(struct run *run)
{
	struct tpm_report *tpm_report = report_tpm(run->report, 0);
	const struct options *options = &run->options;

	if (log_file(run))
		return read_file(run, log_file(run));
	if (!tpm_report)
		return EXIT_OK; /* it was said why */
	if (options->from)
		return fact_known(&tpm_report->event_log->events.fact)
			       ? EXIT_OK
			       : run_fail(run, EXIT_GENERAL,
					  "write one with tpm-probe pcrs --log -o json, or name a "
					  "saved log with --log-file",
					  "%s has no event log", options->from);
	if (options->simulator)
		return run_fail(run, EXIT_USAGE, "name a saved log with --log-file",
				"a simulator booted nothing: it has no event log");
	return read_own(run, tpm_report);
}

/* What the log's verdicts come to. That nothing was measured into a bank is no fault of the log. */
static int judge(struct run *run)
{
	const struct tpm_report *tpm_report = report_tpm(run->report, 0);
	const struct list_fact *list = tpm_report ? &tpm_report->event_log->verdicts : NULL;

	for (size_t i = 0; list && i < list->count; i++) {
		const struct verdict *verdict = (const struct verdict *)list->items + i;

		if (state_is(&verdict->level, SEVERITY_ERROR) && fact_known(&verdict->text.fact) &&
		    (!fact_known(&verdict->rule.fact) || strcmp(verdict->rule.value, "PCR-002")))
			return run_fail(run, EXIT_GENERAL, NULL, "the event log does not hold: %s",
					verdict->text.value);
	}
	return EXIT_OK;
}

int collect_pcrs_and_log(struct run *run)
{
	int status = EXIT_OK, log_status;

	if (!log_file(run) || select_finds_any(run))
		status = collect_selected(run, NULL, COLLECT_PCRS, false);
	log_status = read_log(run);
	if (!log_status)
		log_status = judge(run);
	return status ? status : log_status;
}
