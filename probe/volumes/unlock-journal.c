/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages of this boot's attempts, and what they mean. */
#include "unlock-journal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "journal.h"

enum { ATTEMPTS_MAX = 12 };

/* The first row whose words stand in the message counts. */
static const struct {
	const char *words, *meaning;
} messages[] = {
	{ "policy digest does not match", "a PCR has another value than when the key was sealed" },
	{ "No TPM2 metadata matching the current system state",
	  "no token's policy holds with the PCRs as they were" },
	{ "Couldn't find signature for this PCR bank",
	  "the signature file has none for this key and these PCR values" },
	{ "Signature lacks data for PCR bank", "the signature file was made for another bank" },
	{ "Failed to find TPM PCR signature file", "there was no signature file in the initrd" },
	{ "No TPM2 metadata enrolled", "no token was found, or the signature file is missing" },
	{ "integrity check failed",
	  "the TPM cannot load the key: another or a cleared TPM, or a damaged key" },
	{ "not belong to this TPM",
	  "the key belongs to another TPM, or to one before it was cleared" },
	{ "dictionary attack lockout", "the TPM was locked out" },
	{ "DA counter incremented", "the PIN was wrong: one attempt is used up" },
	{ "TPM2 PIN unlock failed", "the PIN was wrong too often, or the TPM was locked out" },
	{ "a policy check failed", "a PCR has another value than when the key was sealed" },
	{ "PCR have changed since checked", "a program extended a PCR during the unlock" },
	{ "Failed to add OR policy", "a PCR has no value that pcrlock's policy allows" },
	{ "Couldn't find pcrlock policy", "pcrlock's policy was not in the initrd" },
	{ "TPM2 device not present for unlocking",
	  "the TPM's driver was not loaded in the initrd" },
	{ "No TPM2 hardware discovered",
	  "there was no TPM: it may be off in the firmware's setup" },
	{ "Failed to activate with TPM2 decrypted key",
	  "the TPM gave its key, but the keyslot has another one" },
	{ "TPM2 support is not installed", "the initrd lacks the TPM libraries (libtss2)" },
	{ "libtss2-", "the initrd lacks the TPM libraries (libtss2)" },
	{ "in-kernel resource manager is needed", "the TPM's driver was not loaded in the initrd" },
	{ "Creating TPM2 primary key failed",
	  "no TPM, an owner password, or a lockout kept clevis from making the parent key" },
	{ "Loading jwk to TPM2 failed",
	  "the TPM cannot load clevis' key: another or a cleared TPM, or a lockout" },
	{ "Unsealing jwk from TPM failed",
	  "a PCR has another value than when clevis sealed its key" },
	{ "It was not possible to decrypt the passphrase",
	  "clevis got no passphrase from the TPM" },
	{ "Failed to unseal secret using TPM2: Operation not permitted",
	  "a PCR has another value than when the key was sealed" },
	{ "Failed to unseal secret using TPM2: No such device or address",
	  "no signature fits this key and these PCR values" },
	{ "Failed to unseal secret using TPM2: State not recoverable",
	  "the TPM cannot load or unseal the key: cleared, another TPM, a damaged key, or a lockout" },
	{ "Failed to unseal", "the TPM did not release the key" },
	{ "PCR value:", "the value at the moment of the unlock" },
};

const char *unlock_message_meaning(const char *message)
{
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		if (strcasestr(message, messages[i].words))
			return messages[i].meaning;
	return NULL;
}

const char *cryptsetup_unit_name(struct arena *arena, const char *unit)
{
	static const char prefix[] = "systemd-cryptsetup@", suffix[] = ".service";
	size_t length = strlen(unit), n = 0;
	const char *end = unit + length - strlen(suffix);
	char *name;

	if (length < strlen(prefix) + strlen(suffix) || strncmp(unit, prefix, strlen(prefix)) ||
	    strcmp(end, suffix) != 0)
		return NULL;
	name = arena_alloc(arena, length);
	for (unit += strlen(prefix); unit < end; unit++) {
		char digits[3] = { 0 };

		if (end - unit >= 4 && unit[0] == '\\' && unit[1] == 'x' &&
		    isxdigit((unsigned char)unit[2]) && isxdigit((unsigned char)unit[3])) {
			memcpy(digits, unit + 2, 2);
			name[n++] = (char)strtoul(digits, NULL, 16);
			unit += 3;
		} else {
			name[n++] = *unit == '-' ? '/' : *unit;
		}
	}
	return name;
}

static bool is_there(const struct volume *volume, const char *message)
{
	const struct volume_attempt *items = volume->attempts.items;

	for (size_t i = 0; i < volume->attempts.count; i++)
		if (text_is(&items[i].message, message))
			return true;
	return false;
}

static bool has_clevis(const struct volume *volume)
{
	const struct volume_binding *bindings = volume->bindings.items;

	for (size_t i = 0; i < volume->bindings.count; i++)
		if (!strncmp(text_of(&bindings[i].kind, ""), "clevis", 6))
			return true;
	return false;
}

static void add_line(void *data, const struct journal_line *line)
{
	struct report *report = data;
	struct volume *volumes = report->volumes.items;
	const char *meaning = unlock_message_meaning(line->message);
	const char *name = cryptsetup_unit_name(&report->arena, line->unit);
	const char *message = arena_clean(&report->arena, line->message, strlen(line->message));

	for (size_t i = 0; meaning && i < report->volumes.count; i++) {
		struct volume *volume = &volumes[i];
		struct volume_attempt *attempt;

		if (name ? !text_is(&volume->name, name)
			 : !fact_known(&volume->name.fact) || !has_clevis(volume))
			continue;
		if (is_there(volume, message) || volume->attempts.count == ATTEMPTS_MAX)
			continue;
		attempt = list_append(&report->arena, &volume->attempts, sizeof(*attempt));
		fact_set_text(report, &attempt->unit, *line->unit ? line->unit : line->identifier);
		fact_set_text(report, &attempt->message, message);
		fact_set_text(report, &attempt->meaning, meaning);
	}
}

void unlock_journal_add(struct report *report)
{
	static const char *const matches[] = { "SYSLOG_IDENTIFIER=systemd-cryptsetup",
					       "SYSLOG_IDENTIFIER=clevis",
					       "SYSLOG_IDENTIFIER=clevis-luks-askpass" };

	journal_read(&report->arena, matches, sizeof(matches) / sizeof(matches[0]), add_line,
		     report);
}
