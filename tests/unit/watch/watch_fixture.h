/* SPDX-License-Identifier: BSD-2-Clause */
/* For the tests of watch: a model whose events are kept as JSON lines, and samples that a test fills. */
#ifndef WATCH_FIXTURE_H
#define WATCH_FIXTURE_H

#include <stdlib.h>
#include <string.h>

#include "finding.h"
#include "model.h"
#include "render-json.h"
#include "render.h"

#define S UINT64_C(1000000000)

struct fixture {
	struct watch_model model;
	struct watch_now now;
	char *lines; /* what was emitted since the last fixture_forget() */
	size_t size;
	FILE *out;
};

static void fixture_emit(void *arg, const struct watch_event *event)
{
	struct fixture *fixture = arg;

	assert_int_equal(render_json_line(&watch_event_type, event, fixture->out), 0);
	fflush(fixture->out);
}

static inline void fixture_listen(struct fixture *fixture)
{
	fixture->out = open_memstream(&fixture->lines, &fixture->size);
	assert_non_null(fixture->out);
}

static inline void fixture_forget(struct fixture *fixture)
{
	fclose(fixture->out);
	free(fixture->lines);
	fixture_listen(fixture);
	fflush(fixture->out);
}

static inline void fixture_pass(struct fixture *fixture, uint64_t seconds)
{
	fixture->now.ns += seconds * S;
	fixture->now.wall.tv_sec += (time_t)seconds;
}

/* At 2026-03-01 12:00:00 UTC. */
static inline void fixture_begin(struct fixture *fixture)
{
	*fixture = (struct fixture){ .now = { .ns = 1000 * S, .wall = { .tv_sec = 1772366400 } } };
	fixture_listen(fixture);
	watch_begin(&fixture->model, &fixture->now, 2 * S, "1.2.3", fixture_emit, fixture);
}

static inline void fixture_end(struct fixture *fixture)
{
	watch_end(&fixture->model, &fixture->now, "test");
	fclose(fixture->out);
	free(fixture->lines);
}

/* What an answering TPM says; the test changes it before fixture_take(). */
static inline struct watch_sample fixture_sample(void)
{
	struct watch_sample sample = { .report = report_new(),
				       .availability = WATCH_ANSWERING,
				       .latency_ns = 1200000,
				       .commands = 2 };
	struct tpm_report *tpm = report_add_tpm(sample.report);

	fact_set_text(sample.report, &tpm->identity->manufacturer, "IFX");
	fact_set_text(sample.report, &tpm->identity->vendor_string, "SLB9670");
	fact_set_text(sample.report, &tpm->identity->firmware, "7.85.17.51968");
	tpm->state->in_lockout = FACT_NUMBER(0);
	tpm->state->lockout_counter = FACT_NUMBER(0);
	tpm->state->max_auth_fail = FACT_NUMBER(32);
	tpm->state->lockout_interval = FACT_NUMBER(7200);
	tpm->state->reset_count = FACT_NUMBER(41);
	tpm->state->restart_count = FACT_NUMBER(2);
	tpm->state->clock_ms = FACT_NUMBER(277960000);
	tpm->state->clock_safe = FACT_NUMBER(1);
	tpm->limits->loaded = FACT_NUMBER(0);
	tpm->limits->active = FACT_NUMBER(2);
	tpm->limits->active_sessions_max = FACT_NUMBER(64);
	tpm->limits->transient_avail = FACT_NUMBER(3);
	tpm->limits->persistent = FACT_NUMBER(4);
	return sample;
}

static inline struct tpm_report *fixture_tpm(const struct watch_sample *sample)
{
	return report_tpm(sample->report, 0);
}

static inline void fixture_take(struct fixture *fixture, struct watch_tpm *tpm,
				struct watch_sample *sample)
{
	watch_take(&fixture->model, &fixture->now, tpm, sample);
	watch_sample_clear(sample);
}

static inline void fixture_finding(struct watch_sample *sample, const char *id,
				   const char *severity, const char *status)
{
	struct report *report = sample->report;
	struct finding *finding =
		list_append(&report->arena, &report->findings, sizeof(struct finding));

	fact_set_text(report, &finding->id, id);
	fact_set_state(&finding->severity, &severity_words, enum_state(&severity_words, severity));
	fact_set_state(&finding->status, &finding_status_words,
		       enum_state(&finding_status_words, status));
	fact_set_text(report, &finding->title, "half of the tries are used up");
	fact_set_text(report, &finding->tpm, "tpm0");
}

#endif
