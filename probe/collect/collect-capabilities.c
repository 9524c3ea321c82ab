/* SPDX-License-Identifier: BSD-2-Clause */
/* The capability lists: one function per TPM2_CAP, each turning the TPM's items into records. */
#include "collect-capabilities.h"

#include "collect.h"

#include <stdlib.h>

#include "capability.h"
#include "capabilities.h"
#include "cleanup.h"
#include "hash.h"
#include "names-command.h"
#include "names.h"
#include "tpm-connection.h"
#include "tpm-query.h"

static void collect_algorithms(struct tpm_query *questions)
{
	struct list_fact *list = &questions->tpm_report->capabilities->algorithms;
	_cleanup_free_ void *data = NULL;
	const TPMS_ALG_PROPERTY *items;
	size_t count = 0;

	list->fact = query_capability(questions, TPM2_CAP_ALGS, 0, &data, &count);
	items = data;
	for (size_t i = 0; i < count; i++)
		record_algorithm(questions->report, list, items[i].alg, items[i].algProperties);
}

static void collect_commands(struct tpm_query *questions)
{
	struct list_fact *list = &questions->tpm_report->capabilities->commands;
	_cleanup_free_ void *data = NULL;
	const TPMA_CC *items;
	size_t count = 0;

	list->fact = query_capability(questions, TPM2_CAP_COMMANDS, TPM2_CC_FIRST, &data, &count);
	items = data;
	for (size_t i = 0; i < count; i++)
		record_command(questions->report, list, items[i]);
}

static void collect_command_codes(struct tpm_query *questions, struct list_fact *list,
				  TPM2_CAP capability)
{
	_cleanup_free_ void *data = NULL;
	const TPM2_CC *items;
	size_t count = 0;

	list->fact = query_capability(questions, capability, TPM2_CC_FIRST, &data, &count);
	items = data;
	for (size_t i = 0; i < count; i++)
		record_named_id(questions->report, list, name_command(items[i]), items[i]);
}

static void collect_curves(struct tpm_query *questions)
{
	struct list_fact *list = &questions->tpm_report->capabilities->ecc_curves;
	_cleanup_free_ void *data = NULL;
	const TPM2_ECC_CURVE *items;
	size_t count = 0;

	list->fact = query_capability(questions, TPM2_CAP_ECC_CURVES, 0, &data, &count);
	items = data;
	for (size_t i = 0; i < count; i++)
		record_named_id(questions->report, list, name_curve(items[i]), items[i]);
}

void collect_banks(struct tpm_query *questions)
{
	struct list_fact *list = &questions->tpm_report->capabilities->pcrs;

	list->fact = questions->banks_fact;
	for (size_t i = 0; i < questions->n_banks; i++)
		record_bank(questions->report, list, &questions->banks[i]);
}

static void collect_pcr_properties(struct tpm_query *questions)
{
	struct list_fact *list = &questions->tpm_report->capabilities->pcr_properties;
	_cleanup_free_ void *data = NULL;
	const TPMS_TAGGED_PCR_SELECT *items;
	size_t count = 0;

	list->fact = query_capability(questions, TPM2_CAP_PCR_PROPERTIES, 0, &data, &count);
	items = data;
	for (size_t i = 0; i < count; i++) {
		struct pcr_property *record =
			list_append(&questions->report->arena, list, sizeof(*record));

		set_name(questions->report, &record->name, name_pcr_property(items[i].tag),
			 items[i].tag);
		record->tag = FACT_NUMBER(items[i].tag);
		set_selected(questions->report, &record->selected, items[i].pcrSelect,
			     items[i].sizeofSelect);
	}
}

static void collect_handles(struct tpm_query *questions, struct list_fact *list, TPM2_HT type)
{
	_cleanup_free_ void *data = NULL;
	const TPM2_HANDLE *items;
	size_t count = 0;

	list->fact = query_capability(questions, TPM2_CAP_HANDLES, (uint32_t)type << TPM2_HR_SHIFT,
				      &data, &count);
	items = data;
	for (size_t i = 0; i < count; i++)
		record_number(questions->report, list, items[i]);
}

/* What not every TPM knows is not asked where a refusal would end a resource manager. */
static bool may_be_refused(const struct tpm_query *questions)
{
	return !tpm_through_abrmd(questions->tpm);
}

static void collect_auth_policies(struct tpm_query *questions)
{
	struct list_fact *list = &questions->tpm_report->capabilities->auth_policies;
	struct report *report = questions->report;
	_cleanup_free_ void *data = NULL;
	const TPMS_TAGGED_POLICY *items;
	size_t count = 0;

	list->fact =
		query_capability(questions, TPM2_CAP_AUTH_POLICIES, TPM2_RH_FIRST, &data, &count);
	items = data;
	for (size_t i = 0; i < count; i++) {
		struct auth_policy *record = list_append(&report->arena, list, sizeof(*record));
		TPM2_ALG_ID hash = items[i].policyHash.hashAlg;

		record->handle = FACT_NUMBER(items[i].handle);
		record->hash_id = FACT_NUMBER(hash);
		set_name(report, &record->hash, name_algorithm(hash), hash);
		fact_set_text(report, &record->digest,
			      hash_size(hash)
				      ? arena_hex(&report->arena, &items[i].policyHash.digest,
						  hash_size(hash))
				      : NULL);
	}
}

static void collect_vendor(struct tpm_query *questions)
{
	struct text_fact *fact = &questions->tpm_report->capabilities->vendor;
	_cleanup_free_ uint8_t *data = NULL;
	size_t size = 0;

	if (questions->broken) {
		fact->fact = fact_rc(questions->broken);
		return;
	}
	fact->fact = query_fact(questions, tpm_vendor_capability(questions->tpm, 0, &data, &size));
	if (fact_known(&fact->fact))
		fact_set_text(questions->report, fact,
			      arena_hex(&questions->report->arena, data, size));
}

void collect_nv_handles(struct tpm_query *questions)
{
	collect_handles(questions, &questions->tpm_report->capabilities->handles_nv_index,
			TPM2_HT_NV_INDEX);
}

void collect_contents(struct tpm_query *questions)
{
	struct capabilities *capabilities = questions->tpm_report->capabilities;

	collect_banks(questions);
	if (questions->parts & COLLECT_FEW)
		collect_algorithms(questions); /* FAPI's profiles name some */
	collect_nv_handles(questions);
	collect_handles(questions, &capabilities->handles_loaded_session, TPM2_HT_LOADED_SESSION);
	collect_handles(questions, &capabilities->handles_saved_session, TPM2_HT_SAVED_SESSION);
	collect_handles(questions, &capabilities->handles_transient, TPM2_HT_TRANSIENT);
	collect_handles(questions, &capabilities->handles_persistent, TPM2_HT_PERSISTENT);
}

void collect_capabilities(struct tpm_query *questions)
{
	struct capabilities *capabilities = questions->tpm_report->capabilities;
	const struct {
		struct list_fact *list;
		TPM2_HT type;
	} handles[] = {
		{ &capabilities->handles_pcr, TPM2_HT_PCR },
		{ &capabilities->handles_nv_index, TPM2_HT_NV_INDEX },
		{ &capabilities->handles_loaded_session, TPM2_HT_LOADED_SESSION },
		{ &capabilities->handles_saved_session, TPM2_HT_SAVED_SESSION },
		{ &capabilities->handles_permanent, TPM2_HT_PERMANENT },
		{ &capabilities->handles_transient, TPM2_HT_TRANSIENT },
		{ &capabilities->handles_persistent, TPM2_HT_PERSISTENT },
	};

	record_properties(questions->report, questions->tpm_report, &questions->properties);
	collect_banks(questions);
	collect_algorithms(questions);
	collect_commands(questions);
	collect_command_codes(questions, &capabilities->pp_commands, TPM2_CAP_PP_COMMANDS);
	collect_command_codes(questions, &capabilities->audit_commands, TPM2_CAP_AUDIT_COMMANDS);
	collect_pcr_properties(questions);
	collect_curves(questions);
	for (size_t i = 0; i < sizeof(handles) / sizeof(handles[0]); i++)
		collect_handles(questions, handles[i].list, handles[i].type);
	if (may_be_refused(questions)) {
		collect_auth_policies(questions);
		collect_vendor(questions);
	}
}
