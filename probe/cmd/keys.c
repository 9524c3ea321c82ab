/* SPDX-License-Identifier: BSD-2-Clause */
/* The commands that show what a TPM keeps: keys, nv, ek. */
#include <errno.h>
#include <string.h>

#include "certificates.h"
#include "cmd.h"
#include "render.h"
#include "select.h"

static int show_keys(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_keys(report, &options, stdout);
}

static int run_keys(struct run *run)
{
	return run_show(run, target_collect(run, NULL, COLLECT_CONTENTS | COLLECT_OBJECTS, false),
			show_keys);
}

static int show_nv(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_nv(report, &options, stdout);
}

static int run_nv(struct run *run)
{
	return run_show(run, target_collect(run, NULL, COLLECT_CONTENTS | COLLECT_NV, false),
			show_nv);
}

static int show_ek(const struct report *report, const struct run *run)
{
	struct text_options options = text_options_of(run);

	return render_text_ek(report, &options, stdout);
}

static void verify_all(struct run *run)
{
	for (size_t i = 0; run->trust && i < report_count_tpms(run->report); i++)
		certificates_verify(report_tpm(run->report, i), run->trust, run->report);
}

static bool work_ek(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm)
{
	return certificates_match(run->report, tpm_report, tpm);
}

/* Verification that was asked for, and did not succeed for every certificate. */
static int judge_ek(struct run *run)
{
	for (size_t t = 0; t < report_count_tpms(run->report); t++) {
		const struct list_fact *list = &report_tpm(run->report, t)->ek_certificates;
		const struct ek_certificate *certificates = list->items;

		for (size_t i = 0; i < list->count; i++)
			if (run->options.keys.verify &&
			    (!fact_known(&certificates[i].verified.fact) ||
			     !certificates[i].verified.value))
				return run_fail(run, EXIT_GENERAL, NULL,
						"the certificate at 0x%08x is not verified: %s",
						(unsigned int)certificates[i].handle.value,
						fact_known(&certificates[i].verify_error.fact)
							? certificates[i].verify_error.value
							: "it could not be read");
		if (run->options.keys.verify && !list->count)
			return run_fail(
				run, EXIT_GENERAL,
				"the TPM's maker may have it: Intel and AMD have web services",
				"there is no EK certificate to verify");
	}
	return EXIT_OK;
}

int keys_open_trust(struct run *run)
{
	const char *path = run->options.keys.verify;
	int r;

	if (!path)
		return EXIT_OK;
	r = trust_open(path, &run->trust);
	if (r == -EBADMSG)
		return run_fail(run, EXIT_GENERAL,
				"give the maker's certificates, PEM one behind the other",
				"%s: no X.509 certificate is in it", path);
	if (r < 0)
		return run_fail(run, r == -EACCES ? EXIT_DENIED : EXIT_GENERAL, NULL, "%s: %s",
				path, strerror(-r));
	return EXIT_OK;
}

static int run_ek(struct run *run)
{
	unsigned int parts = COLLECT_IDENTITY | COLLECT_CONTENTS | COLLECT_KEYS | COLLECT_SERIALS;
	int status = keys_open_trust(run);

	if (status)
		return run_show(run, status, show_ek);
	status = target_collect(run, NULL, parts, false);
	verify_all(run);
	if (!status)
		status = judge_ek(run);
	if (!run->options.keys.show_serials)
		certificates_forget(run->report);
	status = run_show(run, status, show_ek);
	trust_free(run->trust);
	return status;
}

const struct cmd cmd_keys = { .name = "keys",
			      .operands = "",
			      .help = "keys that persist: what they are and who made them",
			      .max_operands = 0,
			      .run = run_keys };
const struct cmd cmd_nv = { .name = "nv",
			    .operands = "",
			    .help = "NV indices: whose they are, type, attributes, size",
			    .max_operands = 0,
			    .run = run_nv };
const struct cmd cmd_ek = {
	.name = "ek",
	.operands = "",
	.help = "certificates of the endorsement keys; loads keys, and flushes them",
	.max_operands = 0,
	.run = run_ek,
	.work = work_ek
};
