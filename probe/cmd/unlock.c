/* SPDX-License-Identifier: BSD-2-Clause */
/* unlock: will the TPM unlock what is bound to it, and if not, why. */
#include <string.h>

#include "cmd.h"
#include "connect.h"
#include "input.h"
#include "library-crypto.h"
#include "machine-volumes.h"
#include "outcome.h"
#include "output.h"
#include "select.h"
#include "volume.h"

struct unlock_options {
	const char *header, *signature, *pcrlock, *boots, *at;
	bool active;
};

#define AT(member) offsetof(struct unlock_options, member)
static const struct option_row rows[] = {
	{ "active", 0, OPTION_FLAG, AT(active), NULL, NULL,
	  .help = "try whether the TPM can load the keys; what is loaded is flushed again" },
	{ "header", 0, OPTION_TEXT, AT(header), "FILE", "@file",
	  .help = "the detached header of SOURCE" },
	{ "signature", 0, OPTION_TEXT, AT(signature), "FILE", "@file",
	  .help = "signatures of PCR values (tpm2-pcr-signature.json), or a unified kernel image with them" },
	{ "pcrlock", 0, OPTION_TEXT, AT(pcrlock), "FILE", "@file",
	  .help = "policy of systemd-pcrlock (pcrlock.json)" },
	{ "boots", 0, OPTION_TEXT, AT(boots), "DIR", "@file",
	  .help = "directory of saved boots (default /var/lib/tpm-probe/boots)" },
	{ "at", 0, OPTION_TEXT, AT(at), "MOMENT", "now unlock",
	  .help = "values of PCRs that count: now, or (default) those at the unlock" },
};
static const struct option_group group = OPTION_GROUP(rows, struct unlock_options, NULL);

static bool load_keys(struct run *run, struct tpm_report *tpm_report, struct tpm *tpm)
{
	(void)tpm_report;
	return volumes_load(run->volumes, tpm);
}

/* A TPM of this machine, or none; what fails is a fact of each volume. */
static int ask_tpm(struct run *run)
{
	struct selection selection;
	int status;

	if (run->options.sysroot)
		return EXIT_OK;
	status = select_targets(run, NULL, SELECT_NO_RAW, &selection);
	if (!status && !selection.count)
		status = select_none(run);
	else if (!status)
		status = connect_say(run, selection.targets[0].tpm_report,
				     connect_target(run, &selection.targets[0], COLLECT_IDENTITY));
	selection_clear(&selection);
	return status;
}

/* What was named, or what this machine's configuration wants the TPM to unlock. */
static bool counts(const struct volume *volume, bool is_named)
{
	return is_named || is_set(&volume->wanted) || !list_has(&volume->causes, "no_token");
}

static int status_of(const struct report *report, bool is_named, int status)
{
	const struct volume *volumes = report->volumes.items;
	bool refuses = false, denied = false, unclear = false;

	for (size_t i = 0; i < report->volumes.count; i++) {
		if (fact_known(&volumes[i].error.fact))
			denied = true;
		else if (text_is(&volumes[i].verdict, "will_not_unlock"))
			refuses |= counts(&volumes[i], is_named);
		else
			unclear |= text_is(&volumes[i].verdict, "unknown");
	}
	return status == EXIT_NO_DEVICE ? status
	       : refuses		? EXIT_FINDINGS
	       : denied			? EXIT_DENIED
	       : status			? status
	       : unclear		? EXIT_INCONCLUSIVE
					: EXIT_OK;
}

static int show_from(struct run *run)
{
	int status = input_read(run, NULL);

	if (!status && !fact_known(&run->report->volumes.fact))
		status = run_fail(run, EXIT_GENERAL, "tpm-probe unlock -o json collects them",
				  "the report has no volumes");
	return output_show(run, status ? status : status_of(run->report, false, EXIT_OK));
}

static int run_unlock(struct run *run)
{
	struct unlock_options *options = cmd_options(run, &group);
	struct volumes_request request = {
		.named = (const char *const *)run->argv,
		.n_named = (size_t)run->argc,
		.header = options->header,
		.signature = options->signature,
		.pcrlock = options->pcrlock,
		.boots = options->boots,
		.at_now = options->at && !strcmp(options->at, "now"),
	};
	int status;

	if (run->options.from)
		return show_from(run);
	if (options->header && run->argc != 1)
		return run_fail(run, EXIT_USAGE, NULL, "--header goes with one SOURCE");
	status = cmd_needs(run, &library_crypto);
	if (!status)
		status = machine_volumes_open(run, &request);
	if (status)
		return output_show_failure(run, status);
	run->loads_nothing = !options->active || !volumes_want_tpm(run->volumes);
	status = ask_tpm(run);
	if (status == EXIT_NO_DEVICE)
		volumes_no_tpm(run->volumes, true, text_of(&run->report->error->message, NULL));
	machine_volumes_answer(run);
	return output_show(run, status_of(run->report, run->argc, status));
}

const struct cmd cmd_unlock = {
	.name = "unlock",
	.operands = "[SOURCE]...",
	.help = "will the TPM unlock the disk, and if not, what changed",
	.max_operands = 64,
	.operand_rows = { { .argument = "SOURCE",
			    .choices = "@file",
			    .help = "device, image, header backup, mapped name, or file with a "
				    "sealed key" } },
	.options = { &group },
	.examples = { { "unlock", "every encrypted volume of this machine" },
		      { "unlock --active /dev/sda3", "one, and try whether the TPM loads its key" },
		      { "unlock -o json", "for programs: verdict, causes, PCRs that differ" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_unlock,
	.run = run_unlock,
	.ask = machine_volumes_ask,
	.work = load_keys,
};
