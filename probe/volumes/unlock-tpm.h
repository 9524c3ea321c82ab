/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the TPM itself is asked about bindings: PCRs that they name, their parents, and, only where that is
 * wanted, whether it can load them. Nothing is unsealed, no password but the empty one is given, and that
 * only where a refusal does not count towards the lockout.
 */
#ifndef UNLOCK_TPM_H
#define UNLOCK_TPM_H

#include "policy.h"
#include "read-volume.h"
#include "report.h"
#include "tpm.h"

enum { UNLOCK_MAX_BANKS = 4, UNLOCK_MAX_PARENTS = 32, UNLOCK_MAX_LOADS = 256, UNLOCK_MAX_NV = 4 };

enum tpm_contact {
	CONTACT_UNKNOWN, /* not yet tried */
	CONTACT_NONE,	 /* there is no TPM, or none can be reached */
	CONTACT_FAILED,	 /* it could not be opened, or did not answer: nothing is known */
	CONTACT_MADE,
};

/* A persistent parent. */
struct parent_state {
	uint32_t handle;
	TSS2_RC rc; /* of TPM2_ReadPublic */
	struct tpm_public public;
};

/* What TPM2_Load of one shard came to. */
struct load_state {
	const struct binding_shard *shard;
	TSS2_RC rc;
	uint32_t parent;       /* handle; 0: one that is made anew */
	const char *not_tried; /* NULL: it was tried; else why not, a clause */
};

/* The NV index of a pcrlock policy. */
struct nv_state {
	uint32_t handle;
	TSS2_RC rc; /* of TPM2_NV_ReadPublic */
	TPMS_NV_PUBLIC public;
	uint8_t content[2 + TPM2_MAX_DIGEST_BUFFER]; /* a TPMT_HA */
	size_t size;				     /* 0: it was not read */
};

struct unlock_tpm {
	enum tpm_contact contact;
	const char *why_not;		 /* no contact: a clause; or NULL */
	const struct tpm_report *report; /* its properties, clock and lockout state; NULL: no TPM */
	struct pcr_values banks[UNLOCK_MAX_BANKS];
	size_t n_banks;
	TSS2_RC pcrs_rc;
	struct parent_state parents[UNLOCK_MAX_PARENTS];
	size_t n_parents;
	struct nv_state nvs[UNLOCK_MAX_NV];
	size_t n_nvs;
	struct load_state loads[UNLOCK_MAX_LOADS];
	size_t n_loads;
	bool active;	   /* loading was wanted */
	uint64_t asked_ms; /* when it was asked, since 1970 */
};

/* Which PCRs of which banks a binding's policy names; its children's too. Up to UNLOCK_MAX_BANKS banks. */
struct needed_pcrs {
	struct {
		uint16_t bank;
		uint32_t pcrs;
	} banks[UNLOCK_MAX_BANKS];
	size_t count;
	uint32_t nvs[UNLOCK_MAX_NV]; /* NV indices of pcrlock policies */
	size_t n_nvs;
};
void needed_nv_add(struct needed_pcrs *needed, uint32_t handle);
void needed_pcrs_add(struct needed_pcrs *needed, uint16_t bank, uint32_t pcrs);
void needed_pcrs_of(const struct unlock_binding *binding, struct needed_pcrs *needed);

/* Read PCRs and parents. state->report is set by the caller. */
void unlock_tpm_ask(struct unlock_tpm *state, struct tpm *tpm,
		    const struct volume_contents *contents, size_t n,
		    const struct needed_pcrs *needed);
/* Then try to load every shard. Returns false if something that was loaded could not be flushed. */
bool unlock_tpm_load_all(struct unlock_tpm *state, struct tpm *tpm,
			 const struct volume_contents *contents, size_t n);

/* The values of a bank, or NULL. */
const struct pcr_values *unlock_tpm_bank(const struct unlock_tpm *state, uint16_t bank);
const struct parent_state *unlock_tpm_parent(const struct unlock_tpm *state, uint32_t handle);
const struct nv_state *unlock_tpm_nv(const struct unlock_tpm *state, uint32_t handle);
const struct load_state *unlock_tpm_load(const struct unlock_tpm *state,
					 const struct binding_shard *shard);

/* The code without what says which handle, parameter or session it is about. */
TSS2_RC rc_bare(TSS2_RC rc);

#endif
