/* SPDX-License-Identifier: BSD-2-Clause */
/* PCRs, parents and transient loads, in as few commands as can be. */
#include "unlock-tpm.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cleanup.h"
#include "key.h"
#include "template.h"
#include "tpm-connection.h"
#include "tpm-state.h"

void needed_pcrs_add(struct needed_pcrs *needed, uint16_t bank, uint32_t pcrs)
{
	size_t i = 0;

	if (!pcrs || !bank)
		return;
	while (i < needed->count && needed->banks[i].bank != bank)
		i++;
	if (i == UNLOCK_MAX_BANKS)
		return;
	if (i == needed->count)
		needed->banks[needed->count++].bank = bank;
	needed->banks[i].pcrs |= pcrs;
}

void needed_nv_add(struct needed_pcrs *needed, uint32_t handle)
{
	for (size_t i = 0; i < needed->n_nvs; i++)
		if (needed->nvs[i] == handle)
			return;
	if (handle >= TPM2_NV_INDEX_FIRST && handle <= TPM2_NV_INDEX_LAST &&
	    needed->n_nvs < UNLOCK_MAX_NV)
		needed->nvs[needed->n_nvs++] = handle;
}

static void add_selection(struct needed_pcrs *needed, const TPML_PCR_SELECTION *selection)
{
	for (size_t i = 0; i < selection->count; i++) {
		const TPMS_PCR_SELECTION *bank = &selection->pcrSelections[i];

		needed_pcrs_add(needed, bank->hash,
				bank->pcrSelect[0] | (uint32_t)bank->pcrSelect[1] << 8 |
					(uint32_t)bank->pcrSelect[2] << 16);
	}
}

void needed_pcrs_of(const struct unlock_binding *binding, struct needed_pcrs *needed)
{
	uint32_t pcrs = binding->pcrs | binding->signed_pcrs;

	if (binding->bank)
		needed_pcrs_add(needed, binding->bank, pcrs);
	if (!binding->bank || binding->bank_guessed) {
		needed_pcrs_add(needed, TPM2_ALG_SHA256, pcrs);
		needed_pcrs_add(needed, TPM2_ALG_SHA1, pcrs);
	}
	for (size_t i = 0; i < binding->n_branches; i++)
		for (size_t k = 0; k < binding->branches[i].n_steps; k++)
			add_selection(needed, &binding->branches[i].steps[k].selection);
	for (size_t i = 0; i < binding->n_children; i++)
		needed_pcrs_of(&binding->children[i], needed);
}

TSS2_RC rc_bare(TSS2_RC rc)
{
	rc &= ~TSS2_RC_LAYER_MASK;
	return rc & TPM2_RC_FMT1 ? rc & (TPM2_RC_FMT1 | 0x3f) : rc;
}

static void read_pcrs(struct unlock_tpm *state, struct tpm *tpm, const struct needed_pcrs *needed)
{
	TPMS_PCR_SELECTION selections[UNLOCK_MAX_BANKS] = { 0 };
	_cleanup_free_ struct tpm_pcr *pcrs = NULL;
	size_t count = 0;

	for (size_t i = 0; i < needed->count; i++) {
		uint32_t bits = needed->banks[i].pcrs;

		selections[i] = (TPMS_PCR_SELECTION){
			.hash = needed->banks[i].bank,
			.sizeofSelect = 3,
			.pcrSelect = { (BYTE)bits, (BYTE)(bits >> 8), (BYTE)(bits >> 16) },
		};
		state->banks[i].bank = needed->banks[i].bank;
	}
	state->n_banks = needed->count;
	if (needed->count)
		state->pcrs_rc = tpm_pcr_values(tpm, selections, needed->count, &pcrs, &count);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < state->n_banks; k++) {
			struct pcr_values *bank = &state->banks[k];

			if (bank->bank != pcrs[i].bank || pcrs[i].index >= PCR_COUNT)
				continue;
			bank->known |= UINT32_C(1) << pcrs[i].index;
			memcpy(bank->value[pcrs[i].index], pcrs[i].digest.buffer,
			       pcrs[i].digest.size);
		}
	}
}

static void read_parent(struct unlock_tpm *state, struct tpm *tpm, uint32_t handle)
{
	struct parent_state *parent;

	for (size_t i = 0; i < state->n_parents; i++)
		if (state->parents[i].handle == handle)
			return;
	if (state->n_parents == UNLOCK_MAX_PARENTS)
		return;
	parent = &state->parents[state->n_parents++];
	parent->handle = handle;
	parent->rc = tpm_read_public(tpm, handle, &parent->public);
}

/* The content only by an empty owner password, and only if it is one. */
static void read_nv(struct unlock_tpm *state, struct tpm *tpm, uint32_t handle)
{
	struct nv_state *nv = &state->nvs[state->n_nvs++];
	_cleanup_free_ uint8_t *data = NULL;
	size_t size = 0;

	nv->handle = handle;
	nv->rc = tpm_nv_read_public(tpm, handle, &nv->public);
	if (nv->rc || !is_clear(&state->report->state->owner_auth_set) ||
	    nv->public.dataSize > sizeof(nv->content) ||
	    tpm_nv_read_as_owner(tpm, &nv->public, sizeof(nv->content), &data, &size))
		return;
	memcpy(nv->content, data, size);
	nv->size = size;
}

static bool is_persistent(uint32_t handle)
{
	return handle >> TPM2_HR_SHIFT == TPM2_HT_PERSISTENT;
}

/* The persistent parent of a binding; 0: it has none. */
static uint32_t persistent_parent(const struct unlock_binding *binding)
{
	if (binding->srk.known)
		return binding->srk.handle;
	return is_persistent(binding->parent) ? binding->parent : 0;
}

static void read_parents(struct unlock_tpm *state, struct tpm *tpm,
			 const struct unlock_binding *binding)
{
	uint32_t handle = persistent_parent(binding);

	if (is_persistent(handle))
		read_parent(state, tpm, handle);
	for (size_t i = 0; i < binding->n_children; i++)
		read_parents(state, tpm, &binding->children[i]);
}

/* ---- Loading -------------------------------------------------------------------------------------- */

/* Which parents are made anew: an SRK of TCG's template, or one like it without noDA. */
struct transient_parent {
	bool is_srk;
	TPM2_ALG_ID type, name_alg;
	struct tpm_key key;
	TSS2_RC rc;
};

struct loading {
	struct unlock_tpm *state;
	struct tpm *tpm;
	bool clean;
	const struct transient_parent
		*parent; /* those below it are loaded now; NULL: below persistent ones */
};

static bool transient_parent_of(const struct unlock_binding *binding,
				struct transient_parent *ret_parent)
{
	bool is_hierarchy = binding->parent == TPM2_RH_OWNER;

	if (persistent_parent(binding) || (binding->parent && !is_hierarchy))
		return false;
	*ret_parent = (struct transient_parent){
		.is_srk = is_hierarchy,
		.type = binding->primary_alg ? binding->primary_alg : TPM2_ALG_ECC,
		.name_alg = binding->primary_hash ? binding->primary_hash : TPM2_ALG_SHA256,
	};
	return true;
}

static bool is_same_parent(const struct transient_parent *a, const struct transient_parent *b)
{
	return a->is_srk == b->is_srk && a->type == b->type && a->name_alg == b->name_alg;
}

static void load_shard(struct loading *loading, const struct binding_shard *shard, uint32_t handle,
		       uint32_t shown)
{
	struct unlock_tpm *state = loading->state;
	struct load_state *load;
	struct tpm_key key;

	if (shard->fault || state->n_loads == UNLOCK_MAX_LOADS)
		return;
	load = &state->loads[state->n_loads++];
	load->shard = shard;
	load->parent = shown;
	load->rc = tpm_load(loading->tpm, handle, TPM2_RS_PW, &shard->blob, &key);
	if (load->rc == TSS2_RC_SUCCESS)
		loading->clean = !tpm_flush(loading->tpm, key.handle) && loading->clean;
}

static void load_not_tried(struct loading *loading, const struct unlock_binding *binding,
			   const char *why)
{
	struct unlock_tpm *state = loading->state;

	for (size_t i = 0; i < binding->n_shards && state->n_loads < UNLOCK_MAX_LOADS; i++)
		state->loads[state->n_loads++] =
			(struct load_state){ .shard = &binding->shards[i], .not_tried = why };
}

/* Below a persistent parent: only where a wrong password would not count, and the empty one may do. */
static void load_below_persistent(struct loading *loading, const struct unlock_binding *binding)
{
	uint32_t handle = persistent_parent(binding);
	const struct parent_state *parent = unlock_tpm_parent(loading->state, handle);
	const TPMA_OBJECT needed = TPMA_OBJECT_NODA | TPMA_OBJECT_USERWITHAUTH;

	if (!parent || parent->rc)
		return;
	if ((parent->public.area.objectAttributes & needed) != needed) {
		load_not_tried(loading, binding,
			       "its parent is subject to the lockout, or wants a policy");
		return;
	}
	for (size_t i = 0; i < binding->n_shards; i++)
		load_shard(loading, &binding->shards[i], handle, handle);
}

static void load_all(struct loading *loading, const struct unlock_binding *binding)
{
	struct transient_parent parent;

	if (!loading->parent && is_persistent(persistent_parent(binding)))
		load_below_persistent(loading, binding);
	else if (loading->parent && transient_parent_of(binding, &parent) &&
		 is_same_parent(&parent, loading->parent))
		for (size_t i = 0; i < binding->n_shards; i++)
			if (loading->parent->rc == TSS2_RC_SUCCESS)
				load_shard(loading, &binding->shards[i],
					   loading->parent->key.handle, 0);
	for (size_t i = 0; i < binding->n_children; i++)
		load_all(loading, &binding->children[i]);
}

static void list_parents(const struct unlock_binding *binding, struct transient_parent *parents,
			 size_t *count)
{
	struct transient_parent parent;
	size_t i = 0;

	if (binding->n_shards && transient_parent_of(binding, &parent)) {
		while (i < *count && !is_same_parent(&parents[i], &parent))
			i++;
		if (i == *count && i < UNLOCK_MAX_PARENTS)
			parents[(*count)++] = parent;
	}
	for (i = 0; i < binding->n_children; i++)
		list_parents(&binding->children[i], parents, count);
}

static void load_below_transient(struct loading *loading, struct transient_parent *parent,
				 const struct volume_contents *contents, size_t n)
{
	TPMT_PUBLIC area;

	if (parent->is_srk)
		srk_template_area(parent->type, &area);
	else
		transient_parent_area(parent->type, parent->name_alg, &area);
	parent->rc = tpm_create_primary(loading->tpm, TPM2_RH_OWNER, &area, &parent->key);
	if (parent->rc)
		return;
	loading->parent = parent;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < contents[i].n_bindings; k++)
			load_all(loading, &contents[i].bindings[k]);
	loading->parent = NULL;
	loading->clean = !tpm_flush(loading->tpm, parent->key.handle) && loading->clean;
}

bool unlock_tpm_load_all(struct unlock_tpm *state, struct tpm *tpm,
			 const struct volume_contents *contents, size_t n)
{
	struct transient_parent parents[UNLOCK_MAX_PARENTS];
	struct loading loading = { .state = state, .tpm = tpm, .clean = true };
	const struct state *properties = state->report->state;
	size_t n_parents = 0;

	state->active = true;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < contents[i].n_bindings; k++) {
			load_all(&loading, &contents[i].bindings[k]);
			list_parents(&contents[i].bindings[k], parents, &n_parents);
		}
	/* The parent has no noDA, and making it needs the owner's password to be empty. */
	for (size_t i = 0; i < n_parents; i++)
		if (is_clear(&properties->owner_auth_set) &&
		    (parents[i].is_srk || is_clear(&properties->in_lockout)))
			load_below_transient(&loading, &parents[i], contents, n);
	return loading.clean;
}

void unlock_tpm_ask(struct unlock_tpm *state, struct tpm *tpm,
		    const struct volume_contents *contents, size_t n,
		    const struct needed_pcrs *needed)
{
	struct timespec now;

	state->contact = CONTACT_MADE;
	clock_gettime(CLOCK_REALTIME, &now);
	state->asked_ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
	read_pcrs(state, tpm, needed);
	for (size_t i = 0; i < needed->n_nvs; i++)
		read_nv(state, tpm, needed->nvs[i]);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < contents[i].n_bindings; k++)
			read_parents(state, tpm, &contents[i].bindings[k]);
}

const struct pcr_values *unlock_tpm_bank(const struct unlock_tpm *state, uint16_t bank)
{
	for (size_t i = 0; i < state->n_banks; i++)
		if (state->banks[i].bank == bank)
			return &state->banks[i];
	return NULL;
}

const struct parent_state *unlock_tpm_parent(const struct unlock_tpm *state, uint32_t handle)
{
	for (size_t i = 0; i < state->n_parents; i++)
		if (state->parents[i].handle == handle)
			return &state->parents[i];
	return NULL;
}

const struct nv_state *unlock_tpm_nv(const struct unlock_tpm *state, uint32_t handle)
{
	for (size_t i = 0; i < state->n_nvs; i++)
		if (state->nvs[i].handle == handle)
			return &state->nvs[i];
	return NULL;
}

const struct load_state *unlock_tpm_load(const struct unlock_tpm *state,
					 const struct binding_shard *shard)
{
	for (size_t i = 0; i < state->n_loads; i++)
		if (state->loads[i].shard == shard)
			return &state->loads[i];
	return NULL;
}
