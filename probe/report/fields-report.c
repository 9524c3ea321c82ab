/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table, last part: the report around the TPMs. */
#include "device.h"
#include "outcome.h"
#include "report.h"
#include "fields.h"
const struct enum_words table_state_words =
	ENUM_WORDS([TABLE_PRESENT] = "present", [TABLE_UNREADABLE] = "unreadable",
		   [TABLE_MALFORMED] = "malformed");

static const struct field firmware_tables_fields[] = {
	FIELD_STATE(firmware_tables, acpi_tpm2, "ACPI TPM2", &table_state_words,
		    "ACPI table TPM2: present, unreadable, malformed"),
	FIELD_STATE(firmware_tables, acpi_tcpa, "ACPI TCPA", &table_state_words, "ACPI table TCPA"),
	FIELD(firmware_tables, start_method, "Start method", FIELD_NUMBER, UNIT_NONE,
	      "table TPM2: 2 ACPI, 6 TIS, 7 CRB, 8 CRB with ACPI, 11 CRB with SMC"),
	FIELD(firmware_tables, of_path, "Device tree", FIELD_TEXT, UNIT_NONE,
	      "device-tree node of a TPM", SHARE_WHOLE),
	FIELD(firmware_tables, of_compatible, "Compatible", FIELD_TEXT, UNIT_NONE,
	      "its compatible string", SHARE_WHOLE),
};
const struct record_type firmware_tables_type =
	RECORD_TYPE(firmware_tables, firmware_tables_fields);

static const struct field response_code_fields[] = {
	FIELD(response_code, code, "Code", FIELD_NUMBER, UNIT_HEX, "TSS2_RC"),
	FIELD(response_code, hex, "Hex", FIELD_TEXT, UNIT_NONE, "TSS2_RC, hexadecimal",
	      SHARE_WHOLE),
	FIELD(response_code, layer, "Layer", FIELD_TEXT, UNIT_NONE, "who said it", SHARE_WHOLE),
	FIELD(response_code, name, "Name", FIELD_TEXT, UNIT_NONE, "name in the specification",
	      SHARE_WHOLE),
	FIELD(response_code, text, "Text", FIELD_TEXT, UNIT_NONE, "tpm2-tss's text", SHARE_WHOLE),
	FIELD(response_code, meaning, "Meaning", FIELD_TEXT, UNIT_NONE, "what it means",
	      SHARE_WHOLE),
	FIELD(response_code, remedy, "Remedy", FIELD_TEXT, UNIT_NONE, "what to do", SHARE_WHOLE),
	FIELD(response_code, parameter, "Parameter", FIELD_NUMBER, UNIT_NONE,
	      "number of the parameter at fault"),
	FIELD(response_code, handle, "Handle", FIELD_NUMBER, UNIT_NONE,
	      "number of the handle at fault"),
	FIELD(response_code, session, "Session", FIELD_NUMBER, UNIT_NONE,
	      "number of the session at fault"),
};
const struct record_type response_code_type = RECORD_TYPE(response_code, response_code_fields);

static const struct field probe_run_fields[] = {
	FIELD(probe_run, success, "Success", FIELD_BOOL, UNIT_NONE,
	      "every TPM 2.0 that was to be asked has answered"),
	FIELD(probe_run, duration_ns, "Duration", FIELD_NUMBER, UNIT_NANOSECONDS,
	      "from the start of tpm-probe to the last answer"),
};
const struct record_type probe_run_type = RECORD_TYPE(probe_run, probe_run_fields);

static const struct field failure_fields[] = {
	FIELD(failure, exit_status, "Exit status", FIELD_NUMBER, UNIT_NONE,
	      "exit status of tpm-probe"),
	FIELD(failure, code, "Code", FIELD_NUMBER, UNIT_HEX, "TSS2_RC, where one was given"),
	FIELD(failure, message, "Message", FIELD_TEXT, UNIT_NONE, "what failed", SHARE_SCRUBBED),
	FIELD(failure, remedy, "Remedy", FIELD_TEXT, UNIT_NONE, "what to do", SHARE_SCRUBBED),
};
const struct record_type failure_type = RECORD_TYPE(failure, failure_fields);

static const struct field source_fields[] = {
	FIELD(source, kind, "Kind", FIELD_TEXT, UNIT_NONE,
	      "the program that printed it, or its log", SHARE_WHOLE),
	FIELD(source, file, "File", FIELD_TEXT, UNIT_NONE, "where it was read", SHARE_NEVER),
	FIELD(source, lines, "Lines", FIELD_NUMBER, UNIT_NONE, "lines that were understood"),
};
const struct record_type source_type = RECORD_TYPE(source, source_fields);

static const struct field report_fields[] = {
	FIELD(report, schema, "Schema", FIELD_TEXT, UNIT_NONE, "tpm-probe/1", SHARE_WHOLE),
	FIELD(report, version, "tpm-probe", FIELD_TEXT, UNIT_NONE, "version of the tool",
	      SHARE_WHOLE),
	FIELD(report, kernel, "Kernel", FIELD_TEXT, UNIT_NONE, "release of the kernel",
	      SHARE_SCRUBBED),
	FIELD(report, simulator, "Simulator", FIELD_BOOL, UNIT_NONE,
	      "the TPM is an ephemeral swtpm, not a TPM of this machine"),
	FIELD(report, redacted, "Redacted", FIELD_BOOL, UNIT_NONE,
	      "what tells this machine, its TPMs or a person from all others was taken out"),
	FIELD_OF(report, firmware, "Firmware tables", FIELD_RECORD, &firmware_tables_type,
		 "what the platform firmware announces"),
	FIELD_OF(report, host, "Machine", FIELD_RECORD, &host_type, "the machine around the TPMs"),
	FIELD_OF(report, tpms, "TPMs", FIELD_RECORDS, &tpm_report_type, "every TPM"),
	FIELD_OF(report, volumes, "Volumes", FIELD_RECORDS, &volume_type,
		 "what is bound to a TPM, and whether it unlocks"),
	FIELD_OF(report, findings, "Findings", FIELD_RECORDS, &finding_type,
		 "what came of each rule of doctor"),
	FIELD_OF(report, readiness, "Ready for", FIELD_RECORDS, &readiness_type,
		 "what the TPMs can be used for"),
	FIELD_OF(report, verdicts, "Verdicts", FIELD_RECORDS, &verdict_type,
		 "what doctor finds about the machine, in short"),
	FIELD_OF(report, consumers, "Programs", FIELD_RECORDS, &consumer_type,
		 "programs that use a TPM, and the TCTI that each gets"),
	FIELD_OF(report, advice, "Advice", FIELD_RECORDS, &advice_type,
		 "which TCTI to take for what"),
	FIELD_OF(report, emissions, "Files", FIELD_RECORDS, &emission_type,
		 "what emit prints, writes or takes away"),
	FIELD_OF(
		report, boots, "Boots", FIELD_RECORDS, &boot_type,
		"saved boots, the newest first; of a comparison the later one, then the earlier one"),
	FIELD(report, differences, "Differences", FIELD_TEXTS, UNIT_NONE,
	      "how two boots differ beside their PCRs", SHARE_SCRUBBED),
	FIELD_OF(report, pcrs, "Changed PCRs", FIELD_RECORDS, &changed_pcr_type,
		 "PCRs that have another value in the later of two boots, and why"),
	FIELD_OF(report, benchmark, "Benchmark", FIELD_RECORD, &benchmark_type,
		 "how bench measured, and what came of it"),
	FIELD_OF(report, response_codes, "Response codes", FIELD_RECORDS, &response_code_type,
		 "decoded response codes"),
	FIELD_OF(report, machines, "Machines", FIELD_RECORDS, &machine_type,
		 "many machines, one line each"),
	FIELD_OF(report, fleet, "Fleet", FIELD_RECORD, &fleet_type, "what they come to"),
	FIELD(report, problems, "Problems", FIELD_TEXTS, UNIT_NONE,
	      "what of the files of --from could not be read", SHARE_SCRUBBED),
	FIELD_OF(report, sources, "Sources", FIELD_RECORDS, &source_type,
		 "the texts that the report is made of: it claims nothing that they do not hold"),
	FIELD(report, notes, "Notes", FIELD_TEXTS, UNIT_NONE,
	      "lines of these texts that were not understood, and what is cut", SHARE_NEVER),
	FIELD_OF(report, probe, "Probe", FIELD_RECORD, &probe_run_type,
		 "how a run of metrics went"),
	FIELD_OF(report, error, "Error", FIELD_RECORD, &failure_type, "why tpm-probe failed"),
};
const struct record_type report_type = RECORD_TYPE(report, report_fields);
