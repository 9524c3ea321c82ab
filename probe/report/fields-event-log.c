/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table: the measured-boot event log. */
#include "event-log.h"
#include "report.h"
#include "fields.h"

static const struct field event_digest_fields[] = {
	FIELD(event_digest, bank, "Bank", FIELD_TEXT, UNIT_NONE, "hash algorithm", SHARE_WHOLE),
	FIELD(event_digest, digest, "Digest", FIELD_TEXT, UNIT_NONE,
	      "what the PCR was extended with, hexadecimal", SHARE_WHOLE),
};
const struct record_type event_digest_type = RECORD_TYPE(event_digest, event_digest_fields);

static const struct field boot_event_fields[] = {
	FIELD(boot_event, number, "Event", FIELD_NUMBER, UNIT_NONE, "number of the event, from 0"),
	FIELD(boot_event, pcr, "PCR", FIELD_NUMBER, UNIT_NONE,
	      "PCR that it extends; null: it belongs to none"),
	FIELD(boot_event, type_name, "Type", FIELD_TEXT, UNIT_NONE,
	      "name of its type in the PC Client Platform Firmware Profile", SHARE_WHOLE),
	FIELD(boot_event, description, "Description", FIELD_TEXT, UNIT_LINES, "what its data say",
	      SHARE_SCRUBBED),
	FIELD(boot_event, type, "Type number", FIELD_NUMBER, UNIT_HEX, "number of its type"),
	FIELD(boot_event, offset, "Offset", FIELD_NUMBER, UNIT_BYTES, "where it begins in the log"),
	FIELD(boot_event, size, "Size", FIELD_NUMBER, UNIT_BYTES, "size of its data"),
	FIELD_OF(boot_event, digests, "Digests", FIELD_RECORDS, &event_digest_type,
		 "its digests, one a bank"),
	FIELD(boot_event, digest_matches_data, "Digest fits", FIELD_BOOL, UNIT_NONE,
	      "the digest is that of the data; null: it is over something outside the log"),
	FIELD(boot_event, problem, "Problem", FIELD_TEXT, UNIT_NONE, "what is wrong with it",
	      SHARE_SCRUBBED),
};
const struct record_type boot_event_type = RECORD_TYPE(boot_event, boot_event_fields);
const struct enum_words replay_status_words =
	ENUM_WORDS([REPLAY_EQUAL] = "equal", [REPLAY_DIFFERENT] = "different",
		   [REPLAY_NOT_MEASURED] = "not measured", [REPLAY_UNKNOWN] = "unknown");

static const struct field replayed_pcr_fields[] = {
	FIELD(replayed_pcr, bank, "Bank", FIELD_TEXT, UNIT_NONE, "hash algorithm", SHARE_WHOLE),
	FIELD(replayed_pcr, index, "PCR", FIELD_NUMBER, UNIT_NONE, "PCR number"),
	FIELD(replayed_pcr, events, "Events", FIELD_NUMBER, UNIT_NONE,
	      "number of events that extend it"),
	FIELD(replayed_pcr, name, "Name", FIELD_TEXT, UNIT_NONE,
	      "what is measured into it, as systemd names it", SHARE_WHOLE),
	FIELD(replayed_pcr, replayed, "Replayed", FIELD_TEXT, UNIT_NONE,
	      "value after all events of the log, hexadecimal", SHARE_WHOLE),
	FIELD(replayed_pcr, value, "Value", FIELD_TEXT, UNIT_NONE, "the TPM's value", SHARE_WHOLE),
	FIELD_STATE(
		replayed_pcr, status, "Status", &replay_status_words,
		"equal, different, not measured (neither the log nor the TPM has anything), unknown"),
	FIELD(replayed_pcr, blamed_event, "Blamed event", FIELD_NUMBER, UNIT_NONE,
	      "number of the first event that can be blamed for the difference"),
	FIELD(replayed_pcr, explanation, "Explanation", FIELD_TEXT, UNIT_NONE,
	      "what explains the difference", SHARE_SCRUBBED),
};
const struct record_type replayed_pcr_type = RECORD_TYPE(replayed_pcr, replayed_pcr_fields);

static const struct field summary_row_fields[] = {
	FIELD(summary_row, title, "Title", FIELD_TEXT, UNIT_NONE, "what it is about", SHARE_WHOLE),
	FIELD(summary_row, text, "Text", FIELD_TEXT, UNIT_NONE, "what the log says of it",
	      SHARE_SCRUBBED),
	FIELD(summary_row, event, "Event", FIELD_NUMBER, UNIT_NONE,
	      "number of the event that says it"),
};
const struct record_type summary_row_type = RECORD_TYPE(summary_row, summary_row_fields);

static const struct field event_log_fields[] = {
	FIELD(event_log, path, "Log", FIELD_TEXT, UNIT_NONE, "file that was read", SHARE_SCRUBBED),
	FIELD(event_log, format, "Format", FIELD_TEXT, UNIT_NONE,
	      "crypto-agile, or sha1: the format of TPM 1.2", SHARE_WHOLE),
	FIELD(event_log, specification, "Specification", FIELD_TEXT, UNIT_NONE,
	      "version and errata that the header names", SHARE_WHOLE),
	FIELD(event_log, size, "Size", FIELD_NUMBER, UNIT_BYTES, "size of the log"),
	FIELD(event_log, banks, "Banks", FIELD_TEXTS, UNIT_NONE, "hash algorithms of the log",
	      SHARE_WHOLE),
	FIELD(event_log, startup_locality, "Startup locality", FIELD_NUMBER, UNIT_NONE,
	      "locality of TPM2_Startup, where the log tells: PCR 0 begins with it"),
	FIELD(event_log, error, "Error", FIELD_TEXT, UNIT_NONE, "why the log makes no sense",
	      SHARE_SCRUBBED),
	FIELD(event_log, error_event, "Error at event", FIELD_NUMBER, UNIT_NONE,
	      "number of the event where it does not"),
	FIELD(event_log, error_offset, "Error at offset", FIELD_NUMBER, UNIT_BYTES,
	      "where that event begins"),
	FIELD_OF(event_log, summary, "Summary", FIELD_RECORDS, &summary_row_type,
		 "what people look for first: Secure Boot, what was started, the command line"),
	FIELD_OF(event_log, verdicts, "Verdicts", FIELD_RECORDS, &verdict_type,
		 "judgements: bank by bank, then events"),
	FIELD_OF(event_log, pcrs, "Replayed PCRs", FIELD_RECORDS, &replayed_pcr_type,
		 "what the PCRs are by the log, and by the TPM"),
	FIELD_OF(event_log, events, "Events", FIELD_RECORDS, &boot_event_type,
		 "every event, in order"),
};
const struct record_type event_log_type = RECORD_TYPE(event_log, event_log_fields);
