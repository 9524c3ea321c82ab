/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Templates of endorsement keys (TCG EK Credential Profile 2.5, annex B) and of storage root keys
 * (TCG TPM 2.0 Provisioning Guidance, 7.5.1), to make such keys and to recognise them. Pure.
 */
#ifndef TEMPLATE_H
#define TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <tss2/tss2_tpm2_types.h>

struct ek_template {
	const char *name;		/* "rsa2048", "p256-high": as a user chooses it */
	const char *title;		/* "TCG EK template L-1" */
	const char *kind;		/* "rsa 2048": that of the certificate's index */
	TPM2_HANDLE certificate;	/* NV index */
	TPM2_HANDLE nonce, replacement; /* NV indices that change the template; 0: none */
	bool is_high;			/* high range: authPolicy is PolicyB */
	TPM2_ALG_ID type, name_alg;
	uint16_t bits, aes_bits; /* bits: of an RSA key */
	TPM2_ECC_CURVE curve;	 /* of an ECC key */
};

/* Row I, or NULL behind the last. */
const struct ek_template *ek_template(size_t i);
const struct ek_template *ek_template_named(const char *name);
const struct ek_template *ek_template_for(TPM2_HANDLE certificate);

/* What TPM2_CreatePrimary takes. nonce: size bytes that stand at the start of `unique`; 0: none. */
void ek_template_area(const struct ek_template *template, const void *nonce, size_t size,
		      TPMT_PUBLIC *ret_area);

/* The branches of PolicyB: PolicySecret(endorsement) first. False: there is no such policy. */
bool ek_policy_branches(TPM2_ALG_ID name_alg, TPML_DIGEST *ret_branches);

/* An SRK: "p256" or "rsa2048"; with noDA. */
void srk_template_area(TPM2_ALG_ID type, TPMT_PUBLIC *ret_area);

/*
 * The parent that systemd before 254, systemd-creds and clevis make anew each time: as an SRK, but without noDA,
 * and with an empty `unique`, which gives another key. name_alg: clevis' hash.
 */
void transient_parent_area(TPM2_ALG_ID type, TPM2_ALG_ID name_alg, TPMT_PUBLIC *ret_area);

/* The template that a key was made by, whatever its `unique`; NULL: none of these. */
const struct ek_template *recognise_ek(const TPMT_PUBLIC *area);

/*
 * What an SRK fits: those who make theirs like this, up to RECOGNISED_MAX texts. 0: it is none.
 * Those of the FAPI's low and high range differ only in `unique`, which the key does not tell.
 */
enum { RECOGNISED_MAX = 6 };
size_t recognise_srk(const TPMT_PUBLIC *area, const char *ret_fits[RECOGNISED_MAX]);

#endif
