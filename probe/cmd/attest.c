/* SPDX-License-Identifier: BSD-2-Clause */
/* attest: does attestation work here, from end to end? */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "certificates.h"
#include "cmd.h"
#include "pcrs-log.h"
#include "render.h"
#include "collect-selected.h"
#include "self-test.h"
#include "verify-option.h"

static int show_attest(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_attest(report, &options, stdout);
}

static const struct attest_step *last_step(const struct attestation *attestation)
{
	const struct attest_step *steps = attestation->steps.items;

	return attestation->steps.count ? &steps[attestation->steps.count - 1] : NULL;
}

static bool is_status(const struct attest_step *step, const char *status)
{
	return step && text_is(&step->status, status);
}

static bool work_attest(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm)
{
	const struct keys_options *keys = &run->options.keys;
	const struct self_test_options options = {
		.template = keys->ek ? ek_template_named(keys->ek) : NULL,
		.trust = run->trust,
	};

	collect_log_beside(run, tpm_report);
	self_test(run->report, tpm_report, tpm, &options);
	return is_status(last_step(&tpm_report->attestation), "pass");
}

/* A password of a hierarchy can leave nothing to be tried. */
static int judge_quote(struct run *run, const struct attest_step *steps, size_t n)
{
	const struct attest_step *first = NULL;

	for (size_t i = 0; i < n; i++) {
		if (is_status(&steps[i], "pass") && !strcmp(steps[i].name.value, "quote signature"))
			return EXIT_OK;
		if (!first && is_status(&steps[i], "skipped") &&
		    strcmp(steps[i].name.value, "certificate") != 0)
			first = &steps[i];
	}
	return first ? run_fail(run, EXIT_GENERAL, NULL, "no quote was shown: %s: %s",
				first->name.value, text_of(&first->reason, "skipped"))
		     : EXIT_OK;
}

/* The first step that failed, which is said. */
static int judge_attest(struct run *run)
{
	int status = EXIT_OK;

	for (size_t t = 0; t < report_count_tpms(run->report); t++) {
		const struct list_fact *list = &report_tpm(run->report, t)->attestation.steps;
		const struct attest_step *steps = list->items;

		for (size_t i = 0; i < list->count; i++)
			if (is_status(&steps[i], "fail"))
				return run_fail(run, EXIT_GENERAL, NULL, "%s: %s",
						steps[i].name.value,
						text_of(&steps[i].reason, "failed"));
		if (!status)
			status = judge_quote(run, steps, list->count);
	}
	return status;
}

static int run_attest(struct run *run)
{
	int status;

	if (!run->options.keys.self_test && !run->options.from)
		return run_fail(
			run, EXIT_USAGE, "tpm-probe attest --self-test",
			"attest loads keys into the TPM, if only for a moment: it wants to be "
			"told so");
	if (run->options.pcrs.log_file && access(run->options.pcrs.log_file, R_OK) < 0)
		return run_fail(run, errno == EACCES ? EXIT_DENIED : EXIT_GENERAL, NULL, "%s: %s",
				run->options.pcrs.log_file, strerror(errno));
	status = verify_option_open(run);
	if (status)
		return run_show(run, status, show_attest);
	status =
		collect_selected(run, NULL,
				 COLLECT_IDENTITY | COLLECT_CAPABILITIES | COLLECT_NV |
					 COLLECT_CERTIFICATES | COLLECT_SERIALS | COLLECT_BOOT_PCRS,
				 false);
	certificates_forget(run->report);
	if (!status)
		status = judge_attest(run);
	status = run_show(run, status, show_attest);
	trust_free(run->trust);
	return status;
}

const struct cmd cmd_attest = { .name = "attest",
				.operands = "",
				.help = "does attestation work, from the EK to a verified quote?",
				.max_operands = 0,
				.run = run_attest,
				.work = work_attest };
