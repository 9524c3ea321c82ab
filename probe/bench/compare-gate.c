/* SPDX-License-Identifier: BSD-2-Clause */
/* May the two be compared, and is one slower? */
#include "compare-gate.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "bench.h"
#include "device.h"
#include "distribution.h"
#include "identity.h"
#include "location-shift.h"
#include "quantity.h"
#include "stats.h"

#define MIN_SAMPLES	  20
#define ALPHA		  0.01
#define MIN_SHIFT_PERCENT 10
#define NOISE_PARTS	  4
#define MIN_SHIFT_NS	  0.25e6
/* A shift of one step is measured as a little more or less than a step. */
#define QUANTUM_MARGIN 1.1
/* The kernel's drivers sleep so long between two looks (TPM_TIMEOUT_POLL), give or take a tenth. */
#define KERNEL_STEP_NS 1e6
/* One command in so many may have failed. */
#define MAX_FAILURES 20

static void set(struct arena *arena, struct bench_comparison *comparison,
		enum bench_verdict verdict, const char *reason)
{
	fact_set_state(&comparison->verdict, &bench_verdict_words, verdict);
	comparison->reason.fact.presence = PRESENCE_PRESENT;
	comparison->reason.value = arena_clean(arena, reason, strlen(reason));
}

bool compare_is_gated(const struct bench_operation *operation)
{
	return !state_is(&operation->tier, TIER_SLOW);
}

/* ---- What must be the same ---------------------------------------------------------------------- */

static const char *number_text(struct arena *arena, const struct number_fact *fact,
			       const char *otherwise)
{
	return fact_known(&fact->fact)
		       ? arena_printf(arena, "%llu", (unsigned long long)fact->value)
		       : otherwise;
}

static const char *rate_text(struct arena *arena, const struct real_fact *fact)
{
	return fact_known(&fact->fact) ? arena_printf(arena, "%.6g a second", fact->value)
				       : "closed loop";
}

/* Every difference, in one sentence; NULL where there is none. */
static const char *differences(struct arena *arena, const struct compare_side *now,
			       const struct compare_side *then)
{
	const struct benchmark *bench = now->report->benchmark, *old = then->report->benchmark;
	const struct {
		const char *what, *now, *then;
	} rows[] = {
		{ "TPM", text_of(&now->tpm->identity->modalias, "unknown"),
		  text_of(&then->tpm->identity->modalias, "unknown") },
		{ "driver", text_of(&now->tpm->device->driver, "unknown"),
		  text_of(&then->tpm->device->driver, "unknown") },
		{ "kernel", text_of(&now->report->kernel, "unknown"),
		  text_of(&then->report->kernel, "unknown") },
		{ "connection", text_of(&now->tpm->bench->label, "unknown"),
		  text_of(&then->tpm->bench->label, "unknown") },
		{ "jobs", number_text(arena, &bench->jobs, "1"),
		  number_text(arena, &old->jobs, "1") },
		{ "rate", rate_text(arena, &bench->rate), rate_text(arena, &old->rate) },
		{ "loaded objects", number_text(arena, &now->operation->loaded_objects, "unknown"),
		  number_text(arena, &then->operation->loaded_objects, "unknown") },
	};
	const char *text = NULL;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].now, rows[i].then) != 0)
			text = arena_printf(arena, "%s%s%s: %s, in the baseline %s",
					    text ? text : "", text ? "; " : "", rows[i].what,
					    rows[i].now, rows[i].then);
	return text;
}

/* ---- What must have been measured ---------------------------------------------------------------- */

/* Commands that failed, of how many. */
static double failures(const struct bench_operation *operation, double *ret_commands)
{
	const struct bench_code *codes = operation->response_codes.items;
	double sum = 0;

	for (size_t i = 0; i < operation->response_codes.count; i++)
		sum += fact_known(&codes[i].count.fact) ? (double)codes[i].count.value : 0;
	*ret_commands = sum + (double)operation->samples_ns.count;
	return sum;
}

/* Set the verdict unless both were measured well enough. */
static bool is_measured(struct arena *arena, const struct bench_operation *now,
			const struct bench_operation *then, struct bench_comparison *comparison)
{
	enum bench_status status = fact_known(&now->status.fact) ? now->status.state : BENCH_OK,
			  old_status =
				  fact_known(&then->status.fact) ? then->status.state : BENCH_OK;
	double failed, commands, old_failed, old_commands;

	if (status != BENCH_OK || old_status != BENCH_OK) {
		bool same = status == old_status;
		bool lacking = same && status && status != BENCH_FAILED;

		set(arena, comparison, lacking ? VERDICT_PASS : VERDICT_INCONCLUSIVE,
		    arena_printf(arena, "%s, in the baseline %s", text_of(&now->status.text, "ok"),
				 same ? "too" : text_of(&then->status.text, "ok")));
		return false;
	}
	failed = failures(now, &commands);
	old_failed = failures(then, &old_commands);
	if (failed * MAX_FAILURES > commands || old_failed * MAX_FAILURES > old_commands) {
		set(arena, comparison, VERDICT_INCONCLUSIVE,
		    arena_printf(arena,
				 "%.0f of %.0f commands failed, in the baseline %.0f of %.0f",
				 failed, commands, old_failed, old_commands));
		return false;
	}
	if (now->samples_ns.count < MIN_SAMPLES || then->samples_ns.count < MIN_SAMPLES) {
		set(arena, comparison, VERDICT_INCONCLUSIVE,
		    arena_printf(arena, "%zu samples, in the baseline %zu: %d are needed",
				 now->samples_ns.count, then->samples_ns.count, MIN_SAMPLES));
		return false;
	}
	return true;
}

/* ---- The gate ----------------------------------------------------------------------------------- */

struct sample_buffer {
	const uint64_t *samples;
	size_t n;
	double median, quantum, noise;
};

/* The median is set where there are samples. */
static struct sample_buffer series_of(const struct bench_operation *operation)
{
	const uint64_t *samples = operation->samples_ns.items;
	size_t n = operation->samples_ns.count;

	return (struct sample_buffer){ samples, n, n ? (double)stats_median(samples, n) : 0, 0, 0 };
}

static void show_figures(const struct sample_buffer *now, const struct sample_buffer *then,
			 struct bench_comparison *comparison)
{
	comparison->n = FACT_NUMBER(now->n);
	comparison->baseline_n = FACT_NUMBER(then->n);
	if (now->n)
		comparison->median_ns = FACT_NUMBER((uint64_t)now->median);
	if (then->n)
		comparison->baseline_median_ns = FACT_NUMBER((uint64_t)then->median);
}

/* Do the samples, but for one in ten at either end, lie so near one another that no step can show? */
static bool is_one_group(const struct sample_buffer *series)
{
	uint64_t low = stats_rank(series->samples, series->n, series->n / 10);
	uint64_t high = stats_rank(series->samples, series->n, series->n - 1 - series->n / 10);

	return (double)(high - low) < KERNEL_STEP_NS / 3;
}

/*
 * The polling step that a shift may be made of. Where either run shows one, that. Where the TPM is
 * ready about when the driver looks, all samples of one run lie before a look and all of the other
 * behind it: then a shift as long as the kernel's own step is taken for one.
 */
static double quantum_of(const struct sample_buffer *now, const struct sample_buffer *then,
			 double shift)
{
	double quantum = fmax((double)distribution_quantum(now->samples, now->n),
			      (double)distribution_quantum(then->samples, then->n));

	if (!(quantum > 0) && fabs(shift) * QUANTUM_MARGIN >= KERNEL_STEP_NS &&
	    fabs(shift) <= KERNEL_STEP_NS * QUANTUM_MARGIN && is_one_group(now) &&
	    is_one_group(then))
		return KERNEL_STEP_NS;
	return quantum;
}

/* Shift, thresholds and p. Returns 0 or -ENOMEM. */
static int measure_shift(struct sample_buffer *now, struct sample_buffer *then,
			 struct bench_comparison *comparison)
{
	double shift, p, quantum;

	p = stats_mann_whitney(then->samples, then->n, now->samples, now->n);
	if (p < 0 || location_shift(then->samples, then->n, now->samples, now->n, &shift) < 0 ||
	    location_shift_noise(then->samples, then->n, NOISE_PARTS, &then->noise) < 0 ||
	    location_shift_noise(now->samples, now->n, 2, &now->noise) < 0)
		return -ENOMEM;
	quantum = quantum_of(now, then, shift);
	comparison->p_value = FACT_REAL(p);
	comparison->shift_ns = FACT_REAL(shift);
	comparison->shift_percent = FACT_REAL(100 * shift / fmax(then->median, 1));
	comparison->threshold_percent = FACT_REAL(fmax(MIN_SHIFT_PERCENT, then->noise));
	comparison->threshold_ns = FACT_REAL(fmax(MIN_SHIFT_NS, QUANTUM_MARGIN * quantum));
	return 0;
}

/* Why a shift is none: the first condition that it does not meet; NULL where it meets all. */
static const char *no_change(struct arena *arena, const struct bench_comparison *comparison)
{
	double percent = comparison->threshold_percent.value, ns = comparison->threshold_ns.value;

	if (!(comparison->p_value.value < ALPHA))
		return arena_printf(arena, "chance makes as much (p %.2g)",
				    comparison->p_value.value);
	if (!(fabs(comparison->shift_percent.value) > percent))
		return arena_printf(
			arena, "within %s%.3g %%",
			percent > MIN_SHIFT_PERCENT ? "the baseline's own noise of " : "", percent);
	if (!(fabs(comparison->shift_ns.value) > ns))
		return arena_printf(arena, "within %s%s",
				    ns > MIN_SHIFT_NS ? "one polling step, " : "",
				    duration_ns(arena, ns));
	return NULL;
}

static void judge(struct arena *arena, const struct sample_buffer *now,
		  const struct sample_buffer *then, struct bench_comparison *comparison)
{
	double shift = comparison->shift_ns.value;
	enum bench_verdict verdict;
	const char *why = no_change(arena, comparison);

	if (why) {
		verdict = VERDICT_PASS;
	} else if (now->noise * now->median >= 100 * fabs(shift)) {
		verdict = VERDICT_INCONCLUSIVE;
		why = arena_printf(arena,
				   "but the halves of this run differ by %.3g %%: measure again",
				   now->noise);
	} else {
		verdict = shift > 0 ? VERDICT_REGRESSED : VERDICT_IMPROVED;
		why = comparison->p_value.value < 0.001
			      ? "p below 0.001"
			      : arena_printf(arena, "p %.2g", comparison->p_value.value);
	}
	set(arena, comparison, verdict,
	    arena_printf(arena, "%s, in the baseline %s: %s, %s", duration_ns(arena, now->median),
			 duration_ns(arena, then->median),
			 percent_text(arena, comparison->shift_percent.value, true), why));
}

void compare_operation(struct arena *arena, const struct compare_side *now,
		       const struct compare_side *then, bool force,
		       struct bench_comparison *comparison)
{
	struct sample_buffer series = series_of(now->operation), old = series_of(then->operation);
	const char *different;

	show_figures(&series, &old, comparison);
	if (!compare_is_gated(now->operation) || !compare_is_gated(then->operation)) {
		set(arena, comparison, VERDICT_PASS, "not gated");
		return;
	}
	different = force ? NULL : differences(arena, now, then);
	if (different) {
		set(arena, comparison, VERDICT_INCONCLUSIVE, different);
		return;
	}
	if (!is_measured(arena, now->operation, then->operation, comparison))
		return;
	if (measure_shift(&series, &old, comparison) < 0)
		set(arena, comparison, VERDICT_INCONCLUSIVE, "out of memory");
	else
		judge(arena, &series, &old, comparison);
}
