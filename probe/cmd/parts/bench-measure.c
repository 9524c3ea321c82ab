/* SPDX-License-Identifier: BSD-2-Clause */
/* The plan, the connections, the signals; before and after, what the TPM holds. */
#include "bench-measure.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "benchmark-host.h"
#include "capability.h"
#include "cleanup-child.h"
#include "connection.h"
#include "progress.h"
#include "cleanup.h"
#include "collect-tpm.h"
#include "connect.h"
#include "progress.h"
#include "reference-rank.h"

/* Where nothing is said, for one operation: a hundred samples, but no longer than this. */
#define USUAL_N		       100
#define USUAL_DURATION_NS      10000000000
#define USUAL_WARMUP	       5
#define USUAL_SLOW_N	       5
#define USUAL_SLOW_DURATION_NS 60000000000

static volatile sig_atomic_t stop_signal;

static void on_signal(int number)
{
	stop_signal = number;
}

/* Without SA_RESTART: what waits for a TPM shall notice. The second signal ends us at once. */
static void catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND }, old;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
}

static void make_plan(const struct run *run, const struct bench_options *bench,
		      const struct bench_op **ops, size_t n, struct bench_plan *plan)
{
	bool said = bench->n >= 0 || bench->duration_ns;

	*plan = (struct bench_plan){
		.ops = ops,
		.n_ops = n,
		.n = bench->n >= 0	  ? (size_t)bench->n
		     : bench->duration_ns ? 0
					  : USUAL_N,
		.duration_ns = said ? bench->duration_ns : USUAL_DURATION_NS,
		.warmup = bench->warmup >= 0 ? (size_t)bench->warmup : USUAL_WARMUP,
		.jobs = (size_t)bench->jobs,
		.rate = bench->rate,
		.rm_cost = bench->rm_cost,
		.timeout_ms = (int)run->options.timeout_ms,
		.stop = &stop_signal,
	};
	plan->slow_n = said ? plan->n : USUAL_SLOW_N;
	plan->slow_duration_ns = said ? plan->duration_ns : USUAL_SLOW_DURATION_NS;
}

static void describe_plan(struct run *run, const struct bench_plan *plan, size_t n_connections)
{
	struct benchmark *benchmark = run->report->benchmark;
	enum bench_tier tier = 0;

	collect_benchmark_host(run->report);
	for (size_t i = 0; i < plan->n_ops; i++) {
		if (plan->ops[i]->tier != tier)
			*(const char **)list_append(&run->report->arena, &benchmark->tiers,
						    sizeof(char *)) =
				bench_tier_words.words[plan->ops[i]->tier];
		tier = plan->ops[i]->tier;
	}
	benchmark->n = FACT_NUMBER(plan->n);
	if (!plan->n)
		benchmark->n.fact = FACT_ABSENT;
	benchmark->duration_ns = FACT_NUMBER(plan->duration_ns);
	if (!plan->duration_ns)
		benchmark->duration_ns.fact = FACT_ABSENT;
	benchmark->warmup = FACT_NUMBER(plan->warmup);
	benchmark->jobs = FACT_NUMBER(plan->jobs);
	benchmark->rate = FACT_REAL(plan->rate);
	if (!(plan->rate > 0))
		benchmark->rate.fact = FACT_ABSENT;
	benchmark->interleaved =
		FACT_NUMBER(n_connections > 1 && plan->jobs == 1 && !(plan->rate > 0));
}

static int start_undo(struct run *run, const struct bench_measured *measured,
		      struct cleanup_child **ret_undo)
{
	const struct selection *selection = &measured->selection;
	struct cleanup_target *targets =
		arena_alloc(&run->report->arena, selection->count * sizeof(*targets));
	bool needed = measured->options->allow_state;
	int r;

	for (size_t i = 0; i < selection->count; i++) {
		targets[i] = (struct cleanup_target){ selection->targets[i].tcti,
						      selection->targets[i].has_rm };
		needed = needed || !selection->targets[i].has_rm;
	}
	/* A simulator's TPM goes with us. */
	if (selection->simulator || !needed)
		return EXIT_OK;
	r = cleanup_child_start(targets, selection->count, (size_t)measured->options->jobs,
				ret_undo);
	if (r < 0)
		return run_fail(run, EXIT_GENERAL, NULL,
				"cannot start the process that would clean up after a kill: %s",
				strerror(-r));
	return EXIT_OK;
}

/* Handles of a range, appended to those in *handles. */
static void list_loaded(struct tpm *tpm, TPM2_HANDLE first, TPM2_HANDLE end, TPM2_HANDLE **handles,
			size_t *n, struct number_fact *fact)
{
	_cleanup_free_ void *found = NULL;
	size_t count = 0;
	TSS2_RC rc = tpm_capability(tpm, TPM2_CAP_HANDLES, first, end, &found, &count);

	*fact = FACT_NUMBER(count);
	if (rc)
		fact->fact = fact_rc(rc);
	*handles = reallocarray(*handles, *n + count + 1, sizeof(**handles));
	if (!*handles)
		abort();
	if (count)
		memcpy(*handles + *n, found, count * sizeof(**handles));
	*n += count;
}

/* Who it is and what it holds, before anything is measured. */
static int ask_who(struct run *run, size_t target, struct bench_client *client)
{
	struct tpm_report *tpm_report = report_tpm(run->report, target);
	struct bench_target *bench = tpm_report->bench;
	_cleanup_free_ TPM2_HANDLE *handles = NULL;
	size_t n = 0;
	int status =
		connect_judge(run, tpm_report,
			      collect_tpm(run->report, tpm_report, client->tpm, COLLECT_IDENTITY),
			      COLLECT_IDENTITY);

	if (status)
		return connect_say(run, tpm_report, status);
	list_loaded(client->tpm, CLIENT_TRANSIENT_FIRST, CLIENT_TRANSIENT_LAST, &handles, &n,
		    &bench->loaded_objects);
	list_loaded(client->tpm, TPM2_LOADED_SESSION_FIRST, TPM2_LOADED_SESSION_LAST, &handles, &n,
		    &bench->loaded_sessions);
	cleanup_child_loaded_before(client->undo, target, handles, n);
	return EXIT_OK;
}

/* Each with a label of its own. */
static void label_connection(struct run *run, struct bench_measured *measured, size_t i)
{
	const struct target *target = &measured->selection.targets[i];
	struct bench_connection *connection = &measured->connections[i];
	const char *label = target->label;

	for (size_t j = 0; j < i; j++)
		if (!strcmp(measured->connections[j].label, label))
			label = arena_printf(&run->report->arena, "%s (%s)", label, target->tcti);
	*connection = (struct bench_connection){ .tcti = target->tcti,
						 .has_rm = target->has_rm,
						 .record = target->tpm_report->bench };
	fact_set_text(run->report, &connection->record->label, label);
	connection->label = connection->record->label.value;
}

/* What is measured through has to open: all of it, or nothing is measured. */
static int make_connections(struct run *run, struct bench_measured *measured)
{
	const struct selection *selection = &measured->selection;

	measured->connections =
		arena_alloc(&run->report->arena, selection->count * sizeof(*measured->connections));
	for (size_t i = 0; i < selection->count; i++) {
		const struct target *target = &selection->targets[i];

		if (!target->tcti)
			return connect_say(run, target->tpm_report, target->status);
		label_connection(run, measured, i);
	}
	return EXIT_OK;
}

static int open_connections(struct run *run, struct bench_measured *measured,
			    struct cleanup_child *undo)
{
	const struct selection *selection = &measured->selection;
	size_t failed;
	TSS2_RC rc = bench_run_open(run->report, &measured->plan, measured->connections,
				    selection->count, undo, &measured->run, &failed);
	int status = EXIT_OK;

	if (rc) {
		const struct target *target = &selection->targets[failed];

		status = connect_not_opened(run, target, rc);
		if (measured->options->jobs > 1 && !strcmp(target->label, "raw"))
			fact_set_text(run->report, &target->tpm_report->connection->remedy,
				      "a raw node serves one opener: --jobs needs the resource "
				      "manager's node, /dev/tpmrm0, or tabrmd");
		return connect_say(run, target->tpm_report, status);
	}
	for (size_t i = 0; i < selection->count && !status; i++)
		status = ask_who(run, i, measured->connections[i].clients[0]);
	return status;
}

static void start_trace(struct run *run, struct bench_measured *measured)
{
	struct text_fact *fact = &run->report->benchmark->kernel_trace;
	const char *why = NULL;

	if (!measured->options->kernel)
		return;
	if (kernel_trace_start(&measured->plan.trace, &why) < 0) {
		fact_set_text(run->report, fact, why);
		fprintf(stderr, "tpm-probe: --kernel: %s\n", why);
	} else {
		fact_set_text(run->report, fact, "used");
	}
}

static void measure(struct run *run, struct bench_measured *measured)
{
	struct bench_plan *plan = &measured->plan;
	struct progress_line line;

	progress_begin(&line);
	plan->progress = progress_show;
	plan->progress_arg = &line;
	start_trace(run, measured);
	catch_signals();
	bench_run_measure(measured->run);
	kernel_trace_stop(plan->trace);
	plan->trace = NULL;
	progress_end(&line);
	measured->signal = stop_signal;
	run->report->benchmark->interrupted = FACT_NUMBER(stop_signal != 0);
	for (size_t i = 0; i < measured->selection.count; i++)
		rank_operations(run->report, report_tpm(run->report, i));
}

int bench_measure(struct run *run, const struct bench_options *options, const struct bench_op **ops,
		  size_t n, struct bench_measured *ret_measured)
{
	struct bench_measured *measured = ret_measured;
	struct cleanup_child *undo = NULL;
	int status;

	*measured = (struct bench_measured){ .options = options };
	make_plan(run, options, ops, n, &measured->plan);
	status = select_targets(run, NULL, 0, &measured->selection);
	if (!status)
		status = make_connections(run, measured);
	if (status)
		return status;
	describe_plan(run, &measured->plan, measured->selection.count);
	status = start_undo(run, measured, &undo);
	if (!status)
		status = open_connections(run, measured, undo);
	if (!status)
		measure(run, measured);
	cleanup_child_stop(undo, !measured->run || bench_run_close(measured->run));
	return status;
}

void bench_measured_clear(struct bench_measured *measured)
{
	bench_run_free(measured->run);
	selection_clear(&measured->selection);
	free(measured->plan.ops);
	*measured = (struct bench_measured){ 0 };
}
