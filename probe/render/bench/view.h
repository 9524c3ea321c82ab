/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A benchmark put in order for showing: the connections, and for each operation what every one of
 * them measured. What text, exports, page and picture share.
 */
#ifndef BENCH_VIEW_H
#define BENCH_VIEW_H

#include "bench.h"
#include "report.h"

/* One operation through one connection. */
struct bench_curve {
	size_t target;
	const struct bench_operation *op;
	const struct bench_operation *baseline;	   /* of the same connection and name, or NULL */
	const struct bench_comparison *comparison; /* the worst one, or NULL */
	bool compared, budgeted;		   /* there is one of each kind */
};

/* One operation. */
struct bench_group {
	const char *name;
	struct bench_curve *curves; /* in the order of the targets; at least one */
	size_t n_curves, capacity;
	struct bench_group *again; /* the same operation where it was measured once more, or NULL */
};

struct bench_view_target {
	const struct tpm_report *tpm;
	const char *name, *label;    /* "tpm0/kernel RM", "kernel RM" */
	const char *tag;	     /* the label if no other target has it, else the name */
	struct bench_group **groups; /* one for each of its operations, in their order */
};

struct bench_view {
	struct arena arena; /* for the texts of whoever shows it */
	const struct report *report;
	struct bench_view_target *targets;
	size_t n_targets;
	struct bench_group **groups; /* in the order in which they occur first */
	size_t n_groups;
};

/* baseline may be NULL; both outlive the view. -EINVAL: there is no benchmark in the report. */
int bench_view_make(const struct report *report, const struct report *baseline,
		    struct bench_view **ret_view);
void bench_view_free(struct bench_view *view);

static inline void cleanup_bench_view(struct bench_view **view)
{
	bench_view_free(*view);
}

/* The i-th operation of a target. */
const struct bench_operation *bench_view_op(const struct bench_view_target *target, size_t i);
size_t bench_view_count_ops(const struct bench_view_target *target);

/* Is there a median? */
bool bench_measured(const struct bench_operation *op);
/* The samples; none: 0. */
size_t bench_samples(const struct bench_operation *op, const uint64_t **ret_samples);

/* Where the time of one operation goes: the kernel's view if there is one, else user space's. */
struct bench_part {
	const char *name;
	char letter;
	double ns;
};
enum { BENCH_PARTS = 5 };
struct bench_split {
	bool kernel;
	struct bench_part parts[BENCH_PARTS];
	size_t n_parts;
	double total_ns; /* above 0 */
};

#endif
