/* SPDX-License-Identifier: BSD-2-Clause */
/* What to tell a person first. */
#include "volume-summary.h"

#include <inttypes.h>

#include "answer-binding.h"

/* What a change of one PCR means, as a clause. */
static const char *const pcr_clauses[PCR_COUNT] = {
	[0] = "the firmware changed",
	[1] = "the firmware's settings or the hardware changed",
	[2] = "a driver of an add-in card changed",
	[3] = "the settings of an add-in card changed",
	[4] = "the boot loader or the kernel changed",
	[5] = "the partition table or the boot loader's settings changed",
	[7] = "Secure Boot's settings changed",
	[8] = "GRUB ran other commands",
	[9] = "a file that the boot loader reads changed",
	[11] = "the kernel image or the boot phase changed",
	[12] = "the kernel command line or a credential changed",
	[14] = "a machine owner key changed",
};

static const char *changed_pcrs(struct arena *arena, const struct volume_binding *binding)
{
	const struct pcr_difference *items = binding->pcrs_differ.items;
	size_t n = binding->pcrs_differ.count;
	const char *text = "";

	if (!n)
		return "the PCRs that it is bound to changed";
	if (n == 1 && items[0].pcr.value < PCR_COUNT && pcr_clauses[items[0].pcr.value])
		return pcr_clauses[items[0].pcr.value];
	for (size_t i = 0; i < n; i++)
		text = arena_printf(arena, "%s%s%" PRIu64, text,
				    !i		 ? ""
				    : i + 1 == n ? " and "
						 : ", ",
				    items[i].pcr.value);
	return arena_printf(arena, "PCR%s %s changed", n == 1 ? "" : "s", text);
}

static bool has(const struct volume_binding *binding, const char *cause)
{
	return list_has(&binding->causes, cause);
}

static const char *lockout_sentence(const struct unlock_context *context)
{
	const char *wait = lockout_wait(context);

	if (!wait)
		return "the TPM will not unlock it: it is locked out";
	return arena_printf(&context->report->arena,
			    "the TPM will not unlock it for the next %s: it is locked out", wait);
}

static const char *reason_of(struct unlock_context *context, const struct volume_binding *binding)
{
	static const char *const reasons[][2] = {
		{ "no_device", "there is no TPM to ask" },
		{ "no_token", "nothing of it is bound to the TPM" },
		{ "token_without_keyslot", "its TPM token belongs to no keyslot" },
		{ "owner_password", "the TPM's owner hierarchy has a password" },
		{ "blob_damaged", "its sealed key is damaged" },
		{ "other_tpm",
		  "its key belongs to another TPM, or to this one before it was cleared" },
		{ "srk_missing", "the parent of its key is gone from the TPM" },
		{ "tpm_cleared", "the TPM was cleared after the key was sealed" },
		{ "signature_missing", "the signature of the PCR values is missing" },
		{ "signature_other_key",
		  "the PCR values are signed by another key than the one it is bound to" },
		{ "signature_other_pcrs", "no signature is for the PCR values of this boot" },
		{ "pcrlock_stale", "pcrlock's policy does not allow this boot" },
	};

	if (has(binding, "srk_missing") && has(binding, "tpm_cleared"))
		return "the TPM was cleared after the key was sealed";
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (has(binding, reasons[i][0]))
			return reasons[i][1];
	if (has(binding, "pcr_changed"))
		return changed_pcrs(&context->report->arena, binding);
	return "what it is bound to changed";
}

/* The evidence of the first answer that is not known. */
static const char *unknown_because(const struct volume_binding *binding)
{
	const struct volume_answer *answers = binding->answers.items;

	for (size_t i = 0; i < binding->answers.count; i++)
		if (text_is(&answers[i].answer, "unknown"))
			return text_of(&answers[i].evidence, "");
	return "not all that decides it is known";
}

static bool has_not_tried(const struct list_fact *list)
{
	const struct volume_answer *answers = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (text_is(&answers[i].answer, "not tried"))
			return true;
	return false;
}

static bool not_tried(const struct volume_binding *binding)
{
	const struct volume_leaf *leaves = binding->bindings.items;

	for (size_t i = 0; i < binding->bindings.count; i++)
		if (has_not_tried(&leaves[i].answers))
			return true;
	return has_not_tried(&binding->answers);
}

static const struct volume_binding *deciding(const struct volume *volume)
{
	const struct volume_binding *bindings = volume->bindings.items;

	for (size_t i = 0; i < volume->bindings.count; i++)
		if (text_is(&bindings[i].verdict, text_of(&volume->verdict, "")))
			return &bindings[i];
	return NULL;
}

static const char *sentence(struct unlock_context *context, const struct volume *volume,
			    const struct volume_binding *binding)
{
	struct arena *arena = &context->report->arena;

	if (text_is(&volume->verdict, SHOULD_UNLOCK))
		return arena_printf(arena, "the TPM should unlock it%s%s",
				    is_set(&binding->pin) ? " once its PIN is typed" : "",
				    not_tried(binding)
					    ? "; whether it can load the key was not tried "
					      "(--active)"
					    : "");
	if (text_is(&volume->verdict, UNLOCK_UNKNOWN))
		return arena_printf(arena, "whether the TPM will unlock it is not known: %s",
				    unknown_because(binding));
	if (has(binding, "lockout"))
		return lockout_sentence(context);
	return arena_printf(arena, "the TPM will not unlock it, because %s",
			    reason_of(context, binding));
}

void volume_summarise(struct unlock_context *context, const struct volume_contents *contents,
		      struct volume *volume)
{
	const struct volume_binding *binding = deciding(volume);

	if (contents->error || !binding)
		fact_set_text(context->report, &volume->summary,
			      arena_printf(&context->report->arena,
					   "whether the TPM will unlock it is not known: %s",
					   text_of(&volume->error, "nothing of it was read")));
	else
		fact_set_text(context->report, &volume->summary,
			      sentence(context, volume, binding));
}
