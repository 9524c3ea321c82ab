/* SPDX-License-Identifier: BSD-2-Clause */
/* Counting machines by model, vulnerability and finding; finding those that are too slow. */
#include "fleet-summary.h"

#include <stdlib.h>
#include <string.h>

#include "fleet.h"
#include "machine.h"
#include "report.h"
#include "doctor.h"
#include "report.h"
#include "stats.h"

/* What nobody could read has no TPM, and a machine that has none has an error that says so. */
static bool is_tpm(const struct machine *machine)
{
	return fact_known(&machine->tpm.fact) || fact_known(&machine->family.fact) ||
	       fact_known(&machine->manufacturer.fact) ||
	       (fact_known(&machine->gravest.fact) && !fact_known(&machine->error.fact));
}

static int compare(const struct text_fact *a, const struct text_fact *b)
{
	return strcmp(text_of(a, ""), text_of(b, ""));
}

static int by_model(const void *a, const void *b)
{
	const struct machine *x = *(const struct machine *const *)a,
			     *y = *(const struct machine *const *)b;
	int r = compare(&x->manufacturer, &y->manufacturer);

	if (!r)
		r = compare(&x->vendor_string, &y->vendor_string);
	if (!r)
		r = compare(&x->firmware_raw, &y->firmware_raw);
	return r ? r : compare(&x->firmware, &y->firmware);
}

static int by_latency(const void *a, const void *b)
{
	const struct machine *x = *(const struct machine *const *)a,
			     *y = *(const struct machine *const *)b;
	int r = compare(&x->manufacturer, &y->manufacturer);

	if (!r)
		r = compare(&x->vendor_string, &y->vendor_string);
	return r ? r : compare(&x->latency_source, &y->latency_source);
}

/* The first machine behind those that are equal to machines[first]. */
static size_t end_of_group(struct machine *const *machines, size_t n, size_t first,
			   int (*order)(const void *a, const void *b))
{
	size_t end = first + 1;

	while (end < n && !order(&machines[first], &machines[end]))
		end++;
	return end;
}

static void add_model(struct report *report, struct machine *const *machines, size_t n)
{
	struct fleet_model *model =
		list_append(&report->arena, &report->fleet->models, sizeof(*model));
	uint64_t affected = 0, in_lockout = 0;

	for (size_t i = 0; i < n; i++) {
		affected += machines[i]->affected.count > 0;
		in_lockout += is_set(&machines[i]->in_lockout);
	}
	model->manufacturer = machines[0]->manufacturer;
	model->vendor_string = machines[0]->vendor_string;
	model->firmware = machines[0]->firmware;
	model->firmware_raw = machines[0]->firmware_raw;
	model->tpms = FACT_NUMBER(n);
	model->affected = FACT_NUMBER(affected);
	model->in_lockout = FACT_NUMBER(in_lockout);
	report->fleet->affected.value += affected;
	report->fleet->in_lockout.value += in_lockout;
}

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

static void add_latency(struct report *report, struct machine *const *machines, size_t n)
{
	uint64_t *values = arena_alloc(&report->arena, n * sizeof(*values));
	struct fleet_latency *latency;
	uint64_t outliers = 0;
	double deviation;

	for (size_t i = 0; i < n; i++)
		values[i] = machines[i]->latency_ns.value;
	latency = list_append(&report->arena, &report->fleet->latencies, sizeof(*latency));
	latency->manufacturer = machines[0]->manufacturer;
	latency->vendor_string = machines[0]->vendor_string;
	latency->source = machines[0]->latency_source;
	latency->tpms = FACT_NUMBER(n);
	latency->median_ns = FACT_NUMBER(stats_median(values, n));
	latency->mad_ns = FACT_NUMBER(stats_mad(values, n));
	latency->outliers.fact = FACT_ABSENT;
	if (n < FLEET_FEWEST)
		return;
	/* 1.4826 times the MAD estimates a standard deviation, unless more than half are equal. */
	deviation = 1.4826 * (double)latency->mad_ns.value;
	if (deviation < (double)latency->median_ns.value * FLEET_PERMILLE / 1000)
		deviation = (double)latency->median_ns.value * FLEET_PERMILLE / 1000;
	for (size_t i = 0; i < n; i++) {
		uint64_t usual = latency->median_ns.value;

		machines[i]->latency_usual_ns = FACT_NUMBER(usual);
		machines[i]->latency_outlier.fact = FACT_ABSENT;
		if ((double)distance(values[i], usual) <= FLEET_FAR * deviation)
			continue;
		fact_set_state(&machines[i]->latency_outlier, &latency_outlier_words,
			       values[i] > usual ? LATENCY_SLOW : LATENCY_FAST);
		outliers++;
	}
	latency->outliers = FACT_NUMBER(outliers);
	report->fleet->outliers.value += outliers;
}

static void count_text(struct report *report, struct list_fact *counts, const char *id)
{
	struct fleet_count *count = counts->items;

	for (size_t i = 0; i < counts->count; i++) {
		if (!strcmp(count[i].id.value, id)) {
			count[i].tpms.value++;
			return;
		}
	}
	count = list_append(&report->arena, counts, sizeof(*count));
	fact_set_text(report, &count->id, id);
	count->tpms = FACT_NUMBER(1);
}

static void count_texts(struct report *report, struct list_fact *counts,
			const struct list_fact *texts)
{
	for (size_t i = 0; i < texts->count; i++)
		count_text(report, counts, ((const char *const *)texts->items)[i]);
}

static int by_count(const void *a, const void *b)
{
	const struct fleet_count *x = a, *y = b;

	if (x->tpms.value != y->tpms.value)
		return x->tpms.value < y->tpms.value ? 1 : -1;
	return strcmp(x->id.value, y->id.value);
}

static void sort_counts(struct list_fact *counts)
{
	if (counts->count)
		qsort(counts->items, counts->count, sizeof(struct fleet_count), by_count);
}

static void name_rules(struct report *report)
{
	struct fleet_count *counts = report->fleet->findings.items;

	for (size_t i = 0; i < report->fleet->findings.count; i++) {
		const struct rule *rule = doctor_find(counts[i].id.value, NULL);

		if (!rule)
			continue;
		fact_set_text(report, &counts[i].title, rule->title);
		fact_set_state(&counts[i].severity, &severity_words, rule->severity);
	}
}

void fleet_summarise(struct report *report)
{
	struct machine *machines = report->machines.items;
	const struct fact present = { .presence = PRESENCE_PRESENT };
	size_t n_all = report->machines.count, n = 0, n_measured = 0;
	struct fleet *fleet = report->fleet;
	struct machine **tpms = arena_alloc(&report->arena, n_all * sizeof(*tpms));

	*fleet = (struct fleet){ .models.fact = present,
				 .latencies.fact = present,
				 .vulnerabilities.fact = present,
				 .findings.fact = present };
	fleet->broken = fleet->affected = fleet->in_lockout = fleet->with_findings =
		fleet->outliers = FACT_NUMBER(0);
	for (size_t i = 0; i < n_all; i++) {
		fleet->broken.value += fact_known(&machines[i].error.fact);
		if (!is_tpm(&machines[i]))
			continue;
		tpms[n++] = &machines[i];
		fleet->with_findings.value += fact_known(&machines[i].gravest.fact) &&
					      machines[i].gravest.state >= SEVERITY_WARNING;
		count_texts(report, &fleet->vulnerabilities, &machines[i].affected);
		count_texts(report, &fleet->findings, &machines[i].findings);
	}
	fleet->tpms = FACT_NUMBER(n);
	sort_counts(&fleet->vulnerabilities);
	sort_counts(&fleet->findings);
	name_rules(report);
	if (n)
		qsort(tpms, n, sizeof(*tpms), by_model);
	for (size_t i = 0, end; i < n; i = end) {
		end = end_of_group(tpms, n, i, by_model);
		add_model(report, &tpms[i], end - i);
	}
	for (size_t i = 0; i < n; i++)
		if (fact_known(&tpms[i]->latency_ns.fact))
			tpms[n_measured++] = tpms[i];
	if (n_measured)
		qsort(tpms, n_measured, sizeof(*tpms), by_latency);
	for (size_t i = 0, end; i < n_measured; i = end) {
		end = end_of_group(tpms, n_measured, i, by_latency);
		add_latency(report, &tpms[i], end - i);
	}
}
