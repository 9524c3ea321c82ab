/* SPDX-License-Identifier: BSD-2-Clause */
/* Two reports to compare, for test_compare.c and test_compare_gate.c. */
#ifndef TESTS_COMPARE_FIXTURE_H
#define TESTS_COMPARE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bench.h"
#include "compare.h"
#include "device.h"
#include "identity.h"

static const struct compare_options careful = { .force = false }, forced = { .force = true };

/* Two reports of one TPM, alike in everything but what a test changes. */
struct fixture {
	struct report *now, *then;
};

static inline struct text_fact text(const char *value)
{
	return (struct text_fact){ .fact.presence = PRESENCE_PRESENT, .value = value };
}

static inline struct enum_fact state_fact(const struct enum_words *words, const char *word)
{
	struct enum_fact fact;

	fact_set_state(&fact, words, enum_state(words, word));
	return fact;
}

static inline struct tpm_report *add_target(struct report *report, const char *label)
{
	struct tpm_report *tpm = report_add_tpm(report);

	tpm->bench->label = text(label);
	tpm->identity->modalias = text("fi2.0:mfIFX:fw7.85");
	tpm->device->driver = text("tpm_tis");
	return tpm;
}

static inline void setup(struct fixture *f)
{
	struct report **reports[] = { &f->now, &f->then };

	for (size_t i = 0; i < 2; i++) {
		*reports[i] = report_new();
		(*reports[i])->kernel = text("6.1.0-42-amd64");
		(*reports[i])->benchmark->jobs = FACT_NUMBER(1);
		add_target(*reports[i], "kernel RM");
	}
}

static inline void teardown(struct fixture *f)
{
	report_free(f->now);
	report_free(f->then);
}

/* n samples about `ns`: five values in turn, `spread` apart. */
static inline struct bench_operation *add(struct report *report, size_t target, const char *name,
					  size_t n, uint64_t ns, uint64_t spread)
{
	struct bench_target *bench = report_tpm(report, target)->bench;
	struct bench_operation *operation =
		list_append(&report->arena, &bench->operations, sizeof(*operation));

	operation->name = text(name);
	fact_set_state(&operation->tier, &bench_tier_words, TIER_CRYPTO);
	fact_set_state(&operation->status, &bench_status_words, BENCH_OK);
	operation->loaded_objects = FACT_NUMBER(1);
	for (size_t i = 0; i < n; i++) {
		uint64_t *sample =
			list_append(&report->arena, &operation->samples_ns, sizeof(*sample));

		*sample = ns + (i * 7 % 5) * spread - 2 * spread;
	}
	return operation;
}

static inline void compare(struct fixture *f, const struct compare_options *options)
{
	compare_reports(f->now, f->then, "before.json", options);
	assert_string_equal(f->now->benchmark->baseline.value, "before.json");
}

static inline const struct bench_comparison *nth(const struct fixture *f, size_t i)
{
	assert_true(i < f->now->benchmark->comparisons.count);
	return (const struct bench_comparison *)f->now->benchmark->comparisons.items + i;
}

static inline void assert_verdict(const struct fixture *f, size_t i, const char *verdict,
				  const char *reason)
{
	const struct bench_comparison *comparison = nth(f, i);

	assert_true(fact_known(&comparison->reason.fact));
	assert_string_equal(comparison->verdict.value, verdict);
	if (!strstr(comparison->reason.value, reason))
		fail_msg("\"%s\" is not in \"%s\"", reason, comparison->reason.value);
}

static inline void assert_overall(const struct fixture *f, size_t count, const char *verdict)
{
	assert_int_equal(f->now->benchmark->comparisons.count, count);
	assert_string_equal(f->now->benchmark->verdict.value, verdict);
}

#endif
