/* SPDX-License-Identifier: BSD-2-Clause */
/* Choosing the TPM: a file, a TCTI, a node, or what udev knows. */
#include "select.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "connect.h"
#include "examine.h"
#include "input.h"
#include "tpmsysfs.h"

int target_none(struct run *run)
{
	const struct firmware_tables *tables = &run->report->firmware;

	if (fact_known(&tables->acpi_tpm2.fact) || fact_known(&tables->of_path.fact))
		return run_fail(
			run, EXIT_NO_DEVICE,
			"tpm-probe doctor --rule DEV-002 names the driver to load; the kernel log "
			"says why it failed",
			"no TPM found: the firmware announces one, but no kernel driver has "
			"taken it");
	return run_fail(run, EXIT_NO_DEVICE,
			"enable it in the firmware's setup (fTPM, PTT, Security Device), give the "
			"virtual machine a vTPM, or try tpm-probe --simulator",
			"no TPM found: /sys/class/tpm is empty, and the firmware announces none");
}

int target_open_sysfs(struct run *run, struct tpmsysfs **ret_ctx)
{
	int r = tpmsysfs_new(run->options.sysroot, ret_ctx);

	if (r < 0)
		return run_fail(
			run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL,
			"give a directory that you may read, laid out as / is: with sys/, and "
			"dev/, proc/, run/ as far as there are",
			"--sysroot %s: %s", run->options.sysroot ? run->options.sysroot : "",
			strerror(-r));
	r = collect_sysfs(run->report, *ret_ctx);
	if (r < 0) {
		tpmsysfs_free(*ret_ctx);
		return run_fail(
			run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL,
			"look whether sysfs is mounted on /sys, and whether you may read it",
			"cannot enumerate TPMs: %s", strerror(-r));
	}
	return EXIT_OK;
}

static void free_list(struct tpmsysfs_list **list)
{
	tpmsysfs_list_free(*list);
}

/* The report's TPM that the user's word means. -errno as tpmsysfs_find(). */
int target_find(struct run *run, struct tpmsysfs *ctx, const char *device,
		struct tpm_report **ret_tpm, bool *ret_raw)
{
	_cleanup_(free_list) struct tpmsysfs_list *list = NULL;
	const struct tpmsysfs_tpm *tpm;
	enum tpmsysfs_class class;
	int r = tpmsysfs_enumerate(ctx, &list);

	if (r >= 0)
		r = tpmsysfs_find(ctx, list, device, &tpm, &class);
	if (r < 0)
		return r;
	for (size_t i = 0; i < report_count_tpms(run->report); i++) {
		struct tpm_report *tpm_report = report_tpm(run->report, i);

		if (!strcmp(tpm_report->name.value, tpm->name)) {
			*ret_tpm = tpm_report;
			*ret_raw = class == TPMSYSFS_CLASS_RAW;
			return 0;
		}
	}
	return -ENODEV;
}

int target_not_found(struct run *run, const char *device, int r)
{
	const char *remedy = "tpm-probe list shows the TPMs of this machine";

	switch (r) {
	case -EACCES:
		return run_fail(run, EXIT_DENIED, "run as a user who may search that directory",
				"%s: permission denied: a directory on the way cannot be searched",
				device);
	case -ENOTTY:
		return run_fail(run, EXIT_NO_DEVICE, remedy,
				"%s is not the character device of a TPM; it was not opened",
				device);
	case -ENOTUNIQ:
		return run_fail(run, EXIT_NO_DEVICE, remedy, "%s fits several TPMs", device);
	case -ENOENT:
		return run_fail(run, EXIT_NO_DEVICE, remedy, "%s: no such file or directory",
				device);
	default:
		return run_fail(run, EXIT_NO_DEVICE, remedy, "%s: no such TPM on this machine",
				device);
	}
}

/* The platform's own ahead of virtual ones; the list is ordered by number. */
struct tpm_report *target_first(const struct report *report)
{
	for (size_t i = 0; i < report_count_tpms(report); i++) {
		struct tpm_report *tpm = report_tpm(report, i);

		if (!fact_known(&tpm->kind.fact) || strcmp(tpm->kind.value, "virtual") != 0)
			return tpm;
	}
	return report_tpm(report, 0);
}

/* Only what belongs to one TPM stays in the report. */
static void keep_only(struct report *report, const struct tpm_report *tpm_report)
{
	report->tpms.items = (void *)(uintptr_t)tpm_report;
	report->tpms.count = 1;
	report->tpms.capacity = 1;
}

/* One TPM. PCR values can be had from the kernel where the TPM itself may not be asked. */
static int ask_one(struct run *run, struct tpmsysfs *ctx, struct tpm_report *tpm_report, bool raw,
		   const char *device, unsigned int parts)
{
	int status = EXIT_UNSUPPORTED;

	keep_only(run->report, tpm_report);
	if (!run->options.sysroot)
		status = connect_node(run, tpm_report, raw,
				      device && strchr(device, '/') ? device : NULL,
				      device ? "--device" : "discovery", parts);
	if (status && parts == COLLECT_PCRS && collect_sysfs_pcrs(run->report, tpm_report, ctx) > 0)
		return EXIT_OK;
	if (run->options.sysroot)
		return run_fail(run, EXIT_USAGE, "use list, pcrs, or tpm-probe without a command",
				"below --sysroot there is no TPM to ask%s",
				parts == COLLECT_PCRS ? ", and no PCR values of the kernel's" : "");
	return connect_say(run, tpm_report, status);
}

/* All TPMs; what failed is said of each, and the status is the worst TPM's. */
static int ask_all(struct run *run, unsigned int parts)
{
	int worst = EXIT_OK;

	for (size_t i = 0; i < report_count_tpms(run->report); i++) {
		struct tpm_report *tpm_report = report_tpm(run->report, i);
		int status = connect_node(run, tpm_report, false, NULL, "discovery", parts);

		connect_say(run, tpm_report, status);
		if (status > worst)
			worst = status;
	}
	return worst;
}

static int ask_discovered(struct run *run, const char *device, unsigned int parts, bool all)
{
	struct tpm_report *tpm_report = NULL;
	struct tpmsysfs *ctx = NULL;
	bool raw = false;
	int r = 0, status = target_open_sysfs(run, &ctx);

	if (status)
		return status;
	if (device)
		r = target_find(run, ctx, device, &tpm_report, &raw);
	else
		tpm_report = target_first(run->report);
	if (r == -ENODEV && strchr(device, '/') && !run->options.sysroot)
		status = connect_unknown_node(run, device, parts);
	else if (r < 0)
		status = target_not_found(run, device, r);
	else if (!tpm_report)
		status = target_none(run);
	else if (all && !device)
		status = ask_all(run, parts);
	else
		status = ask_one(run, ctx, tpm_report, raw, device, parts);
	tpmsysfs_free(ctx);
	return status;
}

const char *target_variable(const char **ret_tcti)
{
	static const char *const variables[] = { "TPM_PROBE_TCTI", "TPM2TOOLS_TCTI" };

	for (size_t i = 0; i < 2; i++) {
		*ret_tcti = getenv(variables[i]);
		if (*ret_tcti && **ret_tcti)
			return variables[i];
	}
	return NULL;
}

static int collect(struct run *run, const char *device, unsigned int parts, bool all)
{
	const char *variable, *tcti;

	if (run->options.from)
		return input_read(run);
	if (run->options.simulator)
		return connect_simulator(run, parts);
	if (run->options.tcti)
		return connect_tcti(run, run->options.tcti, "--tcti", parts);
	if (!device)
		device = run->options.device;
	variable = target_variable(&tcti);
	if (!device && !run->options.sysroot && !all && variable)
		return connect_tcti(run, tcti, variable, parts);
	return ask_discovered(run, device, parts, all);
}

int target_collect(struct run *run, const char *device, unsigned int parts, bool all)
{
	int status = collect(run, device, parts, all);

	examine_verdicts(run);
	return status;
}

static int list(struct run *run)
{
	struct tpm_report *tpm_report = NULL;
	struct tpmsysfs *ctx = NULL;
	bool raw;
	int r, status;

	if (run->options.from)
		return input_read(run);
	if (run->options.simulator || run->options.tcti)
		return run_fail(run, EXIT_USAGE, "tpm-probe info asks the TPM behind a TCTI",
				"list shows what sysfs and udev know: it goes with no TCTI");
	status = target_open_sysfs(run, &ctx);
	if (status)
		return status;
	if (run->options.device) {
		r = target_find(run, ctx, run->options.device, &tpm_report, &raw);
		if (r < 0)
			status = target_not_found(run, run->options.device, r);
		else
			keep_only(run->report, tpm_report);
	} else if (!report_count_tpms(run->report)) {
		status = target_none(run);
	}
	tpmsysfs_free(ctx);
	return status;
}

int target_list(struct run *run)
{
	int status = list(run);

	examine_verdicts(run);
	return status;
}

static int examine_discovered(struct run *run, unsigned int parts)
{
	const char *device = run->options.device;
	struct tpm_report *tpm_report = NULL;
	struct tpmsysfs *ctx = NULL;
	int r = 0, status = target_open_sysfs(run, &ctx);
	bool raw;

	if (status)
		return status;
	if (device)
		r = target_find(run, ctx, device, &tpm_report, &raw);
	if (tpm_report)
		keep_only(run->report, tpm_report);
	for (size_t i = 0; r >= 0 && i < report_count_tpms(run->report); i++) {
		tpm_report = report_tpm(run->report, i);
		if (!run->options.sysroot)
			connect_node(run, tpm_report, false, NULL,
				     device ? "--device" : "discovery", parts);
		/* Behind the PCRs, with which it is compared. What it lacks its facts tell. */
		if (fact_known(&tpm_report->device.event_log.fact))
			collect_event_log(run->report, tpm_report, ctx, tpm_report->name.value);
	}
	tpmsysfs_free(ctx);
	return r < 0 ? target_not_found(run, device, r) : EXIT_OK;
}

int target_examine(struct run *run, unsigned int parts)
{
	int status;

	if (run->options.from)
		return input_read(run);
	if (run->options.simulator)
		return connect_simulator(run, parts);
	status = collect_host(run->report, run->options.sysroot);
	if (status < 0)
		return run_fail(run, EXIT_GENERAL, NULL, "cannot look at this machine: %s",
				strerror(-status));
	if (!run->options.tcti)
		return examine_discovered(run, parts);
	connect_tcti(run, run->options.tcti, "--tcti", parts);
	run->report->error = (struct failure){ 0 };
	return EXIT_OK;
}
