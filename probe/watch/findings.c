/* SPDX-License-Identifier: BSD-2-Clause */
/* Which rules are found with a TPM, and which of them are news. */
#include "findings.h"

#include <stdio.h>
#include <string.h>

#include "event.h"
#include "finding.h"

static size_t find_rule(const struct watch_tpm *tpm, const char *id)
{
	size_t i = 0;

	while (i < tpm->n_rules && strcmp(tpm->rules[i], id) != 0)
		i++;
	return i;
}

bool watch_found(const struct watch_tpm *tpm, const char *rule)
{
	return find_rule(tpm, rule) < tpm->n_rules;
}

static void add_note(struct watch_model *model, const struct watch_now *now,
		     const struct watch_tpm *tpm, const struct finding *finding, bool cleared)
{
	struct watch_note *note = &model->notes[model->next_note];

	*note = (struct watch_note){ .when = now->wall, .cleared = cleared };
	snprintf(note->tpm, sizeof(note->tpm), "%s", tpm->name);
	note->severity = finding->severity.state;
	snprintf(note->rule, sizeof(note->rule), "%s", finding->id.value);
	snprintf(note->title, sizeof(note->title), "%s", finding->title.value);
	model->next_note = (model->next_note + 1) % WATCH_NOTES;
	if (model->n_notes < WATCH_NOTES)
		model->n_notes++;
}

static void emit_finding(struct watch_model *model, const struct watch_now *now,
			 const struct watch_tpm *tpm, const struct finding *finding, bool cleared)
{
	struct event_draft draft = draft_event(now, cleared ? EVENT_CLEARED : EVENT_FINDING, tpm);
	bool is_new = tpm->examined || tpm->came_later;

	draft.event.rule = finding->id;
	draft.event.severity = finding->severity;
	draft.event.title = finding->title;
	draft.event.is_new = FACT_NUMBER(is_new);
	emit_draft(model, &draft);
	if (is_new)
		add_note(model, now, tpm, finding, cleared);
}

static void take_finding(struct watch_model *model, const struct watch_now *now,
			 struct watch_tpm *tpm, const struct finding *finding)
{
	bool found = finding->status.state == FINDING_FOUND;
	bool gone = finding->status.state == FINDING_OK || fact_known(&finding->explained_by.fact);
	size_t i = find_rule(tpm, finding->id.value);

	if (found && i == tpm->n_rules && i < WATCH_MAX_RULES) {
		snprintf(tpm->rules[i], WATCH_ID, "%s", finding->id.value);
		tpm->n_rules++;
		emit_finding(model, now, tpm, finding, false);
	} else if (gone && i < tpm->n_rules) {
		tpm->n_rules--;
		memmove(tpm->rules[i], tpm->rules[i + 1], (tpm->n_rules - i) * WATCH_ID);
		emit_finding(model, now, tpm, finding, true);
	}
}

void findings_take(struct watch_model *model, const struct watch_now *now, struct watch_tpm *tpm,
		   const struct report *report)
{
	const struct finding *findings = report->findings.items;

	if (!fact_known(&report->findings.fact))
		return;
	for (size_t i = 0; i < report->findings.count; i++)
		if (fact_known(&findings[i].tpm.fact) && fact_known(&findings[i].status.fact))
			take_finding(model, now, tpm, &findings[i]);
}
