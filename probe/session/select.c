/* SPDX-License-Identifier: BSD-2-Clause */
/* Which TPMs a run is about: options, the environment, and what sysfs finds. */
#include "select.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect-sysfs.h"
#include "connection.h"
#include "device.h"
#include "find-tpm.h"
#include "host.h"
#include "tcti-string.h"

int select_check(struct run *run, const char *operand)
{
	const struct options *options = &run->options;
	const char *device = operand ? operand : options->device;
	bool elsewhere = options->tcti || options->simulator;

	if (operand && options->device)
		return run_fail(run, EXIT_USAGE, "name the TPM once",
				"\"%s\" and --device %s both name a TPM", operand, options->device);
	if ((device || options->from) + !!options->tcti + options->simulator > 1)
		return run_fail(run, EXIT_USAGE, "give one of them",
				"%s, --tcti, --simulator and --from exclude one another: each says "
				"which TPM is meant",
				operand ? "a TPM as operand" : "--device");
	if (options->sysroot && (elsewhere || options->from))
		return run_fail(run, EXIT_USAGE, NULL,
				"--sysroot only reads files: it does not go with --tcti, --from or "
				"--simulator");
	return EXIT_OK;
}

int select_none(struct run *run)
{
	const struct firmware_tables *tables = run->report->firmware;

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

/* A setting may call a node by a name that only its number tells. */
static void find_named_nodes(struct report *report, struct tpmsysfs *ctx)
{
	const struct setting *settings = report->host->settings.items;
	struct tpm_report *tpm_report;
	struct tcti_string string;
	const struct node *node;
	char buffer[4096];

	if (fact_known(&report->host->settings.fact))
		report->host->other_nodes.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < report->host->settings.count; i++) {
		const char *value = text_of(&settings[i].value, ""), *path = NULL;

		if (tcti_string_parse_inner(value, &string))
			path = tcti_string_path(&string, buffer);
		if (!path && *value == '/')
			path = value;
		if (path && !report_find_node(report, path, NULL))
			collect_find_tpm(report, ctx, path, &tpm_report, &node);
	}
}

int select_open_sysfs(struct run *run, struct tpmsysfs **ret_ctx)
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
		*ret_ctx = NULL;
		return run_fail(
			run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL,
			"look whether sysfs is mounted on /sys, and whether you may read it",
			"cannot enumerate TPMs: %s", strerror(-r));
	}
	find_named_nodes(run->report, *ret_ctx);
	return EXIT_OK;
}

static int fail_not_found(struct run *run, const char *device, int r)
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
	case -ENODEV:
		return run_fail(run, EXIT_NO_DEVICE, remedy, "%s: no such TPM on this machine",
				device);
	default:
		return run_fail(run, EXIT_GENERAL, NULL, "cannot enumerate TPMs: %s", strerror(-r));
	}
}

static int fail_not_in_report(struct run *run, const char *device)
{
	size_t n = report_count_tpms(run->report);
	const char *names = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct tpm_report *tpm_report = report_tpm(run->report, i);
		const char *name = text_of(&tpm_report->name, text_of(&tpm_report->connection->tcti,
								      "one without a name"));

		names = names ? arena_printf(&run->report->arena, "%s, %s", names, name) : name;
	}
	report_keep_tpms(run->report, NULL, 0);
	return run_fail(run, EXIT_NO_DEVICE, "name one of those", "%s has no TPM %s: there %s %s",
			run->options.from, device, n > 1 ? "are" : "is", names ? names : "none");
}

static void keep_only(struct report *report, const struct tpm_report *tpm_report)
{
	struct tpm_report *copy = arena_alloc(&report->arena, sizeof(*copy));

	*copy = *tpm_report;
	report_keep_tpms(report, copy, 1);
}

int select_keep(struct run *run, struct tpmsysfs *ctx, const char *device)
{
	struct tpm_report *tpm_report = NULL;
	const struct node *node;
	int r;

	if (!device)
		return EXIT_OK;
	r = ctx ? collect_find_tpm(run->report, ctx, device, &tpm_report, &node)
		: report_find_tpm(run->report, device, &tpm_report, &node);
	if (r < 0)
		return ctx ? fail_not_found(run, device, r) : fail_not_in_report(run, device);
	keep_only(run->report, tpm_report);
	return EXIT_OK;
}

static struct target *make_targets(struct run *run, struct selection *selection,
				   const char *chosen_by)
{
	size_t n = report_count_tpms(run->report);
	struct target *targets = arena_alloc(&run->report->arena, n * sizeof(*targets));

	for (size_t i = 0; i < n; i++)
		targets[i] = (struct target){ .tpm_report = report_tpm(run->report, i),
					      .chosen_by = chosen_by,
					      .label = "" };
	selection->targets = targets;
	selection->count = n;
	return targets;
}

/* A TPM of which sysfs says nothing. */
static void init_unknown(struct report *report, struct tpm_report *tpm_report)
{
	tpm_report_init(report, tpm_report, NULL);
	tpm_report->name.fact = tpm_report->nodes.fact = FACT_ABSENT;
	tpm_report->simulator = FACT_NUMBER(0);
}

/* A node that sysfs says nothing of, as in a container. */
static void target_unknown_node(struct run *run, struct selection *selection, const char *path)
{
	struct tpm_report *tpm_report = arena_alloc(&run->report->arena, sizeof(*tpm_report));
	struct target *target;

	init_unknown(run->report, tpm_report);
	report_keep_tpms(run->report, tpm_report, 1);
	target = make_targets(run, selection, "--device");
	target->label = "node";
	target_set_own(run, target, path);
}

/* Nobody has named one: the preferred that the module can reach, else the preferred. */
static struct tpm_report *find_preferred(const struct report *report)
{
	struct tpm_report *tpm_report;

	for (size_t i = 0; (tpm_report = report_preferred_tpm(report, i)); i++)
		if (tpm_report_node(tpm_report, "tpmrm"))
			return tpm_report;
	return report_preferred_tpm(report, 0);
}

int select_discovered(struct run *run, const char *device, unsigned int flags,
		      struct selection *selection)
{
	struct tpm_report *tpm_report = NULL;
	const struct node *node = NULL;
	const char *path = device && strchr(device, '/') ? device : NULL;
	bool raw;
	int r = 0;

	if (device)
		r = collect_find_tpm(run->report, selection->ctx, device, &tpm_report, &node);
	if (r == -ENODEV && path && !run->options.sysroot) {
		target_unknown_node(run, selection, path);
		return 0;
	}
	if (r < 0)
		return r;
	if (!device && !(flags & SELECT_ALL))
		tpm_report = find_preferred(run->report);
	if (tpm_report)
		keep_only(run->report, tpm_report);
	raw = node && text_is(&node->class_name, "tpm");
	if (raw && flags & SELECT_NO_RAW) {
		raw = false;
		path = NULL;
	}
	selection->follows_sysfs = true;
	make_targets(run, selection, device ? "--device" : "discovery");
	for (size_t i = 0; i < selection->count; i++)
		target_set_node(run, &selection->targets[i], raw, path);
	return 0;
}

static int select_tctis(struct run *run, const char *const *tctis, size_t n, const char *chosen_by,
			unsigned int flags, struct selection *selection)
{
	struct report *report = run->report;
	struct tpm_report *tpms = arena_alloc(&report->arena, n * sizeof(*tpms));
	struct tcti_lead *leads = arena_alloc(&report->arena, n * sizeof(*leads));
	int status = EXIT_OK;

	/* A diagnosis is about the machine, too. */
	if (flags & SELECT_NO_RAW)
		status = select_open_sysfs(run, &selection->ctx);
	for (size_t i = 0; !status && i < n; i++) {
		struct tcti_string string;
		struct tpm_report *tpm_report;
		const struct node *node;
		char buffer[4096];
		const char *path;

		if (!tcti_string_parse_inner(tctis[i], &string) ||
		    !tcti_module_opens_nodes(string.module))
			continue;
		if (!selection->ctx)
			status = select_open_sysfs(run, &selection->ctx);
		path = status ? NULL : tcti_string_path(&string, buffer);
		if (path)
			collect_find_tpm(report, selection->ctx, path, &tpm_report, &node);
	}
	if (status)
		return status;
	for (size_t i = 0; i < n; i++) {
		leads[i] = tcti_string_follow(report, tctis[i]);
		if (leads[i].node)
			tpm_report_init(report, &tpms[i], leads[i].tpm);
		else
			init_unknown(report, &tpms[i]);
	}
	report_keep_tpms(report, tpms, n);
	make_targets(run, selection, chosen_by);
	for (size_t i = 0; i < n; i++)
		target_set_tcti(run, &selection->targets[i], tctis[i], &leads[i],
				flags & SELECT_NO_RAW);
	return EXIT_OK;
}

static int select_simulator(struct run *run, struct selection *selection)
{
	struct tpm_report *tpm_report;
	struct target *target;
	int r;

	r = simulator_start(&selection->simulator);
	if (r < 0)
		return run_fail(run, EXIT_NO_DEVICE,
				r == -ENOENT ? "install the package swtpm" : NULL,
				"cannot start a simulator (swtpm): %s", strerror(-r));
	run->report->simulator = FACT_NUMBER(1);
	tpm_report = report_add_tpm(run->report);
	tpm_report->simulator = FACT_NUMBER(1);
	tpm_report->nodes.fact = FACT_ABSENT;
	fact_set_text(run->report, &tpm_report->name, "simulator");
	fact_set_state(&tpm_report->kind, &tpm_kind_words, TPM_KIND_SIMULATOR);
	target = make_targets(run, selection, "--simulator");
	target->label = "simulator";
	target_set_own(run, target,
		       arena_printf(&run->report->arena, "fd=%d",
				    simulator_fd(selection->simulator)));
	return EXIT_OK;
}

/* The environment variable that names a TCTI, or NULL. */
static const char *find_variable(const char **ret_tcti)
{
	static const char *const variables[] = { "TPM_PROBE_TCTI", "TPM2TOOLS_TCTI" };

	for (size_t i = 0; i < 2; i++) {
		*ret_tcti = getenv(variables[i]);
		if (*ret_tcti && **ret_tcti)
			return variables[i];
	}
	return NULL;
}

bool select_finds_any(const struct run *run)
{
	const struct options *options = &run->options;
	struct tpmsysfs_list *list = NULL;
	struct tpmsysfs *ctx = NULL;
	const char *tcti;
	bool found = options->tcti || options->device || options->sysroot || options->from ||
		     options->simulator || find_variable(&tcti);

	if (!found && tpmsysfs_new(NULL, &ctx) >= 0 && tpmsysfs_enumerate(ctx, &list) >= 0)
		found = list->count;
	tpmsysfs_list_free(list);
	tpmsysfs_free(ctx);
	return found;
}

int select_targets(struct run *run, const char *operand, unsigned int flags,
		   struct selection *ret_selection)
{
	const struct option_texts *tctis = &run->options.tctis;
	const char *device = operand ? operand : run->options.device, *variable, *tcti;
	int status = select_check(run, operand), r;

	*ret_selection = (struct selection){ 0 };
	if (status)
		return status;
	if (run->options.simulator)
		return select_simulator(run, ret_selection);
	if (tctis->count)
		return select_tctis(run, tctis->texts, tctis->count, "--tcti", flags,
				    ret_selection);
	variable = device || run->options.sysroot ? NULL : find_variable(&tcti);
	if (variable)
		return select_tctis(run, &tcti, 1, variable, flags, ret_selection);
	status = select_open_sysfs(run, &ret_selection->ctx);
	if (status)
		return status;
	r = select_discovered(run, device, flags, ret_selection);
	if (r < 0)
		return fail_not_found(run, device, r);
	return ret_selection->count || flags & SELECT_ALL ? EXIT_OK : select_none(run);
}

void selection_clear(struct selection *selection)
{
	tpmsysfs_free(selection->ctx);
	simulator_stop(selection->simulator);
	*selection = (struct selection){ 0 };
}
