/* SPDX-License-Identifier: BSD-2-Clause */
/* The commands that show TPMs: collect, then render. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cmd.h"
#include "pcrs-log.h"
#include "examine.h"
#include "render.h"
#include "select.h"

static int show_overview(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	if (fact_known(&report->machines.fact))
		return render_text_machines(report, &options, stdout);
	return render_text_overview(report, &options, stdout);
}

static int run_overview(struct run *run)
{
	int status;

	if (run->options.sysroot)
		status = target_list(run);
	else
		status = target_collect(run, NULL, COLLECT_IDENTITY, true);
	if (!status && examine_found(run->report, "DA-001"))
		status = EXIT_FINDINGS;
	return run_show(run, status, show_overview);
}

static int show_list(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	if (fact_known(&report->machines.fact))
		return render_text_machines(report, &options, stdout);
	return run->options.tree ? render_text_tree(report, &options, stdout)
				 : render_text_list(report, &options, stdout);
}

static int run_list(struct run *run)
{
	int status = target_list(run);

	return run_show(run, status, show_list);
}

static int show_info(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_info(report, &options, stdout);
}

static int run_info(struct run *run)
{
	int status = target_collect(run, run_operand(run, 0), COLLECT_IDENTITY, false);

	return run_show(run, status, show_info);
}

/* "properties-fixed", as tpm2_getcap spells it, is our key "properties_fixed". NULL: unknown. */
static const struct field *find_group(const char *group)
{
	char key[64];
	size_t n = strlen(group);

	if (n >= sizeof(key))
		return NULL;
	for (size_t i = 0; i <= n; i++)
		key[i] = group[i] == '-' ? '_' : group[i];
	return record_field(&capabilities_type, key);
}

static int show_caps(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);
	const char *group = run_operand(run, 0);

	return render_text_caps(report, group ? find_group(group)->key : NULL, &options, stdout);
}

static int run_caps(struct run *run)
{
	const char *group = run_operand(run, 0);
	int status;

	if (group && !find_group(group)) {
		status = run_fail(run, EXIT_USAGE, NULL, "there is no capability group \"%s\"",
				  group);
		fprintf(stderr, "  groups:");
		for (size_t i = 0; i < capabilities_type.n_fields; i++)
			fprintf(stderr, " %s", capabilities_type.fields[i].key);
		fprintf(stderr, "\n");
		return status;
	}
	status = target_collect(run, NULL, COLLECT_CAPABILITIES, false);
	return run_show(run, status, show_caps);
}

static int show_pcrs(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_pcrs(report, &options, stdout);
}

static int show_event_log(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_event_log(report, &options, stdout);
}

static int run_pcrs(struct run *run)
{
	int status;

	if (run->options.pcrs.log || run->options.pcrs.log_file) {
		status = collect_pcrs_and_log(run);
		return run_show(run, status, show_event_log);
	}
	status = target_collect(run, NULL, COLLECT_PCRS, false);

	return run_show(run, status, show_pcrs);
}

const struct cmd cmd_overview = { .name = NULL,
				  .operands = "",
				  .help = "each TPM on one screen",
				  .max_operands = 0,
				  .run = run_overview,
				  .examine_machine = examine_report };
const struct cmd cmd_list = { .name = "list",
			      .operands = "",
			      .help = "what sysfs and udev know; opens no TPM",
			      .max_operands = 0,
			      .run = run_list,
			      .examine_machine = examine_report };
const struct cmd cmd_info = { .name = "info",
			      .operands = "[DEV]",
			      .help = "identity, state and limits of a TPM",
			      .max_operands = 1,
			      .run = run_info };
const struct cmd cmd_caps = { .name = "caps",
			      .operands = "[GROUP]",
			      .help = "every capability, or one group",
			      .max_operands = 1,
			      .run = run_caps };
const struct cmd cmd_pcrs = { .name = "pcrs",
			      .operands = "",
			      .help = "values of the platform configuration registers",
			      .max_operands = 0,
			      .run = run_pcrs };
