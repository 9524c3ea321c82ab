/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/report/field.c, and the field table itself: every walk over it may rely on this. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "field.h"
#include "fields.h"
#include "host.h"
#include "report.h"
#include "tpm-state.h"

static size_t size_of(const struct field *field)
{
	switch (field->type) {
	case FIELD_NUMBER:
	case FIELD_BOOL:
		return sizeof(struct number_fact);
	case FIELD_REAL:
		return sizeof(struct real_fact);
	case FIELD_TEXT:
		return sizeof(struct text_fact);
	case FIELD_ENUM:
		return sizeof(struct enum_fact);
	case FIELD_RECORD:
		return field->is_pointer ? sizeof(void *) : field->record->size;
	case FIELD_RECORDS:
	case FIELD_TEXTS:
	case FIELD_NUMBERS:
		break;
	}
	return sizeof(struct list_fact);
}

static void check_field(const struct record_type *type, const struct field *field)
{
	const char *lower_snake = "abcdefghijklmnopqrstuvwxyz0123456789_";

	assert_true(field->key[0] >= 'a' && field->key[0] <= 'z');
	assert_int_equal(strspn(field->key, lower_snake), strlen(field->key));
	assert_string_not_equal(field->key, "missing"); /* JSON has its own use for it */
	assert_ptr_equal(record_field(type, field->key), field);
	assert_true(field->label && *field->label);
	assert_true(field->help && *field->help);
	assert_int_equal(field->record != NULL,
			 field->type == FIELD_RECORD || field->type == FIELD_RECORDS);
	if (field->type == FIELD_RECORDS) /* the first field names a record in a list */
		assert_true(field->record->fields[0].type <= FIELD_ENUM);
	assert_int_equal(field->words != NULL, field->type == FIELD_ENUM);
	for (unsigned int i = 0; field->words && i < field->words->n; i++) {
		assert_true(i || !field->words->words[i]); /* 0 is no state */
		if (field->words->words[i])		   /* and no word stands twice */
			assert_int_equal(enum_state(field->words, field->words->words[i]), i);
	}
	if (field->unit == UNIT_LINES)
		assert_int_equal(field->type, FIELD_TEXT);
	else if (field->unit != UNIT_NONE)
		assert_true(field->type == FIELD_NUMBER || field->type == FIELD_NUMBERS ||
			    field->type == FIELD_REAL);
}

/* Every member of the structure has its row, and no two rows share one. */
static void check_cover(const struct record_type *type)
{
	static unsigned char seen[1 << 20];
	size_t begin = type == &report_type ? sizeof(struct arena) : 0;

	assert_true(type->size <= sizeof(seen));
	memset(seen, 0, type->size);
	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];

		assert_true(field->offset + size_of(field) <= type->size);
		for (size_t byte = 0; byte < size_of(field); byte++)
			assert_int_equal(seen[field->offset + byte]++, 0);
	}
	for (size_t byte = begin; byte < type->size; byte++) {
		if (!seen[byte])
			fail_msg("struct %s: no row for the member at %zu", type->name, byte);
	}
}

static size_t check_type(const struct record_type *type, int depth)
{
	size_t n = type->n_fields;

	assert_true(depth < 8); /* JSON is read to a depth of 32, twice that and more */
	assert_string_not_equal(type->name, "reason"); /* the JSON Schema has its own */
	check_cover(type);
	for (size_t i = 0; i < type->n_fields; i++) {
		check_field(type, &type->fields[i]);
		if (type->fields[i].record)
			n += check_type(type->fields[i].record, depth + 1);
	}
	return n;
}

static void test_table(void **state)
{
	(void)state;
	assert_true(check_type(&report_type, 0) > 200);
}

static void test_fact_errno(void **state)
{
	(void)state;
	assert_int_equal(fact_errno(ENOENT).presence, PRESENCE_ABSENT);
	assert_int_equal(fact_errno(ENODATA).presence, PRESENCE_ABSENT);
	assert_int_equal(fact_errno(EACCES).presence, PRESENCE_DENIED);
	assert_int_equal(fact_errno(EACCES).error, EACCES);
	assert_int_equal(fact_errno(EPERM).presence, PRESENCE_DENIED);
	assert_int_equal(fact_errno(EIO).presence, PRESENCE_FAILED);
	assert_int_equal(fact_errno(EIO).error, EIO);
	assert_false(fact_errno(EIO).error_is_rc);
	assert_int_equal(fact_rc(0x101).presence, PRESENCE_FAILED);
	assert_true(fact_rc(0x101).error_is_rc);
	assert_int_equal(fact_rc(0x101).error, 0x101);
}

/* 0 is a value; only presence says whether it is one. */
static void test_presence(void **state)
{
	struct number_fact zero = FACT_NUMBER(0), unasked = { 0 };
	struct fact absent = FACT_ABSENT, failed = fact_errno(EIO);

	(void)state;
	assert_true(fact_known(&zero.fact));
	assert_false(fact_known(&unasked.fact));
	assert_false(fact_known(&absent));
	assert_false(fact_known(&failed));
	assert_int_equal(unasked.fact.presence, PRESENCE_NOT_COLLECTED);
}

static void test_record_asked(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = report_add_tpm(report);

	(void)state;
	assert_false(record_asked(&tpm_report_type, tpm));
	tpm->limits->pcr_count.fact = FACT_ABSENT;
	assert_true(record_asked(&limits_type, tpm->limits));
	assert_true(record_asked(&tpm_report_type, tpm)); /* through the record that it points to */
	assert_false(record_asked(&state_type, tpm->state));
	tpm = report_add_tpm(report);
	tpm->nodes.fact.presence = PRESENCE_PRESENT;
	assert_true(record_asked(&tpm_report_type, tpm)); /* a list with nothing in it */
	report_free(report);
}

static void test_lookup(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = report_add_tpm(report);

	(void)state;
	assert_ptr_equal(field_fact(record_field(&tpm_report_type, "kind"), tpm), &tpm->kind);
	assert_ptr_equal(field_fact(record_field(&tpm_report_type, "verdicts"), tpm),
			 &tpm->verdicts);
	assert_null(field_fact(record_field(&tpm_report_type, "limits"), tpm));
	assert_ptr_equal(field_member(record_field(&tpm_report_type, "limits"), tpm), tpm->limits);
	assert_ptr_equal(field_member(record_field(&host_type, "abrmd"), report->host),
			 &report->host->abrmd);
	assert_null(record_field(&tpm_report_type, "limit"));
	assert_null(record_field(&tpm_report_type, ""));
	report_free(report);
}

static void test_copy(void **state)
{
	struct report *report = report_new();
	struct tpm_report *from = report_add_tpm(report), *to = report_add_tpm(report);

	(void)state;
	from->simulator = FACT_NUMBER(1);
	from->limits->pcr_count = FACT_NUMBER(24);
	tpm_report_init(report, to, from);
	assert_int_equal(to->simulator.value, 1);
	assert_int_equal(to->limits->pcr_count.value, 24);
	to->limits->pcr_count = FACT_NUMBER(8);
	assert_int_equal(from->limits->pcr_count.value, 24); /* nothing is shared */
	tpm_report_init(report, to, NULL);
	assert_false(record_asked(&tpm_report_type, to));
	report_free(report);
}

static void test_list_append(void **state)
{
	struct arena arena = { 0 };
	struct list_fact list = { .fact = { .presence = PRESENCE_FAILED, .error = EIO } };

	(void)state;
	for (uint64_t i = 0; i < 10000; i++) {
		uint64_t *item = list_append(&arena, &list, sizeof(*item));

		assert_int_equal(*item, 0);
		*item = i;
		assert_int_equal(list.count, i + 1);
	}
	assert_int_equal(list.fact.presence, PRESENCE_PRESENT);
	assert_int_equal(list.fact.error, 0);
	for (uint64_t i = 0; i < 10000; i++)
		assert_int_equal(((uint64_t *)list.items)[i], i);
	arena_clear(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),	    cmocka_unit_test(test_fact_errno),
		cmocka_unit_test(test_presence),    cmocka_unit_test(test_record_asked),
		cmocka_unit_test(test_lookup),	    cmocka_unit_test(test_copy),
		cmocka_unit_test(test_list_append),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
