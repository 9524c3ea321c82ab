/* SPDX-License-Identifier: BSD-2-Clause */
/* tcti: which TCTI each program gets, which it should get, whether it answers. */
#include <string.h>

#include "advise.h"
#include "report.h"
#include "cmd.h"
#include "consumers-try.h"
#include "consumers.h"
#include "emit-command.h"
#include "input.h"
#include "render.h"
#include "select.h"
#include "tcti-string.h"

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
			consumer_conclude(report, &consumers[i], "not tried",
					  "it is another machine's: nothing is opened here", NULL);
}

/* A report that was saved has what was found there. */
static bool was_in_report(const struct run *run)
{
	return run->options.from && fact_known(&run->report->consumers.fact);
}

static int show_consumers(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_consumers(report, &options, stdout);
}

static bool has_environment(const struct report *report)
{
	const struct setting *settings = report->host.settings.items;

	for (size_t i = 0; i < report->host.settings.count; i++)
		if (setting_is_callers(&settings[i]))
			return true;
	return false;
}

static int examine(struct run *run, bool round_trip)
{
	struct consumer_attempt attempt = { .raw = run->options.tcti_command.raw,
					    .round_trip = round_trip,
					    .timeout_ms = run->options.timeout_ms };
	int status = look_around(run);

	if (status || was_in_report(run))
		return status;
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
	return run_show(run, examine(run, false), show_consumers);
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
		failed += text_is(&consumers[i].state, "fails");
	if (!status && failed)
		status = run_fail(run, EXIT_NO_DEVICE, NULL, "%zu of %zu do not get an answer",
				  failed, run->report->consumers.count);
	return run_show(run, status, show_consumers);
}

static int show_advice(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_advice(report, &options, stdout);
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
	const char *needs = run->options.tcti_command.needs;
	int status;

	for (const char *p = needs; p; p = *p == ',' ? p + 1 : NULL) {
		size_t n = strcspn(p, ",");

		if (!is_need(p, n))
			return run_fail(run, EXIT_USAGE,
					"there are multi-user, boot, fapi, pkcs11, bench",
					"--for: there is no advice for \"%.*s\"", (int)n, p);
		p += n;
	}
	status = look_around(run);
	if (status)
		return run_show(run, status, show_advice);
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
	return run_show(run, EXIT_OK, show_advice);
}

static int run_tcti(struct run *run)
{
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
		return emit_run(run, run_operand(run, 1));
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (!strcmp(verbs[i].name, verb) && !run_operand(run, 1))
			return verbs[i].run(run);
	return run_fail(run, EXIT_USAGE, "tpm-probe tcti show | recommend | test | emit FORMAT",
			"tcti: \"%s\" is not understood",
			run_operand(run, 1) ? run_operand(run, 1) : verb);
}

const struct cmd cmd_tcti = { .name = "tcti",
			      .operands = "[VERB]",
			      .help = "which TCTI each program gets: show, recommend, test, emit",
			      .max_operands = 2,
			      .run = run_tcti };
