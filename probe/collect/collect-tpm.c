/* SPDX-License-Identifier: BSD-2-Clause */
/* Asks a TPM: which question is sent when, and what a refusal means. */
#include "collect-tpm.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "clock.h"
#include "collect-capabilities.h"
#include "collect-nv.h"
#include "collect-objects.h"
#include "collect.h"
#include "rc.h"
#include "stats.h"
#include "tpm-connection.h"
#include "tpm-query.h"
#include "tpm.h"
#include "connection.h"
#include "tpm-state.h"
#include "field.h"
#include "fields.h"
#include "latency.h"

static void collect_clock(struct tpm_query *questions)
{
	struct state *state = questions->tpm_report->state;
	TPMS_TIME_INFO info = { 0 };
	struct number_fact *facts[] = { &state->time_ms, &state->clock_ms, &state->reset_count,
					&state->restart_count, &state->clock_safe };
	struct fact fact;

	fact = questions->broken ? fact_rc(questions->broken)
				 : query_fact(questions, tpm_clock(questions->tpm, &info));
	for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
		facts[i]->fact = fact;
	if (!fact_known(&fact))
		return;
	state->time_ms.value = info.time;
	state->clock_ms.value = info.clockInfo.clock;
	state->reset_count.value = info.clockInfo.resetCount;
	state->restart_count.value = info.clockInfo.restartCount;
	state->clock_safe.value = info.clockInfo.safe == TPM2_YES;
}

static void distrust_all(const struct record_type *type, void *record, const char *only)
{
	for (size_t i = 0; i < type->n_fields; i++) {
		struct fact *fact = (void *)((char *)record + type->fields[i].offset);

		if (fact_known(fact) && strncmp(type->fields[i].key, "self_test", 9) != 0 &&
		    (!only || !strcmp(type->fields[i].key, only)))
			*fact = fact_rc(TPM2_RC_FAILURE);
	}
}

/* In failure mode properties are answered without a meaning: 0 of 0, and texts in another order. */
static void distrust_failed(struct tpm_report *tpm_report)
{
	if (tpm_report->state->self_test.state != SELF_TEST_FAILURE)
		return;
	distrust_all(&state_type, tpm_report->state, NULL);
	distrust_all(&limits_type, tpm_report->limits, NULL);
	distrust_all(&identity_type, tpm_report->identity, "vendor_string");
	distrust_all(&identity_type, tpm_report->identity, "modalias");
}

static void collect_self_test(struct tpm_query *questions)
{
	struct state *state = questions->tpm_report->state;
	uint32_t result = 0;
	struct fact fact;

	/* The one question that a TPM in failure mode still answers. */
	fact = questions->broken && !rc_is_from_tpm(questions->broken)
		       ? fact_rc(questions->broken)
		       : query_fact(questions, tpm_test_result(questions->tpm, &result));
	state->self_test.fact = state->self_test_result.fact = fact;
	if (!fact_known(&fact))
		return;
	state->self_test_result.value = result;
	switch (result) {
	case TPM2_RC_SUCCESS:
		fact_set_state(&state->self_test, &self_test_words, SELF_TEST_SUCCESS);
		break;
	case TPM2_RC_TESTING:
		fact_set_state(&state->self_test, &self_test_words, SELF_TEST_TESTING);
		break;
	case TPM2_RC_NEEDS_TEST:
		fact_set_state(&state->self_test, &self_test_words, SELF_TEST_NEEDS_TEST);
		break;
	default:
		fact_set_state(&state->self_test, &self_test_words, SELF_TEST_FAILURE);
		break;
	}
	distrust_failed(questions->tpm_report);
}

static struct fact read_banks(struct tpm_query *questions, const TPMS_PCR_SELECTION *banks,
			      size_t n_banks)
{
	struct list_fact *list = &questions->tpm_report->pcr_values;
	_cleanup_free_ struct tpm_pcr *pcrs = NULL;
	struct fact fact;
	size_t count = 0;

	fact = questions->broken ? fact_rc(questions->broken)
				 : query_fact(questions, tpm_pcr_values(questions->tpm, banks,
									n_banks, &pcrs, &count));
	for (size_t i = 0; i < count; i++)
		record_pcr_value(questions->report, list, pcrs[i].bank, pcrs[i].index,
				 pcrs[i].digest.buffer, pcrs[i].digest.size);
	return fact;
}

static void collect_pcr_values(struct tpm_query *questions)
{
	struct list_fact *list = &questions->tpm_report->pcr_values;

	list->fact = questions->banks_fact;
	if (fact_known(&list->fact))
		list->fact = read_banks(questions, questions->banks, questions->n_banks);
}

/*
 * Only those that the firmware measures the boot into. They fit into one TPM2_PCR_Read a bank, so what
 * was read of one bank stays where there is no room for the next.
 */
static void collect_boot_pcrs(struct tpm_query *questions)
{
	struct list_fact *list = &questions->tpm_report->pcr_values;
	struct fact fact = questions->banks_fact;

	for (size_t i = 0; i < questions->n_banks && fact_known(&fact); i++) {
		TPMS_PCR_SELECTION *bank = &questions->banks[i];

		memset(bank->pcrSelect + 1, 0, sizeof(bank->pcrSelect) - 1);
		fact = read_banks(questions, bank, 1);
	}
	if (!list->count || fact.presence != PRESENCE_NOT_COLLECTED)
		list->fact = fact;
}

/* What the limit left no room for since the last call gets a name. */
static void end_part(struct tpm_query *questions, const char *part)
{
	struct connection *connection = questions->tpm_report->connection;

	if (questions->limited)
		*(const char **)list_append(&questions->report->arena, &connection->left_out,
					    sizeof(char *)) = part;
	questions->limited = false;
}

static void report_broken(struct tpm_query *questions)
{
	struct connection *connection = questions->tpm_report->connection;
	struct report *report = questions->report;
	struct rc_info info;

	rc_decode(questions->broken, &info);
	connection->error = FACT_NUMBER(questions->broken);
	fact_set_text(report, &connection->error_text,
		      arena_printf(&report->arena, "%s: %s (0x%x)", info.layer,
				   info.meaning ? info.meaning : info.text, info.code));
	fact_set_text(report, &connection->remedy, info.remedy);
}

static void add_properties(struct known_properties *properties, const TPMS_TAGGED_PROPERTY *items,
			   size_t count)
{
	for (size_t i = 0; i < count; i++)
		properties->items[properties->count++] =
			(struct known_property){ items[i].property, items[i].value, UINT32_MAX };
}

/* Most TPMs end a page with its group of properties, some go on into the next group. */
static void ask_properties(struct tpm_query *questions)
{
	struct known_properties *properties = &questions->properties;
	_cleanup_free_ TPMS_TAGGED_PROPERTY *fixed = NULL;
	_cleanup_free_ void *variable = NULL;
	size_t n_fixed = 0, n_variable = 0;
	void *data = NULL;

	properties->fixed = query_capability(questions, TPM2_CAP_TPM_PROPERTIES, TPM2_PT_FIXED,
					     &data, &n_fixed);
	fixed = data;
	properties->variable = properties->fixed;
	if (!n_fixed || fixed[n_fixed - 1].property < TPM2_PT_VAR)
		properties->variable = query_capability(questions, TPM2_CAP_TPM_PROPERTIES,
							TPM2_PT_VAR, &variable, &n_variable);
	properties->items = calloc(n_fixed + n_variable + 1, sizeof(*properties->items));
	if (!properties->items) {
		properties->fixed = properties->variable = fact_errno(ENOMEM);
		return;
	}
	add_properties(properties, fixed, n_fixed);
	add_properties(properties, variable, n_variable);
}

/* How long the TPM takes for random bytes while nothing is loaded: doctor --active. */
enum { SAMPLES = 20, RANDOM_BYTES = 32 };

static void collect_latency(struct tpm_query *questions)
{
	struct latency *latency = questions->tpm_report->latency;
	uint64_t samples[SAMPLES];
	struct fact fact = { .presence = PRESENCE_PRESENT };

	for (size_t i = 0; i < SAMPLES && fact_known(&fact); i++) {
		uint64_t start = now_ns();

		fact = questions->broken
			       ? fact_rc(questions->broken)
			       : query_fact(questions, tpm_random(questions->tpm, RANDOM_BYTES));
		samples[i] = now_ns() - start;
	}
	latency->random_count.fact = latency->random_median_ns.fact = latency->random_max_ns.fact =
		fact;
	if (!fact_known(&fact))
		return;
	latency->random_count.value = SAMPLES;
	latency->random_median_ns.value = stats_median(samples, SAMPLES);
	latency->random_max_ns.value = stats_max(samples, SAMPLES);
}

TSS2_RC collect_tpm(struct report *report, struct tpm_report *tpm_report, struct tpm *tpm,
		    unsigned int parts)
{
	struct tpm_query questions = {
		.report = report, .tpm_report = tpm_report, .tpm = tpm, .parts = parts
	};
	void *data = NULL;

	if (parts & (COLLECT_IDENTITY | COLLECT_CAPABILITIES))
		ask_properties(&questions);
	if (parts & COLLECT_IDENTITY)
		record_identity(report, tpm_report, &questions.properties);
	end_part(&questions, "properties");
	if (parts & COLLECT_IDENTITY) {
		collect_clock(&questions);
		end_part(&questions, "clock");
		collect_self_test(&questions);
		end_part(&questions, "self_test");
	}
	if (parts & (COLLECT_CAPABILITIES | COLLECT_CONTENTS | COLLECT_PCRS | COLLECT_BOOT_PCRS)) {
		questions.banks_fact =
			query_capability(&questions, TPM2_CAP_PCRS, 0, &data, &questions.n_banks);
		if (fact_known(&questions.banks_fact))
			questions.banks = data;
	}
	if (parts & COLLECT_CAPABILITIES)
		collect_capabilities(&questions);
	else if (parts & COLLECT_CONTENTS)
		collect_contents(&questions);
	else if (parts & COLLECT_BOOT_PCRS)
		collect_banks(&questions);
	end_part(&questions, "capabilities");
	if (parts & COLLECT_VALIDITY) {
		collect_nv_handles(&questions);
		collect_validity(&questions);
		end_part(&questions, "ek_certificates");
	}
	if (parts & COLLECT_PCRS)
		collect_pcr_values(&questions);
	else if (parts & COLLECT_BOOT_PCRS)
		collect_boot_pcrs(&questions);
	end_part(&questions, "pcr_values");
	if (parts & COLLECT_NV)
		collect_nv(&questions);
	if (parts & COLLECT_OBJECTS)
		collect_objects(&questions);
	end_part(&questions, "keys");
	if (parts & COLLECT_LATENCY)
		collect_latency(&questions);
	end_part(&questions, "latency");
	tpm_report->connection->retries = FACT_NUMBER(tpm_retries(tpm));
	tpm_report->connection->commands = FACT_NUMBER(tpm_commands(tpm));
	if (questions.broken)
		report_broken(&questions);
	free(questions.properties.items);
	free(questions.banks);
	return questions.broken;
}
