/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of rules use. Every function that formats cleans what it is given: facts may
 * hold any text, and commands go to a shell.
 */
#ifndef RULE_H
#define RULE_H

#include <inttypes.h>
#include <string.h>

#include "field.h"
#include "fields.h"
#include "report.h"
#include "rule-table.h"
#include "device.h"
#include "identity.h"

struct finding_out {
	struct arena *arena;
	struct finding *finding;
	const struct report *report;
	const struct tpm_report *tpm;
	const char *pass; /* what an overview says where the rule passes; NULL: nothing */
};

/* What the rule looked at. source is a file, a property of the TPM's, a variable, a field. */
void evidence(struct finding_out *out, const char *source, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* A title, a remedy that say more than the row's. */
void say_title(struct finding_out *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void say_remedy(struct finding_out *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * One more command after the row's; "# " begins a hint. A command is put into scripts as it stands, so
 * that texts of the report get into it through plain_word() only. Nothing that changes a TPM is a command.
 */
void say_command(struct finding_out *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * A name or a path that is one word for a shell and no option, or NULL: it is not known, or somebody
 * made it up. What is asked for then is a hint, with a placeholder.
 */
const char *plain_word(const struct text_fact *fact);

/* Skipped: reason tells why, and what would answer it. */
enum rule_status skip(struct finding_out *out, const char *reason);

/* Skipped, because this fact is missing: its presence says why. type, record: where it stands. */
enum rule_status skip_lacking(struct finding_out *out, const struct record_type *type,
			      const void *record, const struct fact *fact);

/* Skipped, because the TPM was not asked, or could not be. */
enum rule_status skip_unasked(struct finding_out *out);

/* What is known of the TPM's own answers: RULE_OK if it answers, else skipped with the reason. */
enum rule_status need_answers(struct finding_out *out);

#define TYPE_OF(record) \
	_Generic((const typeof(*(record)) *)(record), \
		const struct report *: &report_type, \
		const struct host *: &host_type, \
		const struct account *: &account_type, \
		const struct abrmd *: &abrmd_type, \
		const struct fapi *: &fapi_type, \
		const struct firmware_tables *: &firmware_tables_type, \
		const struct tpm_report *: &tpm_report_type, \
		const struct node *: &node_type, \
		const struct device *: &device_type, \
		const struct tpm12 *: &tpm12_type, \
		const struct connection *: &connection_type, \
		const struct identity *: &identity_type, \
		const struct state *: &state_type, \
		const struct limits *: &limits_type, \
		const struct capabilities *: &capabilities_type, \
		const struct latency *: &latency_type, \
		const struct nv_index *: &nv_index_type, \
		const struct tpm_object *: &tpm_object_type, \
		const struct ek_certificate *: &ek_certificate_type, \
		const struct pcr_bank *: &pcr_bank_type, \
		const struct algorithm *: &algorithm_type, \
		const struct setting *: &setting_type, \
		const struct tcti_library *: &tcti_library_type, \
		const struct udev_rules *: &udev_rules_type, \
		const struct holder *: &holder_type, \
		const struct pcr_value *: &pcr_value_type, \
		const struct replayed_pcr *: &replayed_pcr_type, \
		const struct fapi_fault *: &fapi_fault_type, \
		const struct vulnerability *: &vulnerability_type, \
		const struct package *: &package_type, \
		const struct bench_slope *: &bench_slope_type, \
		const struct volume *: &volume_type, \
		const struct volume_binding *: &volume_binding_type, \
		const struct event_log *: &event_log_type)

/* Go on only with this fact: the rule is skipped where it has no value. */
#define NEED(record, member)                                                \
	do {                                                                \
		if (!fact_known(&(record)->member.fact))                    \
			return skip_lacking(out, TYPE_OF(record), (record), \
					    &(record)->member.fact);        \
	} while (0)

/* Go on only if it was looked for: "there is none" is an answer too. */
#define NEED_ANSWER(record, member)                                         \
	do {                                                                \
		if (!was_answered(&(record)->member.fact))                  \
			return skip_lacking(out, TYPE_OF(record), (record), \
					    &(record)->member.fact);        \
	} while (0)

/* Go on only with this member of each item of a list, or knowing that it has none. */
#define NEED_EACH_ANSWER(type_, list, member)                                                 \
	do {                                                                                  \
		for (size_t i_ = 0; i_ < (list)->count; i_++) {                               \
			const struct type_ *item_ = (const struct type_ *)(list)->items + i_; \
			NEED_ANSWER(item_, member);                                           \
		}                                                                             \
	} while (0)

/* Go on only with this member of each item of a list: where something is looked for by it. */
#define NEED_EACH(type_, list, member)                                                        \
	do {                                                                                  \
		for (size_t i_ = 0; i_ < (list)->count; i_++) {                               \
			const struct type_ *item_ = (const struct type_ *)(list)->items + i_; \
			NEED(item_, member);                                                  \
		}                                                                             \
	} while (0)

/* Go on only if the TPM's nodes are known, each with its class. "There are none": the kernel does not
 * have this TPM. */
#define NEED_NODES(tpm_)                                     \
	do {                                                 \
		NEED_ANSWER(tpm_, nodes);                    \
		NEED_EACH(node, &(tpm_)->nodes, class_name); \
	} while (0)

/* Go on only if all TPMs are known, and the node of each by its path. */
#define NEED_ALL_NODES(report_)                                                  \
	do {                                                                     \
		NEED(report_, tpms);                                             \
		for (size_t t_ = 0; t_ < report_count_tpms(report_); t_++) {     \
			const struct tpm_report *tpm_ = report_tpm(report_, t_); \
			NEED_NODES(tpm_);                                        \
			NEED_EACH_ANSWER(node, &tpm_->nodes, path);              \
			NEED_EACH_ANSWER(node, &tpm_->nodes, links);             \
			NEED_EACH(node, &tpm_->nodes, access);                   \
		}                                                                \
	} while (0)

/* Is the report made of texts that somebody attached? Then a list in it may be an excerpt. */
bool is_made_of_texts(const struct report *report);

/* otherwise, unless the report is made of texts and none is of this kind: NULL. */
const char *text_source(const struct report *report, const char *kind, const char *otherwise);

/* Is the number in a list of numbers? */
bool list_has_number(const struct list_fact *list, uint64_t number);

/* "found" where the condition holds, "ok" where it does not: the facts were read before. */
static inline enum rule_status found_if(bool condition)
{
	return condition ? RULE_FOUND : RULE_OK;
}

/* Is the TPM a program, as far as it is known? */
bool is_software(const struct tpm_report *tpm);

/* Lines of the kernel's log that hold one of the patterns (separated by '|'): RULE_FOUND with the
 * first of them as evidence, RULE_OK where none does, skipped where the log was not read. */
enum rule_status found_in_log(struct finding_out *out, const char *patterns);

/* The first line of the kernel's log that holds one of the patterns; NULL: none, or the log was not read. */
const char *line_in_log(const struct report *report, const char *patterns);

#define RULE_TABLE(name, category_, rules_) \
	const struct rule_table name = { category_, rules_, sizeof(rules_) / sizeof((rules_)[0]) }

extern const struct rule_table rules_devices, rules_kernel_log, rules_permissions,
	rules_environment, rules_abrmd, rules_health, rules_lockout, rules_resources, rules_boot,
	rules_keys, rules_fapi, rules_performance, rules_platform, rules_security, rules_unlock;

#endif
