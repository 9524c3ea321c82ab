/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COSTS_H
#define COSTS_H

#include "bench.h"
#include "report.h"

/* What `operation` costs more than `over`, where both have samples. */
void summarise_cost(struct report *report, const struct bench_operation *operation,
		    const char *label, const struct bench_operation *over, const char *over_label,
		    size_t loaded_objects);

/* What each loaded object adds, per operation that was measured with two numbers of them or more. */
void summarise_slopes(struct report *report, const struct bench_target *target);

#endif
