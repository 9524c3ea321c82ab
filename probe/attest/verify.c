/* SPDX-License-Identifier: BSD-2-Clause */
/* Keys and signatures. */
#include "verify.h"

#include <string.h>
#include <tss2/tss2_mu.h>

#include "hash.h"
#include "library-crypto.h"

static bool add_rsa(OSSL_PARAM_BLD *build, const TPMT_PUBLIC *area, BIGNUM **ret_modulus)
{
	uint32_t exponent = area->parameters.rsaDetail.exponent;

	*ret_modulus = BN_bin2bn(area->unique.rsa.buffer, area->unique.rsa.size, NULL);
	return *ret_modulus && OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, *ret_modulus) &&
	       OSSL_PARAM_BLD_push_ulong(build, OSSL_PKEY_PARAM_RSA_E, exponent ? exponent : 65537);
}

static const char *group_of(TPM2_ECC_CURVE curve)
{
	switch (curve) {
	case TPM2_ECC_NIST_P256:
		return "prime256v1";
	case TPM2_ECC_NIST_P384:
		return "secp384r1";
	case TPM2_ECC_NIST_P521:
		return "secp521r1";
	default:
		return NULL;
	}
}

static bool add_ecc(OSSL_PARAM_BLD *build, const TPMT_PUBLIC *area,
		    uint8_t point[1 + PUBLIC_KEY_MAX])
{
	const char *group = group_of(area->parameters.eccDetail.curveID);

	point[0] = 4; /* uncompressed */
	return group &&
	       OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME, group, 0) &&
	       OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point,
						1 + public_key_bytes(area, point + 1));
}

EVP_PKEY *key_to_libcrypto(const TPMT_PUBLIC *area)
{
	bool is_rsa = area->type == TPM2_ALG_RSA;
	uint8_t point[1 + PUBLIC_KEY_MAX];
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	EVP_PKEY_CTX *context = NULL;
	BIGNUM *modulus = NULL;
	EVP_PKEY *key = NULL;

	if (!build)
		return NULL;
	if (is_rsa ? add_rsa(build, area, &modulus)
		   : area->type == TPM2_ALG_ECC && add_ecc(build, area, point))
		params = OSSL_PARAM_BLD_to_param(build);
	context = EVP_PKEY_CTX_new_from_name(NULL, is_rsa ? "RSA" : "EC", NULL);
	if (!params || !context || EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	BN_free(modulus);
	ERR_clear_error();
	return key;
}

TPM2_ALG_ID signature_hash(const TPMT_SIGNATURE *signature)
{
	return signature->signature.any.hashAlg;
}

/* libcrypto wants r and s as DER. malloc'd. */
static unsigned char *ecdsa_der(const TPMS_SIGNATURE_ECC *from, int *ret_size)
{
	BIGNUM *r = BN_bin2bn(from->signatureR.buffer, from->signatureR.size, NULL);
	BIGNUM *s = BN_bin2bn(from->signatureS.buffer, from->signatureS.size, NULL);
	ECDSA_SIG *signature = ECDSA_SIG_new();
	unsigned char *der = NULL;

	if (!r || !s || !signature || !ECDSA_SIG_set0(signature, r, s)) {
		BN_free(r);
		BN_free(s);
		ECDSA_SIG_free(signature);
		return NULL;
	}
	*ret_size = i2d_ECDSA_SIG(signature, &der);
	ECDSA_SIG_free(signature);
	return der;
}

static bool verify(EVP_PKEY *key, const char *hash, bool is_pss, struct bytes message,
		   struct bytes signature)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *key_context;
	bool good;

	good = context &&
	       EVP_DigestVerifyInit_ex(context, &key_context, hash, NULL, NULL, key, NULL) == 1 &&
	       (!is_pss ||
		(EVP_PKEY_CTX_set_rsa_padding(key_context, RSA_PKCS1_PSS_PADDING) == 1 &&
		 EVP_PKEY_CTX_set_rsa_pss_saltlen(key_context, RSA_PSS_SALTLEN_AUTO) == 1)) &&
	       EVP_DigestVerify(context, signature.data, signature.size, message.data,
				message.size) == 1;
	EVP_MD_CTX_free(context);
	ERR_clear_error();
	return good;
}

const char *verify_signature(const TPMT_PUBLIC *key, struct bytes message,
			     const TPMT_SIGNATURE *signature)
{
	const TPMS_SIGNATURE_RSA *rsa = &signature->signature.rsassa;
	bool is_ecdsa = signature->sigAlg == TPM2_ALG_ECDSA;
	unsigned char *der = NULL;
	struct bytes bytes = { rsa->sig.buffer, rsa->sig.size };
	EVP_PKEY *pkey;
	const char *hash;
	int size = 0;
	bool good;

	if (!is_ecdsa && signature->sigAlg != TPM2_ALG_RSASSA &&
	    signature->sigAlg != TPM2_ALG_RSAPSS)
		return "a signature of a kind that was not asked for";
	if (is_ecdsa != (key->type == TPM2_ALG_ECC))
		return "a signature of another kind than the key";
	hash = hash_libcrypto(signature_hash(signature));
	pkey = key_to_libcrypto(key);
	if (is_ecdsa)
		der = ecdsa_der(&signature->signature.ecdsa, &size);
	if (der)
		bytes = (struct bytes){ der, (size_t)size };
	good = hash && pkey && (!is_ecdsa || (der && size > 0)) &&
	       verify(pkey, hash, signature->sigAlg == TPM2_ALG_RSAPSS, message, bytes);
	OPENSSL_free(der);
	EVP_PKEY_free(pkey);
	return good ? NULL : "the signature is not that of this key over these bytes";
}

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
