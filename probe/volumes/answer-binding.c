/* SPDX-License-Identifier: BSD-2-Clause */
/* The four answers about one binding, and what they come to. */
#include "answer-binding.h"

#include <inttypes.h>
#include <string.h>

#include "answer-load.h"
#include "answer-policy.h"
#include "names.h"
#include "quantity.h"
#include "tpm-state.h"

static void add_number(struct report *report, struct list_fact *list, uint64_t number)
{
	*(uint64_t *)list_append(&report->arena, list, sizeof(number)) = number;
}

static void set_pcrs(struct report *report, struct list_fact *list, uint32_t pcrs)
{
	list->fact.presence = PRESENCE_PRESENT;
	for (uint32_t pcr = 0; pcr < PCR_COUNT; pcr++)
		if (pcrs >> pcr & 1)
			add_number(report, list, pcr);
}

static bool counts_failures(const struct unlock_binding *binding)
{
	for (size_t i = 0; i < binding->n_shards; i++)
		if (!binding->shards[i].fault && !binding->shards[i].has_no_da)
			return true;
	return false;
}

static void describe(struct unlock_context *context, const struct unlock_binding *binding,
		     struct volume_binding *record)
{
	struct report *report = context->report;

	if (binding->token >= 0)
		record->token = FACT_NUMBER((uint64_t)binding->token);
	else
		record->token.fact = FACT_ABSENT;
	fact_set_text(report, &record->kind, binding_kind_text(binding->kind));
	record->keyslots.fact.presence = PRESENCE_PRESENT;
	for (size_t i = 0; i < binding->n_keyslots; i++)
		add_number(report, &record->keyslots, binding->keyslots[i].number);
	fact_set_text(report, &record->bank, binding->bank ? name_algorithm(binding->bank) : NULL);
	set_pcrs(report, &record->pcrs, binding->pcrs);
	record->pin = FACT_NUMBER(binding->pin);
	set_pcrs(report, &record->signed_pcrs, binding->signed_pcrs);
	record->pcrlock = FACT_NUMBER(binding->pcrlock);
	record->causes.fact.presence = record->pcrs_differ.fact.presence =
		record->answers.fact.presence = PRESENCE_PRESENT;
	record->parent.fact = record->threshold.fact = FACT_ABSENT;
	if (binding->srk.known)
		record->parent = FACT_NUMBER(binding->srk.handle);
	if (binding->kind == BINDING_CLEVIS_SSS)
		record->threshold = FACT_NUMBER(binding->threshold);
	record->counts_failures.fact = FACT_ABSENT;
	if (binding->n_shards)
		record->counts_failures = FACT_NUMBER(counts_failures(binding));
}

static enum answer answer_keyslot(struct unlock_context *context,
				  const struct volume_contents *contents,
				  const struct unlock_binding *binding,
				  struct volume_binding *record)
{
	const struct binding_keyslot *slot = binding->keyslots;

	if (!contents->header || binding->token < 0)
		return ANSWER_YES;
	if (binding->keyslot_usable)
		return answer_add(context, record, "keyslot", ANSWER_YES,
				  "the token is bound to keyslot %u, which is in use",
				  slot->number);
	cause_add(context, record, "token_without_keyslot");
	if (!binding->n_keyslots)
		return answer_add(context, record, "keyslot", ANSWER_NO,
				  "the token is bound to no keyslot: its keyslot was wiped");
	return answer_add(context, record, "keyslot", ANSWER_NO, "the token's keyslot %u %s",
			  slot->number,
			  slot->exists ? "opens no part of the volume" : "does not exist");
}

const char *lockout_wait(const struct unlock_context *context)
{
	const struct state *state = context->tpm->report->state;
	uint64_t interval = state->lockout_interval.value;
	uint64_t counter = state->lockout_counter.value, most = state->max_auth_fail.value;

	if (!is_set(&state->lockout_interval) || !fact_known(&state->lockout_counter.fact) ||
	    !fact_known(&state->max_auth_fail.fact) || counter > UINT32_MAX)
		return NULL;
	return duration_s(&context->report->arena,
			  (counter >= most ? counter - most + 1 : 1) * interval);
}

/* A lockout stops what is authorized against an object without noDA: the parent that is made anew, or the
 * sealed object itself, to which systemd binds its session, PIN or not. */
static enum answer answer_lockout(struct unlock_context *context,
				  const struct unlock_binding *binding,
				  struct volume_binding *record)
{
	const struct state *state = context->tpm->report->state;
	bool parent = parent_lacks_no_da(context, binding);
	const char *wait = lockout_wait(context);

	if (!is_set(&state->in_lockout))
		return ANSWER_YES;
	if (!parent && !counts_failures(binding))
		return ANSWER_YES;
	cause_add(context, record, "lockout");
	return answer_add(context, record, "authorization", ANSWER_NO,
			  "the TPM is locked out: %" PRIu64 " of %" PRIu64
			  " attempts are used up%s%s; %s",
			  state->lockout_counter.value, state->max_auth_fail.value,
			  wait ? ", and the next is possible within " : "", wait ? wait : "",
			  binding->pin ? "the key has a PIN"
			  : parent     ? "the key has no PIN, but its parent is subject to lockout"
				       : "the key has no PIN, but is subject to lockout itself");
}

static enum answer answer_authorization(struct unlock_context *context,
					const struct unlock_binding *binding,
					struct volume_binding *record)
{
	enum answer answer;

	if (context->tpm->contact != CONTACT_MADE)
		return ANSWER_UNKNOWN;
	if (is_set(&context->tpm->report->state->owner_auth_set) && !binding->srk.known &&
	    (!binding->parent || binding->parent == TPM2_RH_OWNER)) {
		cause_add(context, record, "owner_password");
		return answer_add(context, record, "authorization", ANSWER_NO,
				  "the owner hierarchy has a password: the key's parent cannot be "
				  "made without it");
	}
	answer = answer_lockout(context, binding, record);
	if (binding->pin)
		cause_add(context, record, "pin_needed");
	if (answer == ANSWER_NO)
		return answer;
	return answer_add(context, record, "authorization", ANSWER_YES, "%s",
			  binding->pin ? "it asks for the PIN" : "it needs no PIN");
}

static void set_verdict(struct unlock_context *context, struct volume_binding *record,
			const char *verdict)
{
	fact_set_text(context->report, &record->verdict, verdict);
	if (!record->causes.count && !strcmp(verdict, SHOULD_UNLOCK))
		cause_add(context, record, "none");
}

static void add_leaf(struct unlock_context *context, const struct volume_contents *contents,
		     const struct unlock_binding *child, struct volume_binding *record)
{
	struct volume_leaf *leaf =
		list_append(&context->report->arena, &record->bindings, sizeof(*leaf));
	struct volume_binding own = { 0 };

	answer_binding(context, contents, child, &own);
	*leaf = (struct volume_leaf){
		.kind = own.kind,
		.bank = own.bank,
		.pcrs = own.pcrs,
		.verdict = own.verdict,
		.causes = own.causes,
		.pcrs_differ = own.pcrs_differ,
		.answers = own.answers,
	};
}

/* At least `threshold` of the leaves have to give their share. */
static void answer_leaves(struct unlock_context *context, const struct volume_contents *contents,
			  const struct unlock_binding *binding, struct volume_binding *record,
			  bool keyslot)
{
	const struct volume_leaf *leaves;
	size_t good = 0, unknown = 0;

	for (size_t i = 0; i < binding->n_children; i++)
		add_leaf(context, contents, &binding->children[i], record);
	leaves = record->bindings.items;
	for (size_t i = 0; i < record->bindings.count; i++) {
		good += text_is(&leaves[i].verdict, SHOULD_UNLOCK);
		unknown += text_is(&leaves[i].verdict, UNLOCK_UNKNOWN);
	}
	answer_add(context, record, "policy",
		   good >= binding->threshold		  ? ANSWER_YES
		   : good + unknown >= binding->threshold ? ANSWER_UNKNOWN
							  : ANSWER_NO,
		   "%u of %zu parts are needed: %zu should unlock, of %zu it is not known",
		   binding->threshold, binding->n_children, good, unknown);
	for (size_t i = 0; i < record->bindings.count && good < binding->threshold; i++)
		for (size_t k = 0; k < leaves[i].causes.count; k++) {
			const char *cause = ((const char *const *)leaves[i].causes.items)[k];

			if (strcmp(cause, "none") != 0)
				cause_add(context, record, cause);
		}
	for (size_t i = 0; i < record->bindings.count && good < binding->threshold; i++)
		for (size_t k = 0; k < leaves[i].pcrs_differ.count; k++)
			*(struct pcr_difference *)list_append(&context->report->arena,
							      &record->pcrs_differ,
							      sizeof(struct pcr_difference)) =
				((const struct pcr_difference *)leaves[i].pcrs_differ.items)[k];
	set_verdict(context, record,
		    !keyslot				   ? WILL_NOT_UNLOCK
		    : good >= binding->threshold	   ? SHOULD_UNLOCK
		    : good + unknown >= binding->threshold ? UNLOCK_UNKNOWN
							   : WILL_NOT_UNLOCK);
}

void answer_binding(struct unlock_context *context, const struct volume_contents *contents,
		    const struct unlock_binding *binding, struct volume_binding *record)
{
	struct moment_values values;
	enum answer answers[4];
	const char *verdict = SHOULD_UNLOCK;

	describe(context, binding, record);
	answers[0] = answer_keyslot(context, contents, binding, record);
	if (binding->kind == BINDING_CLEVIS_SSS) {
		answer_leaves(context, contents, binding, record, answers[0] == ANSWER_YES);
		return;
	}
	if (!binding_wants_tpm(binding)) {
		answer_add(context, record, "policy", ANSWER_UNKNOWN,
			   "%s needs no TPM: whether it answers was not tried", binding->type);
		set_verdict(context, record, UNLOCK_UNKNOWN);
		return;
	}
	moment_values_of(context, &contents->source, &values);
	answers[1] = answer_load(context, contents, binding, record);
	answers[2] = answer_policy(context, binding, &values, record);
	answers[3] = answer_authorization(context, binding, record);
	for (size_t i = 0; i < 4; i++)
		if (answers[i] == ANSWER_UNKNOWN)
			verdict = UNLOCK_UNKNOWN;
	for (size_t i = 0; i < 4; i++)
		if (answers[i] == ANSWER_NO)
			verdict = WILL_NOT_UNLOCK;
	set_verdict(context, record, verdict);
}

const char *best_verdict(const struct list_fact *bindings)
{
	const struct volume_binding *items = bindings->items;
	const char *best = bindings->count ? WILL_NOT_UNLOCK : UNLOCK_UNKNOWN;

	for (size_t i = 0; i < bindings->count; i++) {
		if (text_is(&items[i].verdict, SHOULD_UNLOCK))
			return SHOULD_UNLOCK;
		if (text_is(&items[i].verdict, UNLOCK_UNKNOWN))
			best = UNLOCK_UNKNOWN;
	}
	return best;
}
