/* SPDX-License-Identifier: BSD-2-Clause */
/* fapi: does the feature API's configuration fit this TPM, and one that does. */
#include <string.h>

#include "cmd.h"
#include "collect-host.h"
#include "collect-selected.h"
#include "doctor.h"
#include "emit-command.h"
#include "emit.h"
#include "host.h"
#include "output.h"
#include "report.h"

/* The rules of doctor about it; that of the EK certificate is among those of the keys. */
static void judge(struct report *report)
{
	static const char *const categories[] = { "fapi" }, *const rules[] = { "EK-001" };
	struct doctor_filter choice = {
		.rules = rules, .n_rules = 1, .categories = categories, .n_categories = 1
	};

	doctor_examine(report);
	doctor_keep(report, &choice);
}

static int run_check(struct run *run)
{
	int status = examine_selected(run, COLLECT_IDENTITY | COLLECT_CAPABILITIES | COLLECT_KEYS);

	if (!status && run->options.simulator &&
	    collect_host(run->report, run->options.sysroot) < 0)
		status = run_fail(run, EXIT_GENERAL, NULL, "cannot look at this machine");
	if (!status && run->report->host->fapi.config.fact.presence == PRESENCE_NOT_COLLECTED)
		status =
			run_fail(run, EXIT_GENERAL, "tpm-probe doctor -o json on that machine",
				 "not collected: what --from names holds no configuration of FAPI");
	if (status)
		return output_show(run, status);
	judge(run->report);
	if (doctor_worst_severity(run->report) >= SEVERITY_ERROR)
		status = EXIT_FINDINGS;
	return output_show(run, status);
}

static int run_fapi(struct run *run)
{
	const char *verb = run_operand(run, 0);

	if (!verb || !strcmp(verb, "check"))
		return run_check(run);
	if (!strcmp(verb, "emit"))
		return emit_run(run, &(struct emit_request){ .format = "fapi" });
	return run_fail(run, EXIT_USAGE, "tpm-probe fapi check | emit",
			"fapi: \"%s\" is not understood", verb);
}

const struct cmd cmd_fapi = {
	.name = "fapi",
	.operands = "[VERB]",
	.help = "the feature API's configuration: check, emit",
	.max_operands = 1,
	.operand_rows = { { .argument = "VERB", .choices = "check emit", .help = "what to do" } },
	.options = { &emit_options },
	.examples = { { "fapi check", "whether the configuration fits this TPM" },
		      { "fapi emit", "one that does, on standard output" },
		      { "fapi emit --write", "the same, written where it belongs" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_fapi,
	.run = run_fapi,
};
