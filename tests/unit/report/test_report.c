/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/report/report.c: TPMs that stay where they are, and clean texts. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "device.h"
#include "field.h"
#include "fields.h"
#include "report.h"
#include "tpm-state.h"
#include "verdict.h"

static void test_new(void **state)
{
	struct report *report = report_new();

	(void)state;
	assert_string_equal(report->schema.value, REPORT_SCHEMA);
	assert_true(fact_known(&report->schema.fact));
	assert_int_equal(report->tpms.fact.presence, PRESENCE_NOT_COLLECTED);
	assert_int_equal(report_count_tpms(report), 0);
	assert_null(report_tpm(report, 0));
	report_free(report);
	report_free(NULL);
}

static void test_tpms_stay(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpms[REPORT_MAX_TPMS];

	(void)state;
	for (size_t i = 0; i < REPORT_MAX_TPMS; i++) {
		tpms[i] = report_add_tpm(report);
		assert_non_null(tpms[i]);
		assert_false(record_asked(&tpm_report_type, tpms[i]));
		tpms[i]->limits->pcr_count = FACT_NUMBER(i);
		assert_int_equal(report_count_tpms(report), i + 1);
	}
	for (size_t i = 0; i < REPORT_MAX_TPMS; i++) {
		assert_ptr_equal(report_tpm(report, i), tpms[i]);
		assert_int_equal(tpms[i]->limits->pcr_count.value, i);
	}
	assert_null(report_tpm(report, REPORT_MAX_TPMS));
	assert_null(report_add_tpm(report));
	assert_int_equal(report_count_tpms(report), REPORT_MAX_TPMS);
	report_free(report);
}

static void test_node(void **state)
{
	static const char *const classes[] = { NULL, "tpm", "tpmrm" };
	struct report *report = report_new();
	struct tpm_report *tpm = report_add_tpm(report);

	(void)state;
	assert_null(tpm_report_node(tpm, "tpm"));
	for (size_t i = 0; i < 3; i++) {
		struct node *node = list_append(&report->arena, &tpm->nodes, sizeof(*node));

		fact_set_text(report, &node->class_name, classes[i]);
	}
	assert_ptr_equal(tpm_report_node(tpm, "tpm"), (struct node *)tpm->nodes.items + 1);
	assert_ptr_equal(tpm_report_node(tpm, "tpmrm"), (struct node *)tpm->nodes.items + 2);
	assert_null(tpm_report_node(tpm, "tcm"));
	report_free(report);
}

static void test_verdict(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = report_add_tpm(report);
	const struct verdict *verdicts;

	(void)state;
	report_add_verdict(report, &tpm->verdicts, SEVERITY_OK, "FW-008", "the TPM answers", NULL);
	report_add_verdict(report, &tpm->verdicts, SEVERITY_ERROR, NULL, "in lockout", "wait");
	verdicts = tpm->verdicts.items;
	assert_int_equal(tpm->verdicts.count, 2);
	assert_string_equal(verdicts[0].level.value, "ok");
	assert_string_equal(verdicts[0].text.value, "the TPM answers");
	assert_int_equal(verdicts[0].remedy.fact.presence, PRESENCE_ABSENT);
	assert_string_equal(verdicts[1].remedy.value, "wait");
	report_free(report);
}

static void test_texts_are_clean(void **state)
{
	struct report *report = report_new();
	struct text_fact fact = { .fact = fact_errno(EIO) };
	char own[] = "text";

	(void)state;
	fact_set_text(report, &fact, own);
	own[0] = 'n';
	assert_string_equal(fact.value, "text");
	assert_int_equal(fact.fact.presence, PRESENCE_PRESENT);
	assert_int_equal(fact.fact.error, 0);
	fact_set_text(report, &fact, "no such node: /dev/\033[2J\xff");
	assert_string_equal(fact.value, "no such node: /dev/\xef\xbf\xbd[2J\xef\xbf\xbd");
	fact_set_bytes(report, &fact, "IFX\0", 4);
	assert_string_equal(fact.value, "IFX");
	fact_set_text(report, &fact, NULL);
	assert_int_equal(fact.fact.presence, PRESENCE_ABSENT);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_new),
		cmocka_unit_test(test_tpms_stay),
		cmocka_unit_test(test_node),
		cmocka_unit_test(test_verdict),
		cmocka_unit_test(test_texts_are_clean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
