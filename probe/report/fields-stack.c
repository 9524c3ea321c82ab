/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table, part of the software above a TPM. */
#include "report.h"
#include "fields.h"
#include "stack.h"
const struct enum_words connection_kind_words = ENUM_WORDS(
	[CONNECTION_KERNEL_RM] = "kernel resource manager", [CONNECTION_RAW_NODE] = "raw node",
	[CONNECTION_ABRMD] = "tpm2-abrmd", [CONNECTION_SIMULATOR] = "simulator",
	[CONNECTION_OTHER] = "other", [CONNECTION_NONE] = "none");
const struct enum_words consumer_state_words =
	ENUM_WORDS([CONSUMER_OPENS] = "opens", [CONSUMER_ANSWERS] = "answers",
		   [CONSUMER_FAILS] = "fails", [CONSUMER_NOT_TRIED] = "not tried");

static const struct field consumer_fields[] = {
	FIELD(consumer, program, "Program", FIELD_TEXT, UNIT_NONE, "who uses the TPM", SHARE_WHOLE),
	FIELD(consumer, where, "Where", FIELD_TEXT, UNIT_NONE,
	      "in this environment, in login shells, in units, in one unit", SHARE_SCRUBBED),
	FIELD(consumer, variable, "Setting", FIELD_TEXT, UNIT_NONE,
	      "variable or key of a configuration; null: it has none", SHARE_SCRUBBED),
	FIELD(consumer, value, "Value", FIELD_TEXT, UNIT_NONE, "as it was set; null: it is not",
	      SHARE_SCRUBBED),
	FIELD(consumer, source, "Set by", FIELD_TEXT, UNIT_NONE,
	      "environment, the file, built in, or order of tctildr", SHARE_SCRUBBED),
	FIELD(consumer, tcti, "TCTI", FIELD_TEXT, UNIT_NONE,
	      "what it comes to; null: no TCTI that works", SHARE_SCRUBBED),
	FIELD(consumer, module, "Module", FIELD_TEXT, UNIT_NONE, "file of the TCTI module",
	      SHARE_SCRUBBED),
	FIELD(consumer, node, "Node", FIELD_TEXT, UNIT_NONE, "device node, or address",
	      SHARE_SCRUBBED),
	FIELD_STATE(consumer, way, "Way", &connection_kind_words,
		    "kernel resource manager, raw node, tpm2-abrmd, simulator, other"),
	FIELD_STATE(consumer, state, "State", &consumer_state_words,
		    "opens, answers, fails, not tried"),
	FIELD(consumer, reason, "Reason", FIELD_TEXT, UNIT_NONE, "why not", SHARE_SCRUBBED),
	FIELD(consumer, remedy, "Remedy", FIELD_TEXT, UNIT_NONE, "what to do", SHARE_SCRUBBED),
	FIELD(consumer, round_trip_ns, "Round trip", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "TPM2_GetRandom of 8 bytes, from command to answer"),
	FIELD(consumer, error, "Error", FIELD_NUMBER, UNIT_HEX, "TSS2_RC"),
	FIELD(consumer, ignored, "Without effect", FIELD_TEXTS, UNIT_NONE,
	      "settings of the same variable that do not count here, and why", SHARE_SCRUBBED),
	FIELD(consumer, trail, "Trail", FIELD_TEXTS, UNIT_NONE,
	      "what tctildr tries, and what comes of it", SHARE_SCRUBBED),
};
const struct record_type consumer_type = RECORD_TYPE(consumer, consumer_fields);

static const struct field advice_fields[] = {
	FIELD(advice, purpose, "For", FIELD_TEXT, UNIT_NONE,
	      "multi-user, boot, fapi, pkcs11, bench", SHARE_WHOLE),
	FIELD_STATE(advice, way, "Way", &connection_kind_words,
		    "kernel resource manager, raw node, tpm2-abrmd, none"),
	FIELD(advice, tcti, "TCTI", FIELD_TEXT, UNIT_NONE, "the string to set", SHARE_SCRUBBED),
	FIELD(advice, reasons, "Reasons", FIELD_TEXTS, UNIT_NONE, "why this one", SHARE_SCRUBBED),
	FIELD(advice, rejected, "Not", FIELD_TEXTS, UNIT_NONE, "the other ways, and why not",
	      SHARE_SCRUBBED),
};
const struct record_type advice_type = RECORD_TYPE(advice, advice_fields);
const struct enum_words emission_state_words = ENUM_WORDS(
	[EMISSION_PRINTED] = "printed", [EMISSION_WRITTEN] = "written",
	[EMISSION_UNCHANGED] = "unchanged", [EMISSION_REMOVED] = "removed",
	[EMISSION_RESTORED] = "restored", [EMISSION_KEPT] = "kept", [EMISSION_NONE] = "none");

static const struct field emission_fields[] = {
	FIELD(emission, format, "Format", FIELD_TEXT, UNIT_NONE, "what was asked for", SHARE_WHOLE),
	FIELD(emission, path, "File", FIELD_TEXT, UNIT_NONE, "where it belongs; null: nowhere",
	      SHARE_SCRUBBED),
	FIELD_STATE(emission, state, "State", &emission_state_words,
		    "printed, written, unchanged, removed, restored, kept, none"),
	FIELD(emission, reason, "Reason", FIELD_TEXT, UNIT_NONE, "why it was kept", SHARE_SCRUBBED),
	FIELD(emission, mode, "Mode", FIELD_NUMBER, UNIT_OCTAL, "permission bits"),
	FIELD(emission, lines, "Lines", FIELD_TEXTS, UNIT_NONE, "what stands in it",
	      SHARE_SCRUBBED),
	FIELD(emission, notes, "Notes", FIELD_TEXTS, UNIT_NONE, "what else to do or to know",
	      SHARE_SCRUBBED),
};
const struct record_type emission_type = RECORD_TYPE(emission, emission_fields);

static const struct field fapi_fault_fields[] = {
	FIELD(fapi_fault, line, "Line", FIELD_NUMBER, UNIT_NONE, "line of the configuration"),
	FIELD(fapi_fault, key, "Key", FIELD_TEXT, UNIT_NONE, "key; null: the file as a whole",
	      SHARE_WHOLE),
	FIELD(fapi_fault, fatal, "Refused", FIELD_BOOL, UNIT_NONE, "the feature API refuses it"),
	FIELD(fapi_fault, text, "Fault", FIELD_TEXT, UNIT_NONE, "what is wrong", SHARE_SCRUBBED),
	FIELD(fapi_fault, expected, "Expected", FIELD_TEXT, UNIT_NONE,
	      "what the feature API expects", SHARE_SCRUBBED),
};
const struct record_type fapi_fault_type = RECORD_TYPE(fapi_fault, fapi_fault_fields);
