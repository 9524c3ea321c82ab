/* SPDX-License-Identifier: BSD-2-Clause */
/* Metrics that no field alone tells. */
#include "openmetrics-values.h"

#include <string.h>

#include "capabilities.h"
#include "connection.h"
#include "device.h"
#include "event-log.h"
#include "finding.h"
#include "openmetrics.h"
#include "severity.h"
#include "outcome.h"
#include "tpm-state.h"
#include "volume.h"

static const char *const none[] = { NULL };

static void yes_or_no(struct exposition *exposition, const struct fact *fact, bool yes)
{
	if (fact_known(fact))
		exposition_sample(exposition, none, yes);
}

void get_present(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct list_fact *tpms = &exposition_report(exposition)->tpms;

	(void)tpm;
	yes_or_no(exposition, &tpms->fact, tpms->count);
}

void get_accessible(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct node *nodes = tpm->nodes.items;

	for (size_t i = 0; i < tpm->nodes.count; i++) {
		const char *const labels[] = { "path", text_of(&nodes[i].path, NULL), NULL };

		if (fact_known(&nodes[i].access.fact) && labels[1])
			exposition_sample(exposition, labels,
					  state_is(&nodes[i].access, ACCESS_OK));
	}
}

/* A TPM 1.2 was not asked. */
void get_responds(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct connection *connection = tpm->connection;
	const struct number_fact *version = &tpm->device->version_major;
	bool failed = fact_known(&connection->error_text.fact);

	if (fact_known(&version->fact) && version->value == 1)
		return;
	if (failed || fact_known(&connection->tcti.fact))
		exposition_sample(exposition, none, !failed);
}

void get_self_test(struct exposition *exposition, const struct tpm_report *tpm)
{
	static const char *const names[] = {
		[SELF_TEST_SUCCESS] = "success",
		[SELF_TEST_TESTING] = "testing",
		[SELF_TEST_NEEDS_TEST] = "needs_test",
		[SELF_TEST_FAILURE] = "failure",
	};

	for (unsigned int i = SELF_TEST_SUCCESS;
	     fact_known(&tpm->state->self_test.fact) && i <= SELF_TEST_FAILURE; i++) {
		const char *const labels[] = { "status", names[i], NULL };

		exposition_sample(exposition, labels, state_is(&tpm->state->self_test, i));
	}
}

void get_bank_active(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct pcr_bank *banks = tpm->capabilities->pcrs.items;

	for (size_t i = 0; i < tpm->capabilities->pcrs.count; i++) {
		const char *const labels[] = { "bank", text_of(&banks[i].name, NULL), NULL };

		if (labels[1] && fact_known(&banks[i].selected.fact))
			exposition_sample(exposition, labels, banks[i].selected.count > 0);
	}
}

/* Of PCR 0 to 7 of a bank, and only where all of them were read. */
static void count_empty(struct exposition *exposition, const struct tpm_report *tpm,
			const char *bank)
{
	const char *const labels[] = { "bank", bank, NULL };
	const struct pcr_value *pcrs = tpm->pcr_values.items;
	unsigned int read = 0, empty = 0;

	for (size_t i = 0; i < tpm->pcr_values.count; i++) {
		const struct text_fact *digest = &pcrs[i].digest;

		if (!text_is(&pcrs[i].bank, bank) || !fact_known(&pcrs[i].index.fact) ||
		    pcrs[i].index.value >= 8 || !fact_known(&digest->fact))
			continue;
		read |= 1U << pcrs[i].index.value;
		empty += strspn(digest->value, "0") == strlen(digest->value);
	}
	if (read == 0xff)
		exposition_sample(exposition, labels, empty);
}

void get_empty_pcrs(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct pcr_bank *banks = tpm->capabilities->pcrs.items;

	for (size_t i = 0; i < tpm->capabilities->pcrs.count; i++)
		if (fact_known(&banks[i].name.fact))
			count_empty(exposition, tpm, banks[i].name.value);
}

void get_event_log(struct exposition *exposition, const struct tpm_report *tpm)
{
	enum presence presence = tpm->device->event_log.fact.presence;

	if (presence == PRESENCE_PRESENT || presence == PRESENCE_ABSENT)
		exposition_sample(exposition, none, presence == PRESENCE_PRESENT);
}

/* How many of PCR 0 to `last` of the log were compared, or were compared and differ. */
static uint64_t count_replayed(const struct tpm_report *tpm, const char *bank, uint64_t last,
			       bool differ)
{
	const struct replayed_pcr *pcrs = tpm->event_log->pcrs.items;
	uint64_t n = 0;

	for (size_t i = 0; i < tpm->event_log->pcrs.count; i++)
		n += text_is(&pcrs[i].bank, bank) && fact_known(&pcrs[i].index.fact) &&
		     pcrs[i].index.value <= last &&
		     (state_is(&pcrs[i].status, REPLAY_DIFFERENT) ||
		      (!differ && state_is(&pcrs[i].status, REPLAY_EQUAL)));
	return n;
}

static void get_replayed(struct exposition *exposition, const struct tpm_report *tpm, uint64_t last,
			 bool match)
{
	const char *const *banks = tpm->event_log->banks.items;

	for (size_t i = 0; i < tpm->event_log->banks.count; i++) {
		const char *const labels[] = { "bank", banks[i], NULL };
		uint64_t different = count_replayed(tpm, banks[i], last, true);

		/* Without the TPM's values there is nothing to compare with. */
		if (count_replayed(tpm, banks[i], last, false))
			exposition_sample(exposition, labels, match ? !different : different);
	}
}

void get_pcr0_match(struct exposition *exposition, const struct tpm_report *tpm)
{
	get_replayed(exposition, tpm, 0, true);
}

/* What is extended after the boot is in no log of the firmware's. */
void get_different_pcrs(struct exposition *exposition, const struct tpm_report *tpm)
{
	get_replayed(exposition, tpm, 7, false);
}

static bool is_about(const struct finding *finding, const char *tpm)
{
	return tpm ? text_is(&finding->tpm, tpm) : !fact_known(&finding->tpm.fact);
}

/* How many findings about this TPM (NULL: the machine) are so; severity: 0: any. */
static uint64_t count_findings(const struct report *report, const char *tpm,
			       enum finding_status status, enum severity severity)
{
	const struct finding *findings = report->findings.items;
	uint64_t n = 0;

	for (size_t i = 0; i < report->findings.count; i++)
		n += is_about(&findings[i], tpm) && state_is(&findings[i].status, status) &&
		     (!severity || state_is(&findings[i].severity, severity));
	return n;
}

static void findings_of(struct exposition *exposition, const char *tpm)
{
	const struct report *report = exposition_report(exposition);

	for (enum severity i = SEVERITY_INFO; i <= SEVERITY_CRITICAL; i++) {
		const char *const labels[] = { "tpm", tpm, "severity", severity_name(i), NULL };

		exposition_sample(exposition, labels,
				  count_findings(report, tpm, FINDING_FOUND, i));
	}
}

static void rules_of(struct exposition *exposition, const char *tpm)
{
	const struct report *report = exposition_report(exposition);

	for (enum finding_status i = FINDING_OK; i <= FINDING_SKIPPED; i++) {
		const char *const labels[] = { "tpm", tpm, "status", finding_status_words.words[i],
					       NULL };

		exposition_sample(exposition, labels, count_findings(report, tpm, i, 0));
	}
}

/* Findings name their TPM themselves; those without one are about the machine. */
static void for_each_subject(struct exposition *exposition,
			     void (*write)(struct exposition *exposition, const char *tpm))
{
	const struct report *report = exposition_report(exposition);

	if (!fact_known(&report->findings.fact))
		return;
	write(exposition, NULL);
	for (size_t i = 0; i < report_count_tpms(report); i++)
		if (fact_known(&report_tpm(report, i)->name.fact))
			write(exposition, report_tpm(report, i)->name.value);
}

void get_findings(struct exposition *exposition, const struct tpm_report *tpm)
{
	(void)tpm;
	for_each_subject(exposition, findings_of);
}

void get_rules(struct exposition *exposition, const struct tpm_report *tpm)
{
	(void)tpm;
	for_each_subject(exposition, rules_of);
}

void get_rule(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct list_fact *list = &exposition_report(exposition)->findings;
	const struct finding *findings = list->items;

	(void)tpm;
	for (size_t i = 0; i < list->count; i++) {
		const char *const labels[] = {
			"tpm",	    text_of(&findings[i].tpm, NULL),
			"rule",	    text_of(&findings[i].id, NULL),
			"severity", text_of(&findings[i].severity.text, NULL),
			"category", text_of(&findings[i].category, NULL),
			NULL
		};

		if (state_is(&findings[i].status, FINDING_FOUND))
			exposition_sample(exposition, labels, 1);
	}
}

/* Of volumes that are bound to a TPM, or are meant to be; named as the machine names them. */
void get_unlock_ready(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct list_fact *list = &exposition_report(exposition)->volumes;
	const struct volume *volumes = list->items;

	(void)tpm;
	for (size_t i = 0; i < list->count; i++) {
		const char *source = text_of(&volumes[i].source, ""), *slash = strrchr(source, '/');
		const char *const labels[] = {
			"volume", text_of(&volumes[i].name, slash ? slash + 1 : source), NULL
		};

		if (list_has(&volumes[i].causes, "no_token") && !is_set(&volumes[i].wanted))
			continue;
		if (*labels[1] && (text_is(&volumes[i].verdict, "should_unlock") ||
				   text_is(&volumes[i].verdict, "will_not_unlock")))
			exposition_sample(exposition, labels,
					  text_is(&volumes[i].verdict, "should_unlock"));
	}
}

void get_truncated(struct exposition *exposition, const struct tpm_report *tpm)
{
	yes_or_no(exposition, &tpm->connection->commands.fact, tpm->connection->left_out.count);
}

/* Those of one kind in all files together. */
void get_text_lines(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct list_fact *list = &exposition_report(exposition)->sources;
	const struct source *sources = list->items;

	(void)tpm;
	for (size_t i = 0; i < list->count; i++) {
		const char *const labels[] = { "kind", text_of(&sources[i].kind, NULL), NULL };
		bool first = labels[1];
		uint64_t lines = 0;

		for (size_t j = 0; first && j < list->count; j++) {
			first = j >= i || !text_is(&sources[j].kind, labels[1]);
			if (text_is(&sources[j].kind, labels[1]))
				lines += sources[j].lines.value;
		}
		if (first)
			exposition_sample(exposition, labels, lines);
	}
}

void get_left_out(struct exposition *exposition, const struct tpm_report *tpm)
{
	const struct list_fact *parts = &tpm->connection->left_out;

	for (size_t i = 0; i < parts->count; i++) {
		const char *const labels[] = { "part", ((const char *const *)parts->items)[i],
					       NULL };

		exposition_sample(exposition, labels, 1);
	}
}
