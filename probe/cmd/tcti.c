/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti: which TCTI each program gets, which it should get, whether it answers. */
#include <string.h>

#include "advise.h"
#include "cmd.h"
#include "collect-host.h"
#include "consumers-try.h"
#include "consumers.h"
#include "emit-command.h"
#include "host.h"
#include "input.h"
#include "output.h"
#include "report.h"
#include "resolve.h"
#include "select.h"
#include "tcti-string.h"

struct tcti_options {
	const char *needs, *unit; /* NULL: not given */
	bool raw, pkcs11;
};

static const char *need_name(size_t i)
{
	return advise_needs[i];
}

static const char *format_name(size_t i)
{
	return emit_formats[i];
}

#define AT(member) offsetof(struct tcti_options, member)
static const struct option_row rows[] = {
	{ "for", 0, OPTION_TEXT, AT(needs), "NEED,...", NULL,
	  .help = "tcti recommend: for multi-user, boot, fapi, pkcs11, bench; all",
	  .value = need_name },
	{ "raw", 0, OPTION_FLAG, AT(raw), NULL, NULL,
	  .help = "tcti show, test: raw nodes too, which serve one opener at a time" },
	{ "unit", 0, OPTION_TEXT, AT(unit), "UNIT", NULL,
	  .help = "tcti emit systemd: for this unit alone" },
	{ "pkcs11", 0, OPTION_FLAG, AT(pkcs11), NULL, NULL,
	  .help = "tcti emit: the store of tpm2-pkcs11 for all users, too" },
};
static const struct option_group group = OPTION_GROUP(rows, struct tcti_options, NULL);

static int look_around(struct run *run)
{
	struct tpmsysfs *ctx;
	int status;

	if (run->options.tcti || run->options.device || run->options.simulator)
		return run_fail(run, EXIT_USAGE, "tpm-probe info asks one TPM",
				"tcti is about every program's TCTI: it goes with no --tcti, "
				"--device or --simulator");
	if (run->options.from)
		return input_read(run, NULL);
	status = collect_host(run->report, run->options.sysroot);
	if (status < 0)
		return run_fail(run, EXIT_GENERAL, NULL, "cannot look at this machine: %s",
				strerror(-status));
	status = select_open_sysfs(run, &ctx);
	if (!status)
		tpmsysfs_free(ctx);
	return status;
}

/* A copy of a machine, or a report of one: nothing of it can be opened here. */
static bool is_elsewhere(const struct run *run)
{
	return run->options.sysroot || run->options.from;
}

static void leave_untried(struct report *report)
{
	struct consumer *consumers = report->consumers.items;

	for (size_t i = 0; i < report->consumers.count; i++)
		if (!fact_known(&consumers[i].state.fact))
			consumer_conclude(report, &consumers[i], CONSUMER_NOT_TRIED,
					  "it is another machine's: nothing is opened here", NULL);
}

/* A report that was saved has what was found there. */
static bool was_in_report(const struct run *run)
{
	return run->options.from && fact_known(&run->report->consumers.fact);
}

static bool has_environment(const struct report *report)
{
	const struct setting *settings = report->host->settings.items;

	for (size_t i = 0; i < report->host->settings.count; i++)
		if (setting_is_callers(&settings[i]))
			return true;
	return false;
}

static int examine(struct run *run, bool round_trip)
{
	const struct tcti_options *options = cmd_options(run, &group);
	struct consumer_attempt attempt = { .raw = options->raw,
					    .round_trip = round_trip,
					    .timeout_ms = run->options.timeout_ms };
	int status = look_around(run);

	if (status || was_in_report(run))
		return status;
	if (run->report->sources.count)
		return run_fail(run, EXIT_GENERAL,
				"tpm-probe doctor -o json, run on the machine itself, collects it",
				"not collected: a text tells of no program's TCTI");
	consumers_find(run->report,
		       !is_elsewhere(run) || (run->options.from && has_environment(run->report)));
	if (is_elsewhere(run))
		leave_untried(run->report);
	else
		collect_consumers(run->report, &attempt);
	return EXIT_OK;
}

static int run_show_consumers(struct run *run)
{
	return output_show(run, examine(run, false));
}

static int run_test(struct run *run)
{
	const struct consumer *consumers;
	size_t failed = 0;
	int status;

	if (is_elsewhere(run))
		return run_fail(
			run, EXIT_USAGE, "tpm-probe tcti show reads copies and reports",
			"tcti test asks the TPMs of this machine: it goes with no --sysroot "
			"and no --from");
	status = examine(run, true);
	consumers = run->report->consumers.items;
	for (size_t i = 0; i < run->report->consumers.count; i++)
		failed += state_is(&consumers[i].state, CONSUMER_FAILS);
	if (!status && failed)
		status = run_fail(run, EXIT_NO_DEVICE, NULL, "%zu of %zu do not get an answer",
				  failed, run->report->consumers.count);
	return output_show(run, status);
}

static bool is_need(const char *word, size_t n)
{
	for (size_t i = 0; advise_needs[i]; i++)
		if (strlen(advise_needs[i]) == n && !strncmp(word, advise_needs[i], n))
			return true;
	return false;
}

static int run_recommend(struct run *run)
{
	const struct tcti_options *options = cmd_options(run, &group);
	const char *needs = options->needs;
	int status;

	for (const char *p = needs; p; p = *p == ',' ? p + 1 : NULL) {
		size_t n = strcspn(p, ",");

		if (!is_need(p, n))
			return run_fail(run, EXIT_USAGE,
					"there are multi-user, boot, fapi, pkcs11, bench",
					"--for: there is no advice for \"%.*s\"", (int)n, p);
		p += n;
	}
	run->render = render_text_advice;
	status = look_around(run);
	if (status)
		return output_show(run, status);
	run->report->advice = (struct list_fact){ .fact.presence = PRESENCE_PRESENT };
	for (size_t i = 0; advise_needs[i]; i++) {
		size_t n = strlen(advise_needs[i]);
		bool wanted = !needs;

		for (const char *p = needs; p; p = *p == ',' ? p + 1 : NULL) {
			wanted |= strcspn(p, ",") == n && !strncmp(p, advise_needs[i], n);
			p += strcspn(p, ",");
		}
		if (wanted)
			advise(run->report, advise_needs[i]);
	}
	return output_show(run, EXIT_OK);
}

static int run_tcti(struct run *run)
{
	const struct tcti_options *options = cmd_options(run, &group);
	const char *verb = run_operand(run, 0);
	static const struct {
		const char *name;
		int (*run)(struct run *run);
	} verbs[] = { { "show", run_show_consumers },
		      { "recommend", run_recommend },
		      { "test", run_test } };

	if (!verb)
		verb = "show";
	if (!strcmp(verb, "emit"))
		return emit_run(run, &(struct emit_request){ .format = run_operand(run, 1),
							     .unit = options->unit,
							     .pkcs11 = options->pkcs11 });
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (!strcmp(verbs[i].name, verb) && !run_operand(run, 1))
			return verbs[i].run(run);
	return run_fail(run, EXIT_USAGE, "tpm-probe tcti show | recommend | test | emit FORMAT",
			"tcti: \"%s\" is not understood",
			run_operand(run, 1) ? run_operand(run, 1) : verb);
}

const struct cmd cmd_tcti = {
	.name = "tcti",
	.operands = "[VERB]",
	.help = "which TCTI programs get: show, recommend, test, emit",
	.max_operands = 2,
	.operand_rows = { { .argument = "VERB",
			    .choices = "show recommend test emit",
			    .help = "what to do; show is the default" },
			  { .argument = "FORMAT",
			    .choices = "@value",
			    .help = "of emit",
			    .value = format_name } },
	.options = { &group, &emit_options },
	.examples = { { "tcti", "which TCTI each program gets, and from where" },
		      { "tcti test", "whether each of them gets an answer" },
		      { "tcti recommend --for multi-user", "which one to take" },
		      { "tcti emit systemd --write", "set it for systemd's services" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_consumers,
	.run = run_tcti,
};
