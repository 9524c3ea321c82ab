/* SPDX-License-Identifier: BSD-2-Clause */
/* Choosing the TPM, finding our modules, opening, collecting. */
#include "target.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "rc.h"
#include "render.h"
#include "simulator.h"
#include "tpm.h"
#include "tpmsysfs.h"

#define MODULE "libtss2-tcti-tpmrm.so.0"

/* Our module: beside the tool in the build tree, else where it was installed. */
static int find_module(char path[PATH_MAX])
{
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (n > 0) {
		self[n] = '\0';
		if (snprintf(path, PATH_MAX, "%s/" MODULE, dirname(self)) < PATH_MAX &&
		    !access(path, R_OK))
			return 0;
	}
	if (snprintf(path, PATH_MAX, "%s/" MODULE, TPM_PROBE_LIBDIR) < PATH_MAX &&
	    !access(path, R_OK))
		return 0;
	return -ENOENT;
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

/* Open and ask one TPM. Returns an exit status, with the reason in the TPM's connection. */
static int ask(struct run *run, struct tpm_report *tpm_report, const char *tcti,
	       const char *chosen_by, unsigned int parts)
{
	struct connection *connection = &tpm_report->connection;
	struct arena *arena = &run->report->arena;
	uint64_t start = now_ns();
	struct rc_info info;
	struct tpm *tpm;
	TSS2_RC rc;

	fact_set_bytes(run->report, &connection->tcti, tcti, strlen(tcti));
	fact_set_text(run->report, &connection->chosen_by, chosen_by);
	rc = tpm_open(tcti, (int)run->options.timeout_ms, &tpm);
	if (rc) {
		connection->error = FACT_NUMBER(rc);
		rc_decode(rc, &info);
		fact_set_text(run->report, &connection->error_text,
			      arena_printf(arena, "cannot open the TCTI \"%s\": %s (0x%08x)",
					   connection->tcti.value, info.text, rc));
		fact_set_text(run->report, &connection->remedy,
			      info.remedy ? info.remedy
					  : "is the module installed, and does its configuration "
					    "name a TPM? TSS2_LOG=tcti+error tells more");
		return EXIT_NO_DEVICE;
	}
	connection->open_ns = FACT_NUMBER(now_ns() - start);
	rc = collect_tpm(run->report, tpm_report, tpm, parts);
	connection->commands = FACT_NUMBER(tpm_commands(tpm));
	tpm_close(tpm);
	if (!rc)
		return EXIT_OK;
	connection->error = FACT_NUMBER(rc);
	rc_decode(rc, &info);
	fact_set_text(run->report, &connection->error_text,
		      arena_printf(arena, "%s: %s answers %s (0x%08x)", connection->tcti.value,
				   info.layer, info.text, rc));
	fact_set_text(run->report, &connection->remedy, info.remedy ? info.remedy : info.meaning);
	return strcmp(info.layer, "TPM") ? EXIT_NO_DEVICE : EXIT_GENERAL;
}

/* Say what `ask` found wrong, once, for the run as a whole. */
static int report_failure(struct run *run, const struct tpm_report *tpm_report, int status)
{
	const struct connection *connection = &tpm_report->connection;

	return run_fail(run, status,
			fact_known(&connection->remedy.fact) ? connection->remedy.value : NULL,
			"%s", connection->error_text.value);
}

static int ask_tcti(struct run *run, const char *tcti, const char *chosen_by, unsigned int parts)
{
	struct tpm_report *tpm_report = report_add_tpm(run->report);
	int status;

	tpm_report->simulator = FACT_NUMBER(0);
	status = ask(run, tpm_report, tcti, chosen_by, parts);
	collect_verdicts(run->report, tpm_report);
	return status ? report_failure(run, tpm_report, status) : EXIT_OK;
}

static int ask_simulator(struct run *run, unsigned int parts)
{
	_cleanup_free_ char *tcti = NULL;
	struct tpm_report *tpm_report = NULL;
	struct simulator *simulator;
	char module[PATH_MAX];
	int r, status;

	if (find_module(module) < 0)
		return run_fail(run, EXIT_GENERAL, "build it with make, or install it",
				"the module " MODULE " is neither beside the tool nor in %s",
				TPM_PROBE_LIBDIR);
	r = simulator_start(&simulator);
	if (r < 0)
		return run_fail(run, EXIT_NO_DEVICE,
				r == -ENOENT ? "install the package swtpm" : NULL,
				"cannot start a simulator (swtpm): %s", strerror(-r));
	run->report->simulator = FACT_NUMBER(1);
	tpm_report = report_add_tpm(run->report);
	tpm_report->simulator = FACT_NUMBER(1);
	fact_set_text(run->report, &tpm_report->name, "simulator");
	fact_set_text(run->report, &tpm_report->kind, "simulator");
	if (asprintf(&tcti, "%s:fd=%d", module, simulator_fd(simulator)) < 0)
		abort();
	status = ask(run, tpm_report, tcti, "--simulator", parts);
	collect_verdicts(run->report, tpm_report);
	simulator_stop(simulator);
	return status ? report_failure(run, tpm_report, status) : EXIT_OK;
}

/* The node through which a TPM is to be reached: the RM's, unless the raw one was named. */
static const struct node *choose_node(const struct tpm_report *tpm_report, bool raw)
{
	return tpm_report_node(tpm_report, raw ? "tpm" : "tpmrm");
}

static int refuse(struct run *run, struct tpm_report *tpm_report, int status, const char *remedy,
		  const char *text)
{
	fact_set_text(run->report, &tpm_report->connection.error_text, text);
	fact_set_text(run->report, &tpm_report->connection.remedy, remedy);
	return status;
}

/* Ask a TPM that udev knows, with a refusal that says more than an error of open(2). */
static int ask_known(struct run *run, struct tpm_report *tpm_report, bool raw, const char *path,
		     const char *chosen_by, unsigned int parts)
{
	const struct node *node = choose_node(tpm_report, raw);
	struct arena *arena = &run->report->arena;
	_cleanup_free_ char *tcti = NULL;
	char module[PATH_MAX];
	const char *access;

	if (fact_known(&tpm_report->device.version_major.fact) &&
	    tpm_report->device.version_major.value == 1)
		return refuse(run, tpm_report, EXIT_UNSUPPORTED,
			      "switch it to TPM 2.0 in the firmware's setup, if it offers that; "
			      "tpm-probe list shows what sysfs tells of it",
			      arena_printf(arena, "%s is a TPM 1.2: it has no TPM 2.0 commands",
					   tpm_report->name.value));
	if (!node)
		return refuse(run, tpm_report, EXIT_NO_DEVICE,
			      arena_printf(arena,
					   "the raw node is exclusive, so it is opened only when "
					   "named: tpm-probe -d /dev/%s",
					   tpm_report->name.value),
			      arena_printf(arena, "%s has no kernel resource manager node",
					   tpm_report->name.value));
	if (!path)
		path = fact_known(&node->path.fact) ? node->path.value : NULL;
	access = fact_known(&node->access.fact) ? node->access.value : "ok";
	if (strcmp(access, "ok") != 0)
		return refuse(run, tpm_report,
			      strcmp(access, "no node") ? EXIT_DENIED : EXIT_NO_DEVICE,
			      node->remedy.value,
			      arena_printf(arena, "%s: %s (owner %s, group %s, mode %04o)",
					   path ? path : node->name.value,
					   strcmp(access, "no node") ? "permission denied"
								     : "no node in /dev",
					   node->owner.value ? node->owner.value : "-",
					   node->group.value ? node->group.value : "-",
					   (unsigned int)node->mode.value));
	if (find_module(module) < 0)
		return refuse(run, tpm_report, EXIT_GENERAL, "build it with make, or install it",
			      "the module " MODULE
			      " is neither beside the tool nor in " TPM_PROBE_LIBDIR);
	if (asprintf(&tcti, "%s:%s", module, path) < 0)
		abort();
	fact_set_text(run->report, &tpm_report->connection.node, path);
	tpm_report->connection.kernel_rm = FACT_NUMBER(!raw);
	return ask(run, tpm_report, tcti, chosen_by, parts);
}

static int no_tpm(struct run *run)
{
	const struct firmware_tables *tables = &run->report->firmware;

	if (fact_known(&tables->acpi_tpm2.fact) || fact_known(&tables->of_path.fact))
		return run_fail(
			run, EXIT_NO_DEVICE,
			"load the driver: modprobe tpm_crb tpm_tis; its reason is in the "
			"kernel log",
			"no TPM found: the firmware announces one, but no kernel driver has "
			"taken it");
	return run_fail(run, EXIT_NO_DEVICE,
			"enable it in the firmware's setup (fTPM, PTT, Security Device), give the "
			"virtual machine a vTPM, or try tpm-probe --simulator",
			"no TPM found: /sys/class/tpm is empty, and the firmware announces none");
}

static int open_sysfs(struct run *run, bool with_pcrs, struct tpmsysfs **ret_ctx)
{
	int r = tpmsysfs_new(run->options.sysroot, ret_ctx);

	if (r < 0)
		return run_fail(run, EXIT_GENERAL, NULL, "--sysroot %s: %s",
				run->options.sysroot ? run->options.sysroot : "", strerror(-r));
	r = collect_sysfs(run->report, *ret_ctx, with_pcrs);
	if (r < 0) {
		tpmsysfs_free(*ret_ctx);
		return run_fail(run, EXIT_GENERAL, NULL, "cannot enumerate TPMs: %s", strerror(-r));
	}
	return EXIT_OK;
}

static void free_list(struct tpmsysfs_list **list)
{
	tpmsysfs_list_free(*list);
}

/* The report's TPM that the user's word means. */
static int find_named(struct run *run, struct tpmsysfs *ctx, const char *device,
		      struct tpm_report **ret_tpm, bool *ret_raw)
{
	_cleanup_(free_list) struct tpmsysfs_list *list = NULL;
	const struct tpmsysfs_tpm *tpm;
	enum tpmsysfs_class class;
	int r = tpmsysfs_enumerate(ctx, &list);

	if (r >= 0)
		r = tpmsysfs_find(ctx, list, device, &tpm, &class);
	for (size_t i = 0; r >= 0 && i < report_count_tpms(run->report); i++) {
		struct tpm_report *tpm_report = report_tpm(run->report, i);

		if (!strcmp(tpm_report->name.value, tpm->name)) {
			*ret_tpm = tpm_report;
			*ret_raw = class == TPMSYSFS_CLASS_RAW;
			return EXIT_OK;
		}
	}
	if (r == -EACCES)
		return run_fail(run, EXIT_DENIED, NULL,
				"%s: a directory on the way cannot be searched", device);
	return run_fail(run, EXIT_NO_DEVICE, "tpm-probe list shows the TPMs of this machine",
			r == -ENOTTY	 ? "%s is not the character device of a TPM"
			: r == -ENOTUNIQ ? "%s fits several TPMs"
			: r == -ENOENT	 ? "%s: no such file or device"
					 : "%s: no such TPM",
			device);
}

/* The platform's own ahead of virtual ones; the list is ordered by number. */
static struct tpm_report *first_tpm(const struct report *report)
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

static int ask_all(struct run *run, unsigned int parts)
{
	int best = -1, status;

	for (size_t i = 0; i < report_count_tpms(run->report); i++) {
		struct tpm_report *tpm_report = report_tpm(run->report, i);

		status = ask_known(run, tpm_report, false, NULL, "discovery", parts);
		collect_verdicts(run->report, tpm_report);
		if (status)
			report_failure(run, tpm_report, status);
		if (best < 0 || status < best)
			best = status;
	}
	return best;
}

static int ask_discovered(struct run *run, const char *device, unsigned int parts, bool all)
{
	struct tpm_report *tpm_report = NULL;
	struct tpmsysfs *ctx = NULL;
	bool raw = false;
	int status = open_sysfs(run, false, &ctx);

	if (status)
		return status;
	if (device)
		status = find_named(run, ctx, device, &tpm_report, &raw);
	else if (!report_count_tpms(run->report))
		status = no_tpm(run);
	else
		tpm_report = first_tpm(run->report);
	tpmsysfs_free(ctx);
	if (status || !tpm_report)
		return status;
	if (all && !device)
		return ask_all(run, parts);
	keep_only(run->report, tpm_report);
	if (parts && run->options.sysroot)
		return run_fail(run, EXIT_USAGE, NULL,
				"below --sysroot there is no TPM to ask: use list");
	status = ask_known(run, tpm_report, raw, device && strchr(device, '/') ? device : NULL,
			   device ? "--device" : "discovery", parts);
	collect_verdicts(run->report, tpm_report);
	return status ? report_failure(run, tpm_report, status) : EXIT_OK;
}

static int read_file(struct run *run)
{
	_cleanup_free_ char *error = NULL;
	struct report *report;
	int r = render_json_read(run->options.from, &report, &error);

	if (r < 0)
		return run_fail(run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL,
				"tpm-probe -o json writes such files", "%s: %s", run->options.from,
				error ? error : strerror(-r));
	report_free(run->report);
	run->report = report;
	return EXIT_OK;
}

int target_collect(struct run *run, const char *device, unsigned int parts, bool all)
{
	static const char *const variables[] = { "TPM_PROBE_TCTI", "TPM2TOOLS_TCTI" };

	if (run->options.from)
		return read_file(run);
	if (run->options.simulator)
		return ask_simulator(run, parts);
	if (run->options.tcti)
		return ask_tcti(run, run->options.tcti, "--tcti", parts);
	if (!device)
		device = run->options.device;
	for (size_t i = 0; !device && !run->options.sysroot && !all && i < 2; i++) {
		const char *tcti = getenv(variables[i]);

		if (tcti && *tcti)
			return ask_tcti(run, tcti, variables[i], parts);
	}
	return ask_discovered(run, device, parts, all);
}

int target_list(struct run *run)
{
	struct tpm_report *tpm_report = NULL;
	struct tpmsysfs *ctx = NULL;
	bool raw;
	int status;

	if (run->options.from)
		return read_file(run);
	if (run->options.simulator || run->options.tcti)
		return run_fail(run, EXIT_USAGE, "tpm-probe info asks the TPM behind a TCTI",
				"list shows what sysfs and udev know: it goes with no TCTI");
	status = open_sysfs(run, false, &ctx);
	if (status)
		return status;
	if (run->options.device) {
		status = find_named(run, ctx, run->options.device, &tpm_report, &raw);
		if (!status)
			keep_only(run->report, tpm_report);
	} else if (!report_count_tpms(run->report)) {
		status = no_tpm(run);
	}
	for (size_t i = 0; i < report_count_tpms(run->report); i++)
		collect_verdicts(run->report, report_tpm(run->report, i));
	tpmsysfs_free(ctx);
	return status;
}
