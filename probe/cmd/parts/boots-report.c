/* SPDX-License-Identifier: BSD-2-Clause */
/* Saved boots beside the other facts of a report. */
#include "boots-report.h"

#include <stdlib.h>
#include <string.h>

#include "boot-diff.h"
#include "boot-summary.h"
#include "boots.h"
#include "cleanup.h"
#include "collect-boot.h"
#include "saved-boot-write.h"
#include "shared-options.h"

static void free_boot(struct saved_boot **boot)
{
	saved_boot_free(*boot);
}

/* What is known of the boot that runs, without asking the TPM again. NULL: too little. */
static struct saved_boot *running_boot(const struct run *run)
{
	const struct tpm_report *tpm_report = report_tpm(run->report, 0);
	_cleanup_free_ char *error = NULL;
	struct saved_boot *boot = NULL;
	int log;

	if (run->options.sysroot)
		return collect_boot_path(run->options.sysroot, &boot, &error) < 0 ? NULL : boot;
	if (!tpm_report || run->options.simulator)
		return NULL;
	boot = saved_boot_new();
	collect_boot_tpm(boot, tpm_report);
	collect_boot(boot, NULL, text_of(&tpm_report->name, ""), &log);
	return boot;
}

void boots_report_add(struct run *run, struct saved_boots *boots)
{
	const struct boots_option *option = cmd_options(run, &boots_option);
	_cleanup_(free_boot) struct saved_boot *running = NULL;
	const struct saved_boot *last = NULL, *newer = NULL;
	struct report *report = run->report;

	*boots = (struct saved_boots){ 0 };
	if (run->options.from ||
	    (run->options.sysroot && !option->directory
		     ? saved_boots_read_below(run->options.sysroot, boots)
		     : saved_boots_read(option->directory, boots)) < 0 ||
	    !boots->count)
		return;
	running = running_boot(run);
	if (running)
		boot_summary_add(report, running, NULL)->running = FACT_NUMBER(1);
	for (size_t i = 0; i < boots->count; i++) {
		struct saved_boot *boot = boots->items[i];

		if (running && running->boot_id && !strcmp(boot->boot_id, running->boot_id))
			continue;
		if (!last)
			last = boot;
		if (newer)
			fact_set_text(report,
				      &((struct boot *)report->boots.items)[report->boots.count - 1]
					       .changed,
				      boots_brief(report, boot, newer));
		boot_summary_add(report, boot, NULL);
		newer = boot;
	}
	if (running && last)
		boots_compare(report, last, running);
}

struct bundle_file *boots_report_files(const struct saved_boots *boots,
				       const struct redactor *redactor)
{
	struct bundle_file *files = calloc(boots->count + 1, sizeof(*files));

	if (!files)
		abort();
	for (size_t i = 0; i < boots->count; i++) {
		struct bundle_file *file = &files[i];

		if (asprintf(&file->name, "boots/%02zu.json", i + 1) < 0)
			abort();
		file->text =
			redactor ? saved_boot_redacted_text(boots->items[i], redactor, &file->size)
				 : saved_boot_text(boots->items[i], &file->size);
	}
	return files;
}

void boots_report_files_free(struct bundle_file *files, size_t n)
{
	for (size_t i = 0; files && i < n; i++) {
		free(files[i].name);
		free(files[i].text);
	}
	free(files);
}
