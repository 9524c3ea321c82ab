/* SPDX-License-Identifier: BSD-2-Clause */
/* One line of many machines, taken from the machine's own report. */
#include "machine.h"

#include <string.h>

#include "bench.h"
#include "capabilities.h"
#include "device.h"
#include "finding.h"
#include "identity.h"
#include "latency.h"
#include "outcome.h"
#include "severity.h"
#include "tpm-state.h"

static void copy_text(struct report *report, struct text_fact *to, const struct text_fact *from)
{
	to->fact = from->fact;
	if (fact_known(&from->fact))
		to->value = arena_strdup(&report->arena, from->value);
}

static void add_text(struct report *report, struct list_fact *list, const struct text_fact *text)
{
	if (fact_known(&text->fact))
		*(const char **)list_append(&report->arena, list, sizeof(char *)) =
			arena_strdup(&report->arena, text->value);
}

static void add_banks(struct report *report, struct machine *machine, const struct list_fact *banks)
{
	const struct pcr_bank *bank = banks->items;

	machine->banks.fact = banks->fact;
	for (size_t i = 0; i < banks->count; i++)
		if (bank[i].selected.count)
			add_text(report, &machine->banks, &bank[i].name);
}

static void add_vulnerabilities(struct report *report, struct machine *machine,
				const struct list_fact *list)
{
	const struct vulnerability *vulnerability = list->items;

	machine->affected.fact = machine->unclear.fact = list->fact;
	for (size_t i = 0; i < list->count; i++) {
		if (state_is(&vulnerability[i].status, VULNERABILITY_AFFECTED))
			add_text(report, &machine->affected, &vulnerability[i].id);
		else if (state_is(&vulnerability[i].status, VULNERABILITY_UNKNOWN))
			add_text(report, &machine->unclear, &vulnerability[i].id);
	}
}

/* Rules that found something in this TPM or in its machine, and the worst of them. */
static void add_findings(struct report *report, struct machine *machine, const struct report *from,
			 const struct tpm_report *tpm)
{
	const struct finding *findings = from->findings.items;
	enum severity worst = SEVERITY_OK;

	machine->findings.fact = from->findings.fact;
	if (!fact_known(&from->findings.fact))
		return;
	for (size_t i = 0; i < from->findings.count; i++) {
		const struct finding *finding = &findings[i];

		if (!state_is(&finding->status, FINDING_FOUND) ||
		    (fact_known(&finding->tpm.fact) && tpm && fact_known(&tpm->name.fact) &&
		     strcmp(finding->tpm.value, tpm->name.value) != 0))
			continue;
		add_text(report, &machine->findings, &finding->id);
		if (finding->severity.state > worst)
			worst = finding->severity.state;
	}
	fact_set_state(&machine->gravest, &level_words, worst);
}

/* Of TPM2_GetRandom with 32 bytes: it costs every TPM about the same, loaded or not. */
static void add_latency(struct report *report, struct machine *machine,
			const struct tpm_report *tpm)
{
	const struct bench_operation *ops = tpm->bench->operations.items;

	machine->latency_ns = tpm->latency->random_median_ns;
	if (fact_known(&machine->latency_ns.fact))
		fact_set_text(report, &machine->latency_source, "doctor --active");
	for (size_t i = 0; i < tpm->bench->operations.count; i++) {
		if (fact_known(&machine->latency_ns.fact) || !fact_known(&ops[i].name.fact) ||
		    strcmp(ops[i].name.value, "get_random_32") != 0 ||
		    !fact_known(&ops[i].median_ns.fact))
			continue;
		machine->latency_ns = ops[i].median_ns;
		fact_set_text(report, &machine->latency_source, "bench get_random_32");
	}
}

static void add_sources(struct report *report, struct machine *machine,
			const struct list_fact *sources)
{
	const struct source *source = sources->items;

	for (size_t i = 0; i < sources->count; i++)
		if (!list_has(&machine->sources, text_of(&source[i].kind, "")))
			add_text(report, &machine->sources, &source[i].kind);
}

struct machine *report_add_machine(struct report *report, const char *name)
{
	struct machine *machine =
		list_append(&report->arena, &report->machines, sizeof(struct machine));

	fact_set_text(report, &machine->name, name);
	return machine;
}

struct machine *report_add_machine_tpm(struct report *report, const char *name,
				       const struct report *from, const struct tpm_report *tpm)
{
	struct machine *machine = report_add_machine(report, name);
	bool tpm12 = tpm && fact_known(&tpm->tpm12->manufacturer.fact);

	add_findings(report, machine, from, tpm);
	add_sources(report, machine, &from->sources);
	if (!tpm)
		return machine;
	copy_text(report, &machine->tpm, &tpm->name);
	copy_text(report, &machine->family, &tpm->identity->family);
	copy_text(report, &machine->manufacturer,
		  tpm12 ? &tpm->tpm12->manufacturer : &tpm->identity->manufacturer);
	copy_text(report, &machine->vendor_string, &tpm->identity->vendor_string);
	copy_text(report, &machine->firmware_raw, &tpm->identity->firmware_raw);
	copy_text(report, &machine->firmware,
		  tpm12 ? &tpm->tpm12->firmware : &tpm->identity->firmware);
	machine->revision = tpm->identity->revision;
	machine->in_lockout = tpm->state->in_lockout;
	machine->lockout_counter = tpm->state->lockout_counter;
	machine->max_auth_fail = tpm->state->max_auth_fail;
	add_banks(report, machine, &tpm->capabilities->pcrs);
	add_vulnerabilities(report, machine, &tpm->vulnerabilities);
	add_latency(report, machine, tpm);
	return machine;
}
