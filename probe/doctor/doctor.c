/* SPDX-License-Identifier: BSD-2-Clause */
/* Running the rules, and what comes of it for each purpose. */
#include "doctor.h"

#include <stdlib.h>

#include "rule.h"
#include "device.h"
#include "finding.h"
#include "verdict.h"

static const struct rule_table *const tables[] = {
	&rules_devices,	    &rules_kernel_log, &rules_platform, &rules_permissions,
	&rules_environment, &rules_abrmd,      &rules_health,	&rules_lockout,
	&rules_resources,   &rules_boot,       &rules_keys,	&rules_fapi,
	&rules_performance, &rules_security,   &rules_unlock,
};
enum { N_TABLES = sizeof(tables) / sizeof(tables[0]) };

static const char *const purposes[] = { "storage", "measured boot", "attestation",
					"FAPI",	   "PKCS#11",	    "disk unlock" };
enum { RULES_USUAL = 160 };
enum { N_PURPOSES = sizeof(purposes) / sizeof(purposes[0]) };

const struct rule_table *doctor_category(size_t i)
{
	return i < N_TABLES ? tables[i] : NULL;
}

const struct rule *doctor_find(const char *id, const char **ret_category)
{
	for (size_t t = 0; t < N_TABLES; t++) {
		for (size_t i = 0; i < tables[t]->count; i++) {
			if (strcmp(tables[t]->rules[i].id, id) != 0)
				continue;
			if (ret_category)
				*ret_category = tables[t]->category;
			return &tables[t]->rules[i];
		}
	}
	return NULL;
}

/* The lines of a text, as a list of texts. */
static void add_lines(struct report *report, struct list_fact *list, const char *lines)
{
	list->fact.presence = PRESENCE_PRESENT;
	while (lines && *lines) {
		size_t n = strcspn(lines, "\n");

		*(const char **)list_append(&report->arena, list, sizeof(char *)) =
			arena_strndup(&report->arena, lines, n);
		lines += n + (lines[n] == '\n');
	}
}

/* Text of this program's own: neither cleaned nor copied. */
static void set_own(struct text_fact *fact, const char *text)
{
	fact->fact = text ? (struct fact){ .presence = PRESENCE_PRESENT } : FACT_ABSENT;
	fact->value = text;
}

static struct finding *describe(struct report *report, const struct rule *rule,
				const char *category, const struct tpm_report *tpm)
{
	struct finding *finding =
		list_append(&report->arena, &report->findings, sizeof(struct finding));

	set_own(&finding->id, rule->id);
	fact_set_state(&finding->severity, &severity_words, rule->severity);
	set_own(&finding->category, category);
	fact_set_text(report, &finding->tpm, tpm ? text_of(&tpm->name, NULL) : NULL);
	set_own(&finding->title, rule->title);
	set_own(&finding->remedy, rule->remedy);
	set_own(&finding->why, rule->why);
	add_lines(report, &finding->commands, rule->commands);
	add_lines(report, &finding->references, rule->references);
	return finding;
}

void doctor_describe(struct report *report, const struct rule *rule, const char *category)
{
	struct finding *finding = describe(report, rule, category, NULL);
	bool trusts_answers = rule->scope == RULE_TPM2 && !rule->in_failure_mode;

	finding->tpm.fact.presence = PRESENCE_NOT_COLLECTED;
	if (rule->unless || trusts_answers)
		set_own(&finding->explained_by, rule->unless ? rule->unless : "FW-001");
}

/* What each purpose is told by rules: those that were found, and those that nobody could answer. */
struct verdicts {
	struct list_fact found[N_PURPOSES], unknown[N_PURPOSES];
};

static void note(struct report *report, struct verdicts *verdicts, const struct rule *rule,
		 enum rule_status status)
{
	for (size_t i = 0; i < N_PURPOSES; i++) {
		struct list_fact *list = status == RULE_FOUND	  ? verdicts->found
					 : status == RULE_SKIPPED ? verdicts->unknown
								  : NULL;

		if (list && rule->stops >> i & 1)
			*(const char **)list_append(&report->arena, &list[i], sizeof(char *)) =
				rule->id;
	}
}

/* Is another rule found with this TPM? */
static bool is_found(const struct report *report, const struct tpm_report *tpm, const char *id,
		     struct arena *arena)
{
	struct finding scratch = { 0 };
	struct finding_out out = { arena, &scratch, report, tpm, NULL };

	return doctor_find(id, NULL)->check(report, tpm, &out) == RULE_FOUND;
}

static enum rule_status skip_explained(struct finding_out *out, const char *id)
{
	set_own(&out->finding->explained_by, id);
	return skip(out, arena_printf(out->arena, "%s explains it", id));
}

static enum rule_status check_rule(const struct rule *rule, struct finding_out *out)
{
	const struct tpm_report *tpm = out->tpm;

	if (rule->scope != RULE_MACHINE && !tpm)
		return skip(out,
			    is_made_of_texts(out->report)
				    ? "the text holds nothing of a TPM"
				    : "there is no TPM to examine: DEV-001 and DEV-002 say why");
	if (rule->scope == RULE_TPM2 && fact_known(&tpm->device->version_major.fact) &&
	    tpm->device->version_major.value == 1)
		return skip(out, "this is a TPM 1.2, which has no TPM 2.0 to examine: T12-001");
	if (rule->scope == RULE_TPM2 && !rule->in_failure_mode &&
	    is_found(out->report, tpm, "FW-001", out->arena))
		return skip_explained(out, "FW-001");
	if (rule->unless && is_found(out->report, tpm, rule->unless, out->arena))
		return skip_explained(out, rule->unless);
	return rule->check(out->report, tpm, out);
}

static void run_rule(struct report *report, struct tpm_report *tpm, const struct rule_table *table,
		     const struct rule *rule, struct verdicts *verdicts)
{
	struct finding *finding = describe(report, rule, table->category, tpm);
	struct finding_out out = { &report->arena, finding, report, tpm, NULL };
	enum rule_status status;

	finding->evidence.fact.presence = PRESENCE_PRESENT;
	status = check_rule(rule, &out);
	fact_set_state(&finding->status, &finding_status_words, status);
	note(report, verdicts, rule, status);
	if (status == RULE_OK && out.pass)
		report_add_verdict(report, tpm ? &tpm->verdicts : &report->verdicts, SEVERITY_OK,
				   rule->id, out.pass, NULL);
}

/* The findings from this one on, the worst first, ahead of the passes in the list. */
static void add_verdicts(struct report *report, size_t first, struct list_fact *list)
{
	const struct finding *findings = report->findings.items;
	struct list_fact passes = *list;

	*list = (struct list_fact){ .fact.presence = PRESENCE_PRESENT };
	for (unsigned int severity = SEVERITY_CRITICAL; severity > SEVERITY_OK; severity--)
		for (size_t i = first; i < report->findings.count; i++)
			if (state_is(&findings[i].status, FINDING_FOUND) &&
			    state_is(&findings[i].severity, severity))
				report_add_verdict(report, list, severity, findings[i].id.value,
						   findings[i].title.value,
						   text_of(&findings[i].remedy, NULL));
	for (size_t i = 0; i < passes.count; i++)
		*(struct verdict *)list_append(&report->arena, list, sizeof(struct verdict)) =
			((const struct verdict *)passes.items)[i];
}

static void run_rules(struct report *report, struct tpm_report *tpm, bool machine,
		      struct verdicts *verdicts)
{
	struct list_fact *list = machine ? &report->verdicts : tpm ? &tpm->verdicts : NULL;
	size_t first = report->findings.count;

	if (list)
		*list = (struct list_fact){ 0 };
	for (size_t t = 0; t < N_TABLES; t++) {
		for (size_t i = 0; i < tables[t]->count; i++) {
			const struct rule *rule = &tables[t]->rules[i];

			if ((rule->scope == RULE_MACHINE) == machine)
				run_rule(report, tpm, tables[t], rule, verdicts);
		}
	}
	if (list)
		add_verdicts(report, first, list);
}

static void append_rules(struct report *report, struct list_fact *to, const struct list_fact *from)
{
	to->fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < from->count; i++)
		*(const char **)list_append(&report->arena, to, sizeof(char *)) =
			((const char *const *)from->items)[i];
}

/* What is known of the machine holds for each of its TPMs. */
static void judge(struct report *report, const struct tpm_report *tpm,
		  const struct verdicts *machine, const struct verdicts *own)
{
	for (size_t i = 0; i < N_PURPOSES; i++) {
		struct readiness *readiness =
			list_append(&report->arena, &report->readiness, sizeof(*readiness));
		bool found = machine->found[i].count + own->found[i].count;
		bool unknown = machine->unknown[i].count + own->unknown[i].count;

		fact_set_text(report, &readiness->purpose, purposes[i]);
		fact_set_text(report, &readiness->tpm, tpm ? text_of(&tpm->name, NULL) : NULL);
		fact_set_state(&readiness->status, &readiness_status_words,
			       found || (!tpm && fact_known(&report->tpms.fact)) ? READINESS_NO
			       : unknown || !tpm				 ? READINESS_UNKNOWN
										 : READINESS_YES);
		append_rules(report, &readiness->rules,
			     found ? &machine->found[i] : &machine->unknown[i]);
		append_rules(report, &readiness->rules, found ? &own->found[i] : &own->unknown[i]);
	}
}

void doctor_examine(struct report *report)
{
	struct verdicts machine = { 0 };
	size_t n = report_count_tpms(report);

	/* Room for every rule at once: growing in steps costs more than all the rules. */
	report->findings = (struct list_fact){
		.fact.presence = PRESENCE_PRESENT,
		.items = arena_alloc(&report->arena, RULES_USUAL * sizeof(struct finding)),
		.capacity = RULES_USUAL,
	};
	report->readiness = (struct list_fact){ .fact.presence = PRESENCE_PRESENT };
	run_rules(report, NULL, true, &machine);
	for (size_t i = 0; i < n || i == 0; i++) {
		struct tpm_report *tpm = report_tpm(report, i);
		struct verdicts own = { 0 };

		run_rules(report, tpm, false, &own);
		judge(report, tpm, &machine, &own);
	}
}

static bool is_in(const char *const *texts, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(texts[i], text))
			return true;
	return false;
}

void doctor_keep(struct report *report, const struct doctor_filter *choice)
{
	struct finding *findings = report->findings.items;
	bool all = !choice->n_rules && !choice->n_categories;
	size_t kept = 0;

	for (size_t i = 0; i < report->findings.count; i++) {
		const char *id = findings[i].id.value;

		if ((all || is_in(choice->rules, choice->n_rules, id) ||
		     is_in(choice->categories, choice->n_categories, findings[i].category.value)) &&
		    !is_in(choice->ignored, choice->n_ignored, id))
			findings[kept++] = findings[i];
	}
	report->findings.count = kept;
}

enum severity doctor_worst_severity(const struct report *report)
{
	const struct finding *findings = report->findings.items;
	enum severity worst = SEVERITY_OK;

	for (size_t i = 0; i < report->findings.count; i++)
		if (state_is(&findings[i].status, FINDING_FOUND) &&
		    findings[i].severity.state > worst)
			worst = findings[i].severity.state;
	return worst;
}
