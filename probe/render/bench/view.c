/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections and operations put in order. */
#include "view.h"

#include <errno.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "connection.h"

bool bench_measured(const struct bench_operation *op)
{
	return fact_known(&op->median_ns.fact) &&
	       (!fact_known(&op->status.fact) || op->status.state == BENCH_OK);
}

size_t bench_samples(const struct bench_operation *op, const uint64_t **ret_samples)
{
	*ret_samples = op->samples_ns.items;
	return fact_known(&op->samples_ns.fact) ? op->samples_ns.count : 0;
}

size_t bench_view_count_ops(const struct bench_view_target *target)
{
	return target->tpm->bench->operations.count;
}

const struct bench_operation *bench_view_op(const struct bench_view_target *target, size_t i)
{
	return (const struct bench_operation *)target->tpm->bench->operations.items + i;
}

/* Groups by name while the view is made; the tree holds no memory of its own beside nodes. */
static int compare_groups(const void *a, const void *b)
{
	return strcmp(((const struct bench_group *)a)->name, ((const struct bench_group *)b)->name);
}

static struct bench_group *find_group(void *const *tree, const char *name)
{
	struct bench_group key = { .name = name };
	void *found = tfind(&key, tree, compare_groups);

	return found ? *(struct bench_group **)found : NULL;
}

static void keep(void *group)
{
	(void)group;
}

static struct bench_group *new_group(struct bench_view *view, void **tree, const char *name)
{
	struct bench_group *group = arena_alloc(&view->arena, sizeof(*group));

	group->name = name;
	if (!tsearch(group, tree, compare_groups))
		abort();
	view->groups[view->n_groups++] = group;
	return group;
}

static bool has_target(const struct bench_group *group, size_t target)
{
	return group && group->n_curves && group->curves[group->n_curves - 1].target == target;
}

static const char *operation_name(const struct bench_operation *op)
{
	return text_of(&op->name, "unnamed");
}

/* The operation's name, made another one if this target has it already. */
static const char *own_name(struct bench_view *view, void *const *tree, size_t target, size_t i,
			    const struct bench_operation *op)
{
	const char *name = operation_name(op);

	if (!has_target(find_group(tree, name), target))
		return name;
	if (fact_known(&op->loaded_objects.fact)) {
		name = arena_printf(&view->arena, "%s/objects=%llu", name,
				    (unsigned long long)op->loaded_objects.value);
		if (!has_target(find_group(tree, name), target))
			return name;
	}
	return arena_printf(&view->arena, "%s/nr=%zu", name, i);
}

/* Groups of one operation hang on each other, in the order in which they occur. */
static void add_again(void *const *tree, const struct bench_operation *op,
		      struct bench_group *group)
{
	struct bench_group *first = find_group(tree, operation_name(op));

	while (first && first != group && first->again)
		first = first->again;
	if (first && first != group)
		first->again = group;
}

static struct bench_curve *add_curve(struct bench_view *view, struct bench_group *group)
{
	if (group->n_curves == group->capacity) {
		size_t capacity = group->capacity ? 2 * group->capacity : 2;
		struct bench_curve *curves = arena_alloc(&view->arena, capacity * sizeof(*curves));

		if (group->n_curves)
			memcpy(curves, group->curves, group->n_curves * sizeof(*curves));
		group->curves = curves;
		group->capacity = capacity;
	}
	return &group->curves[group->n_curves++];
}

static void add_target(struct bench_view *view, void **tree, const struct tpm_report *tpm)
{
	size_t n = view->n_targets++;
	struct bench_view_target *target = &view->targets[n];
	const char *name = text_of(&tpm->name, NULL);

	target->tpm = tpm;
	target->label = text_of(&tpm->bench->label, NULL);
	if (!target->label)
		target->label = text_of(&tpm->connection->tcti, NULL);
	if (!target->label)
		target->label = name ? name : "TPM";
	target->name = name && strcmp(name, target->label) != 0
			       ? arena_printf(&view->arena, "%s/%s", name, target->label)
			       : target->label;
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(view->targets[i].name, target->name)) {
			target->name = arena_printf(&view->arena, "%s/nr=%zu", target->name, n);
			break;
		}
	}
	target->groups = arena_alloc(&view->arena,
				     bench_view_count_ops(target) * sizeof(struct bench_group *));
	for (size_t i = 0; i < bench_view_count_ops(target); i++) {
		const struct bench_operation *op = bench_view_op(target, i);
		const char *own = own_name(view, tree, n, i, op);
		struct bench_group *group = find_group(tree, own);

		if (!group) {
			group = new_group(view, tree, own);
			add_again(tree, op, group);
		}
		*add_curve(view, group) = (struct bench_curve){ .target = n, .op = op };
		target->groups[i] = group;
	}
}

/* Few targets: there are no more than TPMs in a report. */
static void set_tags(struct bench_view *view)
{
	for (size_t t = 0; t < view->n_targets; t++) {
		struct bench_view_target *target = &view->targets[t];

		target->tag = target->label;
		for (size_t i = 0; i < view->n_targets; i++) {
			if (i != t && !strcmp(view->targets[i].label, target->label))
				target->tag = target->name;
		}
	}
}

static unsigned int gravity(const struct bench_comparison *comparison)
{
	return comparison && fact_known(&comparison->verdict.fact) ? comparison->verdict.state : 0;
}

static bool same_number(const struct number_fact *a, const struct number_fact *b)
{
	return fact_known(&a->fact) && fact_known(&b->fact) && a->value == b->value;
}

/*
 * Whose comparison it is: that of the operation and connection which has none of this kind yet;
 * where there are several, the one with the same median, else the first.
 */
static struct bench_curve *find_compared(struct bench_view *view, void *const *tree,
					 const struct bench_comparison *comparison)
{
	const char *operation = text_of(&comparison->operation, NULL),
		   *tcti = text_of(&comparison->tcti, NULL);
	bool budget = fact_known(&comparison->budget_ns.fact);
	struct bench_curve *first = NULL;

	/* The baseline's alone. */
	if (!operation ||
	    (fact_known(&comparison->baseline_n.fact) && !fact_known(&comparison->n.fact)))
		return NULL;
	for (struct bench_group *group = find_group(tree, operation); group; group = group->again) {
		for (size_t c = 0; c < group->n_curves; c++) {
			struct bench_curve *curve = &group->curves[c];
			const char *label = view->targets[curve->target].label;

			if ((tcti && strcmp(tcti, label) != 0) ||
			    (budget ? curve->budgeted : curve->compared))
				continue;
			if (same_number(&curve->op->median_ns, &comparison->median_ns))
				return curve;
			first = first ? first : curve;
		}
	}
	return first;
}

static void add_comparisons(struct bench_view *view, void *const *tree)
{
	const struct list_fact *list = &view->report->benchmark->comparisons;
	const struct bench_comparison *comparisons = list->items;

	for (size_t i = 0; i < list->count; i++) {
		struct bench_curve *curve = find_compared(view, tree, &comparisons[i]);

		if (!curve)
			continue;
		*(fact_known(&comparisons[i].budget_ns.fact) ? &curve->budgeted
							     : &curve->compared) = true;
		if (!curve->comparison || gravity(&comparisons[i]) > gravity(curve->comparison))
			curve->comparison = &comparisons[i];
	}
}

/* The baseline's target for each of ours: of the same label, else the first that is left. */
static void find_partners(const struct bench_view *view, const struct bench_view *base,
			  size_t partners[REPORT_MAX_TPMS])
{
	bool taken[REPORT_MAX_TPMS] = { false };

	for (size_t t = 0; t < view->n_targets; t++)
		partners[t] = SIZE_MAX;
	for (int by_label = 1; by_label >= 0; by_label--) {
		for (size_t t = 0; t < view->n_targets; t++) {
			for (size_t b = 0; b < base->n_targets && partners[t] == SIZE_MAX; b++) {
				if (taken[b] || (by_label && strcmp(base->targets[b].label,
								    view->targets[t].label) != 0))
					continue;
				partners[t] = b;
				taken[b] = true;
			}
		}
	}
}

static void add_baseline(struct bench_view *view, void *const *tree, const struct bench_view *base)
{
	size_t partners[REPORT_MAX_TPMS];

	find_partners(view, base, partners);
	for (size_t g = 0; g < base->n_groups; g++) {
		const struct bench_group *theirs = base->groups[g];
		struct bench_group *ours = find_group(tree, theirs->name);

		for (size_t c = 0; ours && c < ours->n_curves; c++) {
			struct bench_curve *curve = &ours->curves[c];

			for (size_t b = 0; b < theirs->n_curves && !curve->baseline; b++) {
				if (theirs->curves[b].target == partners[curve->target] &&
				    bench_measured(theirs->curves[b].op))
					curve->baseline = theirs->curves[b].op;
			}
		}
	}
}

int bench_view_make(const struct report *report, const struct report *baseline,
		    struct bench_view **ret_view)
{
	struct bench_view *view, *base = NULL;
	void *tree = NULL;
	size_t targets = 0, operations = 0;

	for (size_t i = 0; i < report_count_tpms(report); i++) {
		const struct list_fact *list = &report_tpm(report, i)->bench->operations;

		targets += fact_known(&list->fact);
		operations += list->count;
	}
	if (!targets)
		return -EINVAL;
	view = calloc(1, sizeof(*view));
	if (!view)
		return -ENOMEM;
	view->report = report;
	view->targets = arena_alloc(&view->arena, targets * sizeof(*view->targets));
	view->groups = arena_alloc(&view->arena, operations * sizeof(*view->groups));
	for (size_t i = 0; i < report_count_tpms(report); i++) {
		if (fact_known(&report_tpm(report, i)->bench->operations.fact))
			add_target(view, &tree, report_tpm(report, i));
	}
	set_tags(view);
	add_comparisons(view, &tree);
	if (baseline && !bench_view_make(baseline, NULL, &base))
		add_baseline(view, &tree, base);
	bench_view_free(base);
	tdestroy(tree, keep);
	*ret_view = view;
	return 0;
}

void bench_view_free(struct bench_view *view)
{
	if (!view)
		return;
	arena_clear(&view->arena);
	free(view);
}
