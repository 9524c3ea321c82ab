/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/watch/model.c, event.c, findings.c: what a change becomes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "doctor.h"
#include "findings.h"
#include "line.h"
#include "watch_fixture.h"

#define AT "{\"time\": \"2026-03-01T12:00:00.000Z\", \"event\": "

static int begin(void **state)
{
	static struct fixture fixture;

	fixture_begin(&fixture);
	*state = &fixture;
	return 0;
}

static int end(void **state)
{
	fixture_end(*state);
	return 0;
}

static struct watch_tpm *add_tpm0(struct fixture *fixture)
{
	return watch_add(&fixture->model, &fixture->now, "tpm0", TPM_KIND_DISCRETE, "/dev/tpmrm0");
}

/* Answered once, and nothing of that is in the lines any more. */
static struct watch_tpm *answering_tpm0(struct fixture *fixture)
{
	struct watch_tpm *tpm = add_tpm0(fixture);
	struct watch_sample sample = fixture_sample();

	fixture_take(fixture, tpm, &sample);
	fixture_forget(fixture);
	return tpm;
}

static void assert_has(const struct fixture *fixture, const char *text)
{
	if (!strstr(fixture->lines, text))
		fail_msg("\"%s\" is not in:\n%s", text, fixture->lines);
}

static void assert_lacks(const struct fixture *fixture, const char *text)
{
	if (strstr(fixture->lines, text))
		fail_msg("\"%s\" is in:\n%s", text, fixture->lines);
}

static void test_begin(void **state)
{
	struct fixture *fixture = *state;

	assert_string_equal(fixture->lines,
			    AT "\"started\", \"schema\": \"tpm-probe/1\", \"version\": \"1.2.3\", "
			       "\"interval_ms\": 2000, \"commands_per_interval\": 3}\n");
	fixture_forget(fixture);
	assert_non_null(add_tpm0(fixture));
	assert_string_equal(fixture->lines,
			    AT "\"added\", \"tpm\": \"tpm0\", \"kind\": \"discrete\", "
			       "\"reached_by\": \"/dev/tpmrm0\", \"is_new\": false}\n");
}

static void test_snapshot(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = add_tpm0(fixture);
	struct watch_sample sample = fixture_sample();

	fixture_forget(fixture);
	fixture_take(fixture, tpm, &sample);
	assert_has(fixture, "\"event\": \"availability\", \"tpm\": \"tpm0\", \"availability\": "
			    "\"answering\", \"commands\": 2}\n");
	assert_has(fixture, "\"event\": \"snapshot\", \"tpm\": \"tpm0\", \"latency_ns\": 1200000, "
			    "\"commands\": 2, \"identity\": {\"manufacturer\": \"IFX\"");
	assert_has(fixture, "\"lockout_counter\": 0, \"max_auth_fail\": 32");
	assert_has(fixture, "\"active\": 2");
	assert_string_equal(tpm->model, "SLB9670");
}

/* The clock goes on and the latency is never the same: nothing of that is news. */
static void test_calm(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = answering_tpm0(fixture);
	struct watch_sample sample = fixture_sample();

	fixture_tpm(&sample)->state->clock_ms.value += 2000;
	sample.latency_ns = 3400000;
	fixture_take(fixture, tpm, &sample);
	assert_string_equal(fixture->lines, "");
	assert_int_equal(tpm->commands, 4);
	assert_int_equal(tpm->state.clock_ms.value, 277962000);
}

static void test_change(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = answering_tpm0(fixture);
	struct watch_sample sample = fixture_sample();

	fixture_tpm(&sample)->state->lockout_counter.value = 1;
	fixture_tpm(&sample)->limits->active.value = 3;
	fixture_take(fixture, tpm, &sample);
	assert_string_equal(fixture->lines, AT
			    "\"change\", \"tpm\": \"tpm0\", \"latency_ns\": 1200000, "
			    "\"commands\": 4, \"forgiven_in_s\": 7200, \"forgiven_in_exact\": "
			    "true, \"state\": {\"lockout_counter\": 1}, \"limits\": {\"active\": "
			    "3}}\n");
	/* A value that the TPM no longer tells is a change, too; once. */
	fixture_forget(fixture);
	sample = fixture_sample();
	fixture_tpm(&sample)->state->lockout_counter.value = 1;
	fixture_tpm(&sample)->limits->active.fact = FACT_ABSENT;
	fixture_take(fixture, tpm, &sample);
	assert_has(fixture, "\"limits\": {\"active\": null}");
	fixture_forget(fixture);
	sample = fixture_sample();
	fixture_tpm(&sample)->state->lockout_counter.value = 1;
	fixture_tpm(&sample)->limits->active.fact = FACT_ABSENT;
	fixture_take(fixture, tpm, &sample);
	assert_string_equal(fixture->lines, "");
}

static void test_reset(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = answering_tpm0(fixture);
	struct watch_sample sample = fixture_sample();

	fixture_tpm(&sample)->state->reset_count.value++;
	fixture_tpm(&sample)->state->lockout_counter.value = 1;
	fixture_take(fixture, tpm, &sample);
	assert_has(fixture, "\"forgiven_in_exact\": false");
	assert_has(fixture, "\"reset_count\": 42");
}

static void test_failure(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = answering_tpm0(fixture);
	struct watch_sample sample = { .report = report_new(),
				       .availability = WATCH_FAILURE,
				       .message = "it has failed",
				       .commands = 1 };

	report_add_tpm(sample.report);
	watch_take(&fixture->model, &fixture->now, tpm, &sample);
	assert_string_equal(fixture->lines,
			    AT "\"availability\", \"tpm\": \"tpm0\", \"availability\": \"failure "
			       "mode\", \"message\": \"it has failed\", \"commands\": 3}\n");
	/* Said once. */
	fixture_forget(fixture);
	fixture_take(fixture, tpm, &sample);
	assert_string_equal(fixture->lines, "");
	/* What it said before still stands, and there is a gap in its latency. */
	assert_true(tpm->sampled);
	assert_int_equal(ring_summary(&tpm->latency).answered, 1);
	assert_int_equal(tpm->latency.count, 3);
}

static void test_gone_and_back(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = answering_tpm0(fixture);
	struct watch_sample sample = fixture_sample();

	fixture->model.settled = true;
	watch_remove(&fixture->model, &fixture->now, tpm);
	watch_remove(&fixture->model, &fixture->now, tpm);
	assert_string_equal(fixture->lines,
			    AT "\"removed\", \"tpm\": \"tpm0\", \"commands\": 2}\n");
	fixture_forget(fixture);
	assert_ptr_equal(add_tpm0(fixture), tpm);
	assert_has(fixture, "\"is_new\": true");
	fixture_take(fixture, tpm, &sample);
	assert_has(fixture, "\"snapshot\"");
	assert_int_equal(fixture->model.count, 1);
}

/* Other names again and again: those that went first are dropped, nothing that is there. */
static void test_many_names(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm0 = answering_tpm0(fixture), *tpm;
	char name[16];

	for (int i = 1; i < 1000; i++) {
		snprintf(name, sizeof(name), "tpm%d", i);
		tpm = watch_add(&fixture->model, &fixture->now, name, 0, NULL);
		assert_non_null(tpm);
		fixture_pass(fixture, 1);
		watch_remove(&fixture->model, &fixture->now, tpm);
	}
	assert_ptr_equal(watch_find(&fixture->model, "tpm0"), tpm0);
	assert_non_null(watch_find(&fixture->model, "tpm999"));
	assert_null(watch_find(&fixture->model, "tpm990"));
	assert_true(fixture->model.count <= WATCH_MAX_GONE + 2);
}

static void test_full(void **state)
{
	struct fixture *fixture = *state;
	char name[16];

	for (int i = 0; i < WATCH_MAX_TPMS; i++) {
		snprintf(name, sizeof(name), "tpm%d", i);
		assert_non_null(watch_add(&fixture->model, &fixture->now, name, 0, NULL));
	}
	fixture_forget(fixture);
	assert_null(watch_add(&fixture->model, &fixture->now, "one more", 0, NULL));
	assert_has(fixture, "\"event\": \"error\"");
	watch_remove(&fixture->model, &fixture->now, watch_find(&fixture->model, "tpm7"));
	assert_non_null(watch_add(&fixture->model, &fixture->now, "one more", 0, NULL));
	assert_null(watch_find(&fixture->model, "tpm7"));
}

static void test_findings(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = add_tpm0(fixture);
	struct watch_sample sample = fixture_sample();

	/* There from the beginning: told, but no news. */
	fixture_finding(&sample, "DA-005", "warning", "found");
	fixture_finding(&sample, "DA-003", "warning", "ok");
	fixture_take(fixture, tpm, &sample);
	assert_has(fixture,
		   "\"event\": \"finding\", \"tpm\": \"tpm0\", \"rule\": \"DA-005\", "
		   "\"severity\": \"warning\", \"title\": \"half of the tries are used up\", "
		   "\"is_new\": false}");
	assert_lacks(fixture, "DA-003");
	assert_null(watch_note(&fixture->model, 0));

	fixture_forget(fixture);
	sample = fixture_sample();
	fixture_finding(&sample, "DA-005", "warning", "skipped");
	fixture_finding(&sample, "DA-003", "warning", "found");
	fixture_take(fixture, tpm, &sample);
	assert_has(fixture, "\"rule\": \"DA-003\"");
	assert_has(fixture, "\"is_new\": true");
	assert_lacks(fixture, "DA-005");
	assert_string_equal(watch_note(&fixture->model, 0)->rule, "DA-003");
	assert_int_equal(tpm->n_rules, 2);

	fixture_forget(fixture);
	sample = fixture_sample();
	fixture_finding(&sample, "DA-005", "warning", "ok");
	fixture_finding(&sample, "DA-003", "warning", "found");
	fixture_take(fixture, tpm, &sample);
	assert_has(fixture, "\"event\": \"cleared\", \"tpm\": \"tpm0\", \"rule\": \"DA-005\"");
	assert_lacks(fixture, "DA-003");
	assert_true(watch_note(&fixture->model, 0)->cleared);
	assert_int_equal(tpm->n_rules, 1);
}

/* What watch shows is what doctor finds, whatever comes and goes. */
static void test_judge(void **state)
{
	static const struct {
		uint64_t locked, counter;
		enum line_style style; /* of the line about it */
	} rounds[] = { { 0, 0, STYLE_PLAIN }, { 0, 16, STYLE_WARN }, { 1, 32, STYLE_BAD },
		       { 0, 31, STYLE_WARN }, { 0, 40, STYLE_WARN }, { 0, 1, STYLE_PLAIN } };
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = add_tpm0(fixture);

	for (size_t i = 0; i < sizeof(rounds) / sizeof(rounds[0]); i++) {
		struct watch_sample sample = fixture_sample();
		const struct finding *findings;
		size_t n = 0;

		fact_set_text(sample.report, &fixture_tpm(&sample)->name, "tpm0");
		fixture_tpm(&sample)->state->in_lockout.value = rounds[i].locked;
		fixture_tpm(&sample)->state->lockout_counter.value = rounds[i].counter;
		doctor_examine(sample.report);
		findings = sample.report->findings.items;
		watch_take(&fixture->model, &fixture->now, tpm, &sample);
		for (size_t f = 0; f < sample.report->findings.count; f++) {
			if (!fact_known(&findings[f].tpm.fact) ||
			    strcmp(findings[f].status.value, "found") != 0)
				continue;
			assert_true(watch_found(tpm, findings[f].id.value));
			n++;
		}
		assert_int_equal(tpm->n_rules, n);
		assert_int_equal(watch_found(tpm, "DA-001"), rounds[i].style == STYLE_BAD);
		assert_int_equal(watch_found(tpm, "DA-003"), rounds[i].style == STYLE_WARN);
		report_free(sample.report);
	}
}

static void test_bounded_findings(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = answering_tpm0(fixture);
	struct watch_sample sample = fixture_sample();
	char id[16];

	for (int i = 0; i < 1000; i++) {
		snprintf(id, sizeof(id), "X-%d", i);
		fixture_finding(&sample, id, "info", "found");
	}
	fixture_take(fixture, tpm, &sample);
	assert_int_equal(tpm->n_rules, WATCH_MAX_RULES);
	assert_non_null(watch_note(&fixture->model, WATCH_NOTES - 1));
	assert_null(watch_note(&fixture->model, WATCH_NOTES));
	assert_string_equal(watch_note(&fixture->model, 0)->rule, "X-63");
}

/* A name of the user's (a TCTI) may be of any length, cut within a character or not. */
static void test_long_texts(void **state)
{
	struct fixture *fixture = *state;
	char text[600];
	struct watch_tpm *tpm;

	for (size_t i = 0; i < sizeof(text); i += 2)
		memcpy(text + i, "ü", 2);
	text[sizeof(text) - 2] = '\0';
	tpm = watch_add(&fixture->model, &fixture->now, text, 0, text);
	assert_int_equal(strlen(tpm->name), sizeof(tpm->name) - 2);
	assert_int_equal(strlen(tpm->reached_by), sizeof(tpm->reached_by) - 2);
	watch_set_availability(&fixture->model, &fixture->now, tpm, WATCH_REFUSED, text);
	assert_int_equal(strlen(tpm->message), sizeof(tpm->message) - 2);
	assert_ptr_equal(watch_find(&fixture->model, text), tpm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_begin, begin, end),
		cmocka_unit_test_setup_teardown(test_snapshot, begin, end),
		cmocka_unit_test_setup_teardown(test_calm, begin, end),
		cmocka_unit_test_setup_teardown(test_change, begin, end),
		cmocka_unit_test_setup_teardown(test_reset, begin, end),
		cmocka_unit_test_setup_teardown(test_failure, begin, end),
		cmocka_unit_test_setup_teardown(test_gone_and_back, begin, end),
		cmocka_unit_test_setup_teardown(test_many_names, begin, end),
		cmocka_unit_test_setup_teardown(test_full, begin, end),
		cmocka_unit_test_setup_teardown(test_findings, begin, end),
		cmocka_unit_test_setup_teardown(test_judge, begin, end),
		cmocka_unit_test_setup_teardown(test_bounded_findings, begin, end),
		cmocka_unit_test_setup_teardown(test_long_texts, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
