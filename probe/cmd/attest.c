/* SPDX-License-Identifier: BSD-2-Clause */
/* attest: does attestation work here, from end to end? */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "attestation.h"
#include "certificates.h"
#include "chain.h"
#include "cmd.h"
#include "output.h"
#include "pcrs-log.h"
#include "collect-selected.h"
#include "self-test.h"
#include "shared-options.h"

struct attest_options {
	const char *ek; /* NULL: not given */
	bool self_test;
};

static const char *template_name(size_t i)
{
	const struct ek_template *template = ek_template(i);

	return template ? template->name : NULL;
}

#define AT(member) offsetof(struct attest_options, member)
static const struct option_row rows[] = {
	{ "self-test", 0, OPTION_FLAG, AT(self_test), NULL, NULL,
	  .help = "attest to ourselves, wrap a key and seal, with transient keys" },
	{ "ek", 0, OPTION_TEXT, AT(ek), "KEY", "@value",
	  .help = "by the EK of this template (one that is certified, else p256)",
	  .value = template_name },
};
static const struct option_group group = OPTION_GROUP(rows, struct attest_options, NULL);

static const struct attest_step *last_step(const struct attestation *attestation)
{
	const struct attest_step *steps = attestation->steps.items;

	return attestation->steps.count ? &steps[attestation->steps.count - 1] : NULL;
}

static bool is_status(const struct attest_step *step, enum step_status status)
{
	return step && state_is(&step->status, status);
}

static bool work_attest(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm)
{
	const struct attest_options *attest = cmd_options(run, &group);
	const struct verify_option *verify = cmd_options(run, &verify_option);
	const struct self_test_options options = {
		.template = attest->ek ? ek_template_named(attest->ek) : NULL,
		.trust = verify->trust,
	};

	collect_log_beside(run, tpm_report);
	self_test(run->report, tpm_report, tpm, &options);
	return is_status(last_step(tpm_report->attestation), STEP_PASS);
}

/* A password of a hierarchy can leave nothing to be tried. */
static int judge_quote(struct run *run, const struct attest_step *steps, size_t n)
{
	const struct attest_step *first = NULL;

	for (size_t i = 0; i < n; i++) {
		if (is_status(&steps[i], STEP_PASS) &&
		    !strcmp(steps[i].name.value, "quote signature"))
			return EXIT_OK;
		if (!first && is_status(&steps[i], STEP_SKIPPED) &&
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
		const struct list_fact *list = &report_tpm(run->report, t)->attestation->steps;
		const struct attest_step *steps = list->items;

		for (size_t i = 0; i < list->count; i++)
			if (is_status(&steps[i], STEP_FAIL))
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
	const struct attest_options *options = cmd_options(run, &group);
	const struct log_file_option *log = cmd_options(run, &log_file_option);
	const struct verify_option *verify = cmd_options(run, &verify_option);
	int status;

	if (!options->self_test && !run->options.from)
		return run_fail(
			run, EXIT_USAGE, "tpm-probe attest --self-test",
			"attest loads keys into the TPM for the time of the test, and so needs "
			"--self-test");
	if (log->path && access(log->path, R_OK) < 0)
		return run_fail(run, errno == EACCES ? EXIT_DENIED : EXIT_GENERAL, NULL, "%s: %s",
				log->path, strerror(errno));
	status = run->options.from ? EXIT_OK : cmd_needs(run, &library_crypto);
	if (!status)
		status = verify_option_open(run);
	if (status)
		return output_show(run, status);
	status =
		collect_selected(run, NULL,
				 COLLECT_IDENTITY | COLLECT_CAPABILITIES | COLLECT_NV |
					 COLLECT_CERTIFICATES | COLLECT_SERIALS | COLLECT_BOOT_PCRS,
				 false);
	certificates_forget(run->report);
	if (!status)
		status = judge_attest(run);
	status = output_show(run, status);
	trust_free(verify->trust);
	return status;
}

const struct cmd cmd_attest = {
	.name = "attest",
	.operands = "",
	.help = "does attestation work, from the EK to a verified quote?",
	.options = { &group, &verify_option, &log_file_option },
	.examples = { { "attest --self-test", "every step, with transient keys" },
		      { "attest --self-test --ek p384", "by the EK of another template" },
		      { "attest --from report.json", "the steps that a saved report holds" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_attest,
	.run = run_attest,
	.work = work_attest,
};
