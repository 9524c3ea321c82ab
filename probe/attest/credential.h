/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TPM2_MakeCredential without a TPM (TPM 2.0, part 1, clause 24): a secret that only the TPM with this
 * endorsement key gives out, and only where a key of this name is loaded beside it. By libcrypto.
 */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

#include <stdbool.h>
#include <tss2/tss2_tpm2_types.h>

/* ek: a restricted decryption key, RSA or ECC. False: not with such a key, or libcrypto fails. */
bool credential_make(const TPMT_PUBLIC *ek, const TPM2B_NAME *name, const TPM2B_DIGEST *secret,
		     TPM2B_ID_OBJECT *ret_credential, TPM2B_ENCRYPTED_SECRET *ret_seed);

#endif
