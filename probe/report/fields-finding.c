/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table, part of findings. */
#include "finding.h"
#include "report.h"
#include "fields.h"
#include "severity.h"

static const struct field evidence_fields[] = {
	FIELD(evidence, source, "Source", FIELD_TEXT, UNIT_NONE,
	      "file, TPM property, variable or other fact", SHARE_SCRUBBED),
	FIELD(evidence, value, "Value", FIELD_TEXT, UNIT_NONE, "what was found there",
	      SHARE_SCRUBBED),
};
const struct record_type evidence_type = RECORD_TYPE(evidence, evidence_fields);
const struct enum_words finding_status_words =
	ENUM_WORDS([FINDING_OK] = "ok", [FINDING_FOUND] = "found", [FINDING_SKIPPED] = "skipped");

static const struct field finding_fields[] = {
	FIELD(finding, id, "Rule", FIELD_TEXT, UNIT_NONE, "id of the rule, stable for ever",
	      SHARE_WHOLE),
	FIELD_STATE(finding, severity, "Severity", &severity_words,
		    "critical, error, warning, info"),
	FIELD_STATE(finding, status, "Status", &finding_status_words, "ok, found, skipped"),
	FIELD(finding, category, "Category", FIELD_TEXT, UNIT_NONE, "what the rule is about",
	      SHARE_WHOLE),
	FIELD(finding, tpm, "TPM", FIELD_TEXT, UNIT_NONE,
	      "the TPM that was examined; null: the machine", SHARE_WHOLE),
	FIELD(finding, title, "Title", FIELD_TEXT, UNIT_NONE, "the fault that the rule looks for",
	      SHARE_WHOLE),
	FIELD_OF(finding, evidence, "Evidence", FIELD_RECORDS, &evidence_type,
		 "what the rule looked at"),
	FIELD(finding, reason, "Reason", FIELD_TEXT, UNIT_NONE,
	      "skipped: why, and what would answer it", SHARE_SCRUBBED),
	FIELD(finding, explained_by, "Explained by", FIELD_TEXT, UNIT_NONE,
	      "id of the rule whose finding makes this one pointless: it is skipped then",
	      SHARE_WHOLE),
	FIELD(finding, remedy, "Remedy", FIELD_TEXT, UNIT_NONE, "what to do", SHARE_SCRUBBED),
	FIELD(finding, commands, "Commands", FIELD_TEXTS, UNIT_NONE,
	      "the remedy for a shell; one that begins with # is a hint", SHARE_SCRUBBED),
	FIELD(finding, why, "Why", FIELD_TEXT, UNIT_NONE, "why it matters", SHARE_WHOLE),
	FIELD(finding, references, "References", FIELD_TEXTS, UNIT_NONE,
	      "where it is written about", SHARE_WHOLE),
};
const struct record_type finding_type = RECORD_TYPE(finding, finding_fields);
const struct enum_words readiness_status_words =
	ENUM_WORDS([READINESS_YES] = "yes", [READINESS_NO] = "no", [READINESS_UNKNOWN] = "unknown");

static const struct field readiness_fields[] = {
	FIELD(readiness, purpose, "Purpose", FIELD_TEXT, UNIT_NONE,
	      "storage, measured boot, attestation, FAPI, PKCS#11, disk unlock", SHARE_WHOLE),
	FIELD(readiness, tpm, "TPM", FIELD_TEXT, UNIT_NONE, "name of the TPM; null: there is none",
	      SHARE_WHOLE),
	FIELD_STATE(readiness, status, "Status", &readiness_status_words, "yes, no, unknown"),
	FIELD(readiness, rules, "Rules", FIELD_TEXTS, UNIT_NONE,
	      "the rules that stand in the way, or that could not be answered", SHARE_WHOLE),
};
const struct record_type readiness_type = RECORD_TYPE(readiness, readiness_fields);
