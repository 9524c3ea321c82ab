/* SPDX-License-Identifier: BSD-2-Clause */
/* A quote is believed only as it was signed: every byte that is altered is noticed. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <tss2/tss2_mu.h>

#include "soft_keys.h"
#include "verify.h"

struct quoted {
	EVP_PKEY *key;
	TPMT_PUBLIC area;
	TPM2B_NAME signer;
	TPM2B_DATA nonce;
	TPML_PCR_SELECTION selected;
	TPM2B_DIGEST values[8];
	uint8_t attest[sizeof(TPMS_ATTEST)];
	size_t size;
	TPMT_SIGNATURE signature;
};

static void make_quote(TPM2_ALG_ID scheme, struct quoted *q)
{
	TPM2_ALG_ID type = scheme == TPM2_ALG_ECDSA ? TPM2_ALG_ECC : TPM2_ALG_RSA;
	TPMS_ATTEST attest = { .magic = TPM2_GENERATED_VALUE, .type = TPM2_ST_ATTEST_QUOTE };
	struct bytes parts[8];
	TPM2B_NAME name;

	memset(q, 0, sizeof(*q));
	q->key = soft_key(type);
	soft_signing_area(q->key, type, &q->area);
	assert_true(object_name(&q->area, &name));
	assert_true(primary_name(TPM2_RH_ENDORSEMENT, &name, &q->signer));
	q->nonce.size = 32;
	memset(q->nonce.buffer, 7, 32);
	q->selected.count = 1;
	q->selected.pcrSelections[0] = (TPMS_PCR_SELECTION){ .hash = TPM2_ALG_SHA256,
							     .sizeofSelect = 3,
							     .pcrSelect = { 0xff } };
	for (size_t i = 0; i < 8; i++) {
		q->values[i].size = 32;
		memset(q->values[i].buffer, (int)i, 32);
		parts[i] = (struct bytes){ q->values[i].buffer, 32 };
	}
	attest.qualifiedSigner = q->signer;
	attest.extraData = q->nonce;
	attest.attested.quote.pcrSelect = q->selected;
	assert_true(digest(TPM2_ALG_SHA256, parts, 8, &attest.attested.quote.pcrDigest));
	assert_int_equal(Tss2_MU_TPMS_ATTEST_Marshal(&attest, q->attest, sizeof(q->attest),
						     &q->size),
			 TSS2_RC_SUCCESS);
	soft_sign(q->key, scheme, q->attest, q->size, &q->signature);
}

/* NULL, or the first check that fails. */
static const char *judge(const struct quoted *q)
{
	const struct bytes attest = { q->attest, q->size };
	TPMS_ATTEST quote;
	const char *why = verify_signature(&q->area, attest, &q->signature);

	if (why)
		return "signature";
	if (!quote_parse(attest, &quote))
		return "quote";
	if (quote_check_signer(&quote, &q->signer))
		return "signer";
	if (quote_check_nonce(&quote, (struct bytes){ q->nonce.buffer, q->nonce.size }))
		return "nonce";
	return quote_check_pcrs(&quote, &q->selected, q->values, 8, signature_hash(&q->signature))
		       ? "pcrs"
		       : NULL;
}

static void test_good(void **state)
{
	static const TPM2_ALG_ID schemes[] = { TPM2_ALG_ECDSA, TPM2_ALG_RSASSA, TPM2_ALG_RSAPSS };
	struct quoted q;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		make_quote(schemes[i], &q);
		assert_null(judge(&q));
		EVP_PKEY_free(q.key);
	}
}

static void test_every_byte(void **state)
{
	static const TPM2_ALG_ID schemes[] = { TPM2_ALG_ECDSA, TPM2_ALG_RSASSA };
	struct quoted q, bad;

	(void)state;
	for (size_t s = 0; s < 2; s++) {
		uint8_t *bytes;
		size_t n;

		make_quote(schemes[s], &q);
		for (size_t i = 0; i < q.size; i++) {
			bad = q;
			bad.attest[i] ^= (uint8_t)(1U << (i % 8));
			assert_string_equal(judge(&bad), "signature");
		}
		bytes = s ? bad.signature.signature.rsassa.sig.buffer
			  : bad.signature.signature.ecdsa.signatureS.buffer;
		n = s ? q.signature.signature.rsassa.sig.size : 32;
		for (size_t i = 0; i < n; i++) {
			bad = q;
			bytes[i] ^= (uint8_t)(1U << (i % 8));
			assert_string_equal(judge(&bad), "signature");
		}
		EVP_PKEY_free(q.key);
	}
}

/* Signed as it should be, but of something else. */
static void test_each_check(void **state)
{
	struct quoted q, bad;
	TPMS_ATTEST quote;

	(void)state;
	make_quote(TPM2_ALG_ECDSA, &q);
	bad = q;
	bad.nonce.buffer[31] ^= 1;
	assert_string_equal(judge(&bad), "nonce");
	bad = q;
	bad.nonce.size--;
	assert_string_equal(judge(&bad), "nonce");
	bad = q;
	bad.values[7].buffer[0] ^= 1;
	assert_string_equal(judge(&bad), "pcrs");
	bad = q;
	bad.selected.pcrSelections[0].pcrSelect[0] = 0x7f;
	assert_string_equal(judge(&bad), "pcrs");
	bad = q;
	bad.selected.pcrSelections[0].hash = TPM2_ALG_SHA1;
	assert_string_equal(judge(&bad), "pcrs");
	bad = q;
	bad.signer.name[5] ^= 1;
	assert_string_equal(judge(&bad), "signer");
	bad = q;
	bad.signature.sigAlg = TPM2_ALG_RSASSA;
	assert_string_equal(judge(&bad), "signature");
	bad = q;
	bad.signature.sigAlg = TPM2_ALG_HMAC;
	assert_string_equal(judge(&bad), "signature");
	bad = q;
	bad.signature.signature.any.hashAlg = TPM2_ALG_SHA1;
	assert_string_equal(judge(&bad), "signature");
	/* A selection that is longer selects no more. */
	bad = q;
	bad.selected.pcrSelections[0].sizeofSelect = 4;
	assert_null(judge(&bad));
	/* Cut, or with something behind. */
	for (size_t n = 0; n < q.size; n++)
		assert_false(quote_parse((struct bytes){ q.attest, n }, &quote));
	assert_false(quote_parse((struct bytes){ q.attest, q.size + 1 }, &quote));
	q.attest[5] ^= 1; /* another kind of attestation */
	assert_false(quote_parse((struct bytes){ q.attest, q.size }, &quote));
	EVP_PKEY_free(q.key);
}

static void test_no_key(void **state)
{
	TPMT_PUBLIC area = { .type = TPM2_ALG_KEYEDHASH };

	(void)state;
	assert_null(key_to_libcrypto(&area));
	area.type = TPM2_ALG_ECC;
	area.parameters.eccDetail.curveID = TPM2_ECC_NIST_P256;
	area.unique.ecc.x.size = area.unique.ecc.y.size = 32;
	area.unique.ecc.x.buffer[0] = 1; /* not on the curve */
	assert_null(key_to_libcrypto(&area));
	area.unique.ecc.x.size = TPM2_MAX_ECC_KEY_BYTES;
	assert_null(key_to_libcrypto(&area));
	area.parameters.eccDetail.curveID = TPM2_ECC_BN_P256;
	assert_null(key_to_libcrypto(&area));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_every_byte),
		cmocka_unit_test(test_each_check),
		cmocka_unit_test(test_no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
