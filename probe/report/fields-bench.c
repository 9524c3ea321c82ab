/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table, part of benchmarks. */
#include "bench.h"
#include "report.h"
#include "fields.h"
const struct enum_words bench_tier_words =
	ENUM_WORDS([TIER_SAFE] = "safe", [TIER_SESSION] = "session", [TIER_CRYPTO] = "crypto",
		   [TIER_STATE] = "state", [TIER_SLOW] = "slow");
const struct enum_words bench_status_words =
	ENUM_WORDS([BENCH_OK] = "ok", [BENCH_UNSUPPORTED] = "unsupported",
		   [BENCH_SKIPPED] = "skipped", [BENCH_FAILED] = "failed");
const struct enum_words bench_verdict_words =
	ENUM_WORDS([VERDICT_PASS] = "pass", [VERDICT_IMPROVED] = "improved",
		   [VERDICT_INCONCLUSIVE] = "inconclusive", [VERDICT_REGRESSED] = "regressed");

static const struct field bench_code_fields[] = {
	FIELD(bench_code, name, "Code", FIELD_TEXT, UNIT_NONE, "name in the specification",
	      SHARE_WHOLE),
	FIELD(bench_code, code, "Number", FIELD_NUMBER, UNIT_HEX, "TPM_RC"),
	FIELD(bench_code, count, "Count", FIELD_NUMBER, UNIT_NONE, "commands answered so"),
};
const struct record_type bench_code_type = RECORD_TYPE(bench_code, bench_code_fields);

static const struct field bench_job_fields[] = {
	FIELD(bench_job, job, "Job", FIELD_NUMBER, UNIT_NONE, "number of the connection, from 0"),
	FIELD(bench_job, n, "Samples", FIELD_NUMBER, UNIT_NONE, "commands that it completed"),
	FIELD(bench_job, median_ns, "Median", FIELD_NUMBER, UNIT_NANOSECONDS, "of its samples"),
	FIELD(bench_job, max_ns, "Max", FIELD_NUMBER, UNIT_NANOSECONDS, "its longest"),
};
const struct record_type bench_job_type = RECORD_TYPE(bench_job, bench_job_fields);

static const struct field bench_stages_fields[] = {
	FIELD(bench_stages, marshal_ns, "Marshalling", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "building the command, mean"),
	FIELD(bench_stages, transmit_ns, "Transmit", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "the TCTI's transmit, mean"),
	FIELD(bench_stages, wait_ns, "Wait", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "the TCTI's receive, until the response is there, mean"),
	FIELD(bench_stages, receive_ns, "Receive", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "taking the response apart, mean"),
};
const struct record_type bench_stages_type = RECORD_TYPE(bench_stages, bench_stages_fields);

static const struct field bench_kernel_fields[] = {
	FIELD(bench_kernel, traced, "Traced", FIELD_NUMBER, UNIT_NONE,
	      "samples that the kernel's trace covers"),
	FIELD(bench_kernel, user_ns, "User space", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "outside the kernel, the way into it and back included, mean"),
	FIELD(bench_kernel, system_calls_ns, "System calls", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "in system calls, scheduling and waiting included, but in no other part, mean"),
	FIELD(bench_kernel, rm_ns, "Resource manager", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "tpm2_prepare_space and tpm2_commit_space, mean"),
	FIELD(bench_kernel, driver_ns, "Driver and bus", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "tpm_transmit without the wait for the TPM, mean"),
	FIELD(bench_kernel, tpm_ns, "TPM", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "from the command's last byte until the driver sees the response, mean"),
	FIELD(bench_kernel, rest_ns, "The rest", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "what no probe covers: system calls and the TCTI where the kernel does not tell of "
	      "them, mean"),
	FIELD(bench_kernel, context_loads, "Context loads", FIELD_REAL, UNIT_NONE,
	      "TPM2_ContextLoad by the resource manager, per command"),
	FIELD(bench_kernel, context_saves, "Context saves", FIELD_REAL, UNIT_NONE,
	      "TPM2_ContextSave by the resource manager, per command"),
};
const struct record_type bench_kernel_type = RECORD_TYPE(bench_kernel, bench_kernel_fields);

static const struct field bench_place_fields[] = {
	FIELD(bench_place, maker, "Manufacturer", FIELD_TEXT, UNIT_NONE,
	      "whose chips it is compared with", SHARE_WHOLE),
	FIELD(bench_place, maker_devices, "Chips of the manufacturer", FIELD_NUMBER, UNIT_NONE,
	      "in the reference table"),
	FIELD(bench_place, maker_low_ns, "Lowest of the manufacturer", FIELD_NUMBER,
	      UNIT_NANOSECONDS, "fastest chip's median"),
	FIELD(bench_place, maker_median_ns, "Median of the manufacturer", FIELD_NUMBER,
	      UNIT_NANOSECONDS, "median of the chips' medians"),
	FIELD(bench_place, maker_high_ns, "Highest of the manufacturer", FIELD_NUMBER,
	      UNIT_NANOSECONDS, "slowest chip's median"),
	FIELD(bench_place, devices, "Chips", FIELD_NUMBER, UNIT_NONE,
	      "of all manufacturers in the reference table"),
	FIELD(bench_place, low_ns, "Lowest", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "fastest chip's median"),
	FIELD(bench_place, median_ns, "Median", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "median of the chips' medians"),
	FIELD(bench_place, high_ns, "Highest", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "slowest chip's median"),
	FIELD(bench_place, slower_than, "Slower than", FIELD_NUMBER, UNIT_NONE,
	      "so many of all chips have a lower median"),
	FIELD(bench_place, text, "Place", FIELD_TEXT, UNIT_NONE, "one sentence", SHARE_WHOLE),
};
const struct record_type bench_place_type = RECORD_TYPE(bench_place, bench_place_fields);

static const struct field bench_operation_fields[] = {
	FIELD(bench_operation, name, "Operation", FIELD_TEXT, UNIT_NONE, "as bench --list names it",
	      SHARE_WHOLE),
	FIELD_STATE(bench_operation, tier, "Tier", &bench_tier_words,
		    "safe, session, crypto, state, slow"),
	FIELD(bench_operation, command, "Command", FIELD_TEXT, UNIT_NONE,
	      "the TPM command that is timed", SHARE_WHOLE),
	FIELD_STATE(bench_operation, status, "Status", &bench_status_words,
		    "ok, unsupported (the TPM lacks it), skipped, failed"),
	FIELD(bench_operation, reason, "Reason", FIELD_TEXT, UNIT_NONE, "why it is not ok",
	      SHARE_SCRUBBED),
	FIELD(bench_operation, loaded_objects, "Loaded objects", FIELD_NUMBER, UNIT_NONE,
	      "transient objects that this connection held meanwhile"),
	FIELD(bench_operation, n, "n", FIELD_NUMBER, UNIT_NONE, "samples"),
	FIELD(bench_operation, warmup, "Warm-up", FIELD_NUMBER, UNIT_NONE,
	      "commands before the first sample"),
	FIELD(bench_operation, retries, "Retries", FIELD_NUMBER, UNIT_NONE,
	      "commands that the TPM asked to send again; no samples"),
	FIELD(bench_operation, suspended, "Suspended", FIELD_NUMBER, UNIT_NONE,
	      "samples dropped because the machine slept"),
	FIELD_OF(bench_operation, response_codes, "Response codes", FIELD_RECORDS, &bench_code_type,
		 "commands that failed; no samples"),
	FIELD(bench_operation, median_ns, "Median", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "of the samples"),
	FIELD(bench_operation, median_low_ns, "Median, at least", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "lower end of its 95 % confidence interval"),
	FIELD(bench_operation, median_high_ns, "Median, at most", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "upper end of its 95 % confidence interval"),
	FIELD(bench_operation, mad_ns, "MAD", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "median absolute deviation from the median"),
	FIELD(bench_operation, min_ns, "Min", FIELD_NUMBER, UNIT_NANOSECONDS, "shortest"),
	FIELD(bench_operation, max_ns, "Max", FIELD_NUMBER, UNIT_NANOSECONDS, "longest"),
	FIELD(bench_operation, mean_ns, "Mean", FIELD_NUMBER, UNIT_NANOSECONDS, "mean"),
	FIELD(bench_operation, deviation_ns, "Deviation", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "standard deviation"),
	FIELD(bench_operation, p90_ns, "P90", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "90 % take no longer; null where n is too small"),
	FIELD(bench_operation, p95_ns, "P95", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "95 % take no longer; null where n is too small"),
	FIELD(bench_operation, p99_ns, "P99", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "99 % take no longer; null where n is too small"),
	FIELD(bench_operation, p999_ns, "P99.9", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "99.9 % take no longer; null where n is too small"),
	FIELD(bench_operation, quantum_ns, "Quantum", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "step in which the samples come, from the driver's polling; null: none shows"),
	FIELD(bench_operation, bimodal, "Bimodal", FIELD_BOOL, UNIT_NONE,
	      "the samples fall into two groups"),
	FIELD(bench_operation, drift, "Drift", FIELD_BOOL, UNIT_NONE,
	      "they become slower or faster on the way"),
	FIELD(bench_operation, noise_percent, "Noise", FIELD_REAL, UNIT_NONE,
	      "by how many percent the medians of its parts differ"),
	FIELD(bench_operation, elapsed_ns, "Elapsed", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "from the first sample's start to the last one's end"),
	FIELD(bench_operation, per_second, "Per second", FIELD_REAL, UNIT_NONE,
	      "commands completed"),
	FIELD(bench_operation, fairness, "Fairness", FIELD_REAL, UNIT_NONE,
	      "Jain's index of the jobs' throughput: 1 is equal shares"),
	FIELD_OF(bench_operation, jobs, "Jobs", FIELD_RECORDS, &bench_job_type,
		 "connections that asked at once"),
	FIELD(bench_operation, late, "Late", FIELD_NUMBER, UNIT_NONE,
	      "commands that --rate started after their time"),
	FIELD(bench_operation, service_median_ns, "Service time", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "median without the waiting for the start that --rate counts in"),
	FIELD_OF(bench_operation, stages, "Stages", FIELD_RECORD, &bench_stages_type,
		 "where user space's time goes"),
	FIELD_OF(bench_operation, kernel, "Kernel", FIELD_RECORD, &bench_kernel_type,
		 "where the kernel's time goes"),
	FIELD_OF(bench_operation, place, "Place", FIELD_RECORD, &bench_place_type,
		 "where real chips stand"),
	FIELD(bench_operation, samples_ns, "Samples", FIELD_NUMBERS, UNIT_NANOSECONDS,
	      "every sample, in the order in which they were taken"),
};
const struct record_type bench_operation_type =
	RECORD_TYPE(bench_operation, bench_operation_fields);

static const struct field bench_target_fields[] = {
	FIELD(bench_target, label, "Connection", FIELD_TEXT, UNIT_NONE,
	      "raw, kernel RM, tabrmd, or the TCTI's name", SHARE_SCRUBBED),
	FIELD(bench_target, loaded_objects, "Loaded objects", FIELD_NUMBER, UNIT_NONE,
	      "transient objects in the TPM before the run, as far as this connection may see them"),
	FIELD(bench_target, loaded_sessions, "Loaded sessions", FIELD_NUMBER, UNIT_NONE,
	      "sessions in the TPM before the run"),
	FIELD_OF(bench_target, operations, "Operations", FIELD_RECORDS, &bench_operation_type,
		 "what was measured"),
};
const struct record_type bench_target_type = RECORD_TYPE(bench_target, bench_target_fields);

static const struct field bench_cost_fields[] = {
	FIELD(bench_cost, operation, "Operation", FIELD_TEXT, UNIT_NONE, "as bench --list names it",
	      SHARE_WHOLE),
	FIELD(bench_cost, tcti, "Connection", FIELD_TEXT, UNIT_NONE, "that costs more",
	      SHARE_SCRUBBED),
	FIELD(bench_cost, over, "Over", FIELD_TEXT, UNIT_NONE,
	      "connection that it is compared with", SHARE_SCRUBBED),
	FIELD(bench_cost, loaded_objects, "Loaded objects", FIELD_NUMBER, UNIT_NONE,
	      "that the first one held"),
	FIELD(bench_cost, median_ns, "Median", FIELD_NUMBER, UNIT_NANOSECONDS, "of the first"),
	FIELD(bench_cost, over_median_ns, "Over median", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "of the other"),
	FIELD(bench_cost, more_ns, "More", FIELD_REAL, UNIT_NANOSECONDS,
	      "median of the differences, sample by sample"),
	FIELD(bench_cost, more_low_ns, "More, at least", FIELD_REAL, UNIT_NANOSECONDS,
	      "lower end of its 95 % confidence interval"),
	FIELD(bench_cost, more_high_ns, "More, at most", FIELD_REAL, UNIT_NANOSECONDS,
	      "upper end of its 95 % confidence interval"),
};
const struct record_type bench_cost_type = RECORD_TYPE(bench_cost, bench_cost_fields);

static const struct field bench_slope_fields[] = {
	FIELD(bench_slope, operation, "Operation", FIELD_TEXT, UNIT_NONE,
	      "as bench --list names it", SHARE_WHOLE),
	FIELD(bench_slope, tcti, "Connection", FIELD_TEXT, UNIT_NONE, "through which",
	      SHARE_SCRUBBED),
	FIELD(bench_slope, per_object_ns, "Per object", FIELD_REAL, UNIT_NANOSECONDS,
	      "that each loaded object adds to a command"),
	FIELD(bench_slope, r_squared, "R squared", FIELD_REAL, UNIT_NONE,
	      "how well a straight line fits"),
};
const struct record_type bench_slope_type = RECORD_TYPE(bench_slope, bench_slope_fields);

static const struct field bench_comparison_fields[] = {
	FIELD(bench_comparison, operation, "Operation", FIELD_TEXT, UNIT_NONE,
	      "as bench --list names it", SHARE_WHOLE),
	FIELD(bench_comparison, tcti, "Connection", FIELD_TEXT, UNIT_NONE, "its label",
	      SHARE_SCRUBBED),
	FIELD_STATE(bench_comparison, verdict, "Verdict", &bench_verdict_words,
		    "pass, improved, regressed, inconclusive"),
	FIELD(bench_comparison, reason, "Reason", FIELD_TEXT, UNIT_NONE, "what decided",
	      SHARE_SCRUBBED),
	FIELD(bench_comparison, baseline_n, "Baseline n", FIELD_NUMBER, UNIT_NONE,
	      "samples of the baseline"),
	FIELD(bench_comparison, n, "n", FIELD_NUMBER, UNIT_NONE, "samples"),
	FIELD(bench_comparison, baseline_median_ns, "Baseline median", FIELD_NUMBER,
	      UNIT_NANOSECONDS, "median of the baseline"),
	FIELD(bench_comparison, median_ns, "Median", FIELD_NUMBER, UNIT_NANOSECONDS, "median now"),
	FIELD(bench_comparison, shift_ns, "Shift", FIELD_REAL, UNIT_NANOSECONDS,
	      "Hodges-Lehmann estimate; above 0: slower"),
	FIELD(bench_comparison, shift_percent, "Shift", FIELD_REAL, UNIT_NONE,
	      "the same in percent of the baseline's median"),
	FIELD(bench_comparison, p_value, "p", FIELD_REAL, UNIT_NONE, "Mann-Whitney, two-sided"),
	FIELD(bench_comparison, threshold_percent, "Threshold", FIELD_REAL, UNIT_NONE,
	      "a smaller shift is no change"),
	FIELD(bench_comparison, threshold_ns, "Threshold", FIELD_REAL, UNIT_NANOSECONDS,
	      "a smaller shift is no change"),
	FIELD(bench_comparison, budget_ns, "Budget", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "--max: the median may not be above it"),
};
const struct record_type bench_comparison_type =
	RECORD_TYPE(bench_comparison, bench_comparison_fields);

static const struct field bench_choice_fields[] = {
	FIELD(bench_choice, name, "Operation", FIELD_TEXT, UNIT_NONE, "what to call it",
	      SHARE_WHOLE),
	FIELD_STATE(bench_choice, tier, "Tier", &bench_tier_words,
		    "safe, session, crypto, state, slow"),
	FIELD(bench_choice, command, "Command", FIELD_TEXT, UNIT_NONE,
	      "the TPM command that is timed", SHARE_WHOLE),
	FIELD(bench_choice, help, "What it does", FIELD_TEXT, UNIT_NONE, "one line", SHARE_WHOLE),
	FIELD(bench_choice, gated, "Gated", FIELD_BOOL, UNIT_NONE, "takes part in comparisons"),
};
const struct record_type bench_choice_type = RECORD_TYPE(bench_choice, bench_choice_fields);

static const struct field benchmark_fields[] = {
	FIELD(benchmark, started, "Started", FIELD_TEXT, UNIT_NONE, "ISO 8601, UTC", SHARE_WHOLE),
	FIELD(benchmark, clock, "Clock", FIELD_TEXT, UNIT_NONE, "clock of the samples",
	      SHARE_WHOLE),
	FIELD(benchmark, clock_source, "Clock source", FIELD_TEXT, UNIT_NONE,
	      "the kernel's, behind that clock", SHARE_WHOLE),
	FIELD(benchmark, governor, "Governor", FIELD_TEXT, UNIT_NONE,
	      "frequency governor of the CPUs", SHARE_WHOLE),
	FIELD(benchmark, cpu, "CPU", FIELD_TEXT, UNIT_NONE, "model", SHARE_WHOLE),
	FIELD(benchmark, tiers, "Tiers", FIELD_TEXTS, UNIT_NONE, "that were asked for",
	      SHARE_WHOLE),
	FIELD(benchmark, n, "n", FIELD_NUMBER, UNIT_NONE, "samples asked for, per operation"),
	FIELD(benchmark, warmup, "Warm-up", FIELD_NUMBER, UNIT_NONE,
	      "commands before the first sample"),
	FIELD(benchmark, duration_ns, "Duration", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "bound for each operation"),
	FIELD(benchmark, jobs, "Jobs", FIELD_NUMBER, UNIT_NONE, "connections at once"),
	FIELD(benchmark, rate, "Rate", FIELD_REAL, UNIT_NONE,
	      "commands started per second; null: each after the one before"),
	FIELD(benchmark, interleaved, "Interleaved", FIELD_BOOL, UNIT_NONE,
	      "several connections took turns, sample by sample"),
	FIELD(benchmark, interrupted, "Interrupted", FIELD_BOOL, UNIT_NONE,
	      "ended early by a signal"),
	FIELD(benchmark, kernel_trace, "Kernel trace", FIELD_TEXT, UNIT_NONE,
	      "used, or why there is none", SHARE_SCRUBBED),
	FIELD_OF(benchmark, costs, "Costs", FIELD_RECORDS, &bench_cost_type,
		 "of connections over one another"),
	FIELD_OF(benchmark, slopes, "Slopes", FIELD_RECORDS, &bench_slope_type,
		 "of loaded objects"),
	FIELD_OF(benchmark, comparisons, "Comparisons", FIELD_RECORDS, &bench_comparison_type,
		 "with a baseline, or with budgets"),
	FIELD(benchmark, baseline, "Baseline", FIELD_TEXT, UNIT_NONE, "its file", SHARE_SCRUBBED),
	FIELD_STATE(benchmark, verdict, "Verdict", &bench_verdict_words, "of all comparisons"),
	FIELD_OF(benchmark, choices, "Choices", FIELD_RECORDS, &bench_choice_type,
		 "operations that there are (bench --list)"),
};
const struct record_type benchmark_type = RECORD_TYPE(benchmark, benchmark_fields);
