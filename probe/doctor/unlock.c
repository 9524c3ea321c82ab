/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules: what is bound to the TPM, and whether the next boot will ask for a passphrase. */
#include "rule.h"
#include "device.h"
#include "volume.h"

/* What the rules read of each volume has to be known. */
#define NEED_VOLUMES(report_)                                          \
	do {                                                           \
		NEED(report_, volumes);                                \
		NEED_EACH_ANSWER(volume, &(report_)->volumes, source); \
		NEED_EACH(volume, &(report_)->volumes, bindings);      \
		NEED_EACH_ANSWER(volume, &(report_)->volumes, error);  \
	} while (0)

/* And of each of its bindings. */
#define NEED_BINDINGS(report_, member)                                                \
	do {                                                                          \
		for (size_t v_ = 0; v_ < (report_)->volumes.count; v_++) {            \
			const struct volume *volume_ = volume_at(report_, v_);        \
			NEED_EACH_ANSWER(volume_binding, &volume_->bindings, member); \
		}                                                                     \
	} while (0)

static const struct volume *volume_at(const struct report *report, size_t i)
{
	return (const struct volume *)report->volumes.items + i;
}

static const struct volume_binding *binding_at(const struct volume *volume, size_t i)
{
	return (const struct volume_binding *)volume->bindings.items + i;
}

static const char *name_of(const struct volume *volume)
{
	return text_of(&volume->source, "a volume");
}

static bool has_no_token(const struct volume *volume)
{
	return list_has(&volume->causes, "no_token");
}

/* Nothing of this machine is bound to a TPM, as far as the headers were read. */
static bool none_is_bound(const struct report *report)
{
	for (size_t i = 0; i < report->volumes.count; i++)
		if (!has_no_token(volume_at(report, i)))
			return false;
	return true;
}

static const char nothing_bound[] = "no volume of this machine is bound to a TPM";

static enum rule_status check_unlocks(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	size_t found = 0, unknown = 0;

	(void)tpm;
	NEED_VOLUMES(report);
	NEED_EACH(volume, &report->volumes, verdict);
	NEED_EACH(volume, &report->volumes, summary);
	NEED_EACH(volume, &report->volumes, causes);
	NEED_EACH(volume, &report->volumes, wanted);
	NEED_BINDINGS(report, commands);
	if (none_is_bound(report) && !report->volumes.count)
		return skip(out, nothing_bound);
	for (size_t i = 0; i < report->volumes.count; i++) {
		const struct volume *volume = volume_at(report, i);

		unknown += text_is(&volume->verdict, "unknown");
		if (!text_is(&volume->verdict, "will_not_unlock") ||
		    (has_no_token(volume) && !volume->wanted.value))
			continue;
		found++;
		evidence(out, name_of(volume), "%s", text_of(&volume->summary, ""));
		say_title(out, "the next boot will ask for the passphrase of %s", name_of(volume));
	}
	if (found) {
		say_command(out, "tpm-probe unlock");
		return RULE_FOUND;
	}
	if (none_is_bound(report))
		return skip(out, nothing_bound);
	if (unknown)
		return skip(out, "whether the TPM will unlock a volume is not known: tpm-probe "
				 "unlock shows why");
	out->pass = "the TPM should unlock what is bound to it";
	return RULE_OK;
}

/* What is wrong with a binding, as a text for evidence; NULL: nothing. */
typedef const char *binding_fault(struct finding_out *out, const struct volume *volume,
				  const struct volume_binding *binding);

/* One piece of evidence for each volume that has such a binding. */
static enum rule_status found_where(const struct report *report, struct finding_out *out,
				    binding_fault *fault)
{
	size_t found = 0;

	for (size_t i = 0; i < report->volumes.count; i++) {
		const struct volume *volume = volume_at(report, i);
		const char *text = NULL;

		for (size_t k = 0; !text && k < volume->bindings.count; k++)
			text = fault(out, volume, binding_at(volume, k));
		if (!text)
			continue;
		evidence(out, name_of(volume), "%s", text);
		found++;
	}
	return found_if(found);
}

/* systemd asks the TPM only where an option says so. */
static const char *lacks_option(struct finding_out *out, const struct volume *volume,
				const struct volume_binding *binding)
{
	if (!text_is(&binding->kind, "systemd-tpm2") || volume->wanted.value ||
	    !fact_known(&volume->options.fact))
		return NULL;
	return arena_printf(out->arena, "options \"%s\"", volume->options.value);
}

static enum rule_status check_option(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	(void)tpm;
	NEED_VOLUMES(report);
	NEED_EACH_ANSWER(volume, &report->volumes, options);
	NEED_EACH(volume, &report->volumes, wanted);
	NEED_BINDINGS(report, kind);
	return found_where(report, out, lacks_option);
}

static const char *lacks_bank(struct finding_out *out, const struct volume *volume,
			      const struct volume_binding *binding)
{
	(void)volume;
	if (!text_is(&binding->kind, "systemd-tpm2") || !binding->pcrs.count ||
	    fact_known(&binding->bank.fact))
		return NULL;
	return arena_printf(out->arena, "token %" PRIu64 " names no bank", binding->token.value);
}

static enum rule_status check_bank(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	(void)tpm;
	NEED_VOLUMES(report);
	NEED_BINDINGS(report, kind);
	NEED_BINDINGS(report, bank);
	NEED_BINDINGS(report, pcrs);
	NEED_BINDINGS(report, token);
	return found_where(report, out, lacks_bank);
}

static enum rule_status check_fragile(const struct report *report, const struct tpm_report *tpm,
				      struct finding_out *out)
{
	/* Firmware, hardware, boot order, loaders, GRUB's files, IMA, systemd's own. */
	static const uint64_t fragile[] = { 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 15 };
	size_t found = 0;

	(void)tpm;
	NEED_VOLUMES(report);
	NEED_BINDINGS(report, pcrs);
	for (size_t i = 0; i < report->volumes.count; i++) {
		const struct volume *volume = volume_at(report, i);

		for (size_t k = 0; k < volume->bindings.count; k++)
			for (size_t p = 0; p < sizeof(fragile) / sizeof(fragile[0]); p++) {
				if (!list_has_number(&binding_at(volume, k)->pcrs, fragile[p]))
					continue;
				evidence(out, name_of(volume), "bound to PCR %" PRIu64, fragile[p]);
				found++;
			}
	}
	return found_if(found);
}

static const char *is_only_slot(struct finding_out *out, const struct volume *volume,
				const struct volume_binding *binding)
{
	(void)out;
	return fact_known(&volume->keyslots_used.fact) && volume->keyslots_used.value == 1 &&
			       binding->keyslots.count
		       ? "1 keyslot in use"
		       : NULL;
}

static enum rule_status check_only_slot(const struct report *report, const struct tpm_report *tpm,
					struct finding_out *out)
{
	(void)tpm;
	NEED_VOLUMES(report);
	NEED_EACH_ANSWER(volume, &report->volumes, keyslots_used);
	NEED_BINDINGS(report, keyslots);
	return found_where(report, out, is_only_slot);
}

static const char *is_counted(struct finding_out *out, const struct volume *volume,
			      const struct volume_binding *binding)
{
	(void)out;
	(void)volume;
	return is_clear(&binding->pin) && is_set(&binding->counts_failures)
		       ? "no PIN, and no noDA in the sealed object"
		       : NULL;
}

static enum rule_status check_counts(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	(void)tpm;
	NEED_VOLUMES(report);
	NEED_BINDINGS(report, pin);
	NEED_BINDINGS(report, counts_failures);
	return found_where(report, out, is_counted);
}

static const char *has_no_keyslot(struct finding_out *out, const struct volume *volume,
				  const struct volume_binding *binding)
{
	(void)out;
	(void)volume;
	return list_has(&binding->causes, "token_without_keyslot")
		       ? "a token is bound to no keyslot in use"
		       : NULL;
}

static enum rule_status check_orphan(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	(void)tpm;
	NEED_VOLUMES(report);
	NEED_BINDINGS(report, causes);
	return found_where(report, out, has_no_keyslot);
}

static const char *has_other_signer(struct finding_out *out, const struct volume *volume,
				    const struct volume_binding *binding)
{
	(void)out;
	(void)volume;
	return list_has(&binding->causes, "signature_other_key")
		       ? "the signature file is by another key than the token's"
		       : NULL;
}

static enum rule_status check_signer(const struct report *report, const struct tpm_report *tpm,
				     struct finding_out *out)
{
	(void)tpm;
	NEED_VOLUMES(report);
	NEED_BINDINGS(report, causes);
	return found_where(report, out, has_other_signer);
}

static bool asks_auto(const struct report *report)
{
	for (size_t i = 0; i < report->volumes.count; i++)
		if (strstr(text_of(&volume_at(report, i)->options, ""), "tpm2-device=auto"))
			return true;
	return false;
}

/* systemd's "auto" wants exactly one /dev/tpmrm*. */
static enum rule_status check_auto(const struct report *report, const struct tpm_report *tpm,
				   struct finding_out *out)
{
	size_t managers = 0, found = 0;

	(void)tpm;
	NEED_VOLUMES(report);
	NEED_EACH_ANSWER(volume, &report->volumes, options);
	if (!asks_auto(report))
		return RULE_OK;
	NEED_ALL_NODES(report);
	for (size_t i = 0; i < report_count_tpms(report); i++)
		managers += tpm_report_node(report_tpm(report, i), "tpmrm") != NULL;
	for (size_t i = 0; i < report->volumes.count && managers > 1; i++) {
		const struct volume *volume = volume_at(report, i);

		if (!strstr(text_of(&volume->options, ""), "tpm2-device=auto"))
			continue;
		evidence(out, name_of(volume), "tpm2-device=auto, and %zu TPMs", managers);
		found++;
	}
	return found_if(found);
}

static const struct rule rules[] = {
	{ .id = "UNL-001",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_DISK,
	  .title = "the next boot will ask for a passphrase",
	  .why = "the TPM releases the key of a volume only in the state that the key was sealed "
		 "to, and that is not the present one",
	  .remedy = "tpm-probe unlock shows what changed, and how to bind the volume again",
	  .references = "systemd/systemd#42932\nlatchset/clevis#536",
	  .check = check_unlocks },
	{ .id = "UNL-002",
	  .severity = SEVERITY_WARNING,
	  .title = "a volume is enrolled in the TPM, and crypttab does not ask for it",
	  .why = "without tpm2-device= systemd asks for the passphrase, or tries the TPM only by a "
		 "plugin that the initrd may lack",
	  .remedy = "add tpm2-device=auto to the volume's options in /etc/crypttab, and build the "
		    "initrd anew",
	  .references = "crypttab(5)\nsystemd/systemd#36055",
	  .check = check_option },
	{ .id = "UNL-003",
	  .severity = SEVERITY_WARNING,
	  .title = "a TPM token does not name its PCR bank",
	  .why = "systemd guesses the bank at each boot: when the firmware starts to fill another "
		 "one, the disk no longer unlocks",
	  .remedy = "enrol the volume again with systemd 250 or later",
	  .references = "systemd/systemd#20134",
	  .check = check_bank },
	{ .id = "UNL-004",
	  .severity = SEVERITY_INFO,
	  .title = "a volume is bound to PCRs that change with usual updates",
	  .why = "after an update of the firmware, the boot loader or the kernel, or a change of the "
		 "boot order, the disk no longer unlocks",
	  .remedy = "bind it to PCR 7, with a signed PCR 11 or pcrlock",
	  .references = "systemd-cryptenroll(1)\nsystemd/systemd#33571",
	  .check = check_fragile },
	{ .id = "UNL-005",
	  .severity = SEVERITY_WARNING,
	  .title = "the TPM's keyslot is the only one of a volume",
	  .why = "if the TPM is cleared, replaced or does not agree with the boot, the data are lost",
	  .remedy = "add a recovery key or a passphrase",
	  .commands = "# systemd-cryptenroll --recovery-key DEVICE",
	  .references = "systemd-cryptenroll(1)",
	  .check = check_only_slot },
	{ .id = "UNL-006",
	  .severity = SEVERITY_INFO,
	  .title = "a volume without a PIN stops to unlock while the TPM is locked out",
	  .why = "its sealed object is subject to the lockout: failed authorizations of any other "
		 "program lock the disk, too",
	  .remedy = "enrol it again with systemd 256 or later, which sets noDA",
	  .references = "systemd/systemd#32260",
	  .check = check_counts },
	{ .id = "UNL-007",
	  .severity = SEVERITY_WARNING,
	  .title = "a TPM token belongs to no keyslot",
	  .why = "its keyslot was wiped: the token can never unlock, and hides that none does",
	  .remedy = "enrol the volume again, or remove the token",
	  .commands = "# cryptsetup token remove --token-id TOKEN DEVICE",
	  .references = "cryptsetup-token(8)",
	  .check = check_orphan },
	{ .id = "UNL-008",
	  .severity = SEVERITY_WARNING,
	  .title = "the signed PCR policy is by another key than the volume is bound to",
	  .why = "the key that signs kernels was replaced after the volume was enrolled",
	  .remedy = "sign with the old key, or enrol the new public key",
	  .references = "systemd-measure(1)",
	  .check = check_signer },
	{ .id = "UNL-009",
	  .severity = SEVERITY_ERROR,
	  .stops = FOR_DISK,
	  .title = "tpm2-device=auto does not work with several TPMs",
	  .why = "systemd refuses to choose where more than one resource manager's node is there",
	  .remedy = "name the TPM in /etc/crypttab: tpm2-device=/dev/tpmrm0",
	  .references = "crypttab(5)",
	  .check = check_auto },
};

RULE_TABLE(rules_unlock, "unlock", rules);
