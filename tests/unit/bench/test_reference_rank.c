/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * probe/bench/place.c: when it says something at all. That it is right is seen by
 * tests/bench/place_reference.py, which counts in the table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "bench.h"
#include "field.h"
#include "fields.h"
#include "identity.h"
#include "reference-rank.h"

struct fixture {
	struct report *report;
	struct tpm_report *tpm;
};

static struct text_fact text(const char *value)
{
	return (struct text_fact){ .fact.presence = PRESENCE_PRESENT, .value = value };
}

static void setup(struct fixture *f)
{
	f->report = report_new();
	f->tpm = report_add_tpm(f->report);
	f->tpm->identity->manufacturer = text("IFX");
	f->tpm->identity->manufacturer_name = text("Infineon");
	f->report->benchmark->jobs = FACT_NUMBER(1);
	f->report->simulator = FACT_NUMBER(0);
	f->tpm->simulator = FACT_NUMBER(0);
}

static void add(struct fixture *f, const char *name, uint64_t loaded_objects, size_t n, uint64_t ns)
{
	struct arena *arena = &f->report->arena;
	struct bench_operation *operation =
		list_append(arena, &f->tpm->bench->operations, sizeof(*operation));

	operation->name = text(name);
	operation->loaded_objects = FACT_NUMBER(loaded_objects);
	for (size_t i = 0; i < n; i++)
		*(uint64_t *)list_append(arena, &operation->samples_ns, sizeof(uint64_t)) =
			ns + i * 1000;
}

static const struct bench_place *place(struct fixture *f, size_t i)
{
	return &((struct bench_operation *)f->tpm->bench->operations.items)[i].place;
}

static void test_filled(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	add(&f, "sign_p256", 1, 5, 70998000);
	add(&f, "sign_p256", 1, 5, 1000);
	add(&f, "sign_p256", 1, 0, 0);
	add(&f, "pcr_read", 0, 5, 4000000);
	rank_operations(f.report, f.tpm);
	assert_string_equal(place(&f, 0)->maker.value, "Infineon");
	assert_string_equal(place(&f, 0)->text.value, "71.0 ms: typical for Infineon");
	assert_true(place(&f, 0)->maker_devices.value >= 20);
	assert_true(place(&f, 0)->devices.value >= 100);
	assert_int_equal(place(&f, 1)->slower_than.value, 0);
	assert_non_null(
		strstr(place(&f, 1)->text.value, "3.00 µs: faster than every Infineon seen ("));
	for (size_t i = 2; i < 4; i++)
		assert_false(record_asked(&bench_place_type, place(&f, i)));
	report_free(f.report);
}

static void test_other_makers(void **state)
{
	struct fixture f;

	(void)state;
	setup(&f);
	f.tpm->identity->manufacturer = text("ATML");
	add(&f, "sign_p256", 1, 5, 136000000);
	rank_operations(f.report, f.tpm);
	assert_int_equal(place(&f, 0)->maker.fact.presence, PRESENCE_ABSENT);
	assert_false(fact_known(&place(&f, 0)->maker_devices.fact));
	assert_non_null(strstr(place(&f, 0)->text.value, "136 ms: slower than "));
	report_free(f.report);
}

static void by_report(struct fixture *f)
{
	f->report->simulator = FACT_NUMBER(1);
}

static void by_tpm(struct fixture *f)
{
	f->tpm->simulator = FACT_NUMBER(1);
}

static void by_vendor(struct fixture *f)
{
	f->tpm->identity->manufacturer = text("IBM");
}

static void by_jobs(struct fixture *f)
{
	f->report->benchmark->jobs = FACT_NUMBER(2);
}

static void by_rate(struct fixture *f)
{
	f->report->benchmark->rate = FACT_REAL(10);
}

static void by_objects(struct fixture *f)
{
	struct bench_operation *operation = f->tpm->bench->operations.items;

	operation->loaded_objects = FACT_NUMBER(3);
}

static void test_left_alone(void **state)
{
	static void (*const changes[])(struct fixture * f) = { by_report, by_tpm,  by_vendor,
							       by_jobs,	  by_rate, by_objects };

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		struct fixture f;

		setup(&f);
		add(&f, "sign_p256", 2, 5, 71000000);
		changes[i](&f);
		rank_operations(f.report, f.tpm);
		assert_false(record_asked(&bench_place_type, place(&f, 0)));
		report_free(f.report);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_filled),
					    cmocka_unit_test(test_other_makers),
					    cmocka_unit_test(test_left_alone) };

	return cmocka_run_group_tests_name("place", tests, NULL, NULL);
}
