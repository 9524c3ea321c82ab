/* SPDX-License-Identifier: BSD-2-Clause */
/* ek: certificates of the endorsement keys. */
#include "certificates.h"
#include "chain.h"
#include "cmd.h"
#include "output.h"
#include "collect-selected.h"
#include "shared-options.h"

struct ek_options {
	bool show_serials;
};

static const struct option_row rows[] = {
	{ "show-serials", 0, OPTION_FLAG, offsetof(struct ek_options, show_serials), NULL, NULL,
	  .help = "show the serial numbers of certificates, which identify this TPM" },
};
static const struct option_group group = OPTION_GROUP(rows, struct ek_options, NULL);

static void verify_all(struct run *run, const struct trust *trust)
{
	for (size_t i = 0; trust && i < report_count_tpms(run->report); i++)
		certificates_verify(report_tpm(run->report, i), trust, run->report);
}

static bool work_ek(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm)
{
	return certificates_match(run->report, tpm_report, tpm);
}

/* Verification that was asked for, and did not succeed for every certificate. */
static int judge_ek(struct run *run)
{
	const struct verify_option *verify = cmd_options(run, &verify_option);

	for (size_t t = 0; t < report_count_tpms(run->report); t++) {
		const struct list_fact *list = &report_tpm(run->report, t)->ek_certificates;
		const struct ek_certificate *certificates = list->items;

		for (size_t i = 0; i < list->count; i++) {
			if (verify->path && is_clear(&certificates[i].matches))
				return run_fail(run, EXIT_GENERAL, NULL,
						"the certificate at 0x%08x is not this TPM's: %s",
						(unsigned int)certificates[i].handle.value,
						text_of(&certificates[i].match_reason, "-"));
			if (verify->path && (!fact_known(&certificates[i].verified.fact) ||
					     !certificates[i].verified.value))
				return run_fail(run, EXIT_GENERAL, NULL,
						"the certificate at 0x%08x is not verified: %s",
						(unsigned int)certificates[i].handle.value,
						text_of(&certificates[i].verify_error,
							"it could not be read"));
		}
		if (verify->path && !list->count)
			return run_fail(
				run, EXIT_GENERAL,
				"the TPM's manufacturer may have it: Intel and AMD have web services",
				"there is no EK certificate to verify");
	}
	return EXIT_OK;
}

static int run_ek(struct run *run)
{
	const unsigned int parts =
		COLLECT_IDENTITY | COLLECT_CONTENTS | COLLECT_KEYS | COLLECT_SERIALS;
	const struct ek_options *options = cmd_options(run, &group);
	const struct verify_option *verify = cmd_options(run, &verify_option);
	int status = verify_option_open(run);

	if (status)
		return output_show(run, status);
	status = collect_need(run, collect_selected(run, NULL, parts, false), "ek_certificates");
	verify_all(run, verify->trust);
	if (!status)
		status = judge_ek(run);
	if (!options->show_serials)
		certificates_forget(run->report);
	status = output_show(run, status);
	trust_free(verify->trust);
	return status;
}

const struct cmd cmd_ek = {
	.name = "ek",
	.operands = "",
	.help = "EK certificates; loads endorsement keys, flushes them",
	.options = { &group, &verify_option },
	.examples = { { "ek", "the certificates, and whether they are of this TPM's keys" },
		      { "ek --verify manufacturer.pem", "whether the manufacturer issued them" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_ek,
	.run = run_ek,
	.work = work_ek,
};
