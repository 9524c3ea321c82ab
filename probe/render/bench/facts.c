/* SPDX-License-Identifier: BSD-2-Clause */
/* How a benchmark was measured and on what, in words. */
#include "view.h"

#include <string.h>

#include "bench.h"
#include "connection.h"
#include "device.h"
#include "identity.h"

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
