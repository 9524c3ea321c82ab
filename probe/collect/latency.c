/* SPDX-License-Identifier: BSD-2-Clause */
/* How long the TPM takes for random bytes while nothing is loaded: doctor --active. */
#include <stdlib.h>
#include <time.h>

#include "tpm-query.h"

enum { SAMPLES = 20, RANDOM_BYTES = 32 };

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000U + (uint64_t)ts.tv_nsec;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void collect_latency(struct tpm_query *questions)
{
	struct latency *latency = &questions->tpm_report->latency;
	uint64_t samples[SAMPLES];
	struct fact fact = { .presence = PRESENCE_PRESENT };

	for (size_t i = 0; i < SAMPLES && fact_known(&fact); i++) {
		uint64_t start = now_ns();

		fact = questions->broken
			       ? fact_rc(questions->broken)
			       : query_fact(questions, tpm_random(questions->tpm, RANDOM_BYTES));
		samples[i] = now_ns() - start;
	}
	latency->random_count.fact = latency->random_median_ns.fact = latency->random_max_ns.fact =
		fact;
	if (!fact_known(&fact))
		return;
	qsort(samples, SAMPLES, sizeof(samples[0]), by_value);
	latency->random_count.value = SAMPLES;
	latency->random_median_ns.value = samples[SAMPLES / 2];
	latency->random_max_ns.value = samples[SAMPLES - 1];
}
