/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table: what many machines come to. */
#include "fleet.h"
#include "report.h"
#include "fields.h"
#include "severity.h"

static const struct field fleet_model_fields[] = {
	FIELD(fleet_model, manufacturer, "Manufacturer", FIELD_TEXT, UNIT_NONE,
	      "TPM2_PT_MANUFACTURER", SHARE_WHOLE),
	FIELD(fleet_model, vendor_string, "Model", FIELD_TEXT, UNIT_NONE, "TPM2_PT_VENDOR_STRING",
	      SHARE_WHOLE),
	FIELD(fleet_model, firmware, "Firmware", FIELD_TEXT, UNIT_NONE, "as four decimals",
	      SHARE_WHOLE),
	FIELD(fleet_model, firmware_raw, "Firmware, raw", FIELD_TEXT, UNIT_NONE, "hexadecimal",
	      SHARE_WHOLE),
	FIELD(fleet_model, tpms, "TPMs", FIELD_NUMBER, UNIT_NONE, "of this model and firmware"),
	FIELD(fleet_model, affected, "Affected", FIELD_NUMBER, UNIT_NONE,
	      "of them, by any known vulnerability"),
	FIELD(fleet_model, in_lockout, "In lockout", FIELD_NUMBER, UNIT_NONE, "of them"),
};
const struct record_type fleet_model_type = RECORD_TYPE(fleet_model, fleet_model_fields);

static const struct field fleet_count_fields[] = {
	FIELD(fleet_count, id, "Id", FIELD_TEXT, UNIT_NONE, "of a vulnerability or of a rule",
	      SHARE_WHOLE),
	FIELD(fleet_count, title, "Title", FIELD_TEXT, UNIT_NONE, "the fault that the rule is for",
	      SHARE_WHOLE),
	FIELD_STATE(fleet_count, severity, "Severity", &severity_words, "of the rule"),
	FIELD(fleet_count, tpms, "TPMs", FIELD_NUMBER, UNIT_NONE, "that have it"),
};
const struct record_type fleet_count_type = RECORD_TYPE(fleet_count, fleet_count_fields);

static const struct field fleet_latency_fields[] = {
	FIELD(fleet_latency, manufacturer, "Manufacturer", FIELD_TEXT, UNIT_NONE,
	      "TPM2_PT_MANUFACTURER", SHARE_WHOLE),
	FIELD(fleet_latency, vendor_string, "Model", FIELD_TEXT, UNIT_NONE, "TPM2_PT_VENDOR_STRING",
	      SHARE_WHOLE),
	FIELD(fleet_latency, source, "Measured by", FIELD_TEXT, UNIT_NONE,
	      "doctor --active, or the operation of bench", SHARE_WHOLE),
	FIELD(fleet_latency, tpms, "TPMs", FIELD_NUMBER, UNIT_NONE, "that were measured so"),
	FIELD(fleet_latency, median_ns, "Median", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "of the TPMs' medians"),
	FIELD(fleet_latency, mad_ns, "MAD", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "median of the distances from it"),
	FIELD(fleet_latency, outliers, "Outliers", FIELD_NUMBER, UNIT_NONE, "of the TPMs"),
};
const struct record_type fleet_latency_type = RECORD_TYPE(fleet_latency, fleet_latency_fields);

static const struct field fleet_fields[] = {
	FIELD(fleet, tpms, "TPMs", FIELD_NUMBER, UNIT_NONE, "of which something is known"),
	FIELD(fleet, broken, "Broken", FIELD_NUMBER, UNIT_NONE,
	      "files or directories that could not be read, or not wholly"),
	FIELD(fleet, affected, "Affected", FIELD_NUMBER, UNIT_NONE,
	      "TPMs, by any known vulnerability"),
	FIELD(fleet, in_lockout, "In lockout", FIELD_NUMBER, UNIT_NONE, "TPMs"),
	FIELD(fleet, with_findings, "With findings", FIELD_NUMBER, UNIT_NONE,
	      "TPMs in which a rule of doctor found a warning or more"),
	FIELD(fleet, outliers, "Outliers", FIELD_NUMBER, UNIT_NONE,
	      "TPMs whose latency is not that of their model"),
	FIELD_OF(fleet, models, "Models", FIELD_RECORDS, &fleet_model_type,
		 "manufacturer, model and firmware"),
	FIELD_OF(fleet, latencies, "Latencies", FIELD_RECORDS, &fleet_latency_type,
		 "model by model"),
	FIELD_OF(fleet, vulnerabilities, "Vulnerabilities", FIELD_RECORDS, &fleet_count_type,
		 "the most frequent first"),
	FIELD_OF(fleet, findings, "Findings", FIELD_RECORDS, &fleet_count_type,
		 "the most frequent first"),
};
const struct record_type fleet_type = RECORD_TYPE(fleet, fleet_fields);
