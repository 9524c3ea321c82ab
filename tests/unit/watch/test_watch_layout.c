/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/watch/layout.c, block.c, line.c, words.c: what the screen shows, at several sizes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <locale.h>
#include <stdio.h>
#include <cmocka.h>

#include "layout.h"
#include "watch_fixture.h"

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

static void assert_shows(struct fixture *fixture, const struct line_form *form, size_t height,
			 const char *want)
{
	struct watch_frame frame;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	watch_layout(&fixture->model, &fixture->now, 2 * S, form, height, &frame);
	if (height)
		assert_true(frame.count <= height);
	for (size_t i = 0; i < frame.count; i++) {
		if (!form->colour)
			assert_true(line_columns(form, frame.lines[i]) <= form->width);
		fprintf(out, "%s\n", frame.lines[i]);
	}
	fclose(out);
	watch_frame_clear(&frame);
	if (strcmp(text, want) != 0)
		fail_msg("got:\n%swant:\n%s", text, want);
	free(text);
}

/* A TPM with a failed try and a few samples. */
static struct watch_tpm *busy_life(struct fixture *fixture, const char *name)
{
	static const uint64_t latencies[] = { 1000000, 1100000, 7000000, 1200000 };
	struct watch_tpm *tpm =
		watch_add(&fixture->model, &fixture->now, name, TPM_KIND_DISCRETE, NULL);

	for (size_t i = 0; i < 4; i++) {
		struct watch_sample sample = fixture_sample();

		sample.latency_ns = latencies[i];
		fixture_tpm(&sample)->state->lockout_counter.value = i == 3;
		fixture_take(fixture, tpm, &sample);
	}
	return tpm;
}

/* What is left of a heading about several TPMs, 100 columns wide. */
#define WIDE "                                                         "

static const struct line_form wide = { .width = 100, .utf8 = true };
static const struct line_form narrow = { .width = 40, .utf8 = true };

static void test_none(void **state)
{
	assert_shows(*state, &wide, 24,
		     "tpm-probe watch   0 TPMs   every 2 s" WIDE "q: quit\n"
		     "\n"
		     "No TPM here: waiting for one.\n");
}

static void test_error(void **state)
{
	struct fixture *fixture = *state;

	watch_error(&fixture->model, &fixture->now, "cannot enumerate TPMs: no");
	assert_shows(fixture, &narrow, 24,
		     "tpm-probe watch   0 TPMs   every 2 s\n"
		     "12:00:00 cannot enumerate TPMs: no\n"
		     "\n"
		     "No TPM here: waiting for one.\n");
}

static void test_wide(void **state)
{
	struct fixture *fixture = *state;

	busy_life(fixture, "tpm0");
	assert_shows(fixture, &wide, 24,
		     "tpm-probe watch   1 TPM   every 2 s" WIDE " "
		     "q: quit\n"
		     "\n"
		     "tpm0   answering   IFX SLB9670   firmware 7.85.17.51968   discrete\n"
		     "  1 of 32 failed tries   one forgiven in 2 h\n"
		     "  resets 41   restarts 2   clock 3 d 5 h\n"
		     "  sessions 0 loaded, 2 of 64 active   objects 4 persistent, 3 slots free\n"
		     "  latency 1.20 ms   median 1.15 ms   most 7.00 ms   ▁▁█▁\n");
}

static void test_narrow(void **state)
{
	struct fixture *fixture = *state;

	busy_life(fixture, "tpm0");
	fixture_pass(fixture, 7100);
	assert_shows(fixture, &narrow, 24,
		     "tpm-probe watch   1 TPM   every 2 s\n"
		     "\n"
		     "tpm0   answering   IFX SLB9670\n"
		     "  firmware 7.85.17.51968   discrete\n"
		     "  1 of 32 failed tries\n"
		     "  one forgiven in 1 min 40 s\n"
		     "  resets 41   restarts 2   clock 3 d 5 h\n"
		     "  sessions 0 loaded, 2 of 64 active\n"
		     "  objects 4 persistent, 3 slots free\n"
		     "  latency 1.20 ms   median 1.15 ms\n"
		     "  most 7.00 ms   ▁▁█▁\n");
}

static void test_ascii(void **state)
{
	static const struct line_form ascii = { .width = 60 };
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = busy_life(fixture, "tpm0");

	snprintf(tpm->model, sizeof(tpm->model), "µ-Größe");
	assert_shows(fixture, &ascii, 24,
		     "tpm-probe watch   1 TPM   every 2 s                  q: quit\n"
		     "\n"
		     "tpm0   answering   IFX u-Gr??e   firmware 7.85.17.51968\n"
		     "  discrete\n"
		     "  1 of 32 failed tries   one forgiven in 2 h\n"
		     "  resets 41   restarts 2   clock 3 d 5 h\n"
		     "  sessions 0 loaded, 2 of 64 active\n"
		     "  objects 4 persistent, 3 slots free\n"
		     "  latency 1.20 ms   median 1.15 ms   most 7.00 ms   __#_\n");
}

static void test_states(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm0 = busy_life(fixture, "tpm0"),
			 *tpm1 = watch_add(&fixture->model, &fixture->now, "tpm1", 0, NULL),
			 *tpm2 = watch_add(&fixture->model, &fixture->now, "tpm2", 0, NULL);

	watch_remove(&fixture->model, &fixture->now, tpm0);
	watch_set_availability(&fixture->model, &fixture->now, tpm1, WATCH_REFUSED,
			       "permission denied");
	snprintf(tpm1->rules[0], WATCH_ID, "PERM-001");
	tpm1->n_rules = 1;
	(void)tpm2;
	assert_shows(fixture, &narrow, 24,
		     "tpm-probe watch   2 TPMs   every 2 s\n"
		     "\n"
		     "tpm0   gone since 12:00:00   IFX SLB9670\n"
		     "  firmware 7.85.17.51968   discrete\n"
		     "\n"
		     "tpm1   refused since 12:00:00\n"
		     "  permission denied\n"
		     "  doctor: PERM-001\n"
		     "\n"
		     "tpm2   present\n");
}

static void test_lockout(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = watch_add(&fixture->model, &fixture->now, "tpm0", 0, NULL);
	struct watch_sample sample = fixture_sample();
	struct line_form colour = narrow;

	*fixture_tpm(&sample)->state = (struct state){ .in_lockout = FACT_NUMBER(1),
						       .lockout_counter = FACT_NUMBER(32),
						       .max_auth_fail = FACT_NUMBER(32),
						       .lockout_interval = FACT_NUMBER(0) };
	*fixture_tpm(&sample)->limits = (struct limits){ 0 };
	sample.latency_ns = 0;
	fixture_finding(&sample, "DA-001", "critical", "found");
	fixture_take(fixture, tpm, &sample);
	colour.colour = true;
	assert_shows(fixture, &colour, 24,
		     "\033[1mtpm-probe watch\033[0m   1 TPM   every 2 s\n"
		     "\n"
		     "\033[1mtpm0\033[0m   \033[32manswering\033[0m   IFX SLB9670\n"
		     "  firmware 7.85.17.51968\n"
		     "  \033[1;31mLOCKED: 32 of 32 failed tries\033[0m\n"
		     "  none is forgiven by time\n"
		     "  \033[2mdoctor: DA-001\033[0m\n");
}

static void test_news(void **state)
{
	struct fixture *fixture = *state;
	struct watch_tpm *tpm = watch_add(&fixture->model, &fixture->now, "tpm0", 0, NULL);
	struct watch_sample sample = fixture_sample();

	fixture_take(fixture, tpm, &sample);
	fixture_pass(fixture, 75);
	sample = fixture_sample();
	fixture_finding(&sample, "DA-003", "warning", "found");
	fixture_take(fixture, tpm, &sample);
	fixture_pass(fixture, 5);
	sample = fixture_sample();
	fixture_finding(&sample, "DA-003", "warning", "ok");
	fixture_take(fixture, tpm, &sample);
	tpm->sampled = false;
	tpm->latency.count = 0;
	assert_shows(fixture, &wide, 24,
		     "tpm-probe watch   1 TPM   every 2 s" WIDE " "
		     "q: quit\n"
		     "\n"
		     "tpm0   answering   IFX SLB9670   firmware 7.85.17.51968\n"
		     "\n"
		     "New findings since 12:00:00\n"
		     "  12:01:20 tpm0 DA-003 no longer   half of the tries are used up\n"
		     "  12:01:15 tpm0 DA-003 warning   half of the tries are used up\n");
	/* Room for one: the newest. */
	assert_shows(fixture, &wide, 6,
		     "tpm-probe watch   1 TPM   every 2 s" WIDE " "
		     "q: quit\n"
		     "\n"
		     "tpm0   answering   IFX SLB9670   firmware 7.85.17.51968\n"
		     "\n"
		     "New findings since 12:00:00\n"
		     "  12:01:20 tpm0 DA-003 no longer   half of the tries are used up\n");
}

/* Too many for blocks: a line each; too many for that: the rest is counted. */
static void test_many(void **state)
{
	static const struct line_form form = { .width = 60, .utf8 = true };
	struct fixture *fixture = *state;
	char name[8];

	for (int i = 0; i < 8; i++) {
		snprintf(name, sizeof(name), "tpm%d", i);
		busy_life(fixture, name);
	}
	watch_remove(&fixture->model, &fixture->now, fixture->model.tpms[1]);
	assert_shows(fixture, &form, 9,
		     "tpm-probe watch   7 TPMs   every 2 s                 q: quit\n"
		     "tpm0   answering   1 of 32 failed tries   1.20 ms   ▁▁█▁\n"
		     "tpm1   gone\n"
		     "tpm2   answering   1 of 32 failed tries   1.20 ms   ▁▁█▁\n"
		     "tpm3   answering   1 of 32 failed tries   1.20 ms   ▁▁█▁\n"
		     "tpm4   answering   1 of 32 failed tries   1.20 ms   ▁▁█▁\n"
		     "tpm5   answering   1 of 32 failed tries   1.20 ms   ▁▁█▁\n"
		     "tpm6   answering   1 of 32 failed tries   1.20 ms   ▁▁█▁\n"
		     "tpm7   answering   1 of 32 failed tries   1.20 ms   ▁▁█▁\n");
	assert_shows(fixture, &narrow, 5,
		     "tpm-probe watch   7 TPMs   every 2 s\n"
		     "tpm0   answering   1 of 32 failed tries\n"
		     "tpm1   gone\n"
		     "tpm2   answering   1 of 32 failed tries\n"
		     "and 5 more: make the window higher\n");
	assert_shows(fixture, &narrow, 1, "and 8 more: make the window higher\n");
}

/* A name of any length, with characters of two columns, is cut and never wraps the line. */
static void test_cut(void **state)
{
	struct fixture *fixture = *state;

	watch_add(&fixture->model, &fixture->now, "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", 0,
		  NULL);
	assert_shows(fixture, &narrow, 24,
		     "tpm-probe watch   1 TPM   every 2 s\n"
		     "\n"
		     "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢…\n"
		     "  present\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_none, begin, end),
		cmocka_unit_test_setup_teardown(test_error, begin, end),
		cmocka_unit_test_setup_teardown(test_wide, begin, end),
		cmocka_unit_test_setup_teardown(test_narrow, begin, end),
		cmocka_unit_test_setup_teardown(test_ascii, begin, end),
		cmocka_unit_test_setup_teardown(test_states, begin, end),
		cmocka_unit_test_setup_teardown(test_lockout, begin, end),
		cmocka_unit_test_setup_teardown(test_news, begin, end),
		cmocka_unit_test_setup_teardown(test_many, begin, end),
		cmocka_unit_test_setup_teardown(test_cut, begin, end),
	};

	setenv("TZ", "UTC", 1);
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
