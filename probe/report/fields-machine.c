/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table: vulnerabilities, and many machines. */
#include "machine.h"
#include "report.h"
#include "fields.h"
#include "severity.h"
const struct enum_words vulnerability_status_words =
	ENUM_WORDS([VULNERABILITY_AFFECTED] = "affected", [VULNERABILITY_FIXED] = "fixed",
		   [VULNERABILITY_NOT_LISTED] = "not-listed", [VULNERABILITY_UNKNOWN] = "unknown",
		   [VULNERABILITY_PREDATES_FIX] = "predates-fix");

static const struct field vulnerability_fields[] = {
	FIELD(vulnerability, id, "Vulnerability", FIELD_TEXT, UNIT_NONE,
	      "CVE, or the manufacturer's number", SHARE_WHOLE),
	FIELD(vulnerability, name, "Name", FIELD_TEXT, UNIT_NONE, "what it is called", SHARE_WHOLE),
	FIELD(vulnerability, rule, "Rule", FIELD_TEXT, UNIT_NONE, "rule of doctor that shows it",
	      SHARE_WHOLE),
	FIELD_STATE(vulnerability, status, "Status", &vulnerability_status_words,
		    "affected, fixed, not-listed, unknown; of software predates-fix"),
	FIELD(vulnerability, evidence, "Evidence", FIELD_TEXT, UNIT_NONE,
	      "what was compared with what", SHARE_SCRUBBED),
	FIELD(vulnerability, fixed_in, "Fixed in", FIELD_TEXT, UNIT_NONE,
	      "the versions that have the fix, as they are printed", SHARE_WHOLE),
	FIELD(vulnerability, impact, "Impact", FIELD_TEXT, UNIT_NONE, "why it matters",
	      SHARE_WHOLE),
	FIELD(vulnerability, remedy, "Remedy", FIELD_TEXT, UNIT_NONE, "what to do", SHARE_WHOLE),
	FIELD(vulnerability, references, "References", FIELD_TEXTS, UNIT_NONE, "where it is told",
	      SHARE_WHOLE),
	FIELD(vulnerability, data_date, "Date", FIELD_TEXT, UNIT_NONE,
	      "when the source of the verdict was last read, ISO 8601", SHARE_WHOLE),
};
const struct record_type vulnerability_type = RECORD_TYPE(vulnerability, vulnerability_fields);
const struct enum_words latency_outlier_words =
	ENUM_WORDS([LATENCY_SLOW] = "slow", [LATENCY_FAST] = "fast");

static const struct field machine_fields[] = {
	FIELD(machine, name, "Machine", FIELD_TEXT, UNIT_NONE,
	      "file or directory, below the directory that --from named", SHARE_NEVER),
	FIELD(machine, error, "Error", FIELD_TEXT, UNIT_NONE,
	      "why nothing is known of it, or not everything", SHARE_SCRUBBED),
	FIELD(machine, tpm, "TPM", FIELD_TEXT, UNIT_NONE, "kernel name of the raw node",
	      SHARE_WHOLE),
	FIELD(machine, sources, "Sources", FIELD_TEXTS, UNIT_NONE,
	      "kinds of text that this is made of, where it is no report of tpm-probe",
	      SHARE_WHOLE),
	FIELD(machine, family, "Family", FIELD_TEXT, UNIT_NONE, "TPM2_PT_FAMILY_INDICATOR",
	      SHARE_WHOLE),
	FIELD(machine, manufacturer, "Manufacturer", FIELD_TEXT, UNIT_NONE, "TPM2_PT_MANUFACTURER",
	      SHARE_WHOLE),
	FIELD(machine, vendor_string, "Model", FIELD_TEXT, UNIT_NONE, "TPM2_PT_VENDOR_STRING",
	      SHARE_WHOLE),
	FIELD(machine, firmware_raw, "Firmware, raw", FIELD_TEXT, UNIT_NONE,
	      "TPM2_PT_FIRMWARE_VERSION_1 and _2, hexadecimal", SHARE_WHOLE),
	FIELD(machine, firmware, "Firmware", FIELD_TEXT, UNIT_NONE, "the same as four decimals",
	      SHARE_WHOLE),
	FIELD(machine, revision, "Revision", FIELD_NUMBER, UNIT_NONE, "TPM2_PT_REVISION"),
	FIELD(machine, in_lockout, "In lockout", FIELD_BOOL, UNIT_NONE, "TPMA_PERMANENT inLockout"),
	FIELD(machine, lockout_counter, "Failed tries", FIELD_NUMBER, UNIT_NONE,
	      "TPM2_PT_LOCKOUT_COUNTER"),
	FIELD(machine, max_auth_fail, "Tries allowed", FIELD_NUMBER, UNIT_NONE,
	      "TPM2_PT_MAX_AUTH_FAIL"),
	FIELD(machine, banks, "PCR banks", FIELD_TEXTS, UNIT_NONE, "hash algorithms of PCR banks",
	      SHARE_WHOLE),
	FIELD(machine, affected, "Affected", FIELD_TEXTS, UNIT_NONE,
	      "vulnerabilities of this firmware", SHARE_WHOLE),
	FIELD(machine, unclear, "Unclear", FIELD_TEXTS, UNIT_NONE,
	      "vulnerabilities of which this report does not tell enough", SHARE_WHOLE),
	FIELD(machine, findings, "Findings", FIELD_TEXTS, UNIT_NONE,
	      "rules of doctor that found something", SHARE_WHOLE),
	FIELD_STATE(machine, gravest, "Gravest", &level_words,
		    "the gravest severity of these, or ok"),
	FIELD(machine, latency_ns, "Latency", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "TPM2_GetRandom of 32 bytes, median"),
	FIELD(machine, latency_source, "Measured by", FIELD_TEXT, UNIT_NONE,
	      "doctor --active, or the operation of bench", SHARE_WHOLE),
	FIELD(machine, latency_usual_ns, "Usual latency", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "median of this model; null: too few of it were measured so"),
	FIELD_STATE(machine, latency_outlier, "Outlier", &latency_outlier_words,
		    "slow or fast among its model; null: as usual, or nobody can tell"),
};
const struct record_type machine_type = RECORD_TYPE(machine, machine_fields);
