/* SPDX-License-Identifier: BSD-2-Clause */
/* The TPMs that come and go, and their samples. */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "event.h"
#include "fields.h"
#include "findings.h"

/* Cut at a character's end. */
static void keep_text(char *to, size_t size, const char *from)
{
	size_t n = strnlen(from ? from : "", size - 1);

	if (from && from[n])
		while (n > 0 && ((unsigned char)from[n] & 0xc0) == 0x80)
			n--;
	memcpy(to, from ? from : "", n);
	to[n] = '\0';
}

#define KEEP_TEXT(array, from) keep_text(array, sizeof(array), from)

static void keep_fact(char *to, size_t size, const struct text_fact *fact)
{
	if (fact_known(&fact->fact))
		keep_text(to, size, fact->value);
}

void watch_begin(struct watch_model *model, const struct watch_now *now, uint64_t interval_ns,
		 const char *version, void (*emit)(void *arg, const struct watch_event *event),
		 void *arg)
{
	struct event_draft draft = draft_event(now, EVENT_STARTED, NULL);

	*model = (struct watch_model){ .began = now->wall, .emit = emit, .arg = arg };
	fact_set_text(draft.report, &draft.event.schema, REPORT_SCHEMA);
	fact_set_text(draft.report, &draft.event.version, version);
	draft.event.interval_ms = FACT_NUMBER(interval_ns / 1000000);
	draft.event.commands_per_interval = FACT_NUMBER(WATCH_COMMANDS);
	emit_draft(model, &draft);
}

void watch_end(struct watch_model *model, const struct watch_now *now, const char *why)
{
	struct event_draft draft = draft_event(now, EVENT_ENDED, NULL);

	fact_set_text(draft.report, &draft.event.message, why);
	emit_draft(model, &draft);
	for (size_t i = 0; i < model->count; i++)
		free(model->tpms[i]);
	model->count = 0;
}

void watch_error(struct watch_model *model, const struct watch_now *now, const char *message)
{
	struct event_draft draft = draft_event(now, EVENT_ERROR, NULL);

	KEEP_TEXT(model->error, message);
	model->error_at = now->wall;
	fact_set_text(draft.report, &draft.event.message, message);
	emit_draft(model, &draft);
}

struct watch_tpm *watch_find(const struct watch_model *model, const char *name)
{
	char kept[sizeof(model->tpms[0]->name)];

	KEEP_TEXT(kept, name);
	for (size_t i = 0; i < model->count; i++)
		if (!strcmp(model->tpms[i]->name, kept))
			return model->tpms[i];
	return NULL;
}

static bool is_earlier(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* Of those that are gone, what went first makes room, once there are too many. */
static void drop_gone(struct watch_model *model)
{
	size_t oldest = model->count, n_gone = 0;

	for (size_t i = 0; i < model->count; i++) {
		if (model->tpms[i]->availability != WATCH_GONE)
			continue;
		n_gone++;
		if (oldest == model->count ||
		    is_earlier(&model->tpms[i]->since, &model->tpms[oldest]->since))
			oldest = i;
	}
	if (!n_gone || (n_gone <= WATCH_MAX_GONE && model->count < WATCH_MAX_TPMS))
		return;
	free(model->tpms[oldest]);
	model->count--;
	memmove(model->tpms + oldest, model->tpms + oldest + 1,
		(model->count - oldest) * sizeof(model->tpms[0]));
}

static struct watch_tpm *new_place(struct watch_model *model, const char *name)
{
	struct watch_tpm *tpm;

	drop_gone(model);
	if (model->count == WATCH_MAX_TPMS)
		return NULL;
	tpm = calloc(1, sizeof(*tpm));
	if (!tpm)
		abort();
	KEEP_TEXT(tpm->name, name);
	tpm->came_later = model->settled;
	model->tpms[model->count++] = tpm;
	return tpm;
}

struct watch_tpm *watch_add(struct watch_model *model, const struct watch_now *now,
			    const char *name, enum tpm_kind kind, const char *reached_by)
{
	struct watch_tpm *tpm = watch_find(model, name);
	struct event_draft draft;

	if (!tpm)
		tpm = new_place(model, name);
	if (!tpm) {
		watch_error(model, now, "there are more TPMs than watch has room for");
		return NULL;
	}
	tpm->kind = kind;
	KEEP_TEXT(tpm->reached_by, reached_by);
	tpm->availability = WATCH_PRESENT;
	tpm->message[0] = '\0';
	tpm->since = now->wall;
	tpm->sampled = false;
	lockout_recovery_forget(&tpm->recovery);
	draft = draft_event(now, EVENT_ADDED, tpm);
	draft.event.kind.fact = FACT_ABSENT;
	if (tpm->kind)
		fact_set_state(&draft.event.kind, &tpm_kind_words, tpm->kind);
	fact_set_text(draft.report, &draft.event.reached_by,
		      *tpm->reached_by ? tpm->reached_by : NULL);
	draft.event.is_new = FACT_NUMBER(model->settled);
	emit_draft(model, &draft);
	return tpm;
}

void watch_remove(struct watch_model *model, const struct watch_now *now, struct watch_tpm *tpm)
{
	struct event_draft draft;

	if (tpm->availability == WATCH_GONE)
		return;
	tpm->availability = WATCH_GONE;
	tpm->message[0] = '\0';
	tpm->since = now->wall;
	draft = draft_event(now, EVENT_REMOVED, tpm);
	draft.event.commands = FACT_NUMBER(tpm->commands);
	emit_draft(model, &draft);
}

void watch_set_availability(struct watch_model *model, const struct watch_now *now,
			    struct watch_tpm *tpm, enum watch_availability availability,
			    const char *message)
{
	struct event_draft draft;

	if (tpm->availability == availability)
		return;
	tpm->availability = availability;
	tpm->since = now->wall;
	KEEP_TEXT(tpm->message, message);
	draft = draft_event(now, EVENT_AVAILABILITY, tpm);
	fact_set_state(&draft.event.availability, &watch_availability_words, availability);
	if (message)
		fact_set_text(draft.report, &draft.event.message, message);
	draft.event.commands = FACT_NUMBER(tpm->commands);
	emit_draft(model, &draft);
}

/* What every event with values of a TPM tells beside them. */
static void tell_measures(struct event_draft *draft, const struct watch_now *now,
			  const struct watch_tpm *tpm, const struct watch_sample *sample)
{
	struct watch_event *event = &draft->event;

	event->latency_ns = FACT_NUMBER(sample->latency_ns);
	event->commands = FACT_NUMBER(tpm->commands);
	if (!tpm->recovery.known)
		return;
	event->forgiven_in_s = FACT_NUMBER(lockout_recovery_left_s(&tpm->recovery, now->ns));
	event->forgiven_in_exact = FACT_NUMBER(tpm->recovery.exact);
}

static bool differs(const struct number_fact *a, const struct number_fact *b)
{
	return fact_known(&a->fact) && fact_known(&b->fact) && a->value != b->value;
}

static void count_down(struct watch_tpm *tpm, const struct watch_now *now,
		       const struct state *state)
{
	bool restarted =
		tpm->sampled && (differs(&tpm->state.reset_count, &state->reset_count) ||
				 differs(&tpm->state.restart_count, &state->restart_count));

	if (fact_known(&state->lockout_counter.fact) && fact_known(&state->lockout_interval.fact))
		lockout_recovery_sample(&tpm->recovery, now->ns, state->lockout_counter.value,
					state->lockout_interval.value, restarted);
	else
		lockout_recovery_forget(&tpm->recovery);
}

static void keep_values(struct watch_tpm *tpm, const struct tpm_report *values)
{
	const struct identity *identity = values->identity;

	tpm->manufacturer[0] = tpm->model[0] = tpm->firmware[0] = '\0';
	keep_fact(tpm->manufacturer, sizeof(tpm->manufacturer), &identity->manufacturer);
	keep_fact(tpm->model, sizeof(tpm->model), &identity->vendor_string);
	keep_fact(tpm->firmware, sizeof(tpm->firmware), &identity->firmware);
	copy_numbers(&state_type, &tpm->state, values->state);
	copy_numbers(&limits_type, &tpm->limits, values->limits);
}

/* An answered round, as a snapshot, or as what changed since the one before. */
static void take_values(struct watch_model *model, const struct watch_now *now,
			struct watch_tpm *tpm, const struct watch_sample *sample)
{
	const struct tpm_report *values = report_tpm(sample->report, 0);
	struct event_draft draft;
	size_t n_changes = 1;

	count_down(tpm, now, values->state);
	draft = draft_event(now, tpm->sampled ? EVENT_CHANGE : EVENT_SNAPSHOT, tpm);
	if (tpm->sampled) {
		n_changes = changed_numbers(&state_type, &tpm->state, values->state,
					    &draft.event.state) +
			    changed_numbers(&limits_type, &tpm->limits, values->limits,
					    &draft.event.limits);
	} else {
		draft.event.identity = *values->identity;
		draft.event.state = *values->state;
		draft.event.limits = *values->limits;
	}
	tell_measures(&draft, now, tpm, sample);
	keep_values(tpm, values);
	tpm->sampled = true;
	if (n_changes)
		emit_draft(model, &draft);
	else
		report_free(draft.report);
}

void watch_take(struct watch_model *model, const struct watch_now *now, struct watch_tpm *tpm,
		const struct watch_sample *sample)
{
	tpm->commands += sample->commands;
	ring_add(&tpm->latency, sample->latency_ns);
	watch_set_availability(model, now, tpm, sample->availability, sample->message);
	if (sample->availability == WATCH_ANSWERING)
		take_values(model, now, tpm, sample);
	findings_take(model, now, tpm, sample->report);
	tpm->examined |= sample->availability == WATCH_ANSWERING;
}

const struct watch_note *watch_note(const struct watch_model *model, size_t i)
{
	if (i >= model->n_notes)
		return NULL;
	return &model->notes[(model->next_note + WATCH_NOTES - 1 - i) % WATCH_NOTES];
}
