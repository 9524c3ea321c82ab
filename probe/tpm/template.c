/* SPDX-License-Identifier: BSD-2-Clause */
/* The registered templates. */
#include "template.h"

#include <string.h>

enum {
	EK_LOW = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT | TPMA_OBJECT_SENSITIVEDATAORIGIN |
		 TPMA_OBJECT_ADMINWITHPOLICY | TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT,
	EK_HIGH = EK_LOW | TPMA_OBJECT_USERWITHAUTH,
	SRK_LEGACY = TPMA_OBJECT_FIXEDTPM | TPMA_OBJECT_FIXEDPARENT |
		     TPMA_OBJECT_SENSITIVEDATAORIGIN | TPMA_OBJECT_USERWITHAUTH |
		     TPMA_OBJECT_RESTRICTED | TPMA_OBJECT_DECRYPT,
	SRK = SRK_LEGACY | TPMA_OBJECT_NODA,
};

#define RSA(name, title, kind, index, high, hash, bits, aes)                                    \
	{                                                                                       \
		name, title, kind, index, high ? 0 : (index) + 1, high ? 0 : (index) + 2, high, \
			TPM2_ALG_RSA, hash, bits, aes, 0                                        \
	}
#define ECC(name, title, kind, index, high, hash, curve, aes)                                   \
	{                                                                                       \
		name, title, kind, index, high ? 0 : (index) + 1, high ? 0 : (index) + 2, high, \
			TPM2_ALG_ECC, hash, 0, aes, curve                                       \
	}

static const struct ek_template templates[] = {
	RSA("rsa2048", "TCG EK template L-1", "rsa 2048", 0x01c00002, false, TPM2_ALG_SHA256, 2048,
	    128),
	ECC("p256", "TCG EK template L-2", "ecc p256", 0x01c0000a, false, TPM2_ALG_SHA256,
	    TPM2_ECC_NIST_P256, 128),
	RSA("rsa2048-high", "TCG EK template H-1", "rsa 2048", 0x01c00012, true, TPM2_ALG_SHA256,
	    2048, 128),
	ECC("p256-high", "TCG EK template H-2", "ecc p256", 0x01c00014, true, TPM2_ALG_SHA256,
	    TPM2_ECC_NIST_P256, 128),
	ECC("p384", "TCG EK template H-3", "ecc p384", 0x01c00016, true, TPM2_ALG_SHA384,
	    TPM2_ECC_NIST_P384, 256),
	ECC("p521", "TCG EK template H-4", "ecc p521", 0x01c00018, true, TPM2_ALG_SHA512,
	    TPM2_ECC_NIST_P521, 256),
	RSA("rsa3072", "TCG EK template H-6", "rsa 3072", 0x01c0001c, true, TPM2_ALG_SHA384, 3072,
	    256),
	RSA("rsa4096", "TCG EK template H-7", "rsa 4096", 0x01c0001e, true, TPM2_ALG_SHA384, 4096,
	    256),
};
enum { N_TEMPLATES = sizeof(templates) / sizeof(templates[0]) };

/* PolicySecret(endorsement), PolicyAuthorizeNV(the registered index), and the PolicyOR of the two. */
static const struct {
	TPM2_ALG_ID hash;
	uint16_t size;
	uint8_t a[64], c[64], b[64];
} policies[] = {
	{ TPM2_ALG_SHA256,
	  32,
	  { 0x83, 0x71, 0x97, 0x67, 0x44, 0x84, 0xb3, 0xf8, 0x1a, 0x90, 0xcc,
	    0x8d, 0x46, 0xa5, 0xd7, 0x24, 0xfd, 0x52, 0xd7, 0x6e, 0x06, 0x52,
	    0x0b, 0x64, 0xf2, 0xa1, 0xda, 0x1b, 0x33, 0x14, 0x69, 0xaa },
	  { 0x37, 0x67, 0xe2, 0xed, 0xd4, 0x3f, 0xf4, 0x5a, 0x3a, 0x7e, 0x1e,
	    0xae, 0xfc, 0xef, 0x78, 0x64, 0x3d, 0xca, 0x96, 0x46, 0x32, 0xe7,
	    0xaa, 0xd8, 0x2c, 0x67, 0x3a, 0x30, 0xd8, 0x63, 0x3f, 0xde },
	  { 0xca, 0x3d, 0x0a, 0x99, 0xa2, 0xb9, 0x39, 0x06, 0xf7, 0xa3, 0x34,
	    0x24, 0x14, 0xef, 0xcf, 0xb3, 0xa3, 0x85, 0xd4, 0x4c, 0xd1, 0xfd,
	    0x45, 0x90, 0x89, 0xd1, 0x9b, 0x50, 0x71, 0xc0, 0xb7, 0xa0 } },
	{ TPM2_ALG_SHA384,
	  48,
	  { 0x8b, 0xbf, 0x22, 0x66, 0x53, 0x7c, 0x17, 0x1c, 0xb5, 0x6e, 0x40, 0x3c,
	    0x4d, 0xc1, 0xd4, 0xb6, 0x4f, 0x43, 0x26, 0x11, 0xdc, 0x38, 0x6e, 0x6f,
	    0x53, 0x20, 0x50, 0xc3, 0x27, 0x8c, 0x93, 0x0e, 0x14, 0x3e, 0x8b, 0xb1,
	    0x13, 0x38, 0x24, 0xcc, 0xb4, 0x31, 0x05, 0x38, 0x71, 0xc6, 0xdb, 0x53 },
	  { 0xd6, 0x03, 0x2c, 0xe6, 0x1f, 0x2f, 0xb3, 0xc2, 0x40, 0xeb, 0x3c, 0xf6,
	    0xa3, 0x32, 0x37, 0xef, 0x2b, 0x6a, 0x16, 0xf4, 0x29, 0x3c, 0x22, 0xb4,
	    0x55, 0xe2, 0x61, 0xcf, 0xfd, 0x21, 0x7a, 0xd5, 0xb4, 0x94, 0x7c, 0x2d,
	    0x73, 0xe6, 0x30, 0x05, 0xee, 0xd2, 0xdc, 0x2b, 0x35, 0x93, 0xd1, 0x65 },
	  { 0xb2, 0x6e, 0x7d, 0x28, 0xd1, 0x1a, 0x50, 0xbc, 0x53, 0xd8, 0x82, 0xbc,
	    0xf5, 0xfd, 0x3a, 0x1a, 0x07, 0x41, 0x48, 0xbb, 0x35, 0xd3, 0xb4, 0xe4,
	    0xcb, 0x1c, 0x0a, 0xd9, 0xbd, 0xe4, 0x19, 0xca, 0xcb, 0x47, 0xba, 0x09,
	    0x69, 0x96, 0x46, 0x15, 0x0f, 0x9f, 0xc0, 0x00, 0xf3, 0xf8, 0x0e, 0x12 } },
	{ TPM2_ALG_SHA512,
	  64,
	  { 0x1e, 0x3b, 0x76, 0x50, 0x2c, 0x8a, 0x14, 0x25, 0xaa, 0x0b, 0x7b, 0x3f, 0xc6,
	    0x46, 0xa1, 0xb0, 0xfa, 0xe0, 0x63, 0xb0, 0x3b, 0x53, 0x68, 0xf9, 0xc4, 0xcd,
	    0xde, 0xca, 0xff, 0x08, 0x91, 0xdd, 0x68, 0x2b, 0xac, 0x1a, 0x85, 0xd4, 0xd8,
	    0x32, 0xb7, 0x81, 0xea, 0x45, 0x19, 0x15, 0xde, 0x5f, 0xc5, 0xbf, 0x0d, 0xc4,
	    0xa1, 0x91, 0x7c, 0xd4, 0x2f, 0xa0, 0x41, 0xe3, 0xf9, 0x98, 0xe0, 0xee },
	  { 0x58, 0x9e, 0xe1, 0xe1, 0x46, 0x54, 0x47, 0x16, 0xe8, 0xde, 0xaf, 0xe6, 0xdb,
	    0x24, 0x7b, 0x01, 0xb8, 0x1e, 0x9f, 0x9c, 0x7d, 0xd1, 0x6b, 0x81, 0x4a, 0xa1,
	    0x59, 0x13, 0x87, 0x49, 0x10, 0x5f, 0xba, 0x53, 0x88, 0xdd, 0x1d, 0xea, 0x70,
	    0x2f, 0x35, 0x24, 0x0c, 0x18, 0x49, 0x33, 0x12, 0x1e, 0x2c, 0x61, 0xb8, 0xf5,
	    0x0d, 0x3e, 0xf9, 0x13, 0x93, 0xa4, 0x9a, 0x38, 0xc3, 0xf7, 0x3f, 0xc8 },
	  { 0xb8, 0x22, 0x1c, 0xa6, 0x9e, 0x85, 0x50, 0xa4, 0x91, 0x4d, 0xe3, 0xfa, 0xa6,
	    0xa1, 0x8c, 0x07, 0x2c, 0xc0, 0x12, 0x08, 0x07, 0x3a, 0x92, 0x8d, 0x5d, 0x66,
	    0xd5, 0x9e, 0xf7, 0x9e, 0x49, 0xa4, 0x29, 0xc4, 0x1a, 0x6b, 0x26, 0x95, 0x71,
	    0xd5, 0x7e, 0xdb, 0x25, 0xfb, 0xdb, 0x18, 0x38, 0x42, 0x56, 0x08, 0xb4, 0x13,
	    0xcd, 0x61, 0x6a, 0x5f, 0x6d, 0xb5, 0xb6, 0x07, 0x1a, 0xf9, 0x9b, 0xea } },
};
enum { N_POLICIES = sizeof(policies) / sizeof(policies[0]) };

const struct ek_template *ek_template(size_t i)
{
	return i < N_TEMPLATES ? &templates[i] : NULL;
}

const struct ek_template *ek_template_named(const char *name)
{
	for (size_t i = 0; i < N_TEMPLATES; i++)
		if (!strcmp(templates[i].name, name))
			return &templates[i];
	return NULL;
}

const struct ek_template *ek_template_for(TPM2_HANDLE certificate)
{
	for (size_t i = 0; i < N_TEMPLATES; i++)
		if (templates[i].certificate == certificate)
			return &templates[i];
	return NULL;
}

static void set_policy(const struct ek_template *template, TPM2B_DIGEST *policy)
{
	for (size_t i = 0; i < N_POLICIES; i++) {
		if (policies[i].hash != template->name_alg)
			continue;
		policy->size = policies[i].size;
		memcpy(policy->buffer, template->is_high ? policies[i].b : policies[i].a,
		       policy->size);
	}
}

static TPMT_SYM_DEF_OBJECT aes_cfb(uint16_t bits)
{
	return (TPMT_SYM_DEF_OBJECT){ .algorithm = TPM2_ALG_AES,
				      .keyBits.aes = bits,
				      .mode.aes = TPM2_ALG_CFB };
}

static void set_parameters(TPMT_PUBLIC *area, uint16_t bits, TPM2_ECC_CURVE curve,
			   uint16_t aes_bits)
{
	TPMS_RSA_PARMS *rsa = &area->parameters.rsaDetail;
	TPMS_ECC_PARMS *ecc = &area->parameters.eccDetail;

	if (area->type == TPM2_ALG_RSA) {
		rsa->symmetric = aes_cfb(aes_bits);
		rsa->scheme.scheme = TPM2_ALG_NULL;
		rsa->keyBits = bits;
	} else {
		ecc->symmetric = aes_cfb(aes_bits);
		ecc->scheme.scheme = TPM2_ALG_NULL;
		ecc->curveID = curve;
		ecc->kdf.scheme = TPM2_ALG_NULL;
	}
}

/* Low-range templates have zeros where the key will be, high-range ones nothing. */
static void set_unique(TPMT_PUBLIC *area, uint16_t size)
{
	if (area->type == TPM2_ALG_RSA)
		area->unique.rsa.size = size;
	else
		area->unique.ecc.x.size = area->unique.ecc.y.size = size;
}

void ek_template_area(const struct ek_template *template, const void *nonce, size_t size,
		      TPMT_PUBLIC *ret_area)
{
	uint16_t key_size = template->type == TPM2_ALG_RSA ? 256 : 32;
	uint8_t *unique;

	*ret_area = (TPMT_PUBLIC){ .type = template->type,
				   .nameAlg = template->name_alg,
				   .objectAttributes = template->is_high ? EK_HIGH : EK_LOW };
	set_policy(template, &ret_area->authPolicy);
	set_parameters(ret_area, template->bits, template->curve, template->aes_bits);
	if (template->is_high)
		return;
	set_unique(ret_area, key_size);
	unique = template->type == TPM2_ALG_RSA ? ret_area->unique.rsa.buffer
						: ret_area->unique.ecc.x.buffer;
	if (size && size <= key_size)
		memcpy(unique, nonce, size);
}

bool ek_policy_branches(TPM2_ALG_ID name_alg, TPML_DIGEST *ret_branches)
{
	for (size_t i = 0; i < N_POLICIES; i++) {
		if (policies[i].hash != name_alg)
			continue;
		*ret_branches = (TPML_DIGEST){ .count = 2 };
		for (size_t branch = 0; branch < 2; branch++) {
			TPM2B_DIGEST *digest = &ret_branches->digests[branch];

			digest->size = policies[i].size;
			memcpy(digest->buffer, branch ? policies[i].c : policies[i].a,
			       digest->size);
		}
		return true;
	}
	return false;
}

void srk_template_area(TPM2_ALG_ID type, TPMT_PUBLIC *ret_area)
{
	*ret_area =
		(TPMT_PUBLIC){ .type = type, .nameAlg = TPM2_ALG_SHA256, .objectAttributes = SRK };
	set_parameters(ret_area, 2048, TPM2_ECC_NIST_P256, 128);
	set_unique(ret_area, type == TPM2_ALG_RSA ? 256 : 32);
}

void transient_parent_area(TPM2_ALG_ID type, TPM2_ALG_ID name_alg, TPMT_PUBLIC *ret_area)
{
	srk_template_area(type, ret_area);
	ret_area->nameAlg = name_alg;
	ret_area->objectAttributes = SRK_LEGACY;
	ret_area->unique = (TPMU_PUBLIC_ID){ 0 };
}

static bool is_symmetric(const TPMT_SYM_DEF_OBJECT *symmetric, uint16_t bits)
{
	return symmetric->algorithm == TPM2_ALG_AES && symmetric->keyBits.aes == bits &&
	       symmetric->mode.aes == TPM2_ALG_CFB;
}

/* Not looked at: attributes, policy, unique. */
static bool fits(const TPMT_PUBLIC *area, TPM2_ALG_ID type, TPM2_ALG_ID name_alg, uint16_t bits,
		 TPM2_ECC_CURVE curve, uint16_t aes_bits)
{
	const TPMS_RSA_PARMS *rsa = &area->parameters.rsaDetail;
	const TPMS_ECC_PARMS *ecc = &area->parameters.eccDetail;

	if (area->type != type || area->nameAlg != name_alg)
		return false;
	if (type == TPM2_ALG_RSA)
		return rsa->keyBits == bits && is_symmetric(&rsa->symmetric, aes_bits) &&
		       rsa->scheme.scheme == TPM2_ALG_NULL;
	return type == TPM2_ALG_ECC && ecc->curveID == curve &&
	       is_symmetric(&ecc->symmetric, aes_bits) && ecc->scheme.scheme == TPM2_ALG_NULL;
}

const struct ek_template *recognise_ek(const TPMT_PUBLIC *area)
{
	for (size_t i = 0; i < N_TEMPLATES; i++) {
		const struct ek_template *template = &templates[i];
		TPM2B_DIGEST policy = { 0 };

		set_policy(template, &policy);
		if (area->objectAttributes == (TPMA_OBJECT)(template->is_high ? EK_HIGH : EK_LOW) &&
		    area->authPolicy.size == policy.size &&
		    !memcmp(area->authPolicy.buffer, policy.buffer, policy.size) &&
		    fits(area, template->type, template->name_alg, template->bits, template->curve,
			 template->aes_bits))
			return template;
	}
	return NULL;
}

size_t recognise_srk(const TPMT_PUBLIC *area, const char *ret_fits[RECOGNISED_MAX])
{
	bool is_rsa = fits(area, TPM2_ALG_RSA, TPM2_ALG_SHA256, 2048, 0, 128);
	bool is_ecc = fits(area, TPM2_ALG_ECC, TPM2_ALG_SHA256, 0, TPM2_ECC_NIST_P256, 128);
	size_t n = 0;

	if (area->authPolicy.size)
		return 0;
	if (area->objectAttributes == SRK_LEGACY && (is_rsa || is_ecc)) {
		ret_fits[n++] =
			is_rsa ? "FAPI P_RSA2048SHA256-legacy" : "FAPI P_ECCP256SHA256-legacy";
	} else if (area->objectAttributes == SRK && (is_rsa || is_ecc)) {
		ret_fits[n++] = "TCG provisioning guidance";
		if (is_rsa)
			ret_fits[n++] = "Windows";
		ret_fits[n++] = "systemd";
		ret_fits[n++] = is_rsa ? "FAPI P_RSA2048SHA256-low-range"
				       : "FAPI P_ECCP256SHA256-low-range";
		ret_fits[n++] = is_rsa ? "FAPI P_RSA2048SHA256-high-range"
				       : "FAPI P_ECCP256SHA256-high-range";
	} else if (area->objectAttributes == SRK &&
		   fits(area, TPM2_ALG_ECC, TPM2_ALG_SHA384, 0, TPM2_ECC_NIST_P384, 256)) {
		ret_fits[n++] = "FAPI P_ECCP384SHA384";
	} else if (area->objectAttributes == SRK &&
		   fits(area, TPM2_ALG_RSA, TPM2_ALG_SHA384, 3072, 0, 256)) {
		ret_fits[n++] = "FAPI P_RSA3072SHA384";
	}
	return n;
}
