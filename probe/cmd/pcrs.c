/* SPDX-License-Identifier: BSD-2-Clause */
/* pcrs: the platform configuration registers, and with --log the event log. */
#include <stdlib.h>
#include <string.h>

#include "capabilities.h"
#include "cmd.h"
#include "event-log.h"
#include "output.h"
#include "pcrs-log.h"
#include "collect-selected.h"
#include "shared-options.h"

struct pcrs_options {
	bool log;
	const char *pcrs;
};

static const struct option_row rows[] = {
	{ "log", 0, OPTION_FLAG, offsetof(struct pcrs_options, log), NULL, NULL,
	  .help = "the measured-boot event log, replayed and compared with the PCRs; status 1 if it differs" },
	{ "pcr", 0, OPTION_TEXT, offsetof(struct pcrs_options, pcrs), "LIST", NULL,
	  .help = "show these PCRs alone, and the events that extend them: 4,7" },
};
static const struct option_group group = OPTION_GROUP(rows, struct pcrs_options, NULL);

/* "4,7" as bits; false: it is no such list. */
static bool parse_list(const char *text, uint32_t *ret_pcrs)
{
	*ret_pcrs = 0;
	do {
		char *end;
		unsigned long pcr = *text >= '0' && *text <= '9' ? strtoul(text, &end, 10) : 32;

		if (pcr > 23)
			return false;
		*ret_pcrs |= UINT32_C(1) << pcr;
		text = end;
	} while (*text == ',' && *++text);
	return !*text;
}

/* Keep the records of a list whose number at offset is one of the PCRs. */
static void keep(struct list_fact *list, size_t size, size_t offset, uint32_t pcrs)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		char *item = (char *)list->items + i * size;
		const struct number_fact *pcr = (const struct number_fact *)(item + offset);

		if (fact_known(&pcr->fact) && pcr->value < 24 && pcrs >> pcr->value & 1)
			memmove((char *)list->items + kept++ * size, item, size);
	}
	list->count = kept;
}

/* What was judged was the whole. */
static void keep_pcrs(struct report *report, uint32_t pcrs)
{
	for (size_t i = 0; i < report_count_tpms(report); i++) {
		struct tpm_report *tpm = report_tpm(report, i);

		keep(&tpm->pcr_values, sizeof(struct pcr_value), offsetof(struct pcr_value, index),
		     pcrs);
		keep(&tpm->event_log->pcrs, sizeof(struct replayed_pcr),
		     offsetof(struct replayed_pcr, index), pcrs);
		keep(&tpm->event_log->events, sizeof(struct boot_event),
		     offsetof(struct boot_event, pcr), pcrs);
	}
}

static int run_pcrs(struct run *run)
{
	const struct pcrs_options *options = cmd_options(run, &group);
	const struct log_file_option *file = cmd_options(run, &log_file_option);

	uint32_t pcrs = UINT32_MAX;
	int status;

	if (options->pcrs && !parse_list(options->pcrs, &pcrs))
		return run_fail(run, EXIT_USAGE, "numbers from 0 to 23, with commas: --pcr 4,7",
				"\"%s\" is no list of PCRs", options->pcrs);
	if (options->log || file->path) {
		run->render = render_text_event_log;
		status = collect_pcrs_and_log(run);
	} else {
		status = collect_need(run, collect_selected(run, NULL, COLLECT_PCRS, false),
				      "pcr_values");
	}
	if (options->pcrs)
		keep_pcrs(run->report, pcrs);
	return output_show(run, status);
}

const struct cmd cmd_pcrs = {
	.name = "pcrs",
	.operands = "",
	.help = "values of the platform configuration registers",
	.options = { &group, &log_file_option },
	.examples = { { "pcrs", "every bank" },
		      { "pcrs --log", "the events that extended them, and whether they match" },
		      { "pcrs --log-file binary_bios_measurements", "a saved event log" } },
	.shows = OUTPUT_FACTS,
	.render = render_text_pcrs,
	.run = run_pcrs,
};
