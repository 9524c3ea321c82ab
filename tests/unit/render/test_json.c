/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/render/json.c: how each kind of fact is written, and that what is written is read back. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <json-c/json.h>

#include "device.h"
#include "fields.h"
#include "full_report.h"
#include "json-read.h"
#include "render-json.h"
#include "render.h"
#include "tpm-state.h"

static char *write_json(const struct report *report)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(render_json(report, out), 0);
	fclose(out);
	return text;
}

static void check_round_trip(struct report *report)
{
	char *first = write_json(report), *second, *error;
	struct report *read;

	if (json_read_text(first, strlen(first), &read, &error) < 0)
		fail_msg("%s", error);
	second = write_json(read);
	assert_string_equal(first, second);
	free(second);
	free(first);
	report_free(read);
	report_free(report);
}

/* How often each presence occurs in all of a record. */
static void count(const struct record_type *type, const void *record,
		  size_t counts[PRESENCE_WITHHELD + 1])
{
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		const struct fact *fact = field_fact(field, record);
		const struct list_fact *list = (const struct list_fact *)fact;

		if (!fact) {
			count(field->record, field_member(field, record), counts);
			continue;
		}
		counts[fact->presence]++;
		for (size_t item = 0; field->type == FIELD_RECORDS && item < list->count; item++)
			count(field->record, (const char *)list->items + item * field->record->size,
			      counts);
	}
}

static void test_round_trip_present(void **state)
{
	struct report *report = full_report(PRESENCE_PRESENT);
	size_t counts[PRESENCE_WITHHELD + 1] = { 0 };

	(void)state;
	count(&report_type, report, counts);
	assert_int_equal(counts[PRESENCE_NOT_COLLECTED], 0);
	assert_true(counts[PRESENCE_PRESENT] > 500);
	check_round_trip(report);
}

static void test_round_trip_missing(void **state)
{
	static const int presences[] = { PRESENCE_ABSENT, PRESENCE_DENIED, PRESENCE_FAILED,
					 PRESENCE_WITHHELD };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		check_round_trip(full_report(presences[i]));
}

static void test_round_trip_mixed(void **state)
{
	struct report *report = full_report(FULL_MIXED);
	size_t counts[PRESENCE_WITHHELD + 1] = { 0 };

	(void)state;
	count(&report_type, report, counts);
	assert_int_equal(counts[PRESENCE_NOT_COLLECTED], 0);
	for (size_t i = PRESENCE_PRESENT; i <= PRESENCE_WITHHELD; i++)
		assert_true(counts[i] > 20);
	check_round_trip(report);
}

static void test_round_trip_empty(void **state)
{
	struct report *report = report_new();
	char *text = write_json(report);

	(void)state;
	assert_string_equal(text, "{\n  \"schema\": \"tpm-probe/1\"\n}\n");
	free(text);
	check_round_trip(report);
}

static void test_shapes(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = report_add_tpm(report);
	struct json_object *expected, *found;
	char *text;

	(void)state;
	fact_set_text(report, &tpm->name, "tpm0");
	tpm->kind.fact = FACT_ABSENT;
	tpm->simulator = FACT_NUMBER(0);
	tpm->nodes.fact = fact_errno(EACCES);
	tpm->verdicts.fact.presence = PRESENCE_PRESENT;
	tpm->limits->nv_counters = FACT_NUMBER(0);
	tpm->limits->loaded.fact = fact_rc(0x921);
	tpm->limits->active.fact = fact_errno(524);
	tpm->state->clock_ms = FACT_NUMBER(UINT64_MAX);
	*(uint64_t *)list_append(&report->arena, &tpm->tpm12->timeouts_us, sizeof(uint64_t)) = 750;
	expected = json_tokener_parse(
		"{\"schema\": \"tpm-probe/1\", \"tpms\": [{\"name\": \"tpm0\", \"kind\": null,"
		" \"simulator\": false, \"nodes\": null, \"verdicts\": [],"
		" \"missing\": {\"nodes\": {\"presence\": \"denied\", \"error\": \"EACCES\"}},"
		" \"tpm12\": {\"timeouts_us\": [750]},"
		" \"state\": {\"clock_ms\": 18446744073709551615},"
		" \"limits\": {\"nv_counters\": 0, \"loaded\": null, \"active\": null, \"missing\": {"
		"  \"loaded\": {\"presence\": \"failed\", \"error\": \"0x00000921\"},"
		"  \"active\": {\"presence\": \"failed\", \"error\": \"524\"}}}}]}");
	assert_non_null(expected);
	text = write_json(report);
	found = json_tokener_parse(text);
	if (!json_object_equal(expected, found))
		fail_msg("%s", text);
	json_object_put(expected);
	json_object_put(found);
	free(text);
	check_round_trip(report);
}

static void test_write_error(void **state)
{
	struct report *report = full_report(PRESENCE_PRESENT);
	FILE *full = fopen("/dev/full", "we");

	(void)state;
	if (!full) {
		report_free(report);
		skip();
	}
	setvbuf(full, NULL, _IONBF, 0);
	assert_int_equal(render_json(report, full), -ENOSPC);
	fclose(full);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip_present),
		cmocka_unit_test(test_round_trip_missing),
		cmocka_unit_test(test_round_trip_mixed),
		cmocka_unit_test(test_round_trip_empty),
		cmocka_unit_test(test_shapes),
		cmocka_unit_test(test_write_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
