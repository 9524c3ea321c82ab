/* SPDX-License-Identifier: BSD-2-Clause */
/* Does the sealed key belong to this TPM as it is now? */
#include "answer-load.h"

#include <inttypes.h>

#include "digest.h"
#include "quantity.h"
#include "rc.h"
#include "tpm-state.h"

const char *tpm_clear_evidence(struct unlock_context *context)
{
	struct arena *arena = &context->report->arena;
	const struct state *state;

	if (!context->tpm->report)
		return NULL;
	state = context->tpm->report->state;
	/* TPM2_Clear sets both to zero; Clock never runs behind Time otherwise. */
	if (fact_known(&state->clock_ms.fact) && fact_known(&state->time_ms.fact) &&
	    state->clock_ms.value + 1000 < state->time_ms.value)
		return arena_printf(
			arena,
			"its clock counts %s, less than the %s since its last start: it was "
			"cleared meanwhile",
			duration_s(arena, state->clock_ms.value / 1000),
			duration_s(arena, state->time_ms.value / 1000));
	if (is_clear(&state->reset_count))
		return "it counts no start since it was cleared";
	return NULL;
}

static bool is_integrity(TSS2_RC rc)
{
	return rc_bare(rc) == TPM2_RC_INTEGRITY;
}

bool parent_lacks_no_da(const struct unlock_context *context, const struct unlock_binding *binding)
{
	const struct parent_state *parent;

	if (!binding->srk.known)
		return binding->parent != TPM2_RH_OWNER;
	parent = unlock_tpm_parent(context->tpm, binding->srk.handle);
	return parent && !parent->rc && !(parent->public.area.objectAttributes & TPMA_OBJECT_NODA);
}

/* How many starts the TPM counts: after a clear these are few. */
static const char *starts(struct unlock_context *context)
{
	const struct state *state = context->tpm->report ? context->tpm->report->state : NULL;
	struct arena *arena = &context->report->arena;

	if (!state || !fact_known(&state->reset_count.fact))
		return "";
	return arena_printf(arena, "; it counts %" PRIu64 " start%s", state->reset_count.value,
			    state->reset_count.value == 1 ? "" : "s");
}

/* Another seed: cleared where that is known, else one or the other. */
static void add_other_seed(struct unlock_context *context, struct volume_binding *record)
{
	cause_add(context, record, "tpm_cleared");
	if (!tpm_clear_evidence(context))
		cause_add(context, record, "other_tpm");
}

/* Does another key below the same parent load? */
static bool sibling_loads(const struct unlock_context *context, const struct load_state *load)
{
	for (size_t i = 0; i < context->tpm->n_loads; i++) {
		const struct load_state *other = &context->tpm->loads[i];

		if (!other->not_tried && other->rc == TSS2_RC_SUCCESS &&
		    other->parent == load->parent)
			return true;
	}
	return false;
}

static enum answer answer_integrity(struct unlock_context *context, struct volume_binding *record,
				    const struct load_state *load, bool is_parent_same)
{
	const char *evidence = tpm_clear_evidence(context);

	if (is_parent_same || sibling_loads(context, load)) {
		cause_add(context, record, "blob_damaged");
		return answer_add(context, record, "load", ANSWER_NO,
				  "this TPM cannot load the key (0x%" PRIx32 "), but %s: the key's "
				  "blob is damaged",
				  load->rc,
				  is_parent_same ? "its parent is the one that the token names"
						 : "it loads another key below the same parent");
	}
	add_other_seed(context, record);
	return answer_add(context, record, "load", ANSWER_NO,
			  "this TPM cannot load the key (0x%" PRIx32 ")%s%s", load->rc,
			  evidence ? "; " : starts(context), evidence ? evidence : "");
}

static enum answer answer_parent(struct unlock_context *context,
				 const struct unlock_binding *binding,
				 struct volume_binding *record)
{
	const struct parent_state *parent = unlock_tpm_parent(context->tpm, binding->srk.handle);
	const char *evidence = tpm_clear_evidence(context);

	if (!parent)
		return answer_add(context, record, "load", ANSWER_UNKNOWN,
				  "its parent 0x%08" PRIx32 " was not looked at",
				  binding->srk.handle);
	if (rc_bare(parent->rc) == TPM2_RC_HANDLE) {
		if (evidence)
			cause_add(context, record, "tpm_cleared");
		cause_add(context, record, "srk_missing");
		return answer_add(context, record, "load", ANSWER_NO,
				  "its parent 0x%08" PRIx32 " is not in the TPM%s%s",
				  binding->srk.handle, evidence ? "; " : starts(context),
				  evidence ? evidence : "");
	}
	if (parent->rc)
		return answer_add(context, record, "load", ANSWER_UNKNOWN,
				  "its parent 0x%08" PRIx32 " could not be read (0x%" PRIx32 ")",
				  binding->srk.handle, parent->rc);
	if (!names_equal(&parent->public.name, &binding->srk.name)) {
		add_other_seed(context, record);
		return answer_add(context, record, "load", ANSWER_NO,
				  "its parent 0x%08" PRIx32 " is another key than the token "
				  "names%s%s",
				  binding->srk.handle, evidence ? "; " : starts(context),
				  evidence ? evidence : "");
	}
	return ANSWER_YES;
}

/* What loading came to; ANSWER_NOT_TRIED: it was not. */
static enum answer answer_tried(struct unlock_context *context,
				const struct unlock_binding *binding, struct volume_binding *record,
				const char **ret_why)
{
	size_t loaded = 0;

	for (size_t i = 0; i < binding->n_shards; i++) {
		const struct load_state *load = unlock_tpm_load(context->tpm, &binding->shards[i]);

		if (load && load->not_tried)
			*ret_why = load->not_tried;
		if (!load || load->not_tried)
			continue;
		if (is_integrity(load->rc))
			return answer_integrity(context, record, load, binding->srk.known);
		if (rc_bare(load->rc) == TPM2_RC_LOCKOUT)
			*ret_why = "the TPM is locked out";
		else if (load->rc)
			return answer_add(context, record, "load", ANSWER_UNKNOWN,
					  "loading the key failed (0x%" PRIx32 ")", load->rc);
		loaded += !load->rc;
	}
	if (!loaded || loaded != binding->n_shards)
		return ANSWER_NOT_TRIED;
	return answer_add(context, record, "load", ANSWER_YES, "this TPM loads the key");
}

/* The TPM's clock began with its last clear: a file that was last written before has older keys. */
static bool is_older_than_clear(const struct unlock_context *context,
				const struct volume_contents *contents)
{
	const struct number_fact *clock = &context->tpm->report->state->clock_ms;

	return contents->written_ms && fact_known(&clock->fact) &&
	       contents->written_ms + clock->value < context->tpm->asked_ms;
}

static enum answer answer_untried(struct unlock_context *context,
				  const struct volume_contents *contents,
				  const struct unlock_binding *binding,
				  struct volume_binding *record, const char *why)
{
	const char *evidence = tpm_clear_evidence(context);

	if (binding->srk.known)
		return answer_add(context, record, "load", ANSWER_YES,
				  "its parent 0x%08" PRIx32 " is the one that the token names",
				  binding->srk.handle);
	if (evidence && is_older_than_clear(context, contents)) {
		cause_add(context, record, "tpm_cleared");
		return answer_add(context, record, "load", ANSWER_NO,
				  "the key was sealed before the TPM was cleared: %s", evidence);
	}
	if (evidence) {
		cause_add(context, record, "tpm_cleared");
		return answer_add(context, record, "load", ANSWER_UNKNOWN,
				  "loading the key was not tried (%s), and the TPM may have been "
				  "cleared after the key was sealed: %s",
				  why, evidence);
	}
	return answer_add(context, record, "load", ANSWER_NOT_TRIED,
			  "loading the key was not tried (%s)", why);
}

enum answer answer_load(struct unlock_context *context, const struct volume_contents *contents,
			const struct unlock_binding *binding, struct volume_binding *record)
{
	const char *why = context->tpm->active ? "its parent cannot be made here without a password"
					       : "--active tries it";
	enum answer answer;

	if (context->tpm->contact == CONTACT_NONE) {
		cause_add(context, record, "no_device");
		return answer_add(context, record, "load", ANSWER_NO, "%s",
				  context->tpm->why_not ? context->tpm->why_not
							: "this machine has no TPM");
	}
	if (context->tpm->contact != CONTACT_MADE)
		return answer_add(context, record, "load", ANSWER_UNKNOWN,
				  "the TPM could not be asked%s%s",
				  context->tpm->why_not ? ": " : "",
				  context->tpm->why_not ? context->tpm->why_not : "");
	if (!binding->n_shards)
		return answer_add(context, record, "load", ANSWER_UNKNOWN, "%s",
				  binding->fault ? binding->fault
						 : "the form of its sealed key is not known here");
	for (size_t i = 0; i < binding->n_shards; i++) {
		if (!binding->shards[i].fault)
			continue;
		cause_add(context, record, "blob_damaged");
		return answer_add(context, record, "load", ANSWER_NO,
				  "the sealed key cannot be read: %s", binding->shards[i].fault);
	}
	answer = binding->srk.known ? answer_parent(context, binding, record) : ANSWER_YES;
	if (answer != ANSWER_YES)
		return answer;
	answer = answer_tried(context, binding, record, &why);
	return answer == ANSWER_NOT_TRIED ? answer_untried(context, contents, binding, record, why)
					  : answer;
}
