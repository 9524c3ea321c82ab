/* SPDX-License-Identifier: BSD-2-Clause */
/* Ranges of handles and whose they are. */
#include "names-registry.h"

#include <tss2/tss2_tpm2_types.h>

struct range {
	uint32_t first, last;
	const char *text;
};

/* The narrower range stands first. */
static const struct range owners[] = {
	{ 0x01000000, 0x013fffff, "TPM maker" },
	{ 0x01400000, 0x017fffff, "platform maker" },
	{ 0x01880000, 0x0188ffff, "platform owner (Windows)" },
	{ 0x01800000, 0x01bfffff, "platform owner" },
	{ 0x01c00000, 0x01c07fff, "TCG, endorsement" },
	{ 0x01c08000, 0x01c0ffff, "TCG, platform certificates" },
	{ 0x01c10000, 0x01c10003, "component maker (Google Cloud)" },
	{ 0x01c10100, 0x01c1013f, "component maker (Intel)" },
	{ 0x01c101c0, 0x01c101ff, "component maker (Microsoft)" },
	{ 0x01c10000, 0x01c1ffff, "component maker" },
	{ 0x01c20000, 0x01c2ffff, "TPM OEM" },
	{ 0x01c30000, 0x01c3ffff, "platform OEM" },
	{ 0x01c40000, 0x01c4ffff, "TCG, PC client" },
	{ 0x01c50000, 0x01c5ffff, "TCG, server" },
	{ 0x01c60000, 0x01c6ffff, "TCG, virtualized platform" },
	{ 0x01c70000, 0x01c7ffff, "TCG, mobile" },
	{ 0x01c80000, 0x01c8ffff, "TCG, embedded" },
	{ 0x01c90000, 0x01c9ffff, "TCG, device identity" },
	{ 0x01d10200, 0x01d10224, "Linux (systemd)" },
	{ 0x01d10200, 0x01d105ff, "Linux" },
};

static const struct range purposes[] = {
	{ 0x01880001, 0x01880001, "Windows state bits" },
	{ 0x01880002, 0x01880002, "Windows DRTM version" },
	{ 0x01c00002, 0x01c00002, "EK certificate, rsa 2048" },
	{ 0x01c00003, 0x01c00003, "EK nonce, rsa 2048" },
	{ 0x01c00004, 0x01c00004, "EK template, rsa 2048" },
	{ 0x01c0000a, 0x01c0000a, "EK certificate, ecc p256" },
	{ 0x01c0000b, 0x01c0000b, "EK nonce, ecc p256" },
	{ 0x01c0000c, 0x01c0000c, "EK template, ecc p256" },
	{ 0x01c00012, 0x01c00012, "EK certificate, rsa 2048" },
	{ 0x01c00014, 0x01c00014, "EK certificate, ecc p256" },
	{ 0x01c00016, 0x01c00016, "EK certificate, ecc p384" },
	{ 0x01c00018, 0x01c00018, "EK certificate, ecc p521" },
	{ 0x01c0001a, 0x01c0001a, "EK certificate, ecc sm2" },
	{ 0x01c0001b, 0x01c0001b, "EK template, ecc sm2" },
	{ 0x01c0001c, 0x01c0001c, "EK certificate, rsa 3072" },
	{ 0x01c0001e, 0x01c0001e, "EK certificate, rsa 4096" },
	{ 0x01c00100, 0x01c001ff, "EK certificate chain" },
	{ 0x01c07f01, 0x01c07f04, "EK policy" },
	{ 0x01c08000, 0x01c0ffff, "platform certificate" },
	{ 0x01c10000, 0x01c10000, "attestation key certificate, rsa" },
	{ 0x01c10001, 0x01c10001, "attestation key template, rsa" },
	{ 0x01c10002, 0x01c10002, "attestation key certificate, ecc" },
	{ 0x01c10003, 0x01c10003, "attestation key template, ecc" },
	{ 0x01c10102, 0x01c10102, "Intel TXT auxiliary" },
	{ 0x01c10103, 0x01c10103, "Intel TXT platform supplier policy" },
	{ 0x01c10104, 0x01c10104, "Intel SGX version" },
	{ 0x01c10106, 0x01c10106, "Intel TXT platform owner policy" },
	{ 0x01c10131, 0x01c10131, "Intel TXT launch policy" },
	{ 0x01c10132, 0x01c10132, "Intel TXT launch error" },
	{ 0x01c101c0, 0x01c101c0, "Windows secure launch" },
	{ 0x01c101d0, 0x01c101d0, "attestation key certificate (Azure)" },
	{ 0x01c90000, 0x01c9ffff, "device identity certificate (IDevID)" },
	{ 0x01d10200, 0x01d10224, "systemd NvPCR" },
	{ 0x01d10225, 0x01d10225, "kernel or user space" },
};

static const struct range persistent_purposes[] = {
	{ 0x81000000, 0x81000001, "storage root key (SRK)" },
	{ 0x81000002, 0x81000002, "storage root key, or Windows' attestation key" },
	{ 0x81000003, 0x81000003, "storage root key, or Azure's attestation key" },
	{ 0x81000000, 0x8100ffff, "storage root key" },
	{ 0x81010000, 0x8101ffff, "endorsement key (EK)" },
	{ 0x81020000, 0x8102ffff, "device identity (IDevID)" },
	{ 0x81800000, 0x8180ffff, "platform key" },
};

static const char *find(const struct range *ranges, size_t n, uint32_t number)
{
	for (size_t i = 0; i < n; i++)
		if (ranges[i].first <= number && number <= ranges[i].last)
			return ranges[i].text;
	return NULL;
}

#define FIND(ranges, number) find(ranges, sizeof(ranges) / sizeof((ranges)[0]), number)

const char *nv_owner(uint32_t index)
{
	const char *owner = FIND(owners, index);

	return owner ? owner : "not registered";
}

const char *nv_purpose(uint32_t index)
{
	return FIND(purposes, index);
}

const char *nv_type(uint32_t attributes)
{
	static const char *const types[] = {
		[TPM2_NT_ORDINARY] = "ordinary", [TPM2_NT_COUNTER] = "counter",
		[TPM2_NT_BITS] = "bits",	 [TPM2_NT_EXTEND] = "extend",
		[TPM2_NT_PIN_FAIL] = "pin fail", [TPM2_NT_PIN_PASS] = "pin pass"
	};
	uint32_t type = (attributes & TPMA_NV_TPM2_NT_MASK) >> TPMA_NV_TPM2_NT_SHIFT;

	return type < sizeof(types) / sizeof(types[0]) ? types[type] : NULL;
}

const char *persistent_hierarchy(uint32_t handle)
{
	if (handle >= UINT32_C(0x81800000))
		return "platform";
	return handle >> 16 == 0x8101 || handle >> 16 == 0x8102 ? "endorsement" : "owner";
}

const char *persistent_purpose(uint32_t handle)
{
	return FIND(persistent_purposes, handle);
}

const char *object_attribute(unsigned int bit)
{
	static const char *const names[32] = {
		[1] = "fixedTPM",	 [2] = "stClear",
		[4] = "fixedParent",	 [5] = "sensitiveDataOrigin",
		[6] = "userWithAuth",	 [7] = "adminWithPolicy",
		[8] = "firmwareLimited", [9] = "svnLimited",
		[10] = "noDA",		 [11] = "encryptedDuplication",
		[16] = "restricted",	 [17] = "decrypt",
		[18] = "sign",		 [19] = "x509sign",
	};

	return bit < 32 ? names[bit] : NULL;
}

const char *nv_attribute(unsigned int bit)
{
	static const char *const names[32] = {
		[0] = "ppwrite",     [1] = "ownerwrite",      [2] = "authwrite",
		[3] = "policywrite", [10] = "policydelete",   [11] = "writelocked",
		[12] = "writeall",   [13] = "writedefine",    [14] = "write_stclear",
		[15] = "globallock", [16] = "ppread",	      [17] = "ownerread",
		[18] = "authread",   [19] = "policyread",     [25] = "no_da",
		[26] = "orderly",    [27] = "clear_stclear",  [28] = "readlocked",
		[29] = "written",    [30] = "platformcreate", [31] = "read_stclear",
	};

	return bit < 32 ? names[bit] : NULL;
}
