/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a verifier does with keys, signatures and quotes of a TPM, by libcrypto. Pure: bytes in, verdict
 * out. Whatever says no says why, in a static text; NULL: nothing is wrong.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include <tss2/tss2_tpm2_types.h>

#include "digest.h"
#include "library-crypto.h"

/* The public key for libcrypto, or NULL. EVP_PKEY_free() it. */
EVP_PKEY *key_to_libcrypto(const TPMT_PUBLIC *area);

/* RSASSA, RSAPSS or ECDSA over a message that the key's owner hashed. */
const char *verify_signature(const TPMT_PUBLIC *key, struct bytes message,
			     const TPMT_SIGNATURE *signature);

/* TPMS_ATTEST of a quote, every byte of it. False: it is none. */
bool quote_parse(struct bytes attest, TPMS_ATTEST *ret_attest);

const char *quote_check_nonce(const TPMS_ATTEST *quote, struct bytes nonce);
/* signer: qualified name of the key that is to have signed. */
const char *quote_check_signer(const TPMS_ATTEST *quote, const TPM2B_NAME *signer);
/* values: those of the selected PCRs, in the order of banks and numbers; hash: of the signature. */
const char *quote_check_pcrs(const TPMS_ATTEST *quote, const TPML_PCR_SELECTION *selected,
			     const TPM2B_DIGEST *values, size_t n, TPM2_ALG_ID hash);

/* The hash that a signature is over. */
TPM2_ALG_ID signature_hash(const TPMT_SIGNATURE *signature);

#endif
