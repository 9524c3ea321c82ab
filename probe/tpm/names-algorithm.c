/* SPDX-License-Identifier: BSD-2-Clause */
/* Algorithms and curves: TPM2_ALG_ID and TPM2_ECC_CURVE, part 2, clauses 6.3 and 6.4. */
#include "names-table.h"

static const struct name_row algorithms[] = {
	{ 0x1, "rsa" },
	{ 0x3, "tdes" },
	{ 0x4, "sha1" },
	{ 0x5, "hmac" },
	{ 0x6, "aes" },
	{ 0x7, "mgf1" },
	{ 0x8, "keyedhash" },
	{ 0xa, "xor" },
	{ 0xb, "sha256" },
	{ 0xc, "sha384" },
	{ 0xd, "sha512" },
	{ 0x10, "null" },
	{ 0x12, "sm3_256" },
	{ 0x13, "sm4" },
	{ 0x14, "rsassa" },
	{ 0x15, "rsaes" },
	{ 0x16, "rsapss" },
	{ 0x17, "oaep" },
	{ 0x18, "ecdsa" },
	{ 0x19, "ecdh" },
	{ 0x1a, "ecdaa" },
	{ 0x1b, "sm2" },
	{ 0x1c, "ecschnorr" },
	{ 0x1d, "ecmqv" },
	{ 0x20, "kdf1_sp800_56a" },
	{ 0x21, "kdf2" },
	{ 0x22, "kdf1_sp800_108" },
	{ 0x23, "ecc" },
	{ 0x25, "symcipher" },
	{ 0x26, "camellia" },
	{ 0x27, "sha3_256" },
	{ 0x28, "sha3_384" },
	{ 0x29, "sha3_512" },
	{ 0x3f, "cmac" },
	{ 0x40, "ctr" },
	{ 0x41, "ofb" },
	{ 0x42, "cbc" },
	{ 0x43, "cfb" },
	{ 0x44, "ecb" },
};

const char *name_algorithm(uint32_t id)
{
	return name_find(algorithms, sizeof(algorithms) / sizeof(algorithms[0]), id);
}

bool name_algorithm_id(const char *name, size_t size, uint32_t *ret_id)
{
	return name_find_id(algorithms, sizeof(algorithms) / sizeof(algorithms[0]), "", name, size,
			    ret_id);
}

static const struct name_row curves[] = {
	{ 0x1, "TPM2_ECC_NIST_P192" },	 { 0x2, "TPM2_ECC_NIST_P224" },
	{ 0x3, "TPM2_ECC_NIST_P256" },	 { 0x4, "TPM2_ECC_NIST_P384" },
	{ 0x5, "TPM2_ECC_NIST_P521" },	 { 0x10, "TPM2_ECC_BN_P256" },
	{ 0x11, "TPM2_ECC_BN_P638" },	 { 0x20, "TPM2_ECC_SM2_P256" },
	{ 0x30, "TPM2_ECC_BP_P256_R1" }, { 0x31, "TPM2_ECC_BP_P384_R1" },
	{ 0x32, "TPM2_ECC_BP_P512_R1" }, { 0x40, "TPM2_ECC_CURVE_25519" },
	{ 0x41, "TPM2_ECC_CURVE_448" },
};

const char *name_curve(uint32_t id)
{
	return name_find(curves, sizeof(curves) / sizeof(curves[0]), id);
}
