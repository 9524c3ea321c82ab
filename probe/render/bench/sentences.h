/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef SENTENCES_H
#define SENTENCES_H

#include "arena.h"
#include "bench.h"
#include "fact.h"
#include "report.h"
#include "view.h"

/* A duration, "-" where the fact is not known. */
const char *bench_time_of(struct arena *arena, const struct number_fact *fact);

/* The interval of the median, or "-". */
const char *bench_interval(struct arena *arena, const struct bench_operation *op);

/* "p < 0.0001", "p = 0.034" without the "p". */
const char *bench_probability(struct arena *arena, double p);

/* "3 retries", "1 object". */
const char *bench_count(struct arena *arena, uint64_t n, const char *one, const char *many);

/* What to know about the samples: "quantum 1.00 ms, bimodal, 3 retries"; "" if nothing. */
const char *bench_notes(struct arena *arena, const struct bench_operation *op);

/* "kernel RM costs 0.23 ms more than raw (...)". */
const char *bench_cost_text(struct arena *arena, const struct bench_cost *cost);
const char *bench_slope_text(struct arena *arena, const struct bench_slope *slope);

/* "1 regressed, 20 passed", of all comparisons. */
const char *bench_tally(struct arena *arena, const struct benchmark *benchmark);

/* "Linux ...", "200 samples each", ...: how it was measured, pairs of heading and text. At most
 * BENCH_FACTS. */
enum { BENCH_FACTS = 8 };
size_t bench_facts(struct arena *arena, const struct report *report,
		   const char *ret_facts[BENCH_FACTS][2]);

/* Who the TPM is, and what was in it. */
const char *bench_target_text(struct arena *arena, const struct tpm_report *tpm);

/* false: nothing is known. */
bool bench_split_of(const struct bench_operation *op, struct bench_split *ret_split);

#endif
