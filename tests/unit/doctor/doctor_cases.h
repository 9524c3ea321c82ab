/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Cases for rules of doctor, as tables: a healthy report, what is changed in it, and what the rule
 * then has to say. Changes are "path=value" separated by ';', along the field table:
 *
 *   tpms[0].state.in_lockout=1   host.kernel_log[]=a line (one more)   tpms[0].nodes=[] (an empty list)
 *   ...=!unasked  !absent  !denied  !failed  !rc    the fact is missing in this way
 *
 * Each fact is taken out of each case's report in turn (doctor_removal.h). Each rule of the category is also tried on the healthy report, where it may not be "found", and on
 * a report that holds nothing, where it has to be "skipped". The lines "# matrix ..." are for
 * tests/doctor_matrix.sh.
 */
#ifndef DOCTOR_CASES_H
#define DOCTOR_CASES_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "doctor.h"
#include "doctor_healthy.h"
#include "doctor_removal.h"
#include "fix-script.h"
#include "fields.h"
#include "finding.h"
#include "render.h"

/* A TPM that answers nothing: what a TPM 1.2 and one that fails are told from. */
#define NO_ANSWERS                                                                              \
	"tpms[0].identity=!unasked;tpms[0].state=!unasked;tpms[0].limits=!unasked;"             \
	"tpms[0].capabilities=!unasked;tpms[0].pcr_values=!unasked;tpms[0].objects=!unasked;"   \
	"tpms[0].ek_certificates=!unasked;tpms[0].event_log=!unasked;tpms[0].latency=!unasked;" \
	"tpms[0].connection=!unasked;"

struct doctor_case {
	const char *rule;
	const char *status;  /* "found", "ok", "skipped" */
	const char *changes; /* NULL: none */
	const char *evidence; /* found: a text in one piece of evidence; skipped: one in the reason */
};

static inline void set_missing(struct fact *fact, const char *how)
{
	if (!strcmp(how, "!unasked"))
		*fact = (struct fact){ 0 };
	else if (!strcmp(how, "!absent"))
		*fact = FACT_ABSENT;
	else if (!strcmp(how, "!denied"))
		*fact = fact_errno(EACCES);
	else if (!strcmp(how, "!failed"))
		*fact = fact_errno(EIO);
	else if (!strcmp(how, "!rc"))
		*fact = fact_rc(0x101);
	else
		fail_msg("no such presence: %s", how);
}

static inline void set_item(struct report *report, const struct field *field,
			    struct list_fact *list, const char *value)
{
	if (field->type == FIELD_TEXTS)
		*(const char **)list_append(&report->arena, list, sizeof(char *)) =
			arena_strdup(&report->arena, value);
	else
		*(uint64_t *)list_append(&report->arena, list, sizeof(uint64_t)) =
			strtoull(value, NULL, 0);
}

static inline void set_value(struct report *report, const struct field *field, void *member,
			     const char *value)
{
	struct list_fact *list = member;

	switch (field->type) {
	case FIELD_NUMBER:
	case FIELD_BOOL:
		*(struct number_fact *)member = FACT_NUMBER(strtoull(value, NULL, 0));
		return;
	case FIELD_REAL:
		*(struct real_fact *)member = FACT_REAL(strtod(value, NULL));
		return;
	case FIELD_TEXT:
		fact_set_text(report, member, value);
		return;
	case FIELD_ENUM:
		assert_int_not_equal(enum_state(field->words, value), 0);
		fact_set_state(member, field->words, enum_state(field->words, value));
		return;
	case FIELD_RECORD:
		break;
	case FIELD_RECORDS:
	case FIELD_TEXTS:
	case FIELD_NUMBERS:
		if (strcmp(value, "[]") != 0)
			break;
		*list = (struct list_fact){ .fact.presence = PRESENCE_PRESENT };
		return;
	}
	fail_msg("%s takes no value \"%s\"", field->key, value);
}

/* Item `index` of a list of records, which is made as long as that. TPMs do not move. */
static inline void *record_at(struct report *report, const struct field *field,
			      struct list_fact *list, size_t index)
{
	while (list->count <= index) {
		if (list == &report->tpms)
			report_add_tpm(report);
		else
			record_append(&report->arena, list, field->record);
	}
	return (char *)list->items + index * field->record->size;
}

static inline void set_path(struct report *report, const char *path, const char *value)
{
	const struct record_type *type = &report_type;
	void *record = report;

	for (;;) {
		size_t n = strcspn(path, ".[");
		char key[64];
		const struct field *field;
		char *member;

		snprintf(key, sizeof(key), "%.*s", (int)n, path);
		field = record_field(type, key);
		if (!field)
			fail_msg("%s has no field \"%s\"", type->name, key);
		member = field_member(field, record);
		path += n;
		if (!*path && *value == '!' && field->type == FIELD_RECORD)
			memset(member, 0, field->record->size);
		else if (!*path && *value == '!')
			set_missing((struct fact *)member, value);
		else if (!*path)
			set_value(report, field, member, value);
		else if (!strcmp(path, "[]"))
			set_item(report, field, (struct list_fact *)member, value);
		if (!*path || !strcmp(path, "[]"))
			return;
		if (*path == '[') {
			record = record_at(report, field, (struct list_fact *)member,
					   strtoul(path + 1, (char **)&path, 10));
			path++;
		} else {
			record = member;
		}
		path += *path == '.';
		type = field->record;
	}
}

static inline void apply(struct report *report, const char *changes)
{
	char *copy = strdup(changes ? changes : ""), *rest = copy, *one;

	while ((one = strsep(&rest, ";\n"))) {
		char *equals;

		one += strspn(one, " \t");
		if (!*one)
			continue;
		equals = strchr(one, '=');
		if (!equals)
			fail_msg("no value: %s", one);
		*equals = '\0';
		set_path(report, one, equals + 1);
	}
	free(copy);
}

static inline struct report *healthy_report(void)
{
	struct report *report = report_new();

	apply(report, doctor_healthy);
	return report;
}

/* The finding of a rule that counts: found before skipped before ok, of all TPMs. */
static inline const struct finding *finding_of(const struct report *report, const char *rule)
{
	static const char *const order[] = { "found", "skipped", "ok" };
	const struct finding *findings = report->findings.items;

	for (size_t s = 0; s < 3; s++)
		for (size_t i = 0; i < report->findings.count; i++)
			if (!strcmp(findings[i].id.value, rule) &&
			    !strcmp(findings[i].status.value, order[s]))
				return &findings[i];
	fail_msg("no such rule: %s", rule);
	return NULL;
}

static inline bool tells(const struct finding *finding, const char *text)
{
	const struct evidence *items = finding->evidence.items;

	for (size_t i = 0; i < finding->evidence.count; i++)
		if (strstr(items[i].source.value, text) || strstr(items[i].value.value, text))
			return true;
	return strstr(finding->title.value, text) ||
	       (fact_known(&finding->reason.fact) && strstr(finding->reason.value, text));
}

static inline void print_finding(const struct finding *finding)
{
	const struct evidence *items = finding->evidence.items;

	print_message("# %s: %s, %s\n", finding->id.value, finding->status.value,
		      fact_known(&finding->reason.fact) ? finding->reason.value
							: finding->title.value);
	for (size_t i = 0; i < finding->evidence.count; i++)
		print_message("#   %s: %s\n", items[i].source.value, items[i].value.value);
}

static inline bool begins_with_any(const char *text, const char *const *begins)
{
	for (; *begins; begins++)
		if (!strncmp(text, *begins, strlen(*begins)))
			return true;
	return false;
}

/* Whatever the machine is: a command is whole and can do no harm, a hint may give no group away. */
static inline void check_commands(const struct finding *finding)
{
	static const char *const only_read[] = { "tpm2_getcap", "tpm2_gettestresult", NULL };
	static const char *const of_tpm2[] = { "tpm2_", "tss2_", NULL };
	static const char *const wrong_groups[] = {
		"-aG root", "-aG nogroup", "-aG nobody", "-aG systemd-", "-aG 0", "-aG 4", NULL
	};

	for (size_t i = 0; i < finding->commands.count; i++) {
		const char *command = ((const char *const *)finding->commands.items)[i];

		if (*command != '#' && begins_with_any(command, of_tpm2))
			assert_true(begins_with_any(command, only_read));
		for (size_t g = 0; wrong_groups[g]; g++)
			assert_null(strstr(command, wrong_groups[g]));
		if (strstr(command, "usermod"))
			assert_null(strstr(command, " root"));
		assert_null(strchr(command, '\n'));
		if (*command != '#')
			assert_null(strpbrk(command, "`$;\\\"'"));
	}
}

/* What the rule prints as a script of its own, for tests/doctor_matrix.sh. */
static inline void write_script(const struct finding *finding)
{
	const char *directory = getenv("DOCTOR_SCRIPTS");
	static unsigned int number;
	struct report *alone;
	char path[4096];
	FILE *out;

	check_commands(finding);
	if (!directory || !finding->commands.count)
		return;
	snprintf(path, sizeof(path), "%s/%s-%u.sh", directory, finding->id.value, number++);
	out = fopen(path, "w");
	assert_non_null(out);
	alone = report_new();
	*(struct finding *)list_append(&alone->arena, &alone->findings, sizeof(*finding)) =
		*finding;
	assert_int_equal(render_fix_script(alone, out), 0);
	fclose(out);
	report_free(alone);
}

static inline void run_case(void **state)
{
	const struct doctor_case *one = *state;
	struct report *report = healthy_report();
	const struct finding *finding;

	apply(report, one->changes);
	doctor_examine(report);
	finding = finding_of(report, one->rule);
	if (strcmp(finding->status.value, one->status) != 0 ||
	    (one->evidence && !tells(finding, one->evidence))) {
		print_finding(finding);
		fail_msg("%s: want %s%s%s", one->rule, one->status, one->evidence ? ", with " : "",
			 one->evidence ? one->evidence : "");
	}
	if (!strcmp(one->status, "found")) {
		assert_true(finding->evidence.count > 0);
		write_script(finding);
	}
	if (!strcmp(one->status, "skipped"))
		assert_true(fact_known(&finding->reason.fact));
	print_message("# matrix %s %s\n", one->rule,
		      !strcmp(one->status, "found") ? "caught"
		      : !strcmp(one->status, "ok")  ? "silent"
						    : "skipped");
	assert_int_equal(remove_each_fact(report, one->changes ? one->changes : "healthy"), 0);
	report_free(report);
}

/* On the healthy report nothing is found, and on an empty one nothing is known. */
static inline void run_rule_alone(void **state)
{
	const struct rule *rule = *state;
	struct report *healthy = healthy_report(), *bare = report_new();
	const struct finding *finding;

	doctor_examine(healthy);
	finding = finding_of(healthy, rule->id);
	if (!strcmp(finding->status.value, "found")) {
		print_finding(finding);
		fail_msg("%s is found on a healthy machine", rule->id);
	}
	if (!strcmp(finding->status.value, "ok"))
		print_message("# matrix %s silent\n", rule->id);
	if (rule->scope != RULE_MACHINE)
		report_add_tpm(bare);
	doctor_examine(bare);
	finding = finding_of(bare, rule->id);
	if (strcmp(finding->status.value, "skipped") != 0) {
		print_finding(finding);
		fail_msg("%s knows something of nothing", rule->id);
	}
	print_message("# matrix %s skipped\n", rule->id);
	report_free(healthy);
	report_free(bare);
}

/* Every rule of a category has a case in which it is found, and is silent somewhere. */
static inline int run_doctor_cases(const char *category, const struct doctor_case *cases, size_t n)
{
	static struct CMUnitTest tests[256];
	const struct rule_table *table;
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		char *name = NULL;

		if (asprintf(&name, "%s %s: %s", cases[i].rule, cases[i].status,
			     cases[i].changes ? cases[i].changes : "healthy") < 0)
			return 1;
		tests[count++] = (struct CMUnitTest){ name, run_case, NULL, NULL,
						      (void *)(uintptr_t)&cases[i] };
	}
	for (size_t t = 0; (table = doctor_category(t)); t++) {
		for (size_t i = 0; i < table->count && !strcmp(table->category, category); i++)
			tests[count++] =
				(struct CMUnitTest){ table->rules[i].id, run_rule_alone, NULL, NULL,
						     (void *)(uintptr_t)&table->rules[i] };
	}
	return _cmocka_run_group_tests(category, tests, count, NULL, NULL);
}

#define DOCTOR_CASES(category, cases)                                                       \
	int main(void)                                                                      \
	{                                                                                   \
		return run_doctor_cases(category, cases, sizeof(cases) / sizeof(cases[0])); \
	}

#endif
