/* SPDX-License-Identifier: BSD-2-Clause */
/* doctor: what is wrong, how we know, what to do. */
#include <string.h>

#include "cmd.h"
#include "doctor.h"
#include "examine.h"
#include "render.h"
#include "select.h"

static int check_ids(struct run *run, const char *option, const char *const *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!doctor_find(ids[i], NULL))
			return run_fail(run, EXIT_USAGE,
					"tpm-probe doctor --list-rules lists the rules",
					"--%s: there is no rule \"%s\"", option, ids[i]);
	}
	return EXIT_OK;
}

static int check_options(struct run *run)
{
	const struct doctor_options *options = &run->options.doctor;
	int status = check_ids(run, "rule", options->rules.texts, options->rules.count);

	if (!status)
		status = check_ids(run, "ignore", options->ignored.texts, options->ignored.count);
	if (!status && options->explain)
		status = check_ids(run, "explain", &options->explain, 1);
	return status;
}

static struct text_options plain(const struct run *run)
{
	struct text_options options = { .no_legend = run->options.no_legend };

	options.colour = run_colours(run);
	return options;
}

static int show_rules(const struct report *report, const struct run *run)
{
	struct text_options options = plain(run);

	return run->options.doctor.explain ? render_text_explain(report, &options, stdout)
					   : render_text_rules(report, &options, stdout);
}

static int show_doctor(const struct report *report, const struct run *run)
{
	struct text_options options = plain(run);

	if (fact_known(&report->machines.fact))
		return render_text_machines(report, &options, stdout);
	return run->options.doctor.fix_script ? render_fix_script(report, stdout)
					      : render_text_doctor(report, &options, stdout);
}

static int tell_rules(struct run *run, const struct doctor_choice *choice)
{
	const char *category = NULL, *id = run->options.doctor.explain;
	const struct rule *explained = id ? doctor_find(id, &category) : NULL;
	const struct rule_table *table;

	if (explained)
		doctor_describe(run->report, explained, category);
	for (size_t t = 0; !id && (table = doctor_category(t)); t++)
		for (size_t i = 0; i < table->count; i++)
			doctor_describe(run->report, &table->rules[i], table->category);
	doctor_keep(run->report, choice);
	return run_show(run, EXIT_OK, show_rules);
}

static struct doctor_choice choice_of(const struct run *run)
{
	const struct doctor_options *options = &run->options.doctor;

	return (struct doctor_choice){
		.rules = options->rules.texts,
		.n_rules = options->rules.count,
		.categories = options->categories.texts,
		.n_categories = options->categories.count,
		.ignored = options->ignored.texts,
		.n_ignored = options->ignored.count,
	};
}

static void examine(struct run *run, struct report *report)
{
	struct doctor_choice choice = choice_of(run);

	examine_report(run, report);
	doctor_keep(report, &choice);
}

/* Of all machines, where --from named many. */
static int gravest(const struct report *report)
{
	const struct machine *machines = report->machines.items;
	int result = doctor_gravest(report);

	for (size_t i = 0; i < report->machines.count; i++) {
		int severity = fact_known(&machines[i].gravest.fact)
				       ? severity_of(machines[i].gravest.value)
				       : -1;

		if (severity > result)
			result = severity;
	}
	return result;
}

static int run_doctor(struct run *run)
{
	const struct doctor_options *options = &run->options.doctor;
	struct doctor_choice choice = choice_of(run);
	unsigned int parts = COLLECT_IDENTITY | COLLECT_CONTENTS | COLLECT_KEYS | COLLECT_FEW |
			     COLLECT_BOOT_PCRS;
	int status = check_options(run);

	if (status)
		return status;
	if (options->list_rules || options->explain)
		return tell_rules(run, &choice);
	if (options->active)
		parts |= COLLECT_LATENCY;
	status = target_examine(run, parts);
	for (size_t i = 0; i < options->codes.count; i++)
		if (run_add_code(run, options->codes.texts[i]))
			return EXIT_USAGE;
	/* A file that is broken in part tells something all the same. */
	if (status && !report_count_tpms(run->report) && !fact_known(&run->report->machines.fact))
		return run_show(run, status, show_doctor);
	if (!fact_known(&run->report->machines.fact))
		examine(run, run->report);
	if (!status &&
	    gravest(run->report) >= severity_of(options->fail_on ? options->fail_on : "error"))
		status = EXIT_FINDINGS;
	return run_show(run, status, show_doctor);
}

const struct cmd cmd_doctor = { .name = "doctor",
				.operands = "",
				.help = "what is wrong, how that is known, what to do",
				.max_operands = 0,
				.run = run_doctor,
				.examine_machine = examine,
				.recomputes_findings = true };
