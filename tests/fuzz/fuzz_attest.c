/* SPDX-License-Identifier: BSD-2-Clause */
/* What a TPM says of a quote and of its keys: TPMS_ATTEST, a signature, a public area; any bytes. */
#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <tss2/tss2_mu.h>

#include "credential.h"
#include "template.h"
#include "verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_key(const TPMT_PUBLIC *area, const uint8_t *data, size_t size,
		    const TPMT_SIGNATURE *signature)
{
	TPM2B_DIGEST secret = { .size = 32 };
	const char *fits[RECOGNISED_MAX];
	TPM2B_ENCRYPTED_SECRET seed;
	TPM2B_ID_OBJECT credential;
	TPM2B_NAME name;

	recognise_ek(area);
	recognise_srk(area, fits);
	EVP_PKEY_free(key_to_libcrypto(area));
	verify_signature(area, (struct bytes){ data, size }, signature);
	if (object_name(area, &name))
		credential_make(area, &name, &secret, &credential, &seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	TPML_PCR_SELECTION selected = { .count = 1 };
	TPMT_SIGNATURE signature = { 0 };
	TPM2B_DIGEST values[8] = { 0 };
	TPMT_PUBLIC area = { 0 };
	TPMS_ATTEST quote;
	size_t offset = 0;

	/* tpm2-tss tells every malformed structure on stderr. */
	setenv("TSS2_LOG", "all+none", 1);
	if (quote_parse((struct bytes){ data, size }, &quote)) {
		quote_check_nonce(&quote, (struct bytes){ data, size < 64 ? size : 64 });
		quote_check_signer(&quote, &quote.qualifiedSigner);
		quote_check_pcrs(&quote, &selected, values, 8, TPM2_ALG_SHA256);
		quote_check_pcrs(&quote, &quote.attested.quote.pcrSelect, values, 8,
				 TPM2_ALG_SHA256);
	}
	if (Tss2_MU_TPMT_PUBLIC_Unmarshal(data, size, &offset, &area) != TSS2_RC_SUCCESS)
		return 0;
	Tss2_MU_TPMT_SIGNATURE_Unmarshal(data, size, &offset, &signature);
	try_key(&area, data, size, &signature);
	return 0;
}
