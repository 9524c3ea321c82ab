/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BENCHMARK_HOST_H
#define BENCHMARK_HOST_H

#include "report.h"

/* What of this machine bears on a measurement, into report->benchmark. */
void collect_benchmark_host(struct report *report);

#endif
