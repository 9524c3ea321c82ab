/* SPDX-License-Identifier: BSD-2-Clause */
/* One operation's samples as a record of the report. */
#include "summary.h"

#include <stdlib.h>
#include <string.h>

#include "names-command.h"
#include "rc.h"
#include "distribution.h"
#include "stats.h"

/* The baseline's own noise: so many parts are held against one another. */
#define BLOCKS 4

static void set_quantiles(struct bench_operation *operation, const uint64_t *samples, size_t n)
{
	static const struct {
		unsigned int permille;
		size_t offset;
	} rows[] = { { 900, offsetof(struct bench_operation, p90_ns) },
		     { 950, offsetof(struct bench_operation, p95_ns) },
		     { 990, offsetof(struct bench_operation, p99_ns) },
		     { 999, offsetof(struct bench_operation, p999_ns) } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct number_fact *fact = (void *)((char *)operation + rows[i].offset);

		fact->fact = FACT_ABSENT;
		if (stats_quantile(samples, n, rows[i].permille, &fact->value))
			fact->fact.presence = PRESENCE_PRESENT;
	}
}

static void set_shape(struct bench_operation *operation, const uint64_t *samples, size_t n)
{
	uint64_t quantum = distribution_quantum(samples, n);

	operation->quantum_ns = FACT_NUMBER(quantum);
	if (!quantum)
		operation->quantum_ns.fact = FACT_ABSENT;
	operation->bimodal = FACT_NUMBER(distribution_is_bimodal(samples, n, quantum));
	operation->drift = FACT_NUMBER(distribution_drifts(samples, n, quantum));
	operation->noise_percent = FACT_REAL(stats_block_noise(samples, n, BLOCKS) / 10.0);
}

static void set_samples(struct bench_operation *operation, const struct sample_buffer *series)
{
	const uint64_t *samples = series->samples;
	uint64_t low, high;
	size_t n = series->n;

	operation->samples_ns = (struct list_fact){ .fact.presence = PRESENCE_PRESENT,
						    .items = series->samples,
						    .count = n,
						    .capacity = n };
	operation->median_ns = FACT_NUMBER(stats_median(samples, n));
	operation->median_low_ns.fact = operation->median_high_ns.fact = FACT_ABSENT;
	if (stats_median_interval(samples, n, &low, &high)) {
		operation->median_low_ns = FACT_NUMBER(low);
		operation->median_high_ns = FACT_NUMBER(high);
	}
	operation->mad_ns = FACT_NUMBER(stats_mad(samples, n));
	operation->min_ns = FACT_NUMBER(stats_min(samples, n));
	operation->max_ns = FACT_NUMBER(stats_max(samples, n));
	operation->mean_ns = FACT_NUMBER((uint64_t)(stats_mean(samples, n) + 0.5));
	operation->deviation_ns = FACT_NUMBER((uint64_t)(stats_deviation(samples, n) + 0.5));
	set_quantiles(operation, samples, n);
	set_shape(operation, samples, n);
}

static void set_stages(struct bench_operation *operation, const struct sample_buffer *series)
{
	operation->stages = (struct bench_stages){
		.marshal_ns = FACT_NUMBER(series->marshal_ns / series->n),
		.transmit_ns = FACT_NUMBER(series->transmit_ns / series->n),
		.wait_ns = FACT_NUMBER(series->wait_ns / series->n),
		.receive_ns = FACT_NUMBER(series->receive_ns / series->n),
	};
	if (series->kernel.samples)
		kernel_trace_summarise(&series->kernel, &operation->kernel);
}

/* Jain's index of the jobs' throughput. */
static double fairness(const struct measured_job *jobs, size_t n)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < n; i++) {
		double rate =
			jobs[i].elapsed_ns ? (double)jobs[i].n / (double)jobs[i].elapsed_ns : 0;

		sum += rate;
		squares += rate * rate;
	}
	return squares > 0 ? sum * sum / ((double)n * squares) : 0;
}

static void set_jobs(struct report *report, struct bench_operation *operation,
		     const struct measured *measured)
{
	for (size_t i = 0; i < measured->n_jobs; i++) {
		struct bench_job *job = list_append(&report->arena, &operation->jobs, sizeof(*job));

		job->job = FACT_NUMBER(i);
		job->n = FACT_NUMBER(measured->jobs[i].n);
		job->median_ns = FACT_NUMBER(measured->jobs[i].median_ns);
		job->max_ns = FACT_NUMBER(measured->jobs[i].max_ns);
	}
	if (measured->n_jobs > 1)
		operation->fairness = FACT_REAL(fairness(measured->jobs, measured->n_jobs));
	if (measured->rate > 0) {
		operation->late = FACT_NUMBER(measured->series.late);
		operation->service_median_ns =
			FACT_NUMBER(stats_median(measured->series.service, measured->series.n));
	}
}

static void set_codes(struct report *report, struct bench_operation *operation,
		      const struct sample_buffer *series)
{
	struct rc_info info;

	for (size_t i = 0; i < series->n_codes; i++) {
		struct bench_code *code =
			list_append(&report->arena, &operation->response_codes, sizeof(*code));

		rc_decode(series->codes[i].rc, &info);
		fact_set_text(report, &code->name,
			      series->codes[i].rc == OPS_WRONG_ANSWER ? "wrong answer"
			      : *info.name			      ? info.name
								      : info.text);
		code->code = FACT_NUMBER(series->codes[i].rc);
		code->count = FACT_NUMBER(series->codes[i].count);
	}
}

static void set_reason(struct report *report, struct bench_operation *operation,
		       const struct measured *measured)
{
	struct rc_info info;

	operation->reason.fact = FACT_ABSENT;
	if (measured->status == BENCH_SKIPPED) {
		fact_set_text(report, &operation->reason, measured->skip_reason);
	} else if (measured->rc == OPS_WRONG_ANSWER) {
		fact_set_text(report, &operation->reason, "the TPM's answer is wrong");
	} else if (measured->rc) {
		rc_decode(measured->rc, &info);
		fact_set_text(report, &operation->reason,
			      arena_printf(&report->arena, "%s (0x%x)",
					   *info.name ? info.name : info.text, measured->rc));
	} else if (measured->status != BENCH_OK) {
		fact_set_text(report, &operation->reason, "no command succeeded in the time given");
	}
}

struct bench_operation *summarise(struct report *report, struct bench_target *target,
				  struct measured *measured)
{
	struct bench_operation *operation =
		list_append(&report->arena, &target->operations, sizeof(*operation));
	const struct sample_buffer *series = &measured->series;

	fact_set_text(report, &operation->name, measured->op->name);
	fact_set_state(&operation->tier, &bench_tier_words, measured->op->tier);
	fact_set_text(report, &operation->command, name_command(measured->command));
	fact_set_state(&operation->status, &bench_status_words, measured->status);
	set_reason(report, operation, measured);
	operation->loaded_objects = FACT_NUMBER(measured->loaded_objects);
	operation->n = FACT_NUMBER(series->n);
	operation->warmup = FACT_NUMBER(series->warmup);
	operation->retries = FACT_NUMBER(series->retries);
	operation->suspended = FACT_NUMBER(series->suspended);
	set_codes(report, operation, series);
	if (series->n) {
		set_samples(operation, series);
		set_stages(operation, series);
		operation->elapsed_ns = FACT_NUMBER(series->last_end - series->first_begin);
		operation->per_second = FACT_REAL((double)series->n * 1e9 /
						  (double)(operation->elapsed_ns.value + 1));
		set_jobs(report, operation, measured);
	}
	free(measured->jobs);
	measured->jobs = NULL;
	return operation;
}
