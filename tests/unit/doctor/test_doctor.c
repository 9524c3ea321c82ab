/* SPDX-License-Identifier: BSD-2-Clause */
/* probe/doctor/doctor.c: ids, selection, readiness; that rules only read. */
#include "doctor_cases.h"
#include "finding.h"
#include "json-read.h"
#include "render-json.h"

static void test_rows(void **state)
{
	const struct rule_table *table;
	const char *category;
	size_t n = 0;

	(void)state;
	for (size_t t = 0; (table = doctor_category(t)); t++) {
		for (size_t i = 0; i < table->count; i++, n++) {
			const struct rule *rule = &table->rules[i];

			assert_ptr_equal(doctor_find(rule->id, &category), rule);
			assert_string_equal(category, table->category);
			assert_true(strlen(rule->title) > 10 && strlen(rule->title) < 72);
			assert_true(strlen(rule->why) > 10 && strlen(rule->remedy) > 10);
			assert_non_null(rule->check);
			assert_null(strchr(rule->title, '\n'));
		}
	}
	print_message("# %zu rules\n", n);
	assert_null(doctor_find("DEV-000", NULL));
	assert_int_equal(enum_state(&severity_words, "critical"), SEVERITY_CRITICAL);
	assert_int_equal(enum_state(&severity_words, "ok"), 0);
	assert_int_equal(enum_state(&level_words, "ok"), SEVERITY_OK);
}

static char *json_of(const struct report *report)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_int_equal(render_json(report, out), 0);
	fclose(out);
	return text;
}

/* Twice the same, and a report that is read back says the same. */
static void test_pure(void **state)
{
	struct report *report = healthy_report(), *read;
	char *first, *second, *error;

	(void)state;
	apply(report, "tpms[1].name=tpm1;host.kernel_log=!denied");
	doctor_examine(report);
	first = json_of(report);
	doctor_examine(report);
	second = json_of(report);
	assert_string_equal(first, second);
	free(second);
	assert_int_equal(json_read_text(first, strlen(first), &read, &error), 0);
	doctor_examine(read);
	second = json_of(read);
	assert_string_equal(first, second);
	free(first);
	free(second);
	report_free(read);
	report_free(report);
}

static void test_keep(void **state)
{
	static const char *const rules[] = { "DEV-001", "DEV-002" }, *const ignored[] = {
		"DEV-001"
	};
	static const char *const categories[] = { "devices" };
	struct report *report = healthy_report();
	struct doctor_filter choice = { .rules = rules, .n_rules = 2 };
	size_t all;

	(void)state;
	apply(report, "tpms=[]");
	doctor_examine(report);
	all = report->findings.count;
	doctor_keep(report, &(struct doctor_filter){ 0 });
	assert_int_equal(report->findings.count, all);
	assert_int_equal(doctor_worst_severity(report), SEVERITY_ERROR);
	doctor_keep(report, &choice);
	assert_int_equal(report->findings.count, 2);
	choice.ignored = ignored;
	choice.n_ignored = 1;
	doctor_keep(report, &choice);
	assert_int_equal(report->findings.count, 1);
	assert_string_equal(((struct finding *)report->findings.items)->id.value, "DEV-002");
	choice = (struct doctor_filter){ .ignored = &rules[1], .n_ignored = 1 };
	doctor_keep(report, &choice);
	assert_int_equal(doctor_worst_severity(report), SEVERITY_OK);
	doctor_examine(report);
	choice = (struct doctor_filter){ .categories = categories, .n_categories = 1 };
	doctor_keep(report, &choice);
	assert_true(report->findings.count > 2);
	report_free(report);
}

static const struct readiness *ready_for(const struct report *report, const char *purpose)
{
	const struct readiness *items = report->readiness.items;

	for (size_t i = 0; i < report->readiness.count; i++)
		if (!strcmp(items[i].purpose.value, purpose))
			return &items[i];
	fail_msg("not judged: %s", purpose);
	return NULL;
}

static void check_ready(const char *changes, const char *purpose, const char *status,
			const char *rule)
{
	struct report *report = healthy_report();
	const struct readiness *readiness;

	apply(report, changes);
	doctor_examine(report);
	readiness = ready_for(report, purpose);
	if (strcmp(readiness->status.value, status) != 0)
		fail_msg("%s: %s: %s, %s", changes, purpose, readiness->status.value,
			 readiness->rules.count ? *(char **)readiness->rules.items : "no rule");
	if (rule)
		assert_string_equal(*(char **)readiness->rules.items, rule);
	else
		assert_int_equal(readiness->rules.count, 0);
	report_free(report);
}

static void test_readiness(void **state)
{
	(void)state;
	check_ready(NULL, "storage", "yes", NULL);
	check_ready(NULL, "disk unlock", "yes", NULL);
	check_ready("volumes=[]", "disk unlock", "unknown", "UNL-001");
	check_ready("volumes[0].verdict=will_not_unlock;volumes[0].causes=[]", "disk unlock", "no",
		    "UNL-001");
	check_ready("tpms[0].limits.transient_avail=!unasked", "storage", "unknown", "RES-001");
	check_ready("tpms[0].event_log.pcrs[0].status=different", "attestation", "no", "PCR-005");
	check_ready("tpms[0].event_log.pcrs=!unasked", "attestation", "unknown", "PCR-005");
	check_ready("tpms[0].ek_certificates=!unasked", "attestation", "unknown", "EK-002");
	check_ready("host.fapi=!unasked", "FAPI", "unknown", "ENV-001");
	check_ready(NULL, "attestation", "yes", NULL);
	check_ready(NULL, "FAPI", "yes", NULL);
	check_ready("tpms[0].state.in_lockout=1", "disk unlock", "no", "DA-001");
	check_ready("tpms=[]", "storage", "no", "DEV-002");
	check_ready("tpms=[];firmware.acpi_tpm2=!absent", "attestation", "no", "DEV-001");
	check_ready("tpms=[];firmware.acpi_tpm2=!denied", "FAPI", "no", "DEV-001");
}

/* A rule that says what does not work says it to readiness, too. */
static void test_why(void **state)
{
	static const struct {
		const char *words;
		unsigned int stops;
	} meanings[] = {
		{ "nothing that needs a TPM", FOR_ALL },
		{ "every command", FOR_ALL },
		{ "refuses everything", FOR_ALL },
		{ "accepts nothing but", FOR_ALL },
		{ "attestation", FOR_ATTESTATION },
		{ "credentials", FOR_ATTESTATION },
		{ "verifies", FOR_ATTESTATION },
		{ "say what was measured", FOR_MEASURED_BOOT },
		{ "empty PCR", FOR_MEASURED_BOOT },
		{ "protected key is refused", FOR_KEYS },
		{ "keys are refused", FOR_KEYS },
		{ "the next key", FOR_KEYS },
		{ "next session is refused", FOR_KEYS },
		{ "disk", FOR_DISK },
		{ "FAPI", FOR_FAPI },
		{ "provisioning", FOR_FAPI },
		{ "every function fails", FOR_FAPI },
		{ "configuration is refused", FOR_FAPI },
		{ "every program of this user",
		  FOR_STORAGE | FOR_ATTESTATION | FOR_FAPI | FOR_PKCS11 },
		{ "programs of other users", FOR_FAPI | FOR_PKCS11 },
	};
	const struct rule_table *table;

	(void)state;
	for (size_t t = 0; (table = doctor_category(t)); t++) {
		for (size_t i = 0; i < table->count; i++) {
			const struct rule *rule = &table->rules[i];

			if (rule->unless)
				assert_non_null(doctor_find(rule->unless, NULL));
			for (size_t m = 0; m < sizeof(meanings) / sizeof(meanings[0]); m++)
				if (rule->severity >= SEVERITY_ERROR &&
				    strstr(rule->why, meanings[m].words) &&
				    (rule->stops & meanings[m].stops) != meanings[m].stops)
					fail_msg("%s: \"%s\" stops nothing", rule->id,
						 meanings[m].words);
		}
	}
}

/* Each TPM is examined; what is told of the machine is told once. */
static void test_several(void **state)
{
	struct report *report = healthy_report();
	const struct finding *findings;
	size_t machine = 0, tpm = 0;

	(void)state;
	apply(report, "tpms[1].name=tpm1;tpms[1].nodes=[]");
	doctor_examine(report);
	findings = report->findings.items;
	for (size_t i = 0; i < report->findings.count; i++) {
		machine += !strcmp(findings[i].id.value, "DEV-001");
		tpm += !strcmp(findings[i].id.value, "DEV-003");
	}
	assert_int_equal(machine, 1);
	assert_int_equal(tpm, 2);
	assert_int_equal(report->readiness.count, 12);
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),	cmocka_unit_test(test_pure),
		cmocka_unit_test(test_keep),	cmocka_unit_test(test_readiness),
		cmocka_unit_test(test_several), cmocka_unit_test(test_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
