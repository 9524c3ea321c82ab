/* SPDX-License-Identifier: BSD-2-Clause */
/* Deriving an EK, and using it. */
#include "ek.h"

#include <stdlib.h>
#include <string.h>
#include <tss2/tss2_mu.h>

#include "capabilities.h"
#include "cleanup.h"
#include "tpm-state.h"

const char *hierarchy_refusal(const struct tpm_report *tpm_report, TPM2_HANDLE hierarchy)
{
	const struct state *state = tpm_report->state;
	bool is_owner = hierarchy == TPM2_RH_OWNER;
	const struct number_fact *enabled =
		is_owner ? &state->storage_hierarchy : &state->endorsement_hierarchy;
	const struct number_fact *has_auth =
		is_owner ? &state->owner_auth_set : &state->endorsement_auth_set;

	if (!fact_known(&enabled->fact) || !fact_known(&has_auth->fact))
		return "the state of the hierarchies is not known";
	if (!enabled->value)
		return is_owner ? "the owner hierarchy is disabled (shEnable is clear)"
				: "the endorsement hierarchy is disabled (ehEnable is clear)";
	if (has_auth->value)
		return is_owner ? "the owner hierarchy has a password (ownerAuthSet)"
				: "the endorsement hierarchy has a password (endorsementAuthSet)";
	return NULL;
}

/* What NV has at this index. False: nothing, or it may not be read. malloc'd. */
static bool read_nv(struct tpm *tpm, const struct tpm_report *tpm_report, TPM2_HANDLE index,
		    uint8_t **ret_data, size_t *ret_size)
{
	const struct list_fact *list = &tpm_report->capabilities->handles_nv_index;
	TPMS_NV_PUBLIC public;
	bool is_there = false;

	for (size_t i = 0; index && i < list->count; i++)
		is_there = is_there || ((const uint64_t *)list->items)[i] == index;
	return is_there && tpm_nv_read_public(tpm, index, &public) == TSS2_RC_SUCCESS &&
	       tpm_nv_read(tpm, &public, 512, ret_data, ret_size) == TSS2_RC_SUCCESS;
}

void ek_area(struct tpm *tpm, const struct tpm_report *tpm_report,
	     const struct ek_template *template, TPMT_PUBLIC *ret_area)
{
	_cleanup_free_ uint8_t *area = NULL, *nonce = NULL;
	size_t size = 0, nonce_size = 0, offset = 0;
	TPMT_PUBLIC replacement = { 0 };

	if (read_nv(tpm, tpm_report, template->nonce, &nonce, &nonce_size) && nonce_size > 256)
		nonce_size = 0;
	ek_template_area(template, nonce, nonce_size, ret_area);
	if (read_nv(tpm, tpm_report, template->replacement, &area, &size) &&
	    Tss2_MU_TPMT_PUBLIC_Unmarshal(area, size, &offset, &replacement) == TSS2_RC_SUCCESS)
		*ret_area = replacement;
}

static bool is_policy(const TPMT_PUBLIC *ek, const TPM2B_DIGEST *policy)
{
	return ek->authPolicy.size == policy->size &&
	       !memcmp(ek->authPolicy.buffer, policy->buffer, policy->size);
}

TSS2_RC ek_start_session(struct tpm *tpm, const TPMT_PUBLIC *ek, TPM2_HANDLE *ret_session)
{
	TPML_DIGEST branches;
	TPM2_HANDLE session;
	bool is_low;
	TSS2_RC rc;

	if (!ek_policy_branches(ek->nameAlg, &branches))
		return TSS2_SYS_RC_BAD_VALUE;
	is_low = is_policy(ek, &branches.digests[0]);
	rc = tpm_start_policy(tpm, ek->nameAlg, &session);
	if (rc != TSS2_RC_SUCCESS)
		return rc;
	rc = tpm_policy_secret(tpm, session, TPM2_RH_ENDORSEMENT);
	if (rc == TSS2_RC_SUCCESS && !is_low)
		rc = tpm_policy_or(tpm, session, &branches);
	if (rc != TSS2_RC_SUCCESS) {
		tpm_flush(tpm, session);
		return rc;
	}
	*ret_session = session;
	return TSS2_RC_SUCCESS;
}
