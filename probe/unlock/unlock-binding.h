/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What binds a secret to a TPM, as those who made it wrote it down: one record for all kinds of
 * tokens, files and credentials. It holds nothing secret: a sealed blob is useless without its TPM.
 *
 * Facts, formats and versions: systemd src/shared/tpm2-util.c (tokens of 248 to 258),
 * creds-util.c; clevis src/pins/tpm2; clevis-pin-tpm2; draft-bottomley-tpm2-keys; GRUB
 * tpm2_key_protector.
 */
#ifndef UNLOCK_BINDING_H
#define UNLOCK_BINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tss2/tss2_tpm2_types.h>

#include "arena.h"
#include "encoding.h"
#include "key.h"

enum binding_kind {
	BINDING_OTHER, /* a token of a type that is not known here */
	BINDING_SYSTEMD_TPM2,
	BINDING_CLEVIS_TPM2,
	BINDING_CLEVIS_SSS,
	BINDING_CLEVIS_TANG,
	BINDING_CLEVIS_OTHER, /* another pin of clevis */
	BINDING_SYSTEMD_CREDS,
	BINDING_TSS2_KEY,
	BINDING_GRUB_TPM2,
	BINDING_UBUNTU_FDE,
	BINDING_TRUSTED_KEY,
	BINDING_NO_TPM, /* systemd-recovery, systemd-fido2, systemd-pkcs11, luks2-keyring ...: no TPM in it */
	BINDING_KINDS,
};

enum {
	BINDING_MAX_SHARDS = 2,
	BINDING_MAX_KEYSLOTS = 32,
	BINDING_MAX_BRANCHES = 16, /* alternative policies of a TSS2 key */
	BINDING_MAX_STEPS = 16,
	BINDING_MAX_DEPTH = 4,	 /* of clevis sss in clevis sss */
	BINDING_MAX_LEAVES = 32, /* of all levels */
	PCR_COUNT = 24,
};

/* A public key that signs PCR policies. */
struct policy_key {
	const char *fault; /* NULL: it was read; else why not */
	TPMT_PUBLIC area;  /* as the TPM takes it, RSA exponent 65537 written out */
	TPM2B_NAME name;
	TPM2B_NAME name_exponent_0; /* RSA with the exponent 65537 written as 0; size 0 otherwise */
	unsigned int bits;	    /* of an RSA modulus, or of an ECC curve's field */
	uint8_t fingerprint
		[32]; /* "pkfp": SHA-256 of the PKCS#1 DER, or for ECC of what i2d_PublicKey() writes */
	struct bytes pem; /* as it was stored, with a NUL behind it */
};

/* A serialised ESYS_TR of tpm2-tss: which object or NV index was meant. */
struct esys_reference {
	bool known;
	uint32_t handle;
	TPM2B_NAME name;
	bool has_public; /* an object */
	TPMT_PUBLIC area;
	bool has_nv; /* an NV index */
	TPMS_NV_PUBLIC nv;
};

/* One sealed object. A binding with two shards needs both. */
struct binding_shard {
	const char *fault;    /* NULL: public and private part were read */
	struct tpm_blob blob; /* what TPM2_Load takes */
	TPM2B_NAME name;      /* of the object; size 0: not computed */
	struct bytes policy;  /* the stored policy digest; size 0: the object has no policy */
	bool policy_differs; /* the token's own copy of the digest is not the object's authPolicy */
	bool has_no_da;	     /* TPMA_OBJECT_NODA: a wrong password of it does not count */
	/* What this shard's policy is made of, in the order of unlock.md 2.2. */
	bool is_signed, is_pcrlock;
};

/* One command of a policy that is written down (TSS2 PRIVATE KEY). */
struct policy_step {
	uint32_t command;  /* TPM2_CC_PolicyPCR ... */
	struct bytes data; /* the command's parameters */
	/* Of TPM2_CC_PolicyPCR: */
	TPML_PCR_SELECTION selection;
	TPM2B_DIGEST pcr_digest; /* over the values that were meant; size 0: not stored */
};

/* Of several, any one may be satisfied. */
struct policy_branch {
	const char *name; /* cleaned; NULL: it has none */
	struct policy_step steps[BINDING_MAX_STEPS];
	size_t n_steps;
	const char *fault; /* NULL, or why its digest cannot be computed here */
};

struct binding_keyslot {
	unsigned int number;
	bool exists;  /* in the header */
	bool opens;   /* and a digest assigns it to a segment */
	bool ignored; /* priority 0: used only where it is named */
};

struct unlock_binding {
	enum binding_kind kind;
	long token;	   /* its number; -1: not a token */
	const char *type;  /* the token's own word, or the pin's; cleaned; never NULL */
	const char *fault; /* NULL, or what cannot be read; the rest is as far as it was read */

	struct binding_keyslot keyslots[BINDING_MAX_KEYSLOTS];
	size_t n_keyslots;
	bool keyslot_usable; /* one of them exists and opens a segment; true where no keyslot is wanted */

	uint16_t session_hash; /* TPM2_ALG_ID that policy digests are computed with; 0: unknown */
	uint16_t bank;	       /* of literal PCRs; 0: no PCR, or unknown */
	/* The token does not name its bank: sha256 was used where 248 or 249 made it, and later
	 * versions guess again at each unlock. */
	bool bank_guessed;
	uint32_t pcrs;			 /* bit n: PCR n, literally */
	uint32_t signed_pcrs;		 /* by whoever has the key */
	struct bytes policy_ref;	 /* tpm2_pubkey_ref, of systemd after 258; size 0: none */
	const struct policy_key *signer; /* NULL: no signed policy */
	bool pin, salted;
	bool pcrlock;
	struct esys_reference pcrlock_nv; /* not known before systemd 257 */

	uint16_t primary_alg;  /* TPM2_ALG_ECC or RSA: of a parent that is made anew; 0: unknown */
	uint16_t primary_hash; /* clevis: its name algorithm; else 0 */
	struct esys_reference srk; /* systemd from 254 on: the persistent parent that was used */
	uint32_t parent; /* TSS2 key: handle, or hierarchy of a primary key; 0: none is named */
	bool empty_auth; /* TSS2 key: no password */
	bool importable; /* TSS2 key: not loadable before TPM2_Import */

	struct binding_shard shards[BINDING_MAX_SHARDS];
	size_t n_shards;

	struct policy_branch *branches; /* TSS2 keys and GRUB */
	size_t n_branches;
	bool branches_signed; /* they are alternatives below TPM2_PolicyAuthorize */

	/* clevis sss: so many of the children have to unlock. */
	unsigned int threshold;
	struct unlock_binding *children;
	size_t n_children;
};

/* "systemd-tpm2", "clevis-sss", ...: as the JSON output spells it. */
const char *binding_kind_text(enum binding_kind kind);

/* Needs a TPM: has shards, or is of a kind that would have, or has such a child. */
bool binding_wants_tpm(const struct unlock_binding *binding);

/* "0,7", "" for none; separator e.g. "," or "+". Arena memory. */
const char *pcr_list_text(struct arena *arena, uint32_t pcrs, const char *separator);

#endif
