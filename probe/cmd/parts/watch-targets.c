/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPMs are watched, and how each is reached. */
#include "watch-targets.h"

#include <errno.h>
#include <string.h>

#include "collect-sysfs.h"
#include "connection.h"
#include "select.h"
#include "worker.h"

static void query_target(struct watch_run *watch, struct watch_tpm *tpm, const char *tcti)
{
	tpm->worker = worker_new(tcti, watch->options->interval_ns,
				 (unsigned long)watch->options->count, watch->wake_fd);
	if (!tpm->worker)
		watch_set_availability(&watch->model, &watch->now, tpm, WATCH_REFUSED,
				       "there is no thread left to ask it with");
}

void watch_targets_lose(struct watch_run *watch, struct watch_tpm *tpm)
{
	worker_free(tpm->worker);
	tpm->worker = NULL;
	watch_remove(&watch->model, &watch->now, tpm);
}

/* Ask it, unless it is being asked already. */
static void take_target(struct watch_run *watch, const char *name, const struct target *target)
{
	const struct tpm_report *tpm_report = target->tpm_report;
	struct watch_tpm *tpm = watch_find(&watch->model, name);

	if (tpm && tpm->worker)
		return;
	if (!tpm || tpm->availability == WATCH_GONE)
		tpm = watch_add(&watch->model, &watch->now, name, tpm_report->kind.state,
				target->node);
	if (tpm && !target->tcti)
		watch_set_availability(&watch->model, &watch->now, tpm, WATCH_REFUSED,
				       tpm_report->connection->error_text.value);
	else if (tpm)
		query_target(watch, tpm, target->tcti);
}

static bool is_listed(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report_count_tpms(report); i++)
		if (text_is(&report_tpm(report, i)->name, name))
			return true;
	return false;
}

static void lose_missing(struct watch_run *watch, const struct report *report)
{
	for (size_t i = 0; i < watch->model.count; i++) {
		struct watch_tpm *tpm = watch->model.tpms[i];

		if (tpm->availability != WATCH_GONE && !is_listed(report, tpm->name))
			watch_targets_lose(watch, tpm);
	}
}

/* What sysfs has now: all of them, or the one that the user named. 0, or -errno of discovery. */
static int look(struct watch_run *watch)
{
	struct selection now = { .ctx = watch->selection.ctx };
	struct run scan = *watch->run;
	int r;

	scan.report = report_new();
	r = collect_sysfs(scan.report, now.ctx);
	if (r >= 0)
		r = select_discovered(&scan, scan.options.device, SELECT_ALL, &now);
	if (r >= 0 || scan.options.device)
		lose_missing(watch, scan.report);
	for (size_t i = 0; r >= 0 && i < now.count; i++)
		if (now.follows_sysfs)
			take_target(watch, now.targets[i].tpm_report->name.value, &now.targets[i]);
	report_free(scan.report);
	return r;
}

void watch_targets_look(struct watch_run *watch)
{
	int r = look(watch);
	char message[128];

	/* That the one which is wanted is not there is no fault, but why we watch. */
	if (r >= 0 || watch->run->options.device)
		return;
	snprintf(message, sizeof(message), "cannot enumerate TPMs: %s", strerror(-r));
	watch_error(&watch->model, &watch->now, message);
}

static int follow_sysfs(struct watch_run *watch)
{
	int r = hotplug_new(watch->selection.ctx, &watch->hotplug);

	if (r < 0)
		return run_fail(watch->run, EXIT_GENERAL,
				"tpm-probe watch -T TCTI watches a TPM without hot plug",
				"cannot hear of TPMs that come and go: %s", strerror(-r));
	/* Behind the monitor, so that nothing comes unseen. */
	watch_targets_look(watch);
	return EXIT_OK;
}

int watch_targets_open(struct watch_run *watch)
{
	struct selection *selection = &watch->selection;
	int status = select_targets(watch->run, NULL, SELECT_ALL, selection);

	if (!status && selection->follows_sysfs)
		status = follow_sysfs(watch);
	for (size_t i = 0; !status && !selection->follows_sysfs && i < selection->count; i++) {
		const struct target *target = &selection->targets[i];
		const char *device = watch->run->options.device;

		/* Called as the user called it. */
		take_target(watch,
			    selection->simulator ? "simulator"
			    : device		 ? device
						 : target->tcti,
			    target);
	}
	watch->model.settled = true;
	return status;
}

void watch_targets_close(struct watch_run *watch)
{
	for (size_t i = 0; i < watch->model.count; i++) {
		worker_free(watch->model.tpms[i]->worker);
		watch->model.tpms[i]->worker = NULL;
	}
	hotplug_free(watch->hotplug);
	selection_clear(&watch->selection);
}
