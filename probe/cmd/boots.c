/* SPDX-License-Identifier: BSD-2-Clause */
/* boots: saving what was measured in this boot, listing saved boots, how two of them differ. */
#include <errno.h>
#include <string.h>
#include <time.h>

#include "boot-diff.h"
#include "boot-summary.h"
#include "boots-input.h"
#include "boots.h"
#include "cleanup.h"
#include "cmd.h"
#include "input.h"
#include "output.h"
#include "shared-options.h"

struct boots_options {
	bool exit_code;
};

static const struct option_row rows[] = {
	{ "exit-code", 0, OPTION_FLAG, offsetof(struct boots_options, exit_code), NULL, NULL,
	  .help = "exit status 6 if the two boots differ" },
};
static const struct option_group group = OPTION_GROUP(rows, struct boots_options, NULL);

static void free_boot(struct saved_boot **boot)
{
	saved_boot_free(*boot);
}

static int run_list(struct run *run)
{
	_cleanup_(saved_boots_clear) struct saved_boots boots = { 0 };
	struct report *report = run->report;
	int status = boots_read_saved(run, &boots);

	if (status)
		return status;
	report->boots.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < boots.count; i++) {
		struct boot *boot = boot_summary_add(report, boots.items[i], NULL);

		if (i + 1 < boots.count)
			fact_set_text(report, &boot->changed,
				      boots_brief(report, boots.items[i + 1], boots.items[i]));
	}
	return output_show(run, EXIT_OK);
}

static int save_failed(struct run *run, const char *directory, int r)
{
	switch (r) {
	case -EACCES:
	case -EPERM:
		return run_fail(run, EXIT_DENIED, "run as root: saved boots are for root alone",
				"cannot save this boot in %s: %s", directory, strerror(-r));
	case -EINVAL:
		return run_fail(
			run, EXIT_GENERAL, "mount /proc",
			"cannot save this boot: /proc/sys/kernel/random/boot_id does not say "
			"which it is");
	case -ENOSPC:
	case -EDQUOT:
		return run_fail(run, EXIT_GENERAL, "free 1 MiB there",
				"cannot save this boot in %s: %s", directory, strerror(-r));
	case -ELOOP:
		return run_fail(run, EXIT_GENERAL, "name the directory itself",
				"cannot save this boot in %s: it is a symbolic link", directory);
	case -ENOENT:
		return run_fail(run, EXIT_GENERAL, "make the directory above it",
				"cannot save this boot in %s: %s", directory, strerror(-r));
	default:
		return run_fail(run, EXIT_GENERAL, NULL, "cannot save this boot in %s: %s",
				directory, strerror(-r));
	}
}

static int run_save(struct run *run)
{
	_cleanup_(free_boot) struct saved_boot *boot = NULL;
	const struct boots_option *option = cmd_options(run, &boots_option);
	const char *directory = option->directory ? option->directory : BOOT_DIRECTORY;
	int status, r;

	if (run->options.sysroot && !option->directory)
		return run_fail(run, EXIT_USAGE, "name a directory with --boots",
				"the boot of another machine is not saved among those of this one");
	if (run->options.from)
		return run_fail(run, EXIT_USAGE, NULL,
				"boots save reads this machine: it does not go "
				"with --from");
	status = boots_read_running(run, &boot);
	if (status)
		return status;
	if (!boot->saved_at)
		boot->saved_at = (uint64_t)time(NULL);
	r = saved_boots_add(option->directory, boot);
	if (r < 0)
		return save_failed(run, directory, r);
	boot_summary_add(run->report, boot,
			 arena_printf(&run->report->arena, "%s/%s.json", directory, boot->boot_id));
	run->render = render_text_boot_saved;
	return output_show(run, EXIT_OK);
}

/* The newest that is not the boot that runs. */
static struct saved_boot *last_other(const struct saved_boots *boots,
				     const struct saved_boot *running)
{
	for (size_t i = 0; i < boots->count; i++)
		if (!running->boot_id || strcmp(boots->items[i]->boot_id, running->boot_id) != 0)
			return boots->items[i];
	return NULL;
}

struct pair {
	struct saved_boot *then, *now;
	bool owns_then, owns_now;
	const char *then_source, *now_source;
};

static void pair_clear(struct pair *pair)
{
	if (pair->owns_then)
		saved_boot_free(pair->then);
	if (pair->owns_now)
		saved_boot_free(pair->now);
}

static int find_pair(struct run *run, const struct saved_boots *boots, const char *a, const char *b,
		     struct pair *pair)
{
	int status = EXIT_OK;

	if (a) {
		status = boots_find(run, boots, a, &pair->then, &pair->owns_then);
		pair->then_source = pair->owns_then ? a : NULL;
	}
	if (status || b) {
		status = status ? status : boots_find(run, boots, b, &pair->now, &pair->owns_now);
		pair->now_source = pair->owns_now ? b : NULL;
		return status;
	}
	status = boots_read_running(run, &pair->now);
	pair->owns_now = !status;
	if (status || a)
		return status;
	pair->then = last_other(boots, pair->now);
	if (!pair->then)
		return run_fail(
			run, EXIT_GENERAL,
			"tpm-probe boots save, as root, saves this one; systemctl enable "
			"tpm-probe-boots.service saves every boot",
			"no earlier boot is saved: there is nothing to compare this one with");
	return EXIT_OK;
}

static int run_diff(struct run *run, const char *a, const char *b)
{
	_cleanup_(saved_boots_clear) struct saved_boots boots = { 0 };
	_cleanup_(pair_clear) struct pair pair = { 0 };
	const struct boots_options *options = cmd_options(run, &group);
	struct report *report = run->report;
	int status = EXIT_OK;

	if (run->options.from)
		status = input_read(run, NULL);
	/* Two paths need no saved boots, which are for root alone. */
	else if (!(a && b && strchr(a, '/') && strchr(b, '/')))
		status = boots_read_saved(run, &boots);
	run->render = render_text_boots_diff;
	if (!status && !run->options.from)
		status = find_pair(run, &boots, a, b, &pair);
	if (!status && pair.then && !boots_comparable(pair.then, pair.now))
		status = run_fail(
			run, EXIT_GENERAL, NULL,
			"the two boots have no PCR bank in common: they cannot be compared");
	if (status)
		return output_show_failure(run, status);
	if (pair.then) {
		boot_summary_add(report, pair.now, pair.now_source)->running = FACT_NUMBER(!b);
		boot_summary_add(report, pair.then, pair.then_source)->running = FACT_NUMBER(0);
		boots_compare(report, pair.then, pair.now);
	}
	report = run->report;
	return output_show(run,
			   options->exit_code && (report->pcrs.count || report->differences.count)
				   ? EXIT_FINDINGS
				   : EXIT_OK);
}

static int run_boots(struct run *run)
{
	const char *verb = run_operand(run, 0);
	bool has_more = run_operand(run, 1);

	if (!verb || (!strcmp(verb, "list") && !has_more))
		return run->options.from ? output_show(run, input_read(run, NULL)) : run_list(run);
	if (!strcmp(verb, "save") && !has_more)
		return run_save(run);
	if (!strcmp(verb, "diff"))
		return run_diff(run, run_operand(run, 1), run_operand(run, 2));
	return run_fail(run, EXIT_USAGE, "tpm-probe boots [list] | save | diff [A [B]]",
			"boots: \"%s\" is not understood", has_more ? run_operand(run, 1) : verb);
}

static int run_changes(struct run *run)
{
	return run_diff(run, run_operand(run, 0), run_operand(run, 1));
}

#define BOOT_OPERAND(name_, help_)                                        \
	{                                                                 \
		.argument = (name_), .choices = "@file", .help = (help_), \
	}
static const char earlier_help[] =
	"the earlier boot: an id, a file, a directory; default: the last saved one";
static const char later_help[] = "the later one; default: the one that runs";

const struct cmd cmd_boots = {
	.name = "boots",
	.operands = "[VERB]",
	.help = "saved boots: list, save, diff",
	.max_operands = 3,
	.operand_rows = { { .argument = "VERB",
			    .choices = "list save diff",
			    .help = "what to do; list is the default" },
			  BOOT_OPERAND("A",
				       "of diff: the earlier boot: an id, a file, a directory"),
			  BOOT_OPERAND("B", "of diff: the later one; default: the one that runs") },
	.options = { &group, &boots_option },
	.examples = { { "boots save", "keep what was measured in this boot" },
		      { "boots", "the saved boots, and what changed from one to the next" },
		      { "boots diff", "what changed since the last saved boot, and why" },
		      { "boots diff old.bin new.bin", "two event logs from anywhere" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_boots,
	.run = run_boots,
};

const struct cmd cmd_changes = {
	.name = "changes",
	.operands = "[BOOT]...",
	.help = "the same as boots diff: what changed since the last boot",
	.max_operands = 2,
	.operand_rows = { BOOT_OPERAND("A", earlier_help), BOOT_OPERAND("B", later_help) },
	.options = { &group, &boots_option },
	.examples = { { "changes", "what changed since the last saved boot, and why" },
		      { "changes -o json", "the same for a program" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_boots_diff,
	.run = run_changes,
};
