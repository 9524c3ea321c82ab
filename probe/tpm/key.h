/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keys that are made, used and flushed again: nothing persists. What is authorised is authorised with
 * an empty password, or by a policy session that ends with its command; the caller sees to it that no
 * dictionary-attack protection counts a refusal.
 *
 * Each function sends one command and returns a TSS2_RC as those of tpm.h do.
 */
#ifndef KEY_H
#define KEY_H

#include <stdbool.h>

#include "tpm.h"

/* A loaded object. Its name is computed here: one that the TPM says differently is no such answer
 * (TSS2_SYS_RC_MALFORMED_RESPONSE). handle 0: nothing is loaded. */
struct tpm_key {
	TPM2_HANDLE handle;
	TPMT_PUBLIC area;
	TPM2B_NAME name;
};

/* A wrapped object: what TPM2_Create gives. */
struct tpm_blob {
	TPM2B_PRIVATE private;
	TPM2B_PUBLIC public;
};

/* hierarchy: its password is empty. area: the template. */
TSS2_RC tpm_create_primary(struct tpm *tpm, TPM2_HANDLE hierarchy, const TPMT_PUBLIC *area,
			   struct tpm_key *ret_key);
/* session: a policy session that authorises the parent, or TPM2_RS_PW. data: to be sealed, size bytes;
 * 0 for a key. */
TSS2_RC tpm_create(struct tpm *tpm, TPM2_HANDLE parent, TPM2_HANDLE session,
		   const TPMT_PUBLIC *area, const void *data, size_t size,
		   struct tpm_blob *ret_blob);
TSS2_RC tpm_load(struct tpm *tpm, TPM2_HANDLE parent, TPM2_HANDLE session,
		 const struct tpm_blob *blob, struct tpm_key *ret_key);
/* Objects and sessions. */
TSS2_RC tpm_flush(struct tpm *tpm, TPM2_HANDLE handle);

/* A policy session, unbound, unsalted, without parameter encryption. */
TSS2_RC tpm_start_policy(struct tpm *tpm, TPMI_ALG_HASH hash, TPM2_HANDLE *ret_session);
/* entity: its password is empty. */
TSS2_RC tpm_policy_secret(struct tpm *tpm, TPM2_HANDLE session, TPM2_HANDLE entity);
TSS2_RC tpm_policy_or(struct tpm *tpm, TPM2_HANDLE session, const TPML_DIGEST *branches);

/* key: whose name the credential was made for; ek_session authorises ek. */
TSS2_RC tpm_activate_credential(struct tpm *tpm, TPM2_HANDLE key, TPM2_HANDLE ek,
				TPM2_HANDLE ek_session, const TPM2B_ID_OBJECT *credential,
				const TPM2B_ENCRYPTED_SECRET *seed, TPM2B_DIGEST *ret_secret);
/* By the scheme of the key. ret_attest: the bytes that were signed. */
TSS2_RC tpm_quote(struct tpm *tpm, TPM2_HANDLE key, const TPM2B_DATA *nonce,
		  const TPML_PCR_SELECTION *pcrs, TPM2B_ATTEST *ret_attest,
		  TPMT_SIGNATURE *ret_signature);
/* digest: of the hash of the key's scheme. Not with a restricted key. */
TSS2_RC tpm_sign(struct tpm *tpm, TPM2_HANDLE key, const TPM2B_DIGEST *digest,
		 TPMT_SIGNATURE *ret_signature);
TSS2_RC tpm_unseal(struct tpm *tpm, TPM2_HANDLE object, TPM2B_SENSITIVE_DATA *ret_data);

#endif
