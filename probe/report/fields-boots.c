/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table: saved boots and their differences. */
#include "boots.h"
#include "fields.h"
#include "report.h"

static const struct field boot_volume_fields[] = {
	FIELD(boot_volume, name, "Volume", FIELD_TEXT, UNIT_NONE, "name of the opened volume",
	      SHARE_NEVER),
	FIELD(boot_volume, outcome, "Outcome", FIELD_TEXT, UNIT_NONE,
	      "tpm: opened by the TPM; other: by a passphrase or key file; locked", SHARE_WHOLE),
};
const struct record_type boot_volume_type = RECORD_TYPE(boot_volume, boot_volume_fields);

static const struct field boot_fields[] = {
	FIELD(boot, boot_id, "Boot", FIELD_TEXT, UNIT_NONE, "boot id of the kernel", SHARE_NEVER),
	FIELD(boot, source, "Source", FIELD_TEXT, UNIT_NONE,
	      "file or directory that it was read from, where one was named", SHARE_NEVER),
	FIELD(boot, running, "Running", FIELD_BOOL, UNIT_NONE, "it is the boot that runs now"),
	FIELD(boot, saved_at, "Saved at", FIELD_NUMBER, UNIT_SECONDS, "seconds since 1970, UTC"),
	FIELD(boot, kernel, "Kernel", FIELD_TEXT, UNIT_NONE, "release of the kernel",
	      SHARE_SCRUBBED),
	FIELD(boot, firmware, "Firmware", FIELD_TEXT, UNIT_NONE,
	      "version of the platform's firmware", SHARE_WHOLE),
	FIELD(boot, secure_boot, "Secure Boot", FIELD_BOOL, UNIT_NONE, "it was on"),
	FIELD(boot, tpm_manufacturer, "TPM manufacturer", FIELD_TEXT, UNIT_NONE,
	      "TPM2_PT_MANUFACTURER", SHARE_WHOLE),
	FIELD(boot, tpm_firmware, "TPM firmware", FIELD_TEXT, UNIT_NONE, "raw words, hexadecimal",
	      SHARE_WHOLE),
	FIELD(boot, clock_ms, "Clock", FIELD_NUMBER, UNIT_MILLISECONDS,
	      "TPMS_CLOCK_INFO.clock when it was saved", SHARE_NEVER),
	FIELD(boot, reset_count, "Resets", FIELD_NUMBER, UNIT_NONE, "TPMS_CLOCK_INFO.resetCount",
	      SHARE_NEVER),
	FIELD(boot, restart_count, "Restarts", FIELD_NUMBER, UNIT_NONE,
	      "TPMS_CLOCK_INFO.restartCount", SHARE_NEVER),
	FIELD(boot, changed, "Changed", FIELD_TEXT, UNIT_NONE,
	      "in a few words, since the boot that was saved before", SHARE_WHOLE),
	FIELD(boot, unlocked, "Unlocked", FIELD_TEXT, UNIT_NONE,
	      "the TPM opened the volumes: yes, no, in part; null: not known", SHARE_WHOLE),
	FIELD_OF(boot, volumes, "Volumes", FIELD_RECORDS, &boot_volume_type,
		 "what became of each volume's unlock"),
};
const struct record_type boot_type = RECORD_TYPE(boot, boot_fields);

static const struct field record_change_fields[] = {
	FIELD(record_change, kind, "Change", FIELD_TEXT, UNIT_NONE,
	      "added, removed, changed, moved; unlogged: the log does not explain the PCR",
	      SHARE_WHOLE),
	FIELD(record_change, event, "Event", FIELD_TEXT, UNIT_NONE,
	      "type of the event and what it is of", SHARE_SCRUBBED),
	FIELD(record_change, text, "Text", FIELD_TEXT, UNIT_NONE, "what changed", SHARE_SCRUBBED),
	FIELD(record_change, why, "Why", FIELD_TEXT, UNIT_NONE, "what usually causes it",
	      SHARE_WHOLE),
};
const struct record_type record_change_type = RECORD_TYPE(record_change, record_change_fields);

static const struct field changed_pcr_fields[] = {
	FIELD(changed_pcr, pcr, "PCR", FIELD_NUMBER, UNIT_NONE, "PCR number"),
	FIELD(changed_pcr, bank, "Bank", FIELD_TEXT, UNIT_NONE, "hash algorithm", SHARE_WHOLE),
	FIELD(changed_pcr, then, "Then", FIELD_TEXT, UNIT_NONE, "value in the earlier boot",
	      SHARE_WHOLE),
	FIELD(changed_pcr, now, "Now", FIELD_TEXT, UNIT_NONE, "value in the later boot",
	      SHARE_WHOLE),
	FIELD_OF(changed_pcr, changes, "Changes", FIELD_RECORDS, &record_change_type,
		 "the records that differ"),
};
const struct record_type changed_pcr_type = RECORD_TYPE(changed_pcr, changed_pcr_fields);
