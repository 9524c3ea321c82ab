/* SPDX-License-Identifier: BSD-2-Clause */
/* The search for the values that a key was sealed to, and the events that they differ by. */
#include "pcr-differences.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "describe.h"
#include "event-name.h"
#include "hash.h"
#include "names.h"
#include "pcr-candidates.h"
#include "saved-change.h"
#include "types.h"

enum { VALUES_MAX = PCR_COUNT * (BOOT_MAX_PREFIXES + 1) };

/* "EV_EFI_VARIABLE_DRIVER_CONFIG: dbx ..." */
static const char *event_text(struct unlock_context *context, size_t number)
{
	const struct eventlog *log = context->boot->log;
	const struct eventlog_event *event = &log->events[number];
	const char *name = eventlog_type_name(event->type);
	char description[512];

	eventlog_describe(log, event, description, sizeof(description));
	return arena_printf(&context->report->arena, "%s: %s",
			    name ? name : "event of unknown type", description);
}

struct pcr_difference *pcr_difference_add(struct unlock_context *context,
					  struct volume_binding *record, uint32_t pcr,
					  uint16_t bank, const uint8_t *now, const uint8_t *then,
					  long event)
{
	struct report *report = context->report;
	struct arena *arena = &report->arena;
	struct pcr_difference *items = record->pcrs_differ.items, *item;
	const struct eventlog_event *logged = event < 0 ? NULL : &context->boot->log->events[event];
	size_t size = hash_size(bank);

	for (size_t i = 0; i < record->pcrs_differ.count; i++)
		if (items[i].pcr.value == pcr)
			return &items[i];
	item = list_append(arena, &record->pcrs_differ, sizeof(*item));
	item->pcr = FACT_NUMBER(pcr);
	fact_set_text(report, &item->bank, name_algorithm(bank));
	fact_set_text(report, &item->now, arena_hex(arena, now, size));
	fact_set_text(report, &item->then, then ? arena_hex(arena, then, size) : NULL);
	fact_set_text(report, &item->event, logged ? event_text(context, (size_t)event) : NULL);
	fact_set_text(report, &item->why,
		      event == EVENT_UNLOGGED
			      ? "a program extended it after the boot was measured"
			      : boot_cause(pcr, logged ? logged->type : 0,
					   logged ? boot_event_name(arena, logged) : NULL)
					.why);
	return item;
}

/* What this boot's log says that PCRs had been on the way. */
static size_t add_prefixes(const struct unlock_context *context, uint32_t pcrs, uint16_t bank,
			   struct candidate_value *values)
{
	_cleanup_free_ uint8_t(*prefixes)[EVENTLOG_MAX_DIGEST] =
		calloc(BOOT_MAX_PREFIXES, sizeof(*prefixes));
	size_t events[BOOT_MAX_PREFIXES], count = 0;

	if (!prefixes)
		abort();
	for (uint32_t pcr = 0; pcr < PCR_COUNT; pcr++) {
		size_t n = pcrs >> pcr & 1 ? boot_values_prefixes(context->boot, pcr, bank,
								  prefixes, events)
					   : 0;

		for (size_t i = 0; i < n; i++) {
			struct candidate_value *value = &values[count++];

			*value = (struct candidate_value){
				.pcr = pcr, .bank = bank, .name = "event log", .id = events[i]
			};
			memcpy(value->value, prefixes[i], sizeof(prefixes[i]));
		}
	}
	return count;
}

/* PCRs of the same bank that another binding, whose policy holds, proves to be unchanged. */
static uint32_t proven_unchanged(const struct unlock_context *context,
				 const struct pcr_values *values)
{
	const struct policy_facts none = { 0 };
	uint32_t proven = 0;

	for (size_t i = 0; i < context->n_contents; i++)
		for (size_t k = 0; k < context->contents[i].n_bindings; k++) {
			const struct unlock_binding *other = &context->contents[i].bindings[k];
			struct policy_result result;

			if (other->bank != values->bank || !other->pcrs || other->n_shards != 1)
				continue;
			unlock_policy_check(other, 0, values, 1, &none, &result);
			if (result.match == POLICY_HOLDS)
				proven |= other->pcrs;
		}
	return proven;
}

static size_t saved_values(const struct saved_boot *boot, uint16_t bank, struct arena *arena,
			   size_t id, struct candidate_set *set)
{
	const struct saved_bank *saved = saved_boot_bank(boot, bank);

	if (!saved || saved->size > TPM2_MAX_DIGEST_BUFFER)
		return 0;
	*set = (struct candidate_set){
		.name = arena_printf(arena, "the values of the boot of %s",
				     saved_boot_date(arena, boot)),
		.id = id,
		.values = { .bank = bank, .known = saved->known },
	};
	for (size_t i = 0; i < PCR_COUNT; i++)
		memcpy(set->values.value[i], saved->values[i], saved->size);
	return 1;
}

/* The event that a differing PCR has other than before. */
static long event_of(const struct differing_pcr *differ)
{
	if (differ->value)
		return differ->value->id == BOOT_LOG_END ? EVENT_UNLOGGED : (long)differ->value->id;
	return EVENT_UNKNOWN;
}

static const char *only_suspects(struct unlock_context *context,
				 const struct unlock_binding *binding,
				 const struct pcr_values *values, struct volume_binding *record)
{
	uint32_t suspects = binding->pcrs & ~proven_unchanged(context, values);
	struct arena *arena = &context->report->arena;

	if (suspects && !(suspects & (suspects - 1))) {
		uint32_t pcr = (uint32_t)__builtin_ctz(suspects);

		pcr_difference_add(context, record, pcr, values->bank, values->value[pcr], NULL,
				   EVENT_UNKNOWN);
		return arena_printf(arena,
				    "PCR %" PRIu32 " has another value than when it was "
				    "sealed",
				    pcr);
	}
	return arena_printf(arena,
			    "one or more of the PCRs %s have another value than when it was "
			    "sealed; no saved boot tells which",
			    pcr_list_text(arena, suspects ? suspects : binding->pcrs, ", "));
}

/* The records of the boot whose value it was tell more than the number of the PCR. */
static void explain_by_saved(struct unlock_context *context, const struct saved_boot *saved,
			     struct pcr_difference *item, uint16_t bank)
{
	struct boot_cause cause;
	const char *text = saved_change(context, saved, (uint32_t)item->pcr.value, bank, &cause);

	if (!text)
		return;
	fact_set_text(context->report, &item->event, text);
	fact_set_text(context->report, &item->why, cause.why);
}

const char *pcr_differences(struct unlock_context *context, const struct unlock_binding *binding,
			    size_t shard, const struct pcr_values *values,
			    const struct policy_facts *facts, struct volume_binding *record)
{
	_cleanup_free_ struct candidate_value *more = calloc(VALUES_MAX, sizeof(*more));
	_cleanup_free_ struct candidate_set *sets = calloc(1 + context->n_boots, sizeof(*sets));
	struct arena *arena = &context->report->arena;
	struct candidates candidates = { .sets = sets, .n_bases = 1, .values = more };
	struct candidates_result result;
	struct pcr_difference *item;
	uint32_t differing = 0;

	if (!more || !sets)
		abort();
	sets[candidates.n_sets++] = (struct candidate_set){ .name = "now", .values = *values };
	for (size_t i = 0; i < context->n_boots; i++)
		candidates.n_sets += saved_values(context->boots[i], values->bank, arena, i + 1,
						  &sets[candidates.n_sets]);
	candidates.n_values = add_prefixes(context, binding->pcrs, values->bank, more);
	candidates_search(binding, shard, facts, &candidates, &result);
	if (result.outcome != CANDIDATES_FOUND)
		return only_suspects(context, binding, values, record);
	for (size_t i = 0; i < result.n_differ; i++) {
		const struct differing_pcr *differ = &result.differ[i];

		differing |= UINT32_C(1) << differ->pcr;
		item = pcr_difference_add(context, record, differ->pcr, values->bank,
					  values->value[differ->pcr], differ->then,
					  event_of(differ));
		if (differ->set && differ->set->id)
			explain_by_saved(context, context->boots[differ->set->id - 1], item,
					 values->bank);
	}
	return arena_printf(arena, "PCR%s %s %s not have the value%s that the key is sealed to%s%s",
			    result.n_differ == 1 ? "" : "s", pcr_list_text(arena, differing, ", "),
			    result.n_differ == 1 ? "does" : "do", result.n_differ == 1 ? "" : "s",
			    result.whole ? "; it holds with " : "",
			    result.whole ? result.whole->name : "");
}
