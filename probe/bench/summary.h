/* SPDX-License-Identifier: BSD-2-Clause */
/* From samples to the report: quantiles, shape, stages, costs. Sends no command. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "loop.h"

/* Append the operation to the target's record. The samples stay where they are. */
struct bench_operation *summarise(struct report *report, struct bench_target *target,
				  struct measured *measured);

#endif
