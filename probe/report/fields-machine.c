/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table: vulnerabilities, and many machines. */
#include "report.h"

static const struct field vulnerability_fields[] = {
	FIELD(vulnerability, id, "Vulnerability", FIELD_TEXT, UNIT_NONE,
	      "CVE, or the maker's number"),
	FIELD(vulnerability, name, "Name", FIELD_TEXT, UNIT_NONE, "what it is called"),
	FIELD(vulnerability, rule, "Rule", FIELD_TEXT, UNIT_NONE, "rule of doctor that shows it"),
	FIELD(vulnerability, status, "Status", FIELD_TEXT, UNIT_NONE,
	      "affected, fixed, not-listed, unknown"),
	FIELD(vulnerability, evidence, "Evidence", FIELD_TEXT, UNIT_NONE,
	      "what was compared with what"),
	FIELD(vulnerability, fixed_in, "Fixed in", FIELD_TEXT, UNIT_NONE,
	      "the firmware that mends it, as the maker prints it"),
	FIELD(vulnerability, impact, "Impact", FIELD_TEXT, UNIT_NONE, "why it matters"),
	FIELD(vulnerability, remedy, "Remedy", FIELD_TEXT, UNIT_NONE, "what to do"),
	FIELD(vulnerability, references, "References", FIELD_TEXTS, UNIT_NONE, "where it is told"),
	FIELD(vulnerability, data_date, "Date", FIELD_TEXT, UNIT_NONE,
	      "of the list of vulnerabilities, ISO 8601"),
};
const struct record_type vulnerability_type = RECORD_TYPE(vulnerability, vulnerability_fields);

static const struct field machine_fields[] = {
	FIELD(machine, name, "Machine", FIELD_TEXT, UNIT_NONE,
	      "file or folder, below the folder that --from named"),
	FIELD(machine, error, "Error", FIELD_TEXT, UNIT_NONE,
	      "why nothing is known of it, or not everything"),
	FIELD(machine, tpm, "TPM", FIELD_TEXT, UNIT_NONE, "kernel name of the raw node"),
	FIELD(machine, family, "Family", FIELD_TEXT, UNIT_NONE, "TPM2_PT_FAMILY_INDICATOR"),
	FIELD(machine, manufacturer, "Manufacturer", FIELD_TEXT, UNIT_NONE, "TPM2_PT_MANUFACTURER"),
	FIELD(machine, vendor_string, "Model", FIELD_TEXT, UNIT_NONE, "TPM2_PT_VENDOR_STRING"),
	FIELD(machine, firmware_raw, "Firmware, raw", FIELD_TEXT, UNIT_NONE,
	      "TPM2_PT_FIRMWARE_VERSION_1 and _2, hexadecimal"),
	FIELD(machine, firmware, "Firmware", FIELD_TEXT, UNIT_NONE, "the same as four decimals"),
	FIELD(machine, revision, "Revision", FIELD_NUMBER, UNIT_NONE, "TPM2_PT_REVISION"),
	FIELD(machine, in_lockout, "In lockout", FIELD_BOOL, UNIT_NONE, "TPMA_PERMANENT inLockout"),
	FIELD(machine, lockout_counter, "Failed tries", FIELD_NUMBER, UNIT_NONE,
	      "TPM2_PT_LOCKOUT_COUNTER"),
	FIELD(machine, max_auth_fail, "Tries allowed", FIELD_NUMBER, UNIT_NONE,
	      "TPM2_PT_MAX_AUTH_FAIL"),
	FIELD(machine, banks, "PCR banks", FIELD_TEXTS, UNIT_NONE, "hash algorithms of PCR banks"),
	FIELD(machine, affected, "Affected", FIELD_TEXTS, UNIT_NONE,
	      "vulnerabilities of this firmware"),
	FIELD(machine, unclear, "Unclear", FIELD_TEXTS, UNIT_NONE,
	      "vulnerabilities of which this report does not tell enough"),
	FIELD(machine, findings, "Findings", FIELD_TEXTS, UNIT_NONE,
	      "rules of doctor that found something"),
	FIELD(machine, gravest, "Gravest", FIELD_TEXT, UNIT_NONE,
	      "the gravest severity of these, or ok"),
};
const struct record_type machine_type = RECORD_TYPE(machine, machine_fields);
