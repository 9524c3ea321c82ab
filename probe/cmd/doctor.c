/* SPDX-License-Identifier: BSD-2-Clause */
/* doctor: what is wrong, how we know, what to do. */
#include "doctor.h"

#include <string.h>

#include "cmd.h"
#include "collect-selected.h"
#include "examine.h"
#include "fix-script.h"
#include "machine-volumes.h"
#include "machine.h"
#include "output.h"
#include "response-code.h"
#include "shared-options.h"

struct doctor_options {
	struct option_texts rules, categories, ignored, codes;
	const char *explain;
	bool list_rules, fix_script, active;
};

/* Rule I of all categories. */
static const struct rule *rule_at(size_t i)
{
	const struct rule_table *table;

	for (size_t t = 0; (table = doctor_category(t)); i -= table->count, t++)
		if (i < table->count)
			return &table->rules[i];
	return NULL;
}

static const char *rule_id(size_t i)
{
	const struct rule *rule = rule_at(i);

	return rule ? rule->id : NULL;
}

static const char *category_name(size_t i)
{
	const struct rule_table *table = doctor_category(i);

	return table ? table->category : NULL;
}

#define AT(member) offsetof(struct doctor_options, member)
static const struct option_row rows[] = {
	{ "rule", 0, OPTION_TEXTS, AT(rules), "ID", NULL,
	  .help = "only this rule; may be given several times", .value = rule_id },
	{ "category", 0, OPTION_TEXTS, AT(categories), "CATEGORY", "@value",
	  .help = "only the rules of a category; may be given several times",
	  .value = category_name },
	{ "ignore", 0, OPTION_TEXTS, AT(ignored), "ID", NULL,
	  .help = "not this rule; may be given several times", .value = rule_id },
	{ "active", 0, OPTION_FLAG, AT(active), NULL, NULL,
	  .help = "measure how fast the TPM answers, too" },
	{ "rc", 0, OPTION_TEXTS, AT(codes), "CODE", NULL,
	  .help = "a response code that some command failed with, e.g. 0x921" },
	{ "explain", 0, OPTION_TEXT, AT(explain), "ID", NULL,
	  .help = "what a rule looks for, why it matters, what to do", .value = rule_id },
	{ "list-rules", 0, OPTION_FLAG, AT(list_rules), NULL, NULL,
	  .help = "every rule, one line each" },
	{ "fix-script", 0, OPTION_FLAG, AT(fix_script), NULL, NULL,
	  .help = "print the remedies as a shell script; runs nothing" },
};
static const struct option_group group = OPTION_GROUP(rows, struct doctor_options, NULL);

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
	const struct doctor_options *options = cmd_options(run, &group);
	int status = check_ids(run, "rule", options->rules.texts, options->rules.count);

	if (!status)
		status = check_ids(run, "ignore", options->ignored.texts, options->ignored.count);
	if (!status && options->explain)
		status = check_ids(run, "explain", &options->explain, 1);
	return status;
}

static int show_fix_script(const struct report *report, const struct text_options *options,
			   FILE *out)
{
	(void)options;
	return render_fix_script(report, out);
}

static int show_rules(struct run *run, const char *id, const struct doctor_filter *choice)
{
	const char *category = NULL;
	const struct rule *rule;

	for (size_t i = 0; (rule = rule_at(i)); i++)
		if ((!id || !strcmp(id, rule->id)) && doctor_find(rule->id, &category))
			doctor_describe(run->report, rule, category);
	doctor_keep(run->report, choice);
	run->render = id ? render_text_explain : render_text_rules;
	return output_show(run, EXIT_OK);
}

static struct doctor_filter choice_of(const struct run *run)
{
	const struct doctor_options *options = cmd_options(run, &group);

	return (struct doctor_filter){
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
	struct doctor_filter choice = choice_of(run);

	examine_report(run, report);
	doctor_keep(report, &choice);
}

/* Of all machines, where --from named many. */
static enum severity worst_severity(const struct report *report)
{
	const struct machine *machines = report->machines.items;
	enum severity worst = doctor_worst_severity(report);

	for (size_t i = 0; i < report->machines.count; i++)
		if (fact_known(&machines[i].gravest.fact) && machines[i].gravest.state > worst)
			worst = machines[i].gravest.state;
	return worst;
}

static int run_doctor(struct run *run)
{
	const struct doctor_options *options = cmd_options(run, &group);
	const struct fail_on_option *fail_on = cmd_options(run, &fail_on_option);
	struct doctor_filter choice = choice_of(run);
	unsigned int parts = COLLECT_IDENTITY | COLLECT_CONTENTS | COLLECT_KEYS | COLLECT_FEW |
			     COLLECT_BOOT_PCRS;
	int status = check_options(run);

	if (status)
		return status;
	if (options->list_rules || options->explain)
		return show_rules(run, options->explain, &choice);
	if (options->active)
		parts |= COLLECT_LATENCY;
	if (options->fix_script) {
		run->render = show_fix_script;
		run->text_options.verbatim = true;
	}
	status = machine_volumes_open(run, &(struct volumes_request){ 0 });
	if (status)
		return output_show(run, status);
	status = examine_selected(run, parts);
	machine_volumes_answer(run);
	if (fact_known(&run->report->machines.fact))
		run->render = render_text_machines;
	for (size_t i = 0; i < options->codes.count; i++)
		if (response_code_add(run, options->codes.texts[i]))
			return EXIT_USAGE;
	/* A file that is broken in part tells something all the same. */
	if (status && !report_count_tpms(run->report) && !fact_known(&run->report->machines.fact))
		return output_show(run, status);
	if (!fact_known(&run->report->machines.fact))
		examine(run, run->report);
	if (!status &&
	    worst_severity(run->report) >=
		    enum_state(&severity_words, fail_on->severity ? fail_on->severity : "error"))
		status = EXIT_FINDINGS;
	return output_show(run, status);
}

const struct cmd cmd_doctor = {
	.name = "doctor",
	.operands = "",
	.help = "what is wrong, how that is known, what to do",
	.options = { &group, &fail_on_option },
	.examples = { { "doctor", "every rule about every TPM of this machine" },
		      { "doctor --category permissions --fail-on warning",
			"one category, for a script: status 6 if there is a finding" },
		      { "doctor --explain PRM-003", "what a rule looks for" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_doctor,
	.run = run_doctor,
	.ask = machine_volumes_ask,
	.examine_machine = examine,
};
