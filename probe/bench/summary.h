/* SPDX-License-Identifier: BSD-2-Clause */
/* From samples to the report: quantiles, shape, stages, costs. Sends no command. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "loop.h"

/* Append the operation to the target's record. The samples stay where they are. */
struct bench_operation *summarise(struct report *report, struct bench_target *target,
				  struct measured *measured);

/* What `operation` costs more than `over`, where both have samples. */
void summarise_cost(struct report *report, const struct bench_operation *operation,
		    const char *label, const struct bench_operation *over, const char *over_label,
		    size_t loaded_objects);

/* What each loaded object adds, per operation that was measured with two numbers of them or more. */
void summarise_slopes(struct report *report, const struct bench_target *target);

#endif
