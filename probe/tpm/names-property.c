/* SPDX-License-Identifier: BSD-2-Clause */
/* Properties: TPM2_PT and TPM2_PT_PCR, part 2, clauses 6.13 and 6.14. */
#include "names-table.h"

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
