/* SPDX-License-Identifier: BSD-2-Clause */
/* The reference table, and one sentence about it. */
#include "reference-rank.h"

#include <string.h>

#include "bench.h"
#include "identity.h"
#include "quantity.h"
#include "stats.h"

struct reference {
	char operation[24];
	char manufacturer[5];
	uint8_t loaded_objects;
	uint64_t median_ns;
};

static const struct reference references[] = {
#include "reference-data.inc"
};
enum { N_REFERENCES = sizeof(references) / sizeof(references[0]) };

#define MIN_DEVICES 5

struct devices {
	uint64_t *medians; /* arena memory */
	size_t n;
};

static bool is_simulator(const struct report *report, const struct tpm_report *tpm)
{
	const struct text_fact *manufacturer = &tpm->identity->manufacturer;

	return (is_set(&report->simulator)) || (is_set(&tpm->simulator)) ||
	       (fact_known(&manufacturer->fact) && strcmp(manufacturer->value, "IBM") == 0);
}

static bool is_under_load(const struct benchmark *benchmark)
{
	return (fact_known(&benchmark->jobs.fact) && benchmark->jobs.value > 1) ||
	       fact_known(&benchmark->rate.fact);
}

/* manufacturer: NULL: of all manufacturers. Only those with at least as many loaded objects. */
static struct devices find(struct arena *arena, const struct bench_operation *operation,
			   const char *manufacturer)
{
	const struct number_fact *loaded = &operation->loaded_objects;
	struct devices devices = { arena_alloc(arena, N_REFERENCES * sizeof(uint64_t)), 0 };

	for (size_t i = 0; i < N_REFERENCES; i++) {
		const struct reference *row = &references[i];

		if (strcmp(row->operation, operation->name.value) != 0 ||
		    (manufacturer && strcmp(row->manufacturer, manufacturer) != 0) ||
		    (fact_known(&loaded->fact) && loaded->value > row->loaded_objects))
			continue;
		devices.medians[devices.n++] = row->median_ns;
	}
	return devices;
}

static size_t count_below(const struct devices *devices, uint64_t ns)
{
	size_t count = 0;

	for (size_t i = 0; i < devices->n; i++)
		count += devices->medians[i] < ns;
	return count;
}

static size_t count_above(const struct devices *devices, uint64_t ns)
{
	size_t count = 0;

	for (size_t i = 0; i < devices->n; i++)
		count += devices->medians[i] > ns;
	return count;
}

static void set_range(const struct devices *devices, struct number_fact *ret_devices,
		      struct number_fact *ret_low, struct number_fact *ret_median,
		      struct number_fact *ret_high)
{
	*ret_devices = FACT_NUMBER(devices->n);
	*ret_low = FACT_NUMBER(stats_min(devices->medians, devices->n));
	*ret_median = FACT_NUMBER(stats_median(devices->medians, devices->n));
	*ret_high = FACT_NUMBER(stats_max(devices->medians, devices->n));
}

/* Among those of one manufacturer, or of all. who: "Infineon", "chip". */
static const char *beyond(struct arena *arena, const struct devices *devices, uint64_t ns,
			  const char *who)
{
	const char *word = count_above(devices, ns) == devices->n   ? "faster"
			   : count_below(devices, ns) == devices->n ? "slower"
								    : NULL;

	if (!word)
		return NULL;
	return arena_printf(arena, "%s than every %s seen (%s to %s)", word, who,
			    duration_ns(arena, (double)stats_min(devices->medians, devices->n)),
			    duration_ns(arena, (double)stats_max(devices->medians, devices->n)));
}

static const char *among_all(struct arena *arena, const struct devices *all, uint64_t ns)
{
	const char *text = beyond(arena, all, ns, "chip");

	return text ? text
		    : arena_printf(arena, "slower than %zu of %zu", count_below(all, ns), all->n);
}

static const char *among_manufacturer(struct arena *arena, const struct devices *own, uint64_t ns,
				      const char *manufacturer)
{
	const char *text = beyond(arena, own, ns, manufacturer);
	size_t tenth = (own->n - 1) / 10;

	if (text)
		return text;
	if (ns < stats_rank(own->medians, own->n, tenth))
		return arena_printf(arena, "fast for %s: faster than %zu of %zu", manufacturer,
				    count_above(own, ns), own->n);
	if (ns > stats_rank(own->medians, own->n, own->n - 1 - tenth))
		return arena_printf(arena, "slow for %s: slower than %zu of %zu", manufacturer,
				    count_below(own, ns), own->n);
	return arena_printf(arena, "typical for %s", manufacturer);
}

static void set_rank(struct report *report, const struct identity *identity,
		     struct bench_operation *operation)
{
	const struct text_fact *manufacturer = &identity->manufacturer,
			       *name = &identity->manufacturer_name;
	struct arena *arena = &report->arena;
	struct bench_place *place = &operation->place;
	struct devices all, own = { 0 };
	const char *text;
	uint64_t ns;

	if (!fact_known(&operation->name.fact) || !operation->samples_ns.count)
		return;
	ns = stats_median(operation->samples_ns.items, operation->samples_ns.count);
	all = find(arena, operation, NULL);
	if (!all.n)
		return;
	set_range(&all, &place->devices, &place->low_ns, &place->median_ns, &place->high_ns);
	place->slower_than = FACT_NUMBER(count_below(&all, ns));
	text = among_all(arena, &all, ns);
	place->maker.fact = FACT_ABSENT;
	if (fact_known(&manufacturer->fact))
		own = find(arena, operation, manufacturer->value);
	if (own.n >= MIN_DEVICES) {
		fact_set_text(report, &place->maker,
			      fact_known(&name->fact) ? name->value : manufacturer->value);
		set_range(&own, &place->maker_devices, &place->maker_low_ns,
			  &place->maker_median_ns, &place->maker_high_ns);
		text = among_manufacturer(arena, &own, ns, place->maker.value);
	}
	fact_set_text(report, &place->text,
		      arena_printf(arena, "%s: %s", duration_ns(arena, (double)ns), text));
}

void rank_operations(struct report *report, struct tpm_report *tpm)
{
	struct bench_operation *operations = tpm->bench->operations.items;

	if (is_simulator(report, tpm) || is_under_load(report->benchmark))
		return;
	for (size_t i = 0; i < tpm->bench->operations.count; i++)
		set_rank(report, tpm->identity, &operations[i]);
}
