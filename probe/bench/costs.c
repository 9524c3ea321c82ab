/* SPDX-License-Identifier: BSD-2-Clause */
/* What one connection costs more than another, and what each loaded object does. */
#include <stdlib.h>
#include <string.h>

#include "stats.h"
#include "summary.h"

/* Differences may be below 0, and the statistics know whole numbers only. */
#define MIDDLE ((int64_t)1 << 62)

static void set_difference(struct bench_cost *cost, const struct list_fact *a,
			   const struct list_fact *b)
{
	const uint64_t *x = a->items, *y = b->items;
	size_t n = a->count < b->count ? a->count : b->count;
	uint64_t *differences = calloc(n, sizeof(uint64_t)), low, high;

	if (!differences)
		abort();
	for (size_t i = 0; i < n; i++)
		differences[i] = (uint64_t)(MIDDLE + (int64_t)(x[i] - y[i]));
	cost->more_ns = FACT_REAL((double)((int64_t)stats_median(differences, n) - MIDDLE));
	if (stats_median_interval(differences, n, &low, &high)) {
		cost->more_low_ns = FACT_REAL((double)((int64_t)low - MIDDLE));
		cost->more_high_ns = FACT_REAL((double)((int64_t)high - MIDDLE));
	}
	free(differences);
}

void summarise_cost(struct report *report, const struct bench_operation *operation,
		    const char *label, const struct bench_operation *over, const char *over_label,
		    size_t loaded_objects)
{
	struct bench_cost *cost;

	if (!fact_known(&operation->median_ns.fact) || !fact_known(&over->median_ns.fact))
		return;
	cost = list_append(&report->arena, &report->benchmark->costs, sizeof(*cost));
	cost->operation = operation->name;
	fact_set_text(report, &cost->tcti, label);
	fact_set_text(report, &cost->over, over_label);
	cost->loaded_objects = FACT_NUMBER(loaded_objects);
	cost->median_ns = operation->median_ns;
	cost->over_median_ns = over->median_ns;
	set_difference(cost, &operation->samples_ns, &over->samples_ns);
}

struct line {
	double n, x, y, xx, xy, yy;
};

static void add_point(struct line *line, double x, double y)
{
	line->n++;
	line->x += x;
	line->y += y;
	line->xx += x * x;
	line->xy += x * y;
	line->yy += y * y;
}

static void add_slope(struct report *report, const struct bench_target *target,
		      const struct bench_operation *operation, const struct line *line)
{
	double sxx = line->xx - line->x * line->x / line->n,
	       sxy = line->xy - line->x * line->y / line->n,
	       syy = line->yy - line->y * line->y / line->n;
	struct bench_slope *slope;

	if (!(sxx > 0))
		return;
	slope = list_append(&report->arena, &report->benchmark->slopes, sizeof(*slope));
	slope->operation = operation->name;
	slope->tcti = target->label;
	slope->per_object_ns = FACT_REAL(sxy / sxx);
	slope->r_squared = FACT_REAL(syy > 0 ? sxy * sxy / (sxx * syy) : 1);
}

void summarise_slopes(struct report *report, const struct bench_target *target)
{
	const struct bench_operation *operations = target->operations.items;
	size_t n = target->operations.count;

	for (size_t i = 0; i < n; i++) {
		struct line line = { 0 };
		bool first = true;

		for (size_t j = 0; j < n; j++) {
			if (strcmp(operations[i].name.value, operations[j].name.value) != 0)
				continue;
			first = first && j >= i;
			if (fact_known(&operations[j].median_ns.fact))
				add_point(&line, (double)operations[j].loaded_objects.value,
					  (double)operations[j].median_ns.value);
		}
		if (first && line.n >= 2)
			add_slope(report, target, &operations[i], &line);
	}
}
