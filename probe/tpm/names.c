/* SPDX-License-Identifier: BSD-2-Clause */
/* Names that are not numbers of the library specification: makers, PCRs, bits of flag words. */
#include "names.h"

#include <tss2/tss2_tpm2_types.h>

#include "names-table.h"

#define ID(a, b, c, d) ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (d))

/* TCG TPM Vendor ID Registry. Some TPMs pad with blanks where the registry has NULs. */
static const struct name_row manufacturers[] = {
	{ ID('A', 'M', 'D', 0), "AMD" },
	{ ID('A', 'N', 'T', 0), "Ant Group" },
	{ ID('A', 'T', 'M', 'L'), "Atmel" },
	{ ID('B', 'R', 'C', 'M'), "Broadcom" },
	{ ID('C', 'R', 'O', 'S'), "Google (Cr50)" },
	{ ID('C', 'S', 'C', 'O'), "Cisco" },
	{ ID('F', 'L', 'Y', 'S'), "Flyslice Technologies" },
	{ ID('F', 'S', 'L', 0), "Freescale" },
	{ ID('G', 'O', 'O', 'G'), "Google" },
	{ ID('H', 'I', 'S', 'I'), "Huawei" },
	{ ID('H', 'P', 'E', 0), "Hewlett Packard Enterprise" },
	{ ID('H', 'P', 'I', 0), "HP" },
	{ ID('H', 'P', 'I', 'N'), "HP" },
	{ ID('I', 'B', 'M', 0), "IBM" },
	{ ID('I', 'F', 'X', 0), "Infineon" },
	{ ID('I', 'N', 'T', 'C'), "Intel" },
	{ ID('L', 'E', 'N', 0), "Lenovo" },
	{ ID('M', 'S', 'F', 'T'), "Microsoft" },
	{ ID('N', 'S', 'G', 0), "NSING" },
	{ ID('N', 'S', 'M', 0), "National Semiconductor" },
	{ ID('N', 'T', 'C', 0), "Nuvoton" },
	{ ID('N', 'T', 'Z', 0), "Nationz" },
	{ ID('N', 'V', 'D', 'A'), "NVIDIA" },
	{ ID('Q', 'C', 'O', 'M'), "Qualcomm" },
	{ ID('R', 'O', 'C', 'C'), "Fuzhou Rockchip" },
	{ ID('S', 'E', 'A', 'L'), "Wisekey" },
	{ ID('S', 'E', 'C', 'E'), "SecEdge" },
	{ ID('S', 'M', 'S', 'C'), "SMSC" },
	{ ID('S', 'M', 'S', 'N'), "Samsung" },
	{ ID('S', 'N', 'S', 0), "Sinosun" },
	{ ID('S', 'T', 'M', 0), "STMicroelectronics" },
	{ ID('T', 'X', 'N', 0), "Texas Instruments" },
	{ ID('W', 'E', 'C', 0), "Winbond" },
};

const char *name_manufacturer(uint32_t id)
{
	if ((id & 0xff) == ' ')
		id &= ~UINT32_C(0xff);
	return name_find(manufacturers, sizeof(manufacturers) / sizeof(manufacturers[0]), id);
}

static const struct name_row pcrs[] = {
	{ 0, "platform-code" },
	{ 1, "platform-config" },
	{ 2, "external-code" },
	{ 3, "external-config" },
	{ 4, "boot-loader-code" },
	{ 5, "boot-loader-config" },
	{ 6, "host-platform" },
	{ 7, "secure-boot-policy" },
	{ 9, "kernel-initrd" },
	{ 10, "ima" },
	{ 11, "kernel-boot" },
	{ 12, "kernel-config" },
	{ 13, "sysexts" },
	{ 14, "shim-policy" },
	{ 15, "system-identity" },
	{ 16, "debug" },
	{ 23, "application-support" },
};

const char *name_pcr(uint32_t index)
{
	return name_find(pcrs, sizeof(pcrs) / sizeof(pcrs[0]), index);
}

static const struct flag_name permanent[] = {
	{ "ownerAuthSet", TPMA_PERMANENT_OWNERAUTHSET },
	{ "endorsementAuthSet", TPMA_PERMANENT_ENDORSEMENTAUTHSET },
	{ "lockoutAuthSet", TPMA_PERMANENT_LOCKOUTAUTHSET },
	{ "reserved1", TPMA_PERMANENT_RESERVED1_MASK },
	{ "disableClear", TPMA_PERMANENT_DISABLECLEAR },
	{ "inLockout", TPMA_PERMANENT_INLOCKOUT },
	{ "tpmGeneratedEPS", TPMA_PERMANENT_TPMGENERATEDEPS },
	{ "reserved2", TPMA_PERMANENT_RESERVED2_MASK },
};

static const struct flag_name startup_clear[] = {
	{ "phEnable", TPMA_STARTUP_CLEAR_PHENABLE },
	{ "shEnable", TPMA_STARTUP_CLEAR_SHENABLE },
	{ "ehEnable", TPMA_STARTUP_CLEAR_EHENABLE },
	{ "phEnableNV", TPMA_STARTUP_CLEAR_PHENABLENV },
	{ "reserved1", TPMA_STARTUP_CLEAR_RESERVED1_MASK },
	{ "orderly", TPMA_STARTUP_CLEAR_ORDERLY },
};

static const struct flag_name memory[] = {
	{ "sharedRAM", TPMA_MEMORY_SHAREDRAM },
	{ "sharedNV", TPMA_MEMORY_SHAREDNV },
	{ "objectCopiedToRam", TPMA_MEMORY_OBJECTCOPIEDTORAM },
	{ "reserved1", TPMA_MEMORY_RESERVED1_MASK },
};

/* Bits 1 to 3 came with revision 1.83; tpm2-tss 3.2 has no names for them. */
static const struct flag_name modes[] = {
	{ "FIPS_140_2", TPMA_MODES_FIPS_140_2 },
	{ "FIPS_140_3", 0x2 },
	{ "FIPS_140_3_INDICATOR", 0xc },
	{ "reserved1", 0xfffffff0 },
};

#define FLAGS(table) (*ret_count = sizeof(table) / sizeof((table)[0]), (table))

const struct flag_name *name_property_flags(uint32_t property, size_t *ret_count)
{
	switch (property) {
	case TPM2_PT_PERMANENT:
		return FLAGS(permanent);
	case TPM2_PT_STARTUP_CLEAR:
		return FLAGS(startup_clear);
	case TPM2_PT_MEMORY:
		return FLAGS(memory);
	case TPM2_PT_MODES:
		return FLAGS(modes);
	default:
		*ret_count = 0;
		return NULL;
	}
}

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

static const struct name_row properties[] = {
	{ 0x100, "TPM2_PT_FAMILY_INDICATOR" },
	{ 0x101, "TPM2_PT_LEVEL" },
	{ 0x102, "TPM2_PT_REVISION" },
	{ 0x103, "TPM2_PT_DAY_OF_YEAR" },
	{ 0x104, "TPM2_PT_YEAR" },
	{ 0x105, "TPM2_PT_MANUFACTURER" },
	{ 0x106, "TPM2_PT_VENDOR_STRING_1" },
	{ 0x107, "TPM2_PT_VENDOR_STRING_2" },
	{ 0x108, "TPM2_PT_VENDOR_STRING_3" },
	{ 0x109, "TPM2_PT_VENDOR_STRING_4" },
	{ 0x10a, "TPM2_PT_VENDOR_TPM_TYPE" },
	{ 0x10b, "TPM2_PT_FIRMWARE_VERSION_1" },
	{ 0x10c, "TPM2_PT_FIRMWARE_VERSION_2" },
	{ 0x10d, "TPM2_PT_INPUT_BUFFER" },
	{ 0x10e, "TPM2_PT_HR_TRANSIENT_MIN" },
	{ 0x10f, "TPM2_PT_HR_PERSISTENT_MIN" },
	{ 0x110, "TPM2_PT_HR_LOADED_MIN" },
	{ 0x111, "TPM2_PT_ACTIVE_SESSIONS_MAX" },
	{ 0x112, "TPM2_PT_PCR_COUNT" },
	{ 0x113, "TPM2_PT_PCR_SELECT_MIN" },
	{ 0x114, "TPM2_PT_CONTEXT_GAP_MAX" },
	{ 0x116, "TPM2_PT_NV_COUNTERS_MAX" },
	{ 0x117, "TPM2_PT_NV_INDEX_MAX" },
	{ 0x118, "TPM2_PT_MEMORY" },
	{ 0x119, "TPM2_PT_CLOCK_UPDATE" },
	{ 0x11a, "TPM2_PT_CONTEXT_HASH" },
	{ 0x11b, "TPM2_PT_CONTEXT_SYM" },
	{ 0x11c, "TPM2_PT_CONTEXT_SYM_SIZE" },
	{ 0x11d, "TPM2_PT_ORDERLY_COUNT" },
	{ 0x11e, "TPM2_PT_MAX_COMMAND_SIZE" },
	{ 0x11f, "TPM2_PT_MAX_RESPONSE_SIZE" },
	{ 0x120, "TPM2_PT_MAX_DIGEST" },
	{ 0x121, "TPM2_PT_MAX_OBJECT_CONTEXT" },
	{ 0x122, "TPM2_PT_MAX_SESSION_CONTEXT" },
	{ 0x123, "TPM2_PT_PS_FAMILY_INDICATOR" },
	{ 0x124, "TPM2_PT_PS_LEVEL" },
	{ 0x125, "TPM2_PT_PS_REVISION" },
	{ 0x126, "TPM2_PT_PS_DAY_OF_YEAR" },
	{ 0x127, "TPM2_PT_PS_YEAR" },
	{ 0x128, "TPM2_PT_SPLIT_MAX" },
	{ 0x129, "TPM2_PT_TOTAL_COMMANDS" },
	{ 0x12a, "TPM2_PT_LIBRARY_COMMANDS" },
	{ 0x12b, "TPM2_PT_VENDOR_COMMANDS" },
	{ 0x12c, "TPM2_PT_NV_BUFFER_MAX" },
	{ 0x12d, "TPM2_PT_MODES" },
	{ 0x12e, "TPM2_PT_MAX_CAP_BUFFER" },
	{ 0x12f, "TPM2_PT_FIRMWARE_SVN" },
	{ 0x130, "TPM2_PT_FIRMWARE_MAX_SVN" },
	{ 0x200, "TPM2_PT_PERMANENT" },
	{ 0x201, "TPM2_PT_STARTUP_CLEAR" },
	{ 0x202, "TPM2_PT_HR_NV_INDEX" },
	{ 0x203, "TPM2_PT_HR_LOADED" },
	{ 0x204, "TPM2_PT_HR_LOADED_AVAIL" },
	{ 0x205, "TPM2_PT_HR_ACTIVE" },
	{ 0x206, "TPM2_PT_HR_ACTIVE_AVAIL" },
	{ 0x207, "TPM2_PT_HR_TRANSIENT_AVAIL" },
	{ 0x208, "TPM2_PT_HR_PERSISTENT" },
	{ 0x209, "TPM2_PT_HR_PERSISTENT_AVAIL" },
	{ 0x20a, "TPM2_PT_NV_COUNTERS" },
	{ 0x20b, "TPM2_PT_NV_COUNTERS_AVAIL" },
	{ 0x20c, "TPM2_PT_ALGORITHM_SET" },
	{ 0x20d, "TPM2_PT_LOADED_CURVES" },
	{ 0x20e, "TPM2_PT_LOCKOUT_COUNTER" },
	{ 0x20f, "TPM2_PT_MAX_AUTH_FAIL" },
	{ 0x210, "TPM2_PT_LOCKOUT_INTERVAL" },
	{ 0x211, "TPM2_PT_LOCKOUT_RECOVERY" },
	{ 0x212, "TPM2_PT_NV_WRITE_RECOVERY" },
	{ 0x213, "TPM2_PT_AUDIT_COUNTER_0" },
	{ 0x214, "TPM2_PT_AUDIT_COUNTER_1" },
};

const char *name_property(uint32_t id)
{
	return name_find(properties, sizeof(properties) / sizeof(properties[0]), id);
}

bool name_property_id(const char *name, size_t size, uint32_t *ret_property)
{
	return name_find_id(properties, sizeof(properties) / sizeof(properties[0]), "TPM2_PT_",
			    name, size, ret_property);
}

static const struct name_row pcr_properties[] = {
	{ 0x0, "TPM2_PT_PCR_SAVE" },	    { 0x1, "TPM2_PT_PCR_EXTEND_L0" },
	{ 0x2, "TPM2_PT_PCR_RESET_L0" },    { 0x3, "TPM2_PT_PCR_EXTEND_L1" },
	{ 0x4, "TPM2_PT_PCR_RESET_L1" },    { 0x5, "TPM2_PT_PCR_EXTEND_L2" },
	{ 0x6, "TPM2_PT_PCR_RESET_L2" },    { 0x7, "TPM2_PT_PCR_EXTEND_L3" },
	{ 0x8, "TPM2_PT_PCR_RESET_L3" },    { 0x9, "TPM2_PT_PCR_EXTEND_L4" },
	{ 0xa, "TPM2_PT_PCR_RESET_L4" },    { 0x11, "TPM2_PT_PCR_NO_INCREMENT" },
	{ 0x12, "TPM2_PT_PCR_DRTM_RESET" }, { 0x13, "TPM2_PT_PCR_POLICY" },
	{ 0x14, "TPM2_PT_PCR_AUTH" },
};

const char *name_pcr_property(uint32_t id)
{
	return name_find(pcr_properties, sizeof(pcr_properties) / sizeof(pcr_properties[0]), id);
}
