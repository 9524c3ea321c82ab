/* SPDX-License-Identifier: BSD-2-Clause */
/* How long a TPM takes for an answer. */
#ifndef REPORT_LATENCY_H
#define REPORT_LATENCY_H

#include "fact.h"

/* How long the TPM takes with nothing loaded (doctor --active). */
struct latency {
	struct number_fact random_count, random_median_ns, random_max_ns; /* TPM2_GetRandom */
};

#endif
