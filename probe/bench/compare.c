/* SPDX-License-Identifier: BSD-2-Clause */
/* Who is compared with whom, budgets, and the verdict of all. */
#include "compare.h"

#include <string.h>

#include "bench.h"
#include "compare-gate.h"
#include "quantity.h"
#include "stats.h"

static struct text_fact text_fact(const char *text)
{
	return (struct text_fact){ .fact.presence = text ? PRESENCE_PRESENT : PRESENCE_ABSENT,
				   .value = text };
}

static bool same_text(const struct text_fact *a, const struct text_fact *b)
{
	bool known = fact_known(&a->fact);

	return known == fact_known(&b->fact) && (!known || strcmp(a->value, b->value) == 0);
}

static bool same_number(const struct number_fact *a, const struct number_fact *b)
{
	bool known = fact_known(&a->fact);

	return known == fact_known(&b->fact) && (!known || a->value == b->value);
}

static struct bench_comparison *append(struct report *report, const struct tpm_report *tpm,
				       const struct text_fact *operation)
{
	struct bench_comparison *comparison =
		list_append(&report->arena, &report->benchmark->comparisons, sizeof(*comparison));

	comparison->tcti = tpm ? tpm->bench->label : text_fact(NULL);
	comparison->operation = *operation;
	return comparison;
}

static void set_verdict(struct bench_comparison *comparison, enum bench_verdict verdict)
{
	fact_set_state(&comparison->verdict, &bench_verdict_words, verdict);
}

/* The worst of all. Nothing compared is inconclusive. */
static void sum_up(struct report *report)
{
	const struct list_fact *list = &report->benchmark->comparisons;
	const struct bench_comparison *comparisons = list->items;
	enum bench_verdict worst = list->count ? VERDICT_PASS : VERDICT_INCONCLUSIVE;

	for (size_t i = 0; i < list->count; i++)
		if (fact_known(&comparisons[i].verdict.fact) &&
		    comparisons[i].verdict.state > worst)
			worst = comparisons[i].verdict.state;
	fact_set_state(&report->benchmark->verdict, &bench_verdict_words, worst);
}

/* ---- Pairs -------------------------------------------------------------------------------------- */

struct pairing {
	struct report *report;
	const struct report *baseline;
	bool force;
};

/* An operation that only one side has. */
static void add_lonely(struct pairing *pairing, const struct tpm_report *tpm,
		       const struct bench_operation *operation, bool is_new)
{
	struct bench_comparison *comparison = append(pairing->report, tpm, &operation->name);
	struct number_fact n = FACT_NUMBER(operation->samples_ns.count);
	bool gated = compare_is_gated(operation);

	*(is_new ? &comparison->n : &comparison->baseline_n) = n;
	set_verdict(comparison, gated ? VERDICT_INCONCLUSIVE : VERDICT_PASS);
	comparison->reason = text_fact(!gated	? "not gated"
				       : is_new ? "measured here, not in the baseline"
						: "in the baseline, not measured here");
}

static bool are_alike(const struct bench_operation *a, const struct bench_operation *b,
		      bool exactly)
{
	return same_text(&a->name, &b->name) &&
	       (!exactly || same_number(&a->loaded_objects, &b->loaded_objects));
}

/* Set partners[i], for each of n operations that has none: the first free one that is alike. */
static void find_partners(const struct bench_operation *operations, size_t n,
			  const struct list_fact *others, bool *taken, size_t *partners,
			  bool exactly)
{
	const struct bench_operation *other = others->items;

	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < others->count && partners[i] == SIZE_MAX; j++)
			if (!taken[j] && are_alike(&operations[i], &other[j], exactly)) {
				partners[i] = j;
				taken[j] = true;
			}
}

/* Either may be NULL. */
static void pair_operations(struct pairing *pairing, const struct tpm_report *tpm,
			    const struct tpm_report *other)
{
	static const struct list_fact none;
	const struct list_fact *operations = tpm ? &tpm->bench->operations : &none;
	const struct list_fact *others = other ? &other->bench->operations : &none;
	const struct bench_operation *now = operations->items, *then = others->items;
	struct arena *arena = &pairing->report->arena;
	size_t *partners = arena_alloc(arena, operations->count * sizeof(*partners));
	bool *taken = arena_alloc(arena, others->count * sizeof(*taken));

	for (size_t i = 0; i < operations->count; i++)
		partners[i] = SIZE_MAX;
	find_partners(now, operations->count, others, taken, partners, true);
	find_partners(now, operations->count, others, taken, partners, false);
	for (size_t i = 0; i < operations->count; i++) {
		struct compare_side new = { pairing->report, tpm, &now[i] };
		struct compare_side old = { pairing->baseline, other, NULL };

		if (partners[i] == SIZE_MAX) {
			add_lonely(pairing, tpm, &now[i], true);
			continue;
		}
		old.operation = &then[partners[i]];
		compare_operation(arena, &new, &old, pairing->force,
				  append(pairing->report, tpm, &now[i].name));
	}
	for (size_t j = 0; j < others->count; j++)
		if (!taken[j])
			add_lonely(pairing, other, &then[j], false);
}

/* The first of the baseline's connections that is free. label: NULL: whatever its label. */
static const struct tpm_report *take_partner(const struct pairing *pairing, bool *taken,
					     const struct text_fact *label)
{
	for (size_t j = 0; j < report_count_tpms(pairing->baseline); j++) {
		const struct tpm_report *other = report_tpm(pairing->baseline, j);

		if (taken[j] || (label && !same_text(&other->bench->label, label)))
			continue;
		taken[j] = true;
		return other;
	}
	return NULL;
}

void compare_reports(struct report *report, const struct report *baseline, const char *path,
		     const struct compare_options *options)
{
	struct pairing pairing = { report, baseline, options->force };
	const struct tpm_report *partners[REPORT_MAX_TPMS] = { NULL };
	bool taken[REPORT_MAX_TPMS] = { false };
	size_t n = report_count_tpms(report);

	/* A report that was read has those of its own time. */
	report->benchmark->comparisons = (struct list_fact){ 0 };
	fact_set_text(report, &report->benchmark->baseline, path);
	for (size_t i = 0; i < n; i++)
		partners[i] = take_partner(&pairing, taken, &report_tpm(report, i)->bench->label);
	for (size_t i = 0; i < n; i++) {
		if (!partners[i])
			partners[i] = take_partner(&pairing, taken, NULL);
		pair_operations(&pairing, report_tpm(report, i), partners[i]);
	}
	for (const struct tpm_report *left; (left = take_partner(&pairing, taken, NULL));)
		pair_operations(&pairing, NULL, left);
	sum_up(report);
}

/* ---- Budgets ------------------------------------------------------------------------------------ */

static void hold_against(struct report *report, const struct tpm_report *tpm,
			 const struct bench_operation *operation, uint64_t budget_ns)
{
	struct bench_comparison *comparison = append(report, tpm, &operation->name);
	size_t n = operation->samples_ns.count;
	struct arena *arena = &report->arena;
	const char *budget = duration_ns(arena, (double)budget_ns), *median;
	uint64_t value;

	comparison->budget_ns = FACT_NUMBER(budget_ns);
	comparison->n = FACT_NUMBER(n);
	if (!n) {
		set_verdict(comparison, VERDICT_INCONCLUSIVE);
		comparison->reason = text_fact(
			arena_printf(arena, "no samples to hold against the budget of %s", budget));
		return;
	}
	value = stats_median(operation->samples_ns.items, n);
	median = duration_ns(arena, (double)value);
	comparison->median_ns = FACT_NUMBER(value);
	set_verdict(comparison, value > budget_ns ? VERDICT_REGRESSED : VERDICT_PASS);
	comparison->reason = text_fact(
		value > budget_ns
			? arena_printf(arena, "%s is above the budget of %s, by %s", median, budget,
				       duration_ns(arena, (double)(value - budget_ns)))
			: arena_printf(arena, "%s is within the budget of %s", median, budget));
}

bool compare_budget(struct report *report, const char *name, uint64_t budget_ns)
{
	bool found = false;
	struct bench_comparison *comparison;
	struct text_fact text;

	for (size_t i = 0; i < report_count_tpms(report); i++) {
		const struct tpm_report *tpm = report_tpm(report, i);
		const struct bench_operation *operations = tpm->bench->operations.items;

		for (size_t j = 0; j < tpm->bench->operations.count; j++) {
			if (!fact_known(&operations[j].name.fact) ||
			    strcmp(operations[j].name.value, name) != 0)
				continue;
			hold_against(report, tpm, &operations[j], budget_ns);
			found = true;
		}
	}
	if (!found) {
		fact_set_text(report, &text, name);
		comparison = append(report, NULL, &text);
		comparison->budget_ns = FACT_NUMBER(budget_ns);
		set_verdict(comparison, VERDICT_INCONCLUSIVE);
		comparison->reason =
			text_fact(arena_printf(&report->arena, "not measured; the budget is %s",
					       duration_ns(&report->arena, (double)budget_ns)));
	}
	sum_up(report);
	return found;
}
