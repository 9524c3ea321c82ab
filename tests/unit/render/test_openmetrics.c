/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/render/openmetrics*.c: the table of metrics against the field table, and what is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "capabilities.h"
#include "connection.h"
#include "device.h"
#include "event-log.h"
#include "fields.h"
#include "full_report.h"
#include "host.h"
#include "identity.h"
#include "keys.h"
#include "openmetrics.h"
#include "outcome.h"
#include "tpm-state.h"

static char *render(const struct report *report, bool textfile, bool identifiers)
{
	const struct text_options options = { .identifiers = identifiers };
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal((textfile ? render_metrics_textfile : render_openmetrics)(report, &options,
										   out),
			 0);
	fclose(out);
	return text;
}

/* The text has this line, whole. */
static bool has(const char *text, const char *line)
{
	size_t n = strlen(line);

	for (; *text; text += strcspn(text, "\n") + 1)
		if (!strncmp(text, line, n) && text[n] == '\n')
			return true;
	return false;
}

static void assert_has(const char *text, const char *line)
{
	if (!has(text, line))
		fail_msg("no line \"%s\" in:\n%s", line, text);
}

static bool is_name(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(name);
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n > m && !strcmp(text + n - m, end);
}

/* Every key leads to a field of the right type; what it is a value of is shown in its unit. */
static void check_words(const struct metric *metric, const struct record_type *type,
			const char *words, bool are_values)
{
	struct metric_word word;

	while (words && metric_next_word(&words, &word)) {
		const struct field *field = NULL;
		void *record = calloc(1, type->size);
		struct arena arena = { 0 };

		record_add_parts(&arena, type, record);
		if (!metric_find(type, record, word.key, word.key_size, &field))
			fail_msg("%s: no field %.*s", metric->name, (int)word.key_size, word.key);
		free(record);
		arena_clear(&arena);
		assert_int_equal(word.name_size > 0, !are_values || metric->by);
		if (!are_values) {
			assert_true(field->type == FIELD_TEXT || field->type == FIELD_ENUM ||
				    field->type == FIELD_NUMBER);
			continue;
		}
		assert_true(field->type != FIELD_TEXT && field->type != FIELD_ENUM &&
			    field->type != FIELD_REAL);
		if (field->unit >= UNIT_NANOSECONDS)
			assert_string_equal(metric->unit, "seconds");
		else if (field->unit == UNIT_BYTES)
			assert_string_equal(metric->unit, "bytes");
		else
			assert_null(metric->unit);
	}
}

static void test_table(void **state)
{
	struct report *report = report_new();
	const struct tpm_report *tpm = report_add_tpm(report);

	(void)state;
	assert_true(metrics_all.count > 50);
	for (size_t i = 0; i < metrics_all.count; i++) {
		const struct metric *metric = &metrics_all.metrics[i];
		const struct record_type *type = metric->machine ? &report_type : &tpm_report_type;
		const void *record = metric->machine ? (const void *)report : tpm;
		const struct field *field = NULL;

		for (size_t other = 0; other < i; other++)
			assert_string_not_equal(metric->name, metrics_all.metrics[other].name);
		assert_true(is_name(metric->name));
		assert_int_equal(strncmp(metric->name, "tpm", 3), 0);
		assert_false(ends_with(metric->name, "_total") || ends_with(metric->name, "_info"));
		assert_true(ends_with(metric->help, "."));
		assert_null(strpbrk(metric->help, "\\\n"));
		if (metric->unit)
			assert_true(ends_with(metric->name, metric->unit));
		assert_false(metric->get && (metric->list || metric->value || metric->labels));
		if (metric->list) {
			assert_non_null(metric_find(type, record, metric->list,
						    strlen(metric->list), &field));
			assert_int_equal(field->type, FIELD_RECORDS);
			type = field->record;
		}
		check_words(metric, type, metric->labels, false);
		check_words(metric, type, metric->value, true);
	}
	report_free(report);
}

/* Nothing is known: nothing is told, least of all 0. */
static void test_unknown(void **state)
{
	static const int presences[] = { PRESENCE_ABSENT, PRESENCE_DENIED, PRESENCE_FAILED };
	struct report *report = report_new();
	char *text = render(report, false, true);

	(void)state;
	assert_string_equal(text, "# TYPE tpm_probe_build info\n"
				  "# HELP tpm_probe_build Version of tpm-probe.\n"
				  "tpm_probe_build_info 1\n"
				  "# EOF\n");
	free(text);
	report_free(report);
	for (size_t i = 0; i < 3; i++) {
		report = full_report(presences[i]);
		text = render(report, false, true);
		assert_null(strstr(text, "tpm_in_lockout"));
		assert_null(strstr(text, "tpm_resets"));
		free(text);
		report_free(report);
	}
}

static struct tpm_report *add_tpm(struct report *report, const char *name)
{
	struct tpm_report *tpm = report_add_tpm(report);

	fact_set_text(report, &tpm->name, name);
	return tpm;
}

static void test_formats(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = add_tpm(report, "tpm0");
	char *text;

	(void)state;
	tpm->state->reset_count = FACT_NUMBER(7);
	tpm->state->clock_ms = FACT_NUMBER(1234);
	fact_set_text(report, &tpm->identity->manufacturer, "IFX");
	text = render(report, false, false);
	assert_has(text, "# TYPE tpm_resets counter");
	assert_has(text, "tpm_resets_total{tpm=\"tpm0\"} 7");
	assert_has(text, "# TYPE tpm info");
	assert_has(text, "# UNIT tpm_clock_seconds seconds");
	assert_has(text, "tpm_info{tpm=\"tpm0\",manufacturer=\"IFX\"} 1");
	free(text);
	text = render(report, true, false);
	assert_has(text, "# TYPE tpm_resets_total counter");
	assert_has(text, "tpm_resets_total{tpm=\"tpm0\"} 7");
	assert_has(text, "# TYPE tpm_info gauge");
	assert_has(text, "tpm_info{tpm=\"tpm0\",manufacturer=\"IFX\"} 1");
	assert_has(text, "tpm_clock_seconds{tpm=\"tpm0\"} 1.234");
	assert_null(strstr(text, "# UNIT"));
	free(text);
	report_free(report);
}

/* To the last digit, where a double would round. */
static void test_numbers(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = add_tpm(report, "tpm0");
	char *text;

	(void)state;
	report->probe->duration_ns = FACT_NUMBER(UINT64_MAX);
	report->host->time = FACT_NUMBER(0);
	tpm->state->clock_ms = FACT_NUMBER(5);
	tpm->state->lockout_counter = FACT_NUMBER(UINT64_MAX);
	text = render(report, false, false);
	assert_has(text, "tpm_probe_duration_seconds 18446744073.709551615");
	assert_has(text, "tpm_probe_last_run_timestamp_seconds 0");
	assert_has(text, "tpm_clock_seconds{tpm=\"tpm0\"} 0.005");
	assert_has(text, "tpm_lockout_counter{tpm=\"tpm0\"} 18446744073709551615");
	free(text);
	report_free(report);
}

static void test_labels(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = add_tpm(report, "tpm0");
	char *text;

	(void)state;
	/* As no collector and no reader gives it, but the format has to hold all the same. */
	tpm->identity->vendor_string.fact.presence = PRESENCE_PRESENT;
	tpm->identity->vendor_string.value = "a\"b\\c\n} 1\nevil 1";
	fact_set_text(report, &tpm->identity->manufacturer, "");
	text = render(report, false, false);
	assert_has(text, "tpm_info{tpm=\"tpm0\",vendor=\"a\\\"b\\\\c\\n} 1\\nevil 1\"} 1");
	assert_null(strstr(text, "\nevil"));
	free(text);
	report_free(report);
}

/* No series comes twice, whatever a report from elsewhere says. */
static void test_twice(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = add_tpm(report, "tpm0"), *same = add_tpm(report, "tpm0");
	const char *first, *line = "tpm_pcr_bank_active{tpm=\"tpm0\",bank=\"sha256\"}";
	char *text;

	(void)state;
	tpm->state->in_lockout = FACT_NUMBER(0);
	same->state->in_lockout = FACT_NUMBER(1);
	add_tpm(report, NULL)->state->in_lockout = FACT_NUMBER(1);
	for (size_t i = 0; i < 2; i++) {
		struct pcr_bank *bank =
			list_append(&report->arena, &tpm->capabilities->pcrs, sizeof(*bank));

		fact_set_text(report, &bank->name, "sha256");
		bank->selected.fact.presence = PRESENCE_PRESENT;
	}
	text = render(report, false, false);
	assert_has(text, "tpm_in_lockout{tpm=\"tpm0\"} 0");
	assert_has(text, "tpm_in_lockout{tpm=\"tpm0 #1\"} 1");
	assert_has(text, "tpm_in_lockout{tpm=\"tcti\"} 1");
	first = strstr(text, line);
	assert_non_null(first);
	assert_null(strstr(first + 1, line));
	free(text);
	report_free(report);
}

static void add_pcrs(struct report *report, struct tpm_report *tpm, const char *name, size_t count,
		     size_t empty)
{
	struct pcr_bank *bank =
		list_append(&report->arena, &tpm->capabilities->pcrs, sizeof(*bank));

	fact_set_text(report, &bank->name, name);
	bank->selected.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < count; i++) {
		struct pcr_value *pcr = list_append(&report->arena, &tpm->pcr_values, sizeof(*pcr));

		*(uint64_t *)list_append(&report->arena, &bank->selected, sizeof(uint64_t)) = i;
		fact_set_text(report, &pcr->bank, name);
		pcr->index = FACT_NUMBER(i);
		fact_set_text(report, &pcr->digest, i < empty ? "0000" : "0a00");
	}
}

static void test_banks(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = add_tpm(report, "tpm0");
	char *text;

	(void)state;
	add_pcrs(report, tpm, "sha1", 0, 0);
	add_pcrs(report, tpm, "sha256", 24, 3);
	add_pcrs(report, tpm, "sha384", 7, 7); /* PCR 7 was not read */
	text = render(report, false, false);
	assert_has(text, "tpm_pcr_bank_active{tpm=\"tpm0\",bank=\"sha1\"} 0");
	assert_has(text, "tpm_pcr_bank_active{tpm=\"tpm0\",bank=\"sha256\"} 1");
	assert_has(text, "tpm_pcr_empty{tpm=\"tpm0\",bank=\"sha256\"} 3");
	assert_null(strstr(text, "tpm_pcr_empty{tpm=\"tpm0\",bank=\"sha384\"}"));
	assert_null(strstr(text, "tpm_pcr_empty{tpm=\"tpm0\",bank=\"sha1\"}"));
	free(text);
	report_free(report);
}

static void add_replayed(struct report *report, struct tpm_report *tpm, const char *bank,
			 uint64_t index, const char *status)
{
	struct replayed_pcr *pcr = list_append(&report->arena, &tpm->event_log->pcrs, sizeof(*pcr));

	fact_set_text(report, &pcr->bank, bank);
	fact_set_state(&pcr->status, &replay_status_words,
		       enum_state(&replay_status_words, status));
	pcr->index = FACT_NUMBER(index);
}

static void test_event_log(void **state)
{
	static const char *const banks[] = { "sha1", "sha256", "sha384" };
	struct report *report = report_new();
	struct tpm_report *tpm = add_tpm(report, "tpm0");
	char *text;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		*(const char **)list_append(&report->arena, &tpm->event_log->banks,
					    sizeof(char *)) = banks[i];
	add_replayed(report, tpm, "sha1", 0, "different");
	add_replayed(report, tpm, "sha1", 7, "different");
	add_replayed(report, tpm, "sha256", 0, "equal");
	add_replayed(report, tpm, "sha256", 1, "not measured");
	add_replayed(report, tpm, "sha256", 8, "different");
	add_replayed(report, tpm, "sha384", 0, "unknown");
	text = render(report, false, false);
	assert_has(text, "tpm_eventlog_pcr0_match{tpm=\"tpm0\",bank=\"sha1\"} 0");
	assert_has(text, "tpm_eventlog_pcr0_match{tpm=\"tpm0\",bank=\"sha256\"} 1");
	assert_has(text, "tpm_eventlog_pcr_different{tpm=\"tpm0\",bank=\"sha1\"} 2");
	assert_has(text, "tpm_eventlog_pcr_different{tpm=\"tpm0\",bank=\"sha256\"} 0");
	assert_null(strstr(text, "sha384"));
	free(text);
	report_free(report);
}

static void test_connection(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = add_tpm(report, "tpm0"), *old = add_tpm(report, "tpm1");
	char *text;

	(void)state;
	old->device->version_major = FACT_NUMBER(1);
	fact_set_text(report, &old->connection->error_text, "tpm1 is a TPM 1.2");
	fact_set_text(report, &tpm->connection->tcti, "device");
	tpm->connection->commands = FACT_NUMBER(3);
	text = render(report, false, false);
	assert_has(text, "tpm_responds{tpm=\"tpm0\"} 1");
	assert_null(strstr(text, "tpm_responds{tpm=\"tpm1\"}"));
	assert_has(text, "tpm_probe_truncated{tpm=\"tpm0\"} 0");
	assert_null(strstr(text, "tpm_probe_left_out"));
	free(text);
	*(const char **)list_append(&report->arena, &tpm->connection->left_out, sizeof(char *)) =
		"pcr_values";
	fact_set_text(report, &tpm->connection->error_text, "broken");
	text = render(report, false, false);
	assert_has(text, "tpm_responds{tpm=\"tpm0\"} 0");
	assert_has(text, "tpm_probe_truncated{tpm=\"tpm0\"} 1");
	assert_has(text, "tpm_probe_left_out{tpm=\"tpm0\",part=\"pcr_values\"} 1");
	free(text);
	report_free(report);
}

static void test_identifiers(void **state)
{
	struct report *report = report_new();
	struct tpm_report *tpm = add_tpm(report, "tpm0");
	struct ek_certificate *certificate =
		list_append(&report->arena, &tpm->ek_certificates, sizeof(*certificate));
	char *text;

	(void)state;
	certificate->handle = FACT_NUMBER(0x1c00002);
	certificate->not_after = FACT_NUMBER(4102444800);
	fact_set_text(report, &certificate->key, "rsa 2048");
	fact_set_text(report, &certificate->serial, "cafe");
	text = render(report, false, false);
	assert_has(text, "tpm_ek_certificates{tpm=\"tpm0\"} 1");
	assert_has(text, "tpm_ek_certificate_not_after_timestamp_seconds{tpm=\"tpm0\","
			 "index=\"0x01c00002\",type=\"rsa 2048\"} 4102444800");
	assert_null(strstr(text, "cafe"));
	free(text);
	text = render(report, false, true);
	assert_has(text, "tpm_ek_certificate_info{tpm=\"tpm0\",index=\"0x01c00002\","
			 "type=\"rsa 2048\",serial=\"cafe\"} 1");
	free(text);
	report_free(report);
}

static void test_write_error(void **state)
{
	const struct text_options options = { 0 };
	struct report *report = full_report(PRESENCE_PRESENT);
	FILE *out = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(out);
	setvbuf(out, NULL, _IONBF, 0);
	assert_true(render_openmetrics(report, &options, out) < 0);
	fclose(out);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),	    cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_formats),	    cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_labels),	    cmocka_unit_test(test_twice),
		cmocka_unit_test(test_banks),	    cmocka_unit_test(test_event_log),
		cmocka_unit_test(test_connection),  cmocka_unit_test(test_identifiers),
		cmocka_unit_test(test_write_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
