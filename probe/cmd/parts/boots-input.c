/* SPDX-License-Identifier: BSD-2-Clause */
/* Finding and reading boots. */
#include "boots-input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cleanup.h"
#include "collect-boot.h"
#include "collect-selected.h"
#include "shared-options.h"

enum { SHORTEST_PREFIX = 4 };

int boots_read_saved(struct run *run, struct saved_boots *ret_boots)
{
	const struct boots_option *option = cmd_options(run, &boots_option);
	const char *directory = option->directory ? option->directory : BOOT_DIRECTORY;
	const char *sysroot = run->options.sysroot;
	int r = sysroot && !option->directory ? saved_boots_read_below(sysroot, ret_boots)
					      : saved_boots_read(option->directory, ret_boots);

	if (r == -EACCES || r == -EPERM)
		return run_fail(run, EXIT_DENIED, "run as root: saved boots are for root alone",
				"%s: permission denied", directory);
	if (r < 0)
		return run_fail(run, EXIT_GENERAL, NULL, "cannot read saved boots in %s: %s",
				directory, r == -ELOOP ? "it is a symbolic link" : strerror(-r));
	if (ret_boots->n_broken)
		fprintf(stderr, "tpm-probe: %zu of the files in %s cannot be read: %s\n",
			ret_boots->n_broken, directory, ret_boots->first_error);
	return EXIT_OK;
}

static int path_failed(struct run *run, const char *path, int r, const char *error)
{
	if (r == -EACCES || r == -EPERM)
		return run_fail(run, EXIT_DENIED, "run as a user who may read it", "%s: %s", path,
				strerror(-r));
	return run_fail(run, EXIT_GENERAL,
			strchr(path, '/') ? NULL : "tpm-probe boots lists the ids of saved boots",
			"%s: %s", path, error ? error : strerror(-r));
}

static int read_path(struct run *run, const char *path, struct saved_boot **ret_boot)
{
	_cleanup_free_ char *error = NULL;
	int r = collect_boot_path(path, ret_boot, &error);

	return r < 0 ? path_failed(run, path, r, error) : EXIT_OK;
}

/* The TPM and the files, into the report and from there. */
static int read_here(struct run *run, struct saved_boot *boot)
{
	int status = collect_selected(run, NULL, COLLECT_IDENTITY | COLLECT_PCRS, false), log = 0;
	struct tpm_report *tpm_report = report_tpm(run->report, 0);
	const char *name = tpm_report ? text_of(&tpm_report->name, "") : "";

	if (status)
		return status;
	collect_boot_tpm(boot, tpm_report);
	/* A TPM that sysfs does not know has no log here. */
	collect_boot(boot, NULL, run->options.simulator ? "" : name, &log);
	if (log == -EACCES || log == -EPERM)
		fprintf(stderr,
			"tpm-probe: the event log of %s cannot be read without root: causes "
			"cannot be named\n",
			name);
	boot->saved_at = (uint64_t)time(NULL);
	return EXIT_OK;
}

int boots_read_running(struct run *run, struct saved_boot **ret_boot)
{
	struct saved_boot *boot;
	int status;

	if (run->options.sysroot)
		return read_path(run, run->options.sysroot, ret_boot);
	boot = saved_boot_new();
	status = read_here(run, boot);
	/* What is shown is the boot, not the TPM that it was read from. */
	run->report->tpms.count = 0;
	run->report->tpms.fact = (struct fact){ 0 };
	if (status) {
		saved_boot_free(boot);
		return status;
	}
	*ret_boot = boot;
	return EXIT_OK;
}

int boots_find(struct run *run, const struct saved_boots *boots, const char *word,
	       struct saved_boot **ret_boot, bool *ret_owned)
{
	struct saved_boot *found = NULL;
	size_t length = strlen(word), n = 0;

	*ret_owned = false;
	for (size_t i = 0; length >= SHORTEST_PREFIX && i < boots->count; i++) {
		if (strncmp(boots->items[i]->boot_id, word, length) != 0)
			continue;
		found = boots->items[i];
		n++;
	}
	if (n > 1)
		return run_fail(run, EXIT_USAGE, "tpm-probe boots lists them",
				"%s: the ids of %zu saved boots begin so", word, n);
	if (!n) {
		*ret_owned = true;
		return read_path(run, word, ret_boot);
	}
	*ret_boot = found;
	return EXIT_OK;
}
