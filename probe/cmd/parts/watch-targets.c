/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPMs are watched, and how each is reached. */
#include "watch-targets.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "connect.h"
#include "select.h"
#include "worker.h"

static void ask(struct watch_run *watch, struct watch_tpm *tpm, const char *tcti)
{
	tpm->worker = worker_new(tcti, watch->options->interval_ns,
				 (unsigned long)watch->options->count, watch->wake_fd);
	if (!tpm->worker)
		watch_set_availability(&watch->model, &watch->now, tpm, WATCH_REFUSED,
				       "there is no thread left to ask it with");
}

static void add_tcti(struct watch_run *watch, const char *name, const char *kind, const char *tcti)
{
	struct watch_tpm *tpm;

	if (watch_find(&watch->model, name))
		return;
	tpm = watch_add(&watch->model, &watch->now, name, kind, NULL);
	if (tpm)
		ask(watch, tpm, tcti);
}

void watch_targets_lose(struct watch_run *watch, struct watch_tpm *tpm)
{
	worker_free(tpm->worker);
	tpm->worker = NULL;
	watch_remove(&watch->model, &watch->now, tpm);
}

/* One that sysfs knows: ask it, unless it is being asked already. */
static void take_tpm(struct watch_run *watch, struct run *scan, struct tpm_report *tpm_report,
		     bool raw)
{
	const char *device = scan->options.device, *name = tpm_report->name.value;
	const struct text_fact *node = &tpm_report->connection.node;
	struct watch_tpm *tpm = watch_find(&watch->model, name);
	_cleanup_free_ char *tcti = NULL;
	int status;

	if (tpm && tpm->worker)
		return;
	status = connect_node_tcti(scan, tpm_report, raw,
				   device && strchr(device, '/') ? device : NULL, &tcti);
	if (!tpm || tpm->availability == WATCH_GONE)
		tpm = watch_add(&watch->model, &watch->now, name, text_of(&tpm_report->kind, NULL),
				fact_known(&node->fact) ? node->value : NULL);
	if (tpm && status)
		watch_set_availability(&watch->model, &watch->now, tpm, WATCH_REFUSED,
				       tpm_report->connection.error_text.value);
	else if (tpm && tcti)
		ask(watch, tpm, tcti);
}

static bool is_listed(const struct report *report, const char *name)
{
	for (size_t i = 0; i < report_count_tpms(report); i++)
		if (!strcmp(report_tpm(report, i)->name.value, name))
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

/* Of a report of sysfs's: all of them, or the one that the user named. 0, or -errno of target_find(). */
static int take_tpms(struct watch_run *watch, struct run *scan)
{
	struct tpm_report *only = NULL;
	bool raw = false;
	int r = 0;

	if (scan->options.device)
		r = target_find(scan, watch->ctx, scan->options.device, &only, &raw);
	lose_missing(watch, scan->report);
	if (only)
		take_tpm(watch, scan, only, raw);
	for (size_t i = 0; !scan->options.device && i < report_count_tpms(scan->report); i++)
		take_tpm(watch, scan, report_tpm(scan->report, i), false);
	return r;
}

static int look(struct watch_run *watch)
{
	struct run scan = *watch->run;
	int r;

	scan.report = report_new();
	r = collect_sysfs(scan.report, watch->ctx);
	if (r >= 0)
		r = take_tpms(watch, &scan);
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

static int open_sysfs(struct watch_run *watch)
{
	const char *device = watch->run->options.device;
	int r = tpmsysfs_new(NULL, &watch->ctx);

	if (r >= 0)
		r = hotplug_new(watch->ctx, &watch->plug);
	if (r < 0)
		return run_fail(watch->run, EXIT_GENERAL,
				"tpm-probe watch -T TCTI watches a TPM without hot plug",
				"cannot hear of TPMs that come and go: %s", strerror(-r));
	/* Behind the monitor, so that nothing comes unseen. */
	r = look(watch);
	if (r == -ENODEV && device && strchr(device, '/')) {
		r = connect_unknown_node_tcti(watch->run, device, &watch->node_tcti);
		if (!r)
			add_tcti(watch, device, NULL, watch->node_tcti);
		return r;
	}
	if (r < 0 && device)
		return target_not_found(watch->run, device, r);
	if (r < 0)
		return run_fail(watch->run, EXIT_GENERAL, NULL, "cannot enumerate TPMs: %s",
				strerror(-r));
	return EXIT_OK;
}

static int open_simulator(struct watch_run *watch)
{
	struct tpm_report *tpm_report = NULL;
	_cleanup_free_ char *tcti = NULL;
	int status = connect_start_simulator(watch->run, &watch->simulator, &tcti, &tpm_report);

	if (!status && tcti)
		add_tcti(watch, "simulator", "simulator", tcti);
	return status;
}

int watch_targets_open(struct watch_run *watch)
{
	const struct option_texts *tctis = &watch->run->options.tctis;
	int status = EXIT_OK;

	if (watch->run->options.simulator)
		status = open_simulator(watch);
	else if (!tctis->count)
		status = open_sysfs(watch);
	for (size_t i = 0; i < tctis->count; i++)
		add_tcti(watch, tctis->texts[i], NULL, tctis->texts[i]);
	watch->model.settled = true;
	return status;
}

void watch_targets_close(struct watch_run *watch)
{
	for (size_t i = 0; i < watch->model.count; i++) {
		worker_free(watch->model.tpms[i]->worker);
		watch->model.tpms[i]->worker = NULL;
	}
	hotplug_free(watch->plug);
	tpmsysfs_free(watch->ctx);
	if (watch->simulator)
		simulator_stop(watch->simulator);
	free(watch->node_tcti);
}
