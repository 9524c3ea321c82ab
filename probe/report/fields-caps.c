/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table, second part: what TPM2_GetCapability tells. */
#include "capabilities.h"
#include "report.h"
#include "fields.h"

static const struct field flag_fields[] = {
	FIELD(flag, name, "Flag", FIELD_TEXT, UNIT_NONE, "name in the specification", SHARE_WHOLE),
	FIELD(flag, value, "Value", FIELD_NUMBER, UNIT_NONE, "bits of the flag"),
};
const struct record_type flag_type = RECORD_TYPE(flag, flag_fields);

static const struct field algorithm_fields[] = {
	FIELD(algorithm, name, "Algorithm", FIELD_TEXT, UNIT_NONE,
	      "name as tpm2-tools prints it, or 0x...", SHARE_WHOLE),
	FIELD(algorithm, id, "Id", FIELD_NUMBER, UNIT_HEX, "TPM2_ALG_ID"),
	FIELD(algorithm, attributes, "Attributes", FIELD_NUMBER, UNIT_HEX, "TPMA_ALGORITHM"),
	FIELD(algorithm, asymmetric, "Asymmetric", FIELD_NUMBER, UNIT_NONE,
	      "TPMA_ALGORITHM asymmetric"),
	FIELD(algorithm, symmetric, "Symmetric", FIELD_NUMBER, UNIT_NONE,
	      "TPMA_ALGORITHM symmetric"),
	FIELD(algorithm, hash, "Hash", FIELD_NUMBER, UNIT_NONE, "TPMA_ALGORITHM hash"),
	FIELD(algorithm, object, "Object", FIELD_NUMBER, UNIT_NONE, "TPMA_ALGORITHM object"),
	FIELD(algorithm, reserved, "Reserved", FIELD_NUMBER, UNIT_NONE, "TPMA_ALGORITHM reserved"),
	FIELD(algorithm, signing, "Signing", FIELD_NUMBER, UNIT_NONE, "TPMA_ALGORITHM signing"),
	FIELD(algorithm, encrypting, "Encrypting", FIELD_NUMBER, UNIT_NONE,
	      "TPMA_ALGORITHM encrypting"),
	FIELD(algorithm, method, "Method", FIELD_NUMBER, UNIT_NONE, "TPMA_ALGORITHM method"),
};
const struct record_type algorithm_type = RECORD_TYPE(algorithm, algorithm_fields);

static const struct field command_fields[] = {
	FIELD(command, name, "Command", FIELD_TEXT, UNIT_NONE, "TPM2_CC_ name, or 0x...",
	      SHARE_WHOLE),
	FIELD(command, value, "Value", FIELD_NUMBER, UNIT_HEX, "TPMA_CC"),
	FIELD(command, command_index, "Index", FIELD_NUMBER, UNIT_HEX, "commandIndex"),
	FIELD(command, reserved1, "Reserved", FIELD_NUMBER, UNIT_NONE, "TPMA_CC reserved"),
	FIELD(command, nv, "NV", FIELD_NUMBER, UNIT_NONE, "TPMA_CC nv: may write NV"),
	FIELD(command, extensive, "Extensive", FIELD_NUMBER, UNIT_NONE, "TPMA_CC extensive"),
	FIELD(command, flushed, "Flushed", FIELD_NUMBER, UNIT_NONE, "TPMA_CC flushed"),
	FIELD(command, c_handles, "Handles in", FIELD_NUMBER, UNIT_NONE, "TPMA_CC cHandles"),
	FIELD(command, r_handle, "Handle out", FIELD_NUMBER, UNIT_NONE, "TPMA_CC rHandle"),
	FIELD(command, v, "Vendor", FIELD_NUMBER, UNIT_NONE, "TPMA_CC V: vendor specific"),
	FIELD(command, res, "Res", FIELD_NUMBER, UNIT_NONE, "TPMA_CC reserved"),
};
const struct record_type command_type = RECORD_TYPE(command, command_fields);

static const struct field property_fields[] = {
	FIELD(property, name, "Property", FIELD_TEXT, UNIT_NONE, "TPM2_PT_ name, or 0x...",
	      SHARE_WHOLE),
	FIELD(property, property, "Tag", FIELD_NUMBER, UNIT_HEX, "TPM_PT"),
	FIELD(property, raw, "Raw", FIELD_NUMBER, UNIT_HEX, "the value as the TPM gave it"),
	FIELD(property, text, "Value", FIELD_TEXT, UNIT_NONE, "the value as text", SHARE_WHOLE),
	FIELD_OF(property, flags, "Flags", FIELD_RECORDS, &flag_type, "the value bit by bit"),
};
const struct record_type property_type = RECORD_TYPE(property, property_fields);

static const struct field pcr_bank_fields[] = {
	FIELD(pcr_bank, name, "Bank", FIELD_TEXT, UNIT_NONE, "hash algorithm", SHARE_WHOLE),
	FIELD(pcr_bank, id, "Id", FIELD_NUMBER, UNIT_HEX, "TPM2_ALG_ID"),
	FIELD(pcr_bank, selected, "PCRs", FIELD_NUMBERS, UNIT_NONE, "allocated PCRs"),
};
const struct record_type pcr_bank_type = RECORD_TYPE(pcr_bank, pcr_bank_fields);

static const struct field pcr_property_fields[] = {
	FIELD(pcr_property, name, "Property", FIELD_TEXT, UNIT_NONE,
	      "TPM2_PT_TPM2_PCR_ name, or 0x...", SHARE_WHOLE),
	FIELD(pcr_property, tag, "Tag", FIELD_NUMBER, UNIT_HEX, "TPM_PT_PCR"),
	FIELD(pcr_property, selected, "PCRs", FIELD_NUMBERS, UNIT_NONE, "PCRs with this property"),
};
const struct record_type pcr_property_type = RECORD_TYPE(pcr_property, pcr_property_fields);

static const struct field named_id_fields[] = {
	FIELD(named_id, name, "Name", FIELD_TEXT, UNIT_NONE, "name in the specification, or 0x...",
	      SHARE_WHOLE),
	FIELD(named_id, id, "Id", FIELD_NUMBER, UNIT_HEX, "value"),
};
const struct record_type named_id_type = RECORD_TYPE(named_id, named_id_fields);

static const struct field auth_policy_fields[] = {
	FIELD(auth_policy, handle, "Handle", FIELD_NUMBER, UNIT_HEX, "permanent handle"),
	FIELD(auth_policy, hash_id, "Hash id", FIELD_NUMBER, UNIT_HEX, "TPM2_ALG_ID"),
	FIELD(auth_policy, hash, "Hash", FIELD_TEXT, UNIT_NONE, "hash algorithm", SHARE_WHOLE),
	FIELD(auth_policy, digest, "Policy", FIELD_TEXT, UNIT_NONE, "policy digest, hexadecimal",
	      SHARE_NEVER),
};
const struct record_type auth_policy_type = RECORD_TYPE(auth_policy, auth_policy_fields);

static const struct field capabilities_fields[] = {
	FIELD_OF(capabilities, algorithms, "Algorithms", FIELD_RECORDS, &algorithm_type,
		 "TPM2_CAP_ALGS"),
	FIELD_OF(capabilities, commands, "Commands", FIELD_RECORDS, &command_type,
		 "TPM2_CAP_COMMANDS"),
	FIELD_OF(capabilities, pp_commands, "Physical presence commands", FIELD_RECORDS,
		 &named_id_type, "TPM2_CAP_PP_COMMANDS"),
	FIELD_OF(capabilities, audit_commands, "Audited commands", FIELD_RECORDS, &named_id_type,
		 "TPM2_CAP_AUDIT_COMMANDS"),
	FIELD_OF(capabilities, pcrs, "PCR banks", FIELD_RECORDS, &pcr_bank_type, "TPM2_CAP_PCRS"),
	FIELD_OF(capabilities, properties_fixed, "Fixed properties", FIELD_RECORDS, &property_type,
		 "TPM2_CAP_TPM_PROPERTIES, PT_FIXED"),
	FIELD_OF(capabilities, properties_variable, "Variable properties", FIELD_RECORDS,
		 &property_type, "TPM2_CAP_TPM_PROPERTIES, PT_VAR"),
	FIELD_OF(capabilities, pcr_properties, "PCR properties", FIELD_RECORDS, &pcr_property_type,
		 "TPM2_CAP_PCR_PROPERTIES"),
	FIELD_OF(capabilities, ecc_curves, "ECC curves", FIELD_RECORDS, &named_id_type,
		 "TPM2_CAP_ECC_CURVES"),
	FIELD(capabilities, handles_transient, "Transient handles", FIELD_NUMBERS, UNIT_HEX,
	      "TPM2_CAP_HANDLES, TPM2_HT_TRANSIENT"),
	FIELD(capabilities, handles_persistent, "Persistent handles", FIELD_NUMBERS, UNIT_HEX,
	      "TPM2_CAP_HANDLES, TPM2_HT_PERSISTENT"),
	FIELD(capabilities, handles_permanent, "Permanent handles", FIELD_NUMBERS, UNIT_HEX,
	      "TPM2_CAP_HANDLES, TPM2_HT_PERMANENT"),
	FIELD(capabilities, handles_pcr, "PCR handles", FIELD_NUMBERS, UNIT_HEX,
	      "TPM2_CAP_HANDLES, TPM2_HT_PCR"),
	FIELD(capabilities, handles_nv_index, "NV index handles", FIELD_NUMBERS, UNIT_HEX,
	      "TPM2_CAP_HANDLES, TPM2_HT_NV_INDEX"),
	FIELD(capabilities, handles_loaded_session, "Loaded session handles", FIELD_NUMBERS,
	      UNIT_HEX, "TPM2_CAP_HANDLES, TPM2_HT_LOADED_SESSION"),
	FIELD(capabilities, handles_saved_session, "Saved session handles", FIELD_NUMBERS, UNIT_HEX,
	      "TPM2_CAP_HANDLES, TPM2_HT_SAVED_SESSION"),
	FIELD_OF(capabilities, auth_policies, "Authorisation policies", FIELD_RECORDS,
		 &auth_policy_type, "TPM2_CAP_AUTH_POLICIES"),
	FIELD(capabilities, vendor, "Vendor property", FIELD_TEXT, UNIT_NONE,
	      "TPM2_CAP_VENDOR_PROPERTY, hexadecimal", SHARE_NEVER),
};
const struct record_type capabilities_type = RECORD_TYPE(capabilities, capabilities_fields);
