/* SPDX-License-Identifier: BSD-2-Clause */
/* What a quote says. */
#include <string.h>
#include <tss2/tss2_mu.h>

#include "verify.h"

bool quote_parse(struct bytes attest, TPMS_ATTEST *ret_attest)
{
	TPMS_ATTEST quote = { 0 };
	size_t offset = 0;

	if (attest.size < sizeof(UINT32) ||
	    Tss2_MU_TPMS_ATTEST_Unmarshal(attest.data, attest.size, &offset, &quote) !=
		    TSS2_RC_SUCCESS ||
	    offset != attest.size)
		return false;
	if (quote.magic != TPM2_GENERATED_VALUE || quote.type != TPM2_ST_ATTEST_QUOTE)
		return false;
	*ret_attest = quote;
	return true;
}

const char *quote_check_nonce(const TPMS_ATTEST *quote, struct bytes nonce)
{
	return quote->extraData.size == nonce.size &&
			       !memcmp(quote->extraData.buffer, nonce.data, nonce.size)
		       ? NULL
		       : "the quote is not over the nonce that was sent";
}

const char *quote_check_signer(const TPMS_ATTEST *quote, const TPM2B_NAME *signer)
{
	return names_equal(&quote->qualifiedSigner, signer)
		       ? NULL
		       : "the quote names another signer than the attestation key below this EK";
}

/* A selection may be longer, with nothing selected behind. */
static bool same_pcrs(const TPMS_PCR_SELECTION *a, const TPMS_PCR_SELECTION *b)
{
	for (size_t i = 0; i < sizeof(a->pcrSelect); i++) {
		BYTE left = i < a->sizeofSelect ? a->pcrSelect[i] : 0;
		BYTE right = i < b->sizeofSelect ? b->pcrSelect[i] : 0;

		if (left != right)
			return false;
	}
	return a->hash == b->hash;
}

const char *quote_check_pcrs(const TPMS_ATTEST *quote, const TPML_PCR_SELECTION *selected,
			     const TPM2B_DIGEST *values, size_t n, TPM2_ALG_ID hash)
{
	const TPMS_QUOTE_INFO *info = &quote->attested.quote;
	struct bytes parts[TPM2_NUM_PCR_BANKS * 32];
	TPM2B_DIGEST wanted;

	if (info->pcrSelect.count != selected->count || n > sizeof(parts) / sizeof(parts[0]))
		return "the quote is over other PCRs than those asked for";
	for (size_t i = 0; i < selected->count; i++)
		if (!same_pcrs(&info->pcrSelect.pcrSelections[i], &selected->pcrSelections[i]))
			return "the quote is over other PCRs than those asked for";
	for (size_t i = 0; i < n; i++)
		parts[i] = (struct bytes){ values[i].buffer, values[i].size };
	if (!digest(hash, parts, n, &wanted))
		return "there is no such hash here";
	return info->pcrDigest.size == wanted.size &&
			       !memcmp(info->pcrDigest.buffer, wanted.buffer, wanted.size)
		       ? NULL
		       : "the quote is over other values than those that TPM2_PCR_Read gives";
}
