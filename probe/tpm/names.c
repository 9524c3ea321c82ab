/* SPDX-License-Identifier: BSD-2-Clause */
/* Names that are not numbers of the library specification: makers, PCRs, bits of flag words. */
#include "names-table.h"

#include <string.h>
#include <tss2/tss2_tpm2_types.h>

const char *name_find(const struct name_row *rows, size_t count, uint32_t id)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rows[middle].id == id)
			return rows[middle].name;
		if (rows[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

bool name_find_id(const struct name_row *rows, size_t count, const char *prefix, const char *name,
		  size_t size, uint32_t *ret_id)
{
	size_t n = strlen(prefix);

	for (size_t i = 0; i < count; i++) {
		if (!strncmp(rows[i].name, prefix, n) && strlen(rows[i].name) == n + size &&
		    !memcmp(rows[i].name + n, name, size)) {
			*ret_id = rows[i].id;
			return true;
		}
	}
	return false;
}

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
