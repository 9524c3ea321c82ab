/* SPDX-License-Identifier: BSD-2-Clause */
/* One operation held against the same one of a baseline; part of compare.h. Pure. */
#ifndef COMPARE_GATE_H
#define COMPARE_GATE_H

#include <stdbool.h>

#include "bench.h"
#include "report.h"

struct compare_side {
	const struct report *report;
	const struct tpm_report *tpm;
	const struct bench_operation *operation;
};

/* "slow" operations are never judged: key generation's times are a lottery. */
bool compare_is_gated(const struct bench_operation *operation);

/*
 * Fill verdict, reason and figures. arena: of the report that `comparison` is in. force: whatever TPM,
 * driver, kernel, connection, load.
 */
void compare_operation(struct arena *arena, const struct compare_side *now,
		       const struct compare_side *then, bool force,
		       struct bench_comparison *comparison);

#endif
