
#include "field.h"
#include "fields.h"
#include "finding.h"
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fewer facts never say more: each fact is taken out of a report in turn. What was found or passed may be
 * skipped then, and nothing else may change; readiness may only become unknown.
 */
#ifndef DOCTOR_REMOVAL_H
#define DOCTOR_REMOVAL_H

struct outcome {
	const char *id, *status;
};

struct removal {
	struct report *report;
	struct outcome *findings, *readiness; /* with every fact there */
	size_t n_findings, n_readiness;
	size_t n_facts, n_wrong;
	const char *name;
};

static inline bool is_same_or(const char *now, const char *before, const char *less)
{
	return !strcmp(now, before) || !strcmp(now, less);
}

static inline void examine_without(struct removal *removal, const char *path)
{
	struct report *report = removal->report;
	const struct finding *findings;
	const struct readiness *readiness;

	removal->n_facts++;
	doctor_examine(report);
	findings = report->findings.items;
	readiness = report->readiness.items;
	/* Fewer TPMs are fewer findings, which are about the first ones. */
	for (size_t i = 0; i < report->findings.count && i < removal->n_findings; i++) {
		const struct outcome *before = &removal->findings[i];

		if (strcmp(findings[i].id.value, before->id) != 0)
			break;
		if (is_same_or(findings[i].status.value, before->status, "skipped"))
			continue;
		print_message("# %s: without %s %s is %s, with it %s\n", removal->name, path,
			      before->id, findings[i].status.value, before->status);
		removal->n_wrong++;
	}
	for (size_t i = 0; i < report->readiness.count && i < removal->n_readiness; i++) {
		const struct outcome *before = &removal->readiness[i];

		if (is_same_or(readiness[i].status.value, before->status, "unknown"))
			continue;
		print_message("# %s: without %s \"%s\" is %s, with it %s\n", removal->name, path,
			      before->id, readiness[i].status.value, before->status);
		removal->n_wrong++;
	}
}

/* What rules make of facts is none. */
static inline bool is_derived(const struct record_type *type, const char *key)
{
	return !strcmp(key, "findings") || !strcmp(key, "readiness") || !strcmp(key, "verdicts") ||
	       (type == &report_type && (!strcmp(key, "machines") || !strcmp(key, "fleet")));
}

static inline void remove_facts(struct removal *removal, const struct record_type *type,
				void *record, const char *path)
{
	enum { MANY = 40 }; /* of a list; what is behind is like what is before */

	for (size_t i = 0; i < type->n_fields; i++) {
		const struct field *field = &type->fields[i];
		void *member = field_member(field, record);
		struct list_fact *list = member;
		char below[256];
		struct fact *fact;

		if (is_derived(type, field->key))
			continue;
		snprintf(below, sizeof(below), "%s%s%s", path, *path ? "." : "", field->key);
		if (field->type == FIELD_RECORD) {
			remove_facts(removal, field->record, member, below);
			continue;
		}
		fact = member;
		if (fact->presence == PRESENCE_NOT_COLLECTED)
			continue;
		if (field->type == FIELD_RECORDS || field->type == FIELD_TEXTS ||
		    field->type == FIELD_NUMBERS) {
			struct list_fact whole = *list;

			*list = (struct list_fact){ 0 };
			examine_without(removal, below);
			*list = whole;
		} else {
			struct fact whole = *fact;

			*fact = (struct fact){ 0 };
			examine_without(removal, below);
			*fact = whole;
		}
		for (size_t n = 0; field->type == FIELD_RECORDS && n < list->count && n < MANY;
		     n++) {
			snprintf(below, sizeof(below), "%s%s%s[%zu]", path, *path ? "." : "",
				 field->key, n);
			remove_facts(removal, field->record,
				     (char *)list->items + n * field->record->size, below);
		}
	}
}

static inline size_t remove_each_fact(struct report *report, const char *name)
{
	struct removal removal = { .report = report, .name = name };
	const struct finding *findings;
	const struct readiness *readiness;

	doctor_examine(report);
	findings = report->findings.items;
	readiness = report->readiness.items;
	removal.n_findings = report->findings.count;
	removal.n_readiness = report->readiness.count;
	removal.findings = calloc(removal.n_findings, sizeof(struct outcome));
	removal.readiness = calloc(removal.n_readiness + 1, sizeof(struct outcome));
	for (size_t i = 0; i < removal.n_findings; i++)
		removal.findings[i] =
			(struct outcome){ findings[i].id.value, findings[i].status.value };
	for (size_t i = 0; i < removal.n_readiness; i++)
		removal.readiness[i] =
			(struct outcome){ readiness[i].purpose.value, readiness[i].status.value };
	remove_facts(&removal, &report_type, report, "");
	free(removal.findings);
	free(removal.readiness);
	assert_true(removal.n_facts > 0);
	return removal.n_wrong;
}

#endif
