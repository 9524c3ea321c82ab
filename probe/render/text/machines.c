/* SPDX-License-Identifier: BSD-2-Clause */
/* Many machines: one line each, and how many of them have what. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "text.h"
#include "field.h"
#include "fields.h"
#include "machine.h"

enum column {
	NAME,
	MANUFACTURER,
	MODEL,
	FIRMWARE,
	RAW,
	REVISION,
	LOCKOUT,
	BANKS,
	LATENCY,
	AFFECTED,
	FINDINGS,
	PROBLEM,
	N_COLUMNS
};

static const char *lockout_of(struct arena *arena, const struct machine *machine)
{
	if (!fact_known(&machine->lockout_counter.fact) ||
	    !fact_known(&machine->max_auth_fail.fact))
		return "-";
	return arena_printf(arena, "%s%" PRIu64 "/%" PRIu64,
			    is_set(&machine->in_lockout) ? "LOCKED " : "",
			    machine->lockout_counter.value, machine->max_auth_fail.value);
}

static const char *revision_of(struct arena *arena, const struct number_fact *revision)
{
	if (!fact_known(&revision->fact))
		return "-";
	return arena_printf(arena, "%" PRIu64 ".%02" PRIu64, revision->value / 100,
			    revision->value % 100);
}

static const char *name_of(struct arena *arena, const struct machine *machine)
{
	const char *name = text_of(&machine->name, "-");

	return fact_known(&machine->tpm.fact)
		       ? arena_printf(arena, "%s %s", name, machine->tpm.value)
		       : name;
}

static const char *texts_of(struct arena *arena, const struct machine *machine, const char *key)
{
	return text_of_field(arena, record_field(&machine_type, key), machine);
}

static const char *latency_of(struct arena *arena, const struct machine *machine)
{
	const char *outlier = text_of(&machine->latency_outlier.text, "");

	return arena_printf(arena, "%s%s%s", texts_of(arena, machine, "latency_ns"),
			    *outlier ? " " : "", outlier);
}

/* Which columns have something to say at all. */
static void choose(const struct report *report, bool shown[N_COLUMNS])
{
	const struct machine *machines = report->machines.items;

	memset(shown, true, FINDINGS * sizeof(shown[0]));
	shown[LATENCY] = shown[FINDINGS] = shown[PROBLEM] = false;
	for (size_t i = 0; i < report->machines.count; i++) {
		shown[LATENCY] |= fact_known(&machines[i].latency_ns.fact);
		shown[FINDINGS] |= fact_known(&machines[i].gravest.fact);
		shown[PROBLEM] |= fact_known(&machines[i].error.fact);
	}
}

static size_t pick(const char *const all[N_COLUMNS], const bool shown[N_COLUMNS],
		   const char *picked[N_COLUMNS])
{
	size_t n = 0;

	for (size_t i = 0; i < N_COLUMNS; i++)
		if (shown[i])
			picked[n++] = all[i];
	return n;
}

struct count {
	const char *text;
	size_t n;
};

/* "10 CVE-2017-15361, 4 CVE-2019-16863" */
static void print_counts(struct arena *arena, const struct report *report, FILE *out)
{
	const struct machine *machines = report->machines.items;
	struct list_fact counts = { 0 };
	size_t unread = 0;

	for (size_t i = 0; i < report->machines.count; i++) {
		unread += fact_known(&machines[i].error.fact) &&
			  !fact_known(&machines[i].manufacturer.fact);
		for (size_t j = 0; j < machines[i].affected.count; j++) {
			const char *id = ((const char *const *)machines[i].affected.items)[j];
			struct count *count = counts.items;
			size_t k = 0;

			while (k < counts.count && strcmp(count[k].text, id) != 0)
				k++;
			if (k == counts.count) {
				count = list_append(arena, &counts, sizeof(*count));
				count->text = id;
				count->n = 1;
			} else {
				count[k].n++;
			}
		}
	}
	fprintf(out, "\n%zu TPM%s", report->machines.count - unread,
		report->machines.count - unread == 1 ? "" : "s");
	if (unread)
		fprintf(out, ", %zu that could not be read", unread);
	for (size_t i = 0; i < counts.count; i++) {
		const struct count *count = (const struct count *)counts.items + i;

		fprintf(out, "%s%zu affected by %s", i ? ", " : ": ", count->n, count->text);
	}
	fputc('\n', out);
}

int render_text_machines(const struct report *report, const struct text_options *options, FILE *out)
{
	static const char *const headings[N_COLUMNS] = { "MACHINE",  "MANUF",	 "MODEL",
							 "FIRMWARE", "RAW",	 "REV",
							 "LOCKOUT",  "BANKS",	 "LATENCY",
							 "AFFECTED", "FINDINGS", "PROBLEM" };
	const struct machine *machines = report->machines.items;
	const char *picked[N_COLUMNS];
	struct libscols_table *table;
	struct arena arena = { 0 };
	bool shown[N_COLUMNS];
	size_t n;
	int r;

	choose(report, shown);
	n = pick(headings, shown, picked);
	table = text_table(options, out, picked, n);
	for (size_t i = 0; table && i < report->machines.count; i++) {
		const struct machine *machine = &machines[i];
		const char *cells[N_COLUMNS] = {
			[NAME] = name_of(&arena, machine),
			[MANUFACTURER] = text_of(&machine->manufacturer, "-"),
			[MODEL] = text_of(&machine->vendor_string, "-"),
			[FIRMWARE] = text_of(&machine->firmware, "-"),
			[RAW] = text_of(&machine->firmware_raw, "-"),
			[REVISION] = revision_of(&arena, &machine->revision),
			[LOCKOUT] = lockout_of(&arena, machine),
			[BANKS] = texts_of(&arena, machine, "banks"),
			[LATENCY] = latency_of(&arena, machine),
			[AFFECTED] = texts_of(&arena, machine, "affected"),
			[FINDINGS] = texts_of(&arena, machine, "findings"),
			[PROBLEM] = text_of(&machine->error, "-"),
		};

		n = pick(cells, shown, picked);
		text_line(table, NULL, picked, n);
	}
	r = text_table_end(table);
	if (!r && !options->no_legend)
		print_counts(&arena, report, out);
	arena_clear(&arena);
	return r;
}
