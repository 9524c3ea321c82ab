/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a benchmark found, as plain structures: part of the report (report.h). Times are nanoseconds
 * of CLOCK_MONOTONIC. Each structure has its table in fields-bench.c.
 */
#ifndef REPORT_BENCH_H
#define REPORT_BENCH_H

#include "fact.h"

/* Ordered by what they do to the TPM. */
enum bench_tier { TIER_SAFE = 1, TIER_SESSION, TIER_CRYPTO, TIER_STATE, TIER_SLOW };
extern const struct enum_words bench_tier_words;

enum bench_status { BENCH_OK = 1, BENCH_UNSUPPORTED, BENCH_SKIPPED, BENCH_FAILED };
extern const struct enum_words bench_status_words;

/* Of a comparison; a later one outweighs those before it. */
enum bench_verdict { VERDICT_PASS = 1, VERDICT_IMPROVED, VERDICT_INCONCLUSIVE, VERDICT_REGRESSED };
extern const struct enum_words bench_verdict_words;

/* How often an operation was answered with this code; those are no samples. */
struct bench_code {
	struct text_fact name;
	struct number_fact code, count;
};

/* One of several connections that asked at once (--jobs). */
struct bench_job {
	struct number_fact job, n, median_ns, max_ns;
};

/*
 * Where the time goes, on average over the samples: what user space does before, during and after
 * the TCTI's calls. The four add up to mean_ns.
 */
struct bench_stages {
	struct number_fact marshal_ns; /* command built, up to the call of transmit */
	struct number_fact transmit_ns;
	struct number_fact wait_ns;    /* from there until the response is there */
	struct number_fact receive_ns; /* taken apart */
};

/*
 * The kernel's share of that, on average over the samples that were traced (--kernel).
 * The whole is user_ns + system_calls_ns + rm_ns + driver_ns + tpm_ns, and rest_ns for what no probe
 * covers; without system_calls_ns that is the system calls and the TCTI.
 */
struct bench_kernel {
	struct number_fact traced; /* samples */
	struct number_fact user_ns, system_calls_ns, rm_ns, driver_ns, tpm_ns, rest_ns;
	struct real_fact context_loads, context_saves; /* of the resource manager's, per command */
};

/* Where real chips stand in the same operation: probe/bench/reference.csv. */
struct bench_place {
	struct text_fact maker; /* of this TPM, as the table names it; absent: not in the table */
	struct number_fact maker_devices, maker_low_ns, maker_median_ns, maker_high_ns;
	struct number_fact devices, low_ns, median_ns, high_ns; /* of all manufacturers */
	struct number_fact slower_than; /* so many of `devices` have a lower median */
	struct text_fact text;		/* "71 ms: typical for Infineon" */
};

struct bench_operation {
	struct text_fact name;		   /* "sign_p256" */
	struct enum_fact tier;		   /* enum bench_tier */
	struct text_fact command;	   /* "TPM2_CC_Sign" */
	struct enum_fact status;	   /* enum bench_status */
	struct text_fact reason;	   /* why it is not ok */
	struct number_fact loaded_objects; /* that this connection held meanwhile */
	struct number_fact n, warmup, retries, suspended;
	struct list_fact response_codes; /* struct bench_code */
	struct number_fact median_ns, median_low_ns, median_high_ns, mad_ns;
	struct number_fact min_ns, max_ns, mean_ns, deviation_ns;
	struct number_fact p90_ns, p95_ns, p99_ns, p999_ns;
	struct number_fact quantum_ns; /* absent: no step shows */
	struct number_fact bimodal, drift;
	struct real_fact noise_percent; /* how much the medians of its parts differ */
	struct number_fact elapsed_ns;
	struct real_fact per_second; /* completed in elapsed_ns */
	struct real_fact fairness; /* Jain's index of the jobs' counts: 1 is equal, 1/jobs worst */
	struct list_fact jobs;	   /* struct bench_job */
	struct number_fact late, service_median_ns; /* --rate: started late; without the waiting */
	struct bench_stages stages;
	struct bench_kernel kernel;
	struct bench_place place;
	struct list_fact samples_ns; /* numbers, in the order in which they were taken */
};

/* What was measured through one connection. */
struct bench_target {
	struct text_fact label; /* "raw", "kernel RM", "tabrmd", or the TCTI's name */
	struct number_fact loaded_objects, loaded_sessions; /* in the TPM before it began */
	struct list_fact operations;			    /* struct bench_operation */
};

/* What one connection costs more than another, or an object more than none. */
struct bench_cost {
	struct text_fact operation, tcti, over; /* tcti and over: the connections' labels */
	struct number_fact loaded_objects;
	struct number_fact median_ns, over_median_ns;
	struct real_fact more_ns, more_low_ns, more_high_ns; /* median difference, 95 % interval */
};

/* What each loaded object adds to a command, by least squares over 0..3 of them. */
struct bench_slope {
	struct text_fact operation, tcti;
	struct real_fact per_object_ns;
	struct real_fact r_squared;
};

/* One operation held against a baseline, or against its budget. */
struct bench_comparison {
	struct text_fact operation, tcti;
	struct enum_fact verdict; /* enum bench_verdict */
	struct text_fact reason;
	struct number_fact baseline_n, n, baseline_median_ns, median_ns;
	struct real_fact shift_ns, shift_percent, p_value; /* above 0: slower */
	struct real_fact threshold_percent, threshold_ns;
	struct number_fact budget_ns;
};

/* An operation that there is (bench --list). */
struct bench_choice {
	struct text_fact name;
	struct enum_fact tier; /* enum bench_tier */
	struct text_fact command, help;
	struct number_fact gated; /* takes part in comparisons */
};

/* How it was measured, and what came of it. */
struct benchmark {
	struct text_fact started; /* ISO 8601, UTC */
	struct text_fact clock;	  /* "CLOCK_MONOTONIC" */
	struct text_fact clock_source, governor, cpu;
	struct list_fact tiers; /* texts */
	struct number_fact n, warmup, duration_ns, jobs;
	struct real_fact rate; /* per second; absent: closed loop */
	struct number_fact interleaved, interrupted;
	struct text_fact kernel_trace; /* "used", or why there is none */
	struct list_fact costs;	       /* struct bench_cost */
	struct list_fact slopes;       /* struct bench_slope */
	struct list_fact comparisons;  /* struct bench_comparison */
	struct text_fact baseline;     /* its file */
	struct enum_fact verdict;      /* enum bench_verdict: of all comparisons */
	struct list_fact choices;      /* struct bench_choice */
};

#endif
