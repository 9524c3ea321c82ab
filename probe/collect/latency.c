/* SPDX-License-Identifier: BSD-2-Clause */
/* How long the TPM takes for random bytes while nothing is loaded: doctor --active. */
#include "clock.h"
#include "latency.h"
#include "stats.h"
#include "tpm-query.h"

enum { SAMPLES = 20, RANDOM_BYTES = 32 };

void collect_latency(struct tpm_query *questions)
{
	struct latency *latency = questions->tpm_report->latency;
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
	latency->random_count.value = SAMPLES;
	latency->random_median_ns.value = stats_median(samples, SAMPLES);
	latency->random_max_ns.value = stats_max(samples, SAMPLES);
}
