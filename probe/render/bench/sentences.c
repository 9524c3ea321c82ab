/* SPDX-License-Identifier: BSD-2-Clause */
/* Times, shares and sentences of a benchmark, in UTF-8. */
#include "sentences.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"
#include "quantity.h"
#include "view.h"
#include "connection.h"
#include "device.h"
#include "identity.h"

const char *bench_time_of(struct arena *arena, const struct number_fact *fact)
{
	return fact_known(&fact->fact) ? duration_ns(arena, (double)fact->value) : "-";
}

const char *bench_interval(struct arena *arena, const struct bench_operation *op)
{
	if (!fact_known(&op->median_low_ns.fact) || !fact_known(&op->median_high_ns.fact))
		return "-";
	return duration_range(arena, (double)op->median_low_ns.value,
			      (double)op->median_high_ns.value);
}

const char *bench_probability(struct arena *arena, double p)
{
	return p < 0.0001 ? "<0.0001" : arena_printf(arena, "%.*f", p < 0.01 ? 4 : 2, p);
}

const char *bench_count(struct arena *arena, uint64_t n, const char *one, const char *many)
{
	return arena_printf(arena, "%llu %s", (unsigned long long)n, n == 1 ? one : many);
}

static const char *join(struct arena *arena, const char *text, const char *separator,
			const char *more)
{
	return *text ? arena_printf(arena, "%s%s%s", text, separator, more) : more;
}

const char *bench_notes(struct arena *arena, const struct bench_operation *op)
{
	const struct bench_code *codes = op->response_codes.items;
	const char *text = "";

	if (is_set(&op->quantum_ns))
		text = join(arena, text, ", ",
			    arena_printf(arena, "quantum %s",
					 bench_time_of(arena, &op->quantum_ns)));
	if (is_set(&op->bimodal))
		text = join(arena, text, ", ", "bimodal");
	if (is_set(&op->drift))
		text = join(arena, text, ", ", "drifts");
	if (is_set(&op->retries))
		text = join(arena, text, ", ",
			    bench_count(arena, op->retries.value, "retry", "retries"));
	for (size_t i = 0; i < op->response_codes.count; i++)
		text = join(
			arena, text, ", ",
			arena_printf(
				arena, "%llu × %s", (unsigned long long)codes[i].count.value,
				text_of(&codes[i].name, NULL)
					? codes[i].name.value
					: arena_printf(arena, "0x%llx",
						       (unsigned long long)codes[i].code.value)));
	if (is_set(&op->suspended))
		text = join(arena, text, ", ",
			    arena_printf(arena, "%llu lost to suspend",
					 (unsigned long long)op->suspended.value));
	if (is_set(&op->loaded_objects))
		text = join(arena, text, ", ",
			    bench_count(arena, op->loaded_objects.value, "object loaded",
					"objects loaded"));
	if (is_set(&op->late))
		text = join(arena, text, ", ",
			    arena_printf(arena, "%llu started late",
					 (unsigned long long)op->late.value));
	if (fact_known(&op->service_median_ns.fact))
		text = join(arena, text, ", ",
			    arena_printf(arena, "without waiting %s",
					 bench_time_of(arena, &op->service_median_ns)));
	return text;
}

const char *bench_cost_text(struct arena *arena, const struct bench_cost *cost)
{
	double more = cost->more_ns.value;
	bool bounds = fact_known(&cost->more_low_ns.fact) && fact_known(&cost->more_high_ns.fact);
	const char *tcti = text_of(&cost->tcti, NULL), *over = text_of(&cost->over, NULL);
	const char *text, *inside = text_of(&cost->operation, NULL) ? cost->operation.value : "";

	if (!fact_known(&cost->more_ns.fact))
		text = arena_printf(arena, "%s against %s: not known", tcti ? tcti : "?",
				    over ? over : "?");
	else if (bounds && cost->more_low_ns.value <= 0 && cost->more_high_ns.value >= 0)
		text = arena_printf(arena, "%s costs neither more nor less than %s that shows",
				    tcti ? tcti : "?", over ? over : "?");
	else
		text = arena_printf(arena, "%s costs %s %s than %s", tcti ? tcti : "?",
				    duration_ns(arena, fabs(more)), more < 0 ? "less" : "more",
				    over ? over : "?");
	if (fact_known(&cost->loaded_objects.fact))
		inside = join(arena, inside, ", ",
			      bench_count(arena, cost->loaded_objects.value, "object", "objects"));
	if (bounds)
		inside = join(arena, inside, "; ",
			      arena_printf(arena, "95 %%: %s",
					   duration_range(arena, cost->more_low_ns.value,
							  cost->more_high_ns.value)));
	return *inside ? arena_printf(arena, "%s (%s)", text, inside) : text;
}

const char *bench_slope_text(struct arena *arena, const struct bench_slope *slope)
{
	const char *operation = text_of(&slope->operation, NULL),
		   *tcti = text_of(&slope->tcti, NULL);
	bool seen = fact_known(&slope->per_object_ns.fact) && slope->per_object_ns.value > 0 &&
		    !(fact_known(&slope->r_squared.fact) && slope->r_squared.value < 0.5);
	const char *text = !seen && fact_known(&slope->per_object_ns.fact)
				   ? "loaded objects add nothing that shows"
			   : seen ? arena_printf(arena, "each loaded object adds %s",
						 duration_ns(arena, slope->per_object_ns.value))
				  : "what a loaded object adds is not known";

	if (operation)
		text = arena_printf(arena, "%s to %s", text, operation);
	if (tcti)
		text = arena_printf(arena, "%s through %s", text, tcti);
	if (fact_known(&slope->r_squared.fact))
		text = arena_printf(arena, "%s (R² %.3f)", text, slope->r_squared.value);
	return text;
}

const char *bench_tally(struct arena *arena, const struct benchmark *benchmark)
{
	const struct bench_comparison *comparisons = benchmark->comparisons.items;
	const char *text = "";

	for (unsigned int v = VERDICT_REGRESSED; v; v--) {
		size_t n = 0;

		for (size_t i = 0; i < benchmark->comparisons.count; i++)
			n += state_is(&comparisons[i].verdict, v);
		if (n)
			text = join(arena, text, ", ",
				    arena_printf(arena, "%zu %s", n, bench_verdict_words.words[v]));
	}
	return text;
}

bool bench_split_of(const struct bench_operation *op, struct bench_split *ret_split)
{
	const struct bench_kernel *kernel = &op->kernel;
	const struct bench_stages *stages = &op->stages;
	bool called = fact_known(&kernel->system_calls_ns.fact);
	const struct {
		const char *name;
		char letter;
		const struct number_fact *fact;
	} all[2][BENCH_PARTS] = {
		{ { "marshalling", 'M', &stages->marshal_ns },
		  { "transmit", 'X', &stages->transmit_ns },
		  { "wait", 'W', &stages->wait_ns },
		  { "receive", 'R', &stages->receive_ns } },
		{ { "user space", 'U', &kernel->user_ns },
		  { called ? "system calls" : "other", called ? 'S' : 'O',
		    called ? &kernel->system_calls_ns : &kernel->rest_ns },
		  { "resource manager", 'M', &kernel->rm_ns },
		  { "driver and bus", 'D', &kernel->driver_ns },
		  { "TPM", 'T', &kernel->tpm_ns } },
	};
	struct bench_split split = { .kernel = fact_known(&kernel->rest_ns.fact) };

	for (size_t i = 0; i < BENCH_PARTS && all[split.kernel][i].name; i++) {
		const struct number_fact *fact = all[split.kernel][i].fact;
		double ns = fact_known(&fact->fact) ? (double)fact->value : 0;

		/* A driver without probes of its own: the TPM's time is in its. */
		if (fact == &kernel->tpm_ns && !fact_known(&fact->fact)) {
			split.parts[split.n_parts - 1].name = "driver, bus and TPM";
			break;
		}
		split.parts[split.n_parts++] = (struct bench_part){
			.name = all[split.kernel][i].name,
			.letter = all[split.kernel][i].letter,
			.ns = ns,
		};
		split.total_ns += ns;
	}
	if (split.total_ns <= 0)
		return false;
	*ret_split = split;
	return true;
}

static const char *add(struct arena *arena, const char *text, const char *before, const char *more)
{
	if (!more || !*more)
		return text;
	return *text ? arena_printf(arena, "%s, %s%s", text, before, more)
		     : arena_printf(arena, "%s%s", before, more);
}

static const char *sampling(struct arena *arena, const struct benchmark *bench)
{
	const char *text = "";

	if (fact_known(&bench->n.fact))
		text = add(arena, text, "up to ",
			   bench_count(arena, bench->n.value, "sample each", "samples each"));
	if (fact_known(&bench->duration_ns.fact))
		text = add(arena, text, "for at most ", bench_time_of(arena, &bench->duration_ns));
	if (fact_known(&bench->warmup.fact))
		text = add(arena, text, "",
			   arena_printf(arena, "%llu to warm up",
					(unsigned long long)bench->warmup.value));
	if (fact_known(&bench->jobs.fact) && bench->jobs.value > 1)
		text = add(arena, text, "",
			   arena_printf(arena, "%llu connections at once",
					(unsigned long long)bench->jobs.value));
	if (fact_known(&bench->rate.fact))
		text = add(arena, text, "",
			   arena_printf(arena, "%.4g commands started per second",
					bench->rate.value));
	if (is_set(&bench->interleaved))
		text = add(arena, text, "", "the connections took turns");
	if (is_set(&bench->interrupted))
		text = add(arena, text, "", "ended early by a signal");
	return text;
}

size_t bench_facts(struct arena *arena, const struct report *report,
		   const char *ret_facts[BENCH_FACTS][2])
{
	const struct benchmark *bench = report->benchmark;
	const char *machine = "", *clock = "", *tiers = "";
	size_t n = 0;

	machine = add(arena, machine, "kernel ", text_of(&report->kernel, NULL));
	machine = add(arena, machine, "", text_of(&bench->cpu, NULL));
	machine = add(arena, machine, "governor ", text_of(&bench->governor, NULL));
	clock = add(arena, clock, "", text_of(&bench->clock, NULL));
	clock = add(arena, clock, "from ", text_of(&bench->clock_source, NULL));
	for (size_t i = 0; i < bench->tiers.count; i++)
		tiers = add(arena, tiers, "", ((const char *const *)bench->tiers.items)[i]);

	const char *const facts[][2] = {
		{ "Started", text_of(&bench->started, NULL) },
		{ "Machine", machine },
		{ "Clock", clock },
		{ "Tiers", tiers },
		{ "Samples", sampling(arena, bench) },
		{ "Kernel trace", text_of(&bench->kernel_trace, NULL) },
		{ "Baseline", text_of(&bench->baseline, NULL) },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++) {
		if (!facts[i][1] || !*facts[i][1])
			continue;
		ret_facts[n][0] = facts[i][0];
		ret_facts[n++][1] = facts[i][1];
	}
	return n;
}

const char *bench_target_text(struct arena *arena, const struct tpm_report *tpm)
{
	const struct bench_target *target = tpm->bench;
	const char *text = "";

	text = add(arena, text, "", text_of(&tpm->connection->tcti, NULL));
	text = add(arena, text, "", text_of(&tpm->identity->manufacturer, NULL));
	text = add(arena, text, "", text_of(&tpm->identity->vendor_string, NULL));
	text = add(arena, text, "firmware ", text_of(&tpm->identity->firmware, NULL));
	text = add(arena, text, "driver ", text_of(&tpm->device->driver, NULL));
	if (fact_known(&target->loaded_objects.fact))
		text = add(arena, text, "loaded before: ",
			   bench_count(arena, target->loaded_objects.value, "object", "objects"));
	if (fact_known(&target->loaded_sessions.fact))
		text = add(arena, text, "",
			   bench_count(arena, target->loaded_sessions.value, "session",
				       "sessions"));
	return text;
}
