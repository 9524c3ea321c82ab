/* SPDX-License-Identifier: BSD-2-Clause */
/* The field table: saved boots and their differences, and what is bound to the TPM. */
#include "boots.h"
#include "fields.h"
#include "report.h"
#include "volume.h"

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

/* ---- Volumes ------------------------------------------------------------------------------------- */

static const struct field pcr_difference_fields[] = {
	FIELD(pcr_difference, pcr, "PCR", FIELD_NUMBER, UNIT_NONE, "index of the PCR"),
	FIELD(pcr_difference, bank, "Bank", FIELD_TEXT, UNIT_NONE, "hash algorithm of the bank",
	      SHARE_WHOLE),
	FIELD(pcr_difference, now, "Now", FIELD_TEXT, UNIT_NONE, "value now, hexadecimal",
	      SHARE_NEVER),
	FIELD(pcr_difference, then, "Then", FIELD_TEXT, UNIT_NONE,
	      "value that the key is sealed to; null: no known value matches the digest",
	      SHARE_NEVER),
	FIELD(pcr_difference, event, "Event", FIELD_TEXT, UNIT_NONE,
	      "the event that differs; null: not known", SHARE_SCRUBBED),
	FIELD(pcr_difference, why, "Why", FIELD_TEXT, UNIT_NONE, "what changes this PCR so",
	      SHARE_SCRUBBED),
};
const struct record_type pcr_difference_type = RECORD_TYPE(pcr_difference, pcr_difference_fields);

static const struct field volume_answer_fields[] = {
	FIELD(volume_answer, question, "Question", FIELD_TEXT, UNIT_NONE,
	      "keyslot, load, policy, authorization", SHARE_WHOLE),
	FIELD(volume_answer, answer, "Answer", FIELD_TEXT, UNIT_NONE, "yes, no, unknown",
	      SHARE_WHOLE),
	FIELD(volume_answer, evidence, "Evidence", FIELD_TEXT, UNIT_NONE,
	      "what was looked at, and what it showed", SHARE_SCRUBBED),
};
const struct record_type volume_answer_type = RECORD_TYPE(volume_answer, volume_answer_fields);

#define KIND_HELP \
	"systemd-tpm2, clevis-tpm2, clevis-sss, clevis-tang, systemd-creds, tss2-key, ...; none"
#define VERDICT_HELP "should_unlock, will_not_unlock, unknown"
#define CAUSES_HELP                                                                            \
	"why: none, pcr_changed, tpm_cleared, blob_damaged, token_without_keyslot, no_token, " \
	"lockout, pin_needed, signature_missing, signature_other_key, signature_other_pcrs, "  \
	"pcrlock_stale, srk_missing, other_tpm, no_device, owner_password"

static const struct field volume_leaf_fields[] = {
	FIELD(volume_leaf, kind, "Kind", FIELD_TEXT, UNIT_NONE, KIND_HELP, SHARE_WHOLE),
	FIELD(volume_leaf, bank, "Bank", FIELD_TEXT, UNIT_NONE, "bank of its PCRs", SHARE_WHOLE),
	FIELD(volume_leaf, pcrs, "PCRs", FIELD_NUMBERS, UNIT_NONE, "PCRs of the literal policy"),
	FIELD(volume_leaf, verdict, "Verdict", FIELD_TEXT, UNIT_NONE, VERDICT_HELP, SHARE_WHOLE),
	FIELD(volume_leaf, causes, "Causes", FIELD_TEXTS, UNIT_NONE, CAUSES_HELP, SHARE_WHOLE),
	FIELD_OF(volume_leaf, pcrs_differ, "PCRs that differ", FIELD_RECORDS, &pcr_difference_type,
		 "PCRs that have another value than when sealed"),
	FIELD_OF(volume_leaf, answers, "Answers", FIELD_RECORDS, &volume_answer_type,
		 "the questions that decide, each with its evidence"),
};
const struct record_type volume_leaf_type = RECORD_TYPE(volume_leaf, volume_leaf_fields);

static const struct field volume_binding_fields[] = {
	FIELD(volume_binding, token, "Token", FIELD_NUMBER, UNIT_NONE,
	      "number of the LUKS2 token, or of the LUKS1 slot; null: there is none"),
	FIELD(volume_binding, kind, "Kind", FIELD_TEXT, UNIT_NONE, KIND_HELP, SHARE_WHOLE),
	FIELD(volume_binding, keyslots, "Keyslots", FIELD_NUMBERS, UNIT_NONE,
	      "keyslots that it opens"),
	FIELD(volume_binding, bank, "Bank", FIELD_TEXT, UNIT_NONE,
	      "bank of its PCRs; null: none, or it does not name one", SHARE_WHOLE),
	FIELD(volume_binding, pcrs, "PCRs", FIELD_NUMBERS, UNIT_NONE, "PCRs of the literal policy"),
	FIELD(volume_binding, pin, "PIN", FIELD_BOOL, UNIT_NONE, "a PIN is part of the policy"),
	FIELD(volume_binding, signed_pcrs, "Signed PCRs", FIELD_NUMBERS, UNIT_NONE,
	      "PCRs of the signed policy"),
	FIELD(volume_binding, pcrlock, "pcrlock", FIELD_BOOL, UNIT_NONE,
	      "bound to systemd-pcrlock's policy"),
	FIELD(volume_binding, verdict, "Verdict", FIELD_TEXT, UNIT_NONE, VERDICT_HELP, SHARE_WHOLE),
	FIELD(volume_binding, causes, "Causes", FIELD_TEXTS, UNIT_NONE, CAUSES_HELP, SHARE_WHOLE),
	FIELD_OF(volume_binding, pcrs_differ, "PCRs that differ", FIELD_RECORDS,
		 &pcr_difference_type, "PCRs that have another value than when sealed"),
	FIELD_OF(volume_binding, answers, "Answers", FIELD_RECORDS, &volume_answer_type,
		 "the four questions that decide, each with its evidence"),
	FIELD_OF(volume_binding, bindings, "Parts", FIELD_RECORDS, &volume_leaf_type,
		 "sss: what it is made of"),
	FIELD(volume_binding, threshold, "Threshold", FIELD_NUMBER, UNIT_NONE,
	      "sss: so many parts are needed"),
	FIELD(volume_binding, parent, "Parent", FIELD_NUMBER, UNIT_HEX,
	      "persistent handle of the parent; null: made anew at each unlock"),
	FIELD(volume_binding, counts_failures, "Counts failures", FIELD_BOOL, UNIT_NONE,
	      "the object lacks noDA: its failed authorizations count"),
	FIELD(volume_binding, remedy, "Remedy", FIELD_TEXT, UNIT_NONE, "what to do",
	      SHARE_SCRUBBED),
	FIELD(volume_binding, commands, "Commands", FIELD_TEXTS, UNIT_NONE,
	      "the remedy for a shell; \"# \" begins a hint", SHARE_SCRUBBED),
};
const struct record_type volume_binding_type = RECORD_TYPE(volume_binding, volume_binding_fields);

static const struct field volume_attempt_fields[] = {
	FIELD(volume_attempt, unit, "Unit", FIELD_TEXT, UNIT_NONE, "_SYSTEMD_UNIT or identifier",
	      SHARE_SCRUBBED),
	FIELD(volume_attempt, message, "Message", FIELD_TEXT, UNIT_NONE, "MESSAGE", SHARE_SCRUBBED),
	FIELD(volume_attempt, meaning, "Meaning", FIELD_TEXT, UNIT_NONE, "what it means",
	      SHARE_WHOLE),
};
const struct record_type volume_attempt_type = RECORD_TYPE(volume_attempt, volume_attempt_fields);

static const struct field volume_fields[] = {
	FIELD(volume, source, "Volume", FIELD_TEXT, UNIT_NONE,
	      "device, file or name, as it was given or found", SHARE_SCRUBBED),
	FIELD(volume, uuid, "UUID", FIELD_TEXT, UNIT_NONE, "of the LUKS header", SHARE_NEVER),
	FIELD(volume, name, "Name", FIELD_TEXT, UNIT_NONE, "of the mapping; null: nobody names it",
	      SHARE_SCRUBBED),
	FIELD(volume, format, "Format", FIELD_TEXT, UNIT_NONE,
	      "luks2, luks1, systemd-creds, tss2-key, grub-key", SHARE_WHOLE),
	FIELD(volume, header, "Header", FIELD_TEXT, UNIT_NONE,
	      "file of a detached header; null: on the volume", SHARE_SCRUBBED),
	FIELD(volume, error, "Error", FIELD_TEXT, UNIT_NONE, "why it could not be read",
	      SHARE_SCRUBBED),
	FIELD(volume, verdict, "Verdict", FIELD_TEXT, UNIT_NONE,
	      "should_unlock, will_not_unlock, unknown: the best of its bindings", SHARE_WHOLE),
	FIELD(volume, summary, "Summary", FIELD_TEXT, UNIT_NONE, "the verdict as a sentence",
	      SHARE_SCRUBBED),
	FIELD(volume, causes, "Causes", FIELD_TEXTS, UNIT_NONE, "those of its bindings",
	      SHARE_WHOLE),
	FIELD(volume, wanted, "Wanted", FIELD_BOOL, UNIT_NONE,
	      "crypttab or the kernel command line wants the TPM to unlock it"),
	FIELD(volume, options, "Options", FIELD_TEXT, UNIT_NONE,
	      "of crypttab(5) or rd.luks.options=", SHARE_SCRUBBED),
	FIELD(volume, keyslots_used, "Keyslots", FIELD_NUMBER, UNIT_NONE, "keyslots in use"),
	FIELD_OF(volume, bindings, "Bindings", FIELD_RECORDS, &volume_binding_type,
		 "what binds it to a TPM"),
	FIELD_OF(volume, attempts, "Attempts", FIELD_RECORDS, &volume_attempt_type,
		 "what this boot's journal says of unlocking it"),
	FIELD(volume, notes, "Notes", FIELD_TEXTS, UNIT_NONE, "what is fragile, or needs care",
	      SHARE_SCRUBBED),
};
const struct record_type volume_type = RECORD_TYPE(volume, volume_fields);
