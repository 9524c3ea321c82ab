/* SPDX-License-Identifier: BSD-2-Clause */
/* The line that a benchmark shows on a terminal while it works; nothing where there is none. */
#ifndef BENCH_PROGRESS_H
#define BENCH_PROGRESS_H

#include <stdbool.h>

#include "bench-plan.h"

struct progress_line {
	bool is_shown; /* standard error is a terminal */
	uint64_t begin_ns, last_ns;
};

void progress_begin(struct progress_line *line);
/* For bench_plan.progress; arg is the struct progress_line. */
void progress_show(void *arg, const struct bench_progress *progress);
/* Wipe the line out. */
void progress_end(struct progress_line *line);

#endif
