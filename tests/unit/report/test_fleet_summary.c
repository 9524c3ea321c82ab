/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/fleet-sum.c: what is counted, and which latency is none of its model's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bench.h"
#include "fleet-summary.h"
#include "fleet.h"
#include "latency.h"
#include "machine.h"
#include "severity.h"

static struct machine *add(struct report *report, const char *manufacturer, const char *model,
			   const char *firmware)
{
	struct machine *machine = report_add_machine(report, "host");

	fact_set_text(report, &machine->manufacturer, manufacturer);
	fact_set_text(report, &machine->vendor_string, model);
	fact_set_text(report, &machine->firmware, firmware);
	fact_set_text(report, &machine->firmware_raw, firmware);
	fact_set_state(&machine->gravest, &level_words, SEVERITY_OK);
	return machine;
}

static void add_latency(struct report *report, const char *model, const char *source, uint64_t ns)
{
	struct machine *machine = add(report, "IFX", model, "7.85");

	machine->latency_ns = FACT_NUMBER(ns);
	fact_set_text(report, &machine->latency_source, source);
}

static void add_text(struct report *report, struct list_fact *list, const char *text)
{
	*(const char **)list_append(&report->arena, list, sizeof(char *)) = text;
}

static const struct machine *machine_at(const struct report *report, size_t i)
{
	return (const struct machine *)report->machines.items + i;
}

static void test_nothing(void **state)
{
	struct report *report = report_new();

	(void)state;
	fleet_summarise(report);
	assert_int_equal(report->fleet->tpms.value, 0);
	assert_true(fact_known(&report->fleet->models.fact));
	assert_int_equal(report->fleet->models.count, 0);
	report_free(report);
}

static void test_counts(void **state)
{
	struct report *report = report_new();
	const struct fleet_model *models;
	const struct fleet_count *counts;
	struct machine *machine;

	(void)state;
	machine = add(report, "IFX", "SLB9670", "7.85");
	add_text(report, &machine->affected, "CVE-1");
	add_text(report, &machine->affected, "CVE-2");
	add_text(report, &machine->findings, "DA-001");
	fact_set_state(&machine->gravest, &level_words, SEVERITY_ERROR);
	machine = add(report, "AMD", "AMD", "3.57");
	machine->in_lockout = FACT_NUMBER(1);
	add_text(report, &machine->findings, "nobody's rule");
	fact_set_state(&machine->gravest, &level_words, SEVERITY_INFO);
	machine = add(report, "IFX", "SLB9670", "7.85");
	machine->in_lockout = FACT_NUMBER(0);
	add_text(report, &machine->affected, "CVE-2");
	add(report, "IFX", "SLB9670", "7.63");
	fact_set_text(report, &report_add_machine(report, "broken")->error, "no such file");
	fleet_summarise(report);

	assert_int_equal(report->fleet->tpms.value, 4);
	assert_int_equal(report->fleet->broken.value, 1);
	assert_int_equal(report->fleet->affected.value, 2);
	assert_int_equal(report->fleet->in_lockout.value, 1);
	assert_int_equal(report->fleet->with_findings.value, 1);
	models = report->fleet->models.items;
	assert_int_equal(report->fleet->models.count, 3);
	assert_string_equal(models[0].manufacturer.value, "AMD");
	assert_int_equal(models[0].in_lockout.value, 1);
	assert_string_equal(models[1].firmware.value, "7.63");
	assert_int_equal(models[2].tpms.value, 2);
	assert_int_equal(models[2].affected.value, 2);
	counts = report->fleet->vulnerabilities.items;
	assert_int_equal(report->fleet->vulnerabilities.count, 2);
	assert_string_equal(counts[0].id.value, "CVE-2");
	assert_int_equal(counts[0].tpms.value, 2);
	counts = report->fleet->findings.items;
	assert_string_equal(counts[0].id.value, "DA-001");
	assert_true(fact_known(&counts[0].title.fact));
	assert_string_equal(counts[1].id.value, "nobody's rule");
	assert_false(fact_known(&counts[1].title.fact));
	report_free(report);
}

static void test_outliers(void **state)
{
	static const uint64_t usual[] = { 4000, 4010, 3990, 4020, 3980 };
	const struct fleet_latency *latencies;
	struct report *report = report_new();

	(void)state;
	for (size_t i = 0; i < 5; i++)
		add_latency(report, "SLB9670", "doctor --active", usual[i]);
	add_latency(report, "SLB9670", "doctor --active", 5007); /* 25 % and a little more */
	add_latency(report, "SLB9670", "doctor --active", 4990);
	add_latency(report, "SLB9670", "doctor --active", 1000);
	/* Another model, another way of measuring: not compared with those. */
	add_latency(report, "SLB9672", "doctor --active", 136000);
	add_latency(report, "SLB9670", "bench get_random_32", 9000);
	add(report, "IFX", "SLB9670", "7.85");
	fleet_summarise(report);

	assert_int_equal(report->fleet->outliers.value, 2);
	assert_string_equal(machine_at(report, 5)->latency_outlier.value, "slow");
	assert_string_equal(machine_at(report, 7)->latency_outlier.value, "fast");
	assert_int_equal(machine_at(report, 5)->latency_usual_ns.value, 4005);
	assert_int_equal(machine_at(report, 0)->latency_outlier.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(machine_at(report, 6)->latency_outlier.fact.presence, PRESENCE_ABSENT);
	assert_int_equal(machine_at(report, 8)->latency_outlier.fact.presence,
			 PRESENCE_NOT_COLLECTED);
	assert_int_equal(machine_at(report, 9)->latency_usual_ns.fact.presence,
			 PRESENCE_NOT_COLLECTED);
	assert_int_equal(machine_at(report, 10)->latency_usual_ns.fact.presence,
			 PRESENCE_NOT_COLLECTED);
	latencies = report->fleet->latencies.items;
	assert_int_equal(report->fleet->latencies.count, 3);
	assert_string_equal(latencies[0].source.value, "bench get_random_32");
	assert_int_equal(latencies[1].tpms.value, 8);
	assert_int_equal(latencies[1].outliers.value, 2);
	assert_int_equal(latencies[2].outliers.fact.presence, PRESENCE_ABSENT);
	report_free(report);
}

/* Where more are spread widely, none stands out. */
static void test_spread(void **state)
{
	struct report *report = report_new();

	(void)state;
	for (uint64_t i = 1; i <= 9; i++)
		add_latency(report, "SLB9670", "doctor --active", i * 1000);
	fleet_summarise(report);
	assert_int_equal(report->fleet->outliers.value, 0);
	report_free(report);
}

/* From a machine's own report: doctor --active goes ahead of bench. */
static void test_source(void **state)
{
	struct report *report = report_new(), *from = report_new();
	struct tpm_report *tpm = report_add_tpm(from);
	struct bench_operation *op =
		list_append(&from->arena, &tpm->bench->operations, sizeof(*op));
	const struct machine *machine;

	(void)state;
	fact_set_text(from, &op->name, "get_random_32");
	machine = report_add_machine_tpm(report, "a", from, tpm);
	assert_false(fact_known(&machine->latency_ns.fact));
	op->median_ns = FACT_NUMBER(5);
	machine = report_add_machine_tpm(report, "b", from, tpm);
	assert_int_equal(machine->latency_ns.value, 5);
	assert_string_equal(machine->latency_source.value, "bench get_random_32");
	tpm->latency->random_median_ns = FACT_NUMBER(6);
	machine = report_add_machine_tpm(report, "c", from, tpm);
	assert_int_equal(machine->latency_ns.value, 6);
	assert_string_equal(machine->latency_source.value, "doctor --active");
	report_free(from);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),	 cmocka_unit_test(test_counts),
		cmocka_unit_test(test_outliers), cmocka_unit_test(test_spread),
		cmocka_unit_test(test_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
