/* SPDX-License-Identifier: BSD-2-Clause */
/* The commands that bind a volume again as it was bound, and advice. */
#include "remedy.h"

#include <inttypes.h>
#include <string.h>

#include "answer-binding.h"

/* A path that is one word for a shell and no option, or the placeholder. */
static const char *device_word(const struct volume_contents *contents, bool *ret_plain)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				    "_-./:@";
	const char *path = contents->source.path;

	*ret_plain = path && *path && *path != '-' && !path[strspn(path, plain)] &&
		     !contents->source.header;
	return *ret_plain ? path : "DEVICE";
}

static void add_text(struct report *report, struct list_fact *list, const char *text)
{
	*(const char **)list_append(&report->arena, list, sizeof(char *)) =
		arena_clean(&report->arena, text, strlen(text));
}

static size_t count_of_kind(const struct volume_contents *contents, enum binding_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < contents->n_bindings; i++)
		n += contents->bindings[i].kind == kind;
	return n;
}

/* Of several tokens only this one's keyslot may go. */
static const char *slot_to_wipe(struct unlock_context *context,
				const struct volume_contents *contents,
				const struct unlock_binding *binding)
{
	if (count_of_kind(contents, BINDING_SYSTEMD_TPM2) > 1 && binding->n_keyslots &&
	    binding->keyslot_usable)
		return arena_printf(&context->report->arena, "%u", binding->keyslots[0].number);
	return "tpm2";
}

static const char *cryptenroll(struct unlock_context *context,
			       const struct volume_contents *contents,
			       const struct unlock_binding *binding, const char *device)
{
	struct arena *arena = &context->report->arena;
	const char *command = arena_printf(
		arena, "systemd-cryptenroll --wipe-slot=%s --tpm2-device=auto --tpm2-pcrs=%s",
		slot_to_wipe(context, contents, binding), pcr_list_text(arena, binding->pcrs, "+"));

	if (binding->pin)
		command = arena_printf(arena, "%s --tpm2-with-pin=yes", command);
	if (binding->signed_pcrs)
		command = arena_printf(arena, "%s --tpm2-public-key-pcrs=%s", command,
				       pcr_list_text(arena, binding->signed_pcrs, "+"));
	if (binding->pcrlock)
		command = arena_printf(arena, "%s --tpm2-pcrlock=%s", command,
				       "/var/lib/systemd/pcrlock.json");
	return arena_printf(arena, "%s %s", command, device);
}

/* The command that binds it again as it is bound; NULL: there is none for its kind. */
static const char *enrol_command(struct unlock_context *context,
				 const struct volume_contents *contents,
				 const struct unlock_binding *binding, bool *ret_plain)
{
	struct arena *arena = &context->report->arena;
	const char *device = device_word(contents, ret_plain);

	if (!contents->header)
		return NULL;
	if (!binding || binding->kind == BINDING_SYSTEMD_TPM2) {
		static const struct unlock_binding fresh = { .pcrs = 1 << 7 };

		return binding ? cryptenroll(context, contents, binding, device)
			       : arena_printf(arena,
					      "systemd-cryptenroll --tpm2-device=auto "
					      "--tpm2-pcrs=%s %s",
					      pcr_list_text(arena, fresh.pcrs, "+"), device);
	}
	if ((binding->kind == BINDING_CLEVIS_TPM2 || binding->kind == BINDING_CLEVIS_SSS) &&
	    binding->n_keyslots)
		return arena_printf(arena, "clevis luks regen -d %s -s %u", device,
				    binding->keyslots[0].number);
	return NULL;
}

static void add_enrol(struct unlock_context *context, const struct volume_contents *contents,
		      const struct unlock_binding *binding, struct volume_binding *record,
		      bool is_hint)
{
	bool plain;
	const char *command = enrol_command(context, contents, binding, &plain);

	if (command)
		add_text(context->report, &record->commands,
			 arena_printf(&context->report->arena, "%s%s",
				      is_hint || !plain ? "# " : "", command));
}

static bool has(const struct volume_binding *record, const char *cause)
{
	return list_has(&record->causes, cause);
}

struct advice_row {
	const char *cause;
	const char *remedy;
	const char *command; /* one that needs nothing filled in; NULL: none */
	bool enrols;
};

/* The first cause that a binding has decides. */
static const struct advice_row rows[] = {
	{ "no_device",
	  "switch the TPM on in the firmware's setup, or load its driver in the initrd",
	  "tpm-probe doctor --category devices", false },
	{ "no_token", "if the TPM is to unlock it, enrol it; you will need your passphrase", NULL,
	  true },
	{ "token_without_keyslot",
	  "remove what is left of the token by enrolling again; you will need your passphrase",
	  NULL, true },
	{ "lockout",
	  "wait until an attempt is forgiven, or end the lockout with the lockout password",
	  "# tpm2_dictionarylockout --clear-lockout", false },
	{ "owner_password",
	  "take the owner password away, or enrol again with systemd 254 or later, whose parent key "
	  "needs none",
	  NULL, false },
	{ "blob_damaged",
	  "restore the header from a backup, or enrol again; you will need your passphrase", NULL,
	  true },
	{ "tpm_cleared", "unlock it with your passphrase, then enrol again", NULL, true },
	{ "other_tpm", "unlock it with your passphrase, then enrol again", NULL, true },
	{ "srk_missing",
	  "make the storage root key persistent again: it comes out the same as long as the TPM was "
	  "not cleared",
	  "/usr/lib/systemd/systemd-tpm2-setup", false },
	{ "signature_missing",
	  "install the signature that belongs to the kernel (tpm2-pcr-signature.json)", NULL,
	  false },
	{ "signature_other_key",
	  "sign the kernel with the key that the token names, or enrol again with the key that "
	  "signs now",
	  NULL, true },
	{ "signature_other_pcrs",
	  "boot a kernel that is signed for these PCRs, or sign this one (systemd-measure)", NULL,
	  false },
	{ "pcrlock_stale", "make the policy anew for this boot",
	  "/usr/lib/systemd/systemd-pcrlock make-policy", false },
};

static void advise_on_pcrs(struct unlock_context *context, const struct volume_contents *contents,
			   const struct unlock_binding *binding, struct volume_binding *record)
{
	bool is_shown = record->pcrs_differ.count;

	fact_set_text(context->report, &record->remedy,
		      is_shown ? "if you made this change, enrol again; you will need your "
				 "passphrase. If you did not, find out who did first"
			       : "find out what changed before you enrol again");
	if (is_shown)
		add_enrol(context, contents, binding, record, false);
	add_text(context->report, &record->commands, "tpm-probe boots diff");
	if (!is_shown)
		add_enrol(context, contents, binding, record, true);
}

static void advise_active(struct unlock_context *context, const struct volume_contents *contents,
			  struct volume_binding *record)
{
	bool plain;
	const char *device = device_word(contents, &plain);

	fact_set_text(context->report, &record->remedy, "try whether the TPM can load its key");
	add_text(context->report, &record->commands,
		 arena_printf(&context->report->arena, "%stpm-probe unlock --active %s",
			      plain ? "" : "# ", device));
}

static void advise(struct unlock_context *context, const struct volume_contents *contents,
		   const struct unlock_binding *binding, struct volume_binding *record)
{
	record->commands.fact.presence = PRESENCE_PRESENT;
	record->remedy.fact = FACT_ABSENT;
	if (text_is(&record->verdict, SHOULD_UNLOCK))
		return;
	if (text_is(&record->verdict, UNLOCK_UNKNOWN)) {
		if (context->tpm->contact == CONTACT_MADE && !context->tpm->active)
			advise_active(context, contents, record);
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!has(record, rows[i].cause))
			continue;
		fact_set_text(context->report, &record->remedy, rows[i].remedy);
		if (rows[i].command)
			add_text(context->report, &record->commands, rows[i].command);
		if (rows[i].enrols)
			add_enrol(context, contents, binding, record, false);
		return;
	}
	if (has(record, "pcr_changed"))
		advise_on_pcrs(context, contents, binding, record);
}

/* ---- Notes ------------------------------------------------------------------------------------------ */

struct fragile_row {
	uint32_t pcrs;
	const char *text;
};

static const struct fragile_row fragile_rows[] = {
	{ 1 << 10, "PCR 10 changes with each file that the kernel measures: never bind to it" },
	{ 1 << 15, "PCR 15 gets the volume key when a volume is unlocked: bind to it only in the "
		   "initrd, for the first volume" },
	{ 1 << 1, "PCR 1 changes with the boot order, the hardware, and on some machines at each "
		  "boot" },
	{ 1 << 8 | 1 << 9, "PCRs 8 and 9 change with each update of the kernel, the initrd or "
			   "grub.cfg" },
	{ 1 << 4, "PCR 4 changes with each update of the boot loader or the kernel" },
	{ 1 << 0 | 1 << 2 | 1 << 3,
	  "PCRs 0, 2 and 3 change with firmware updates and added cards" },
	{ 1 << 5, "PCR 5 changes with the partition table" },
};

static void note_fragile(struct unlock_context *context, const struct volume_contents *contents,
			 struct volume *volume)
{
	uint32_t pcrs = 0;

	for (size_t i = 0; i < contents->n_bindings; i++)
		pcrs |= contents->bindings[i].pcrs;
	for (size_t i = 0; i < sizeof(fragile_rows) / sizeof(fragile_rows[0]); i++)
		if (pcrs & fragile_rows[i].pcrs) {
			add_text(context->report, &volume->notes,
				 arena_printf(&context->report->arena,
					      "%s; more durable are PCR 7 with a signed PCR 11, "
					      "or pcrlock",
					      fragile_rows[i].text));
			return;
		}
}

/* Does a binding open this keyslot? */
static bool is_bound(const struct volume_contents *contents, unsigned int keyslot)
{
	for (size_t i = 0; i < contents->n_bindings; i++)
		for (size_t k = 0; k < contents->bindings[i].n_keyslots; k++)
			if (contents->bindings[i].keyslots[k].number == keyslot)
				return true;
	return false;
}

static void note_only_slot(struct unlock_context *context, const struct volume_contents *contents,
			   struct volume *volume)
{
	if (!contents->header || contents->header->n_keyslots != 1 ||
	    !is_bound(contents, contents->header->keyslots[0].number))
		return;
	add_text(context->report, &volume->notes,
		 arena_printf(&context->report->arena,
			      "keyslot %u is the only one: if the TPM fails, nothing opens this "
			      "volume; do not wipe it before another is added (cryptsetup "
			      "luksAddKey)",
			      contents->header->keyslots[0].number));
}

void remedies_add(struct unlock_context *context, const struct volume_contents *contents,
		  struct volume *volume)
{
	struct volume_binding *records = volume->bindings.items;

	for (size_t i = 0; i < volume->bindings.count; i++)
		advise(context, contents, i < contents->n_bindings ? &contents->bindings[i] : NULL,
		       &records[i]);
	note_fragile(context, contents, volume);
	note_only_slot(context, contents, volume);
}
