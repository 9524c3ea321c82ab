/* SPDX-License-Identifier: BSD-2-Clause */
/* Words for bindings. */
#include "unlock-binding.h"

const char *binding_kind_text(enum binding_kind kind)
{
	static const char *const texts[BINDING_KINDS] = {
		[BINDING_OTHER] = "other",
		[BINDING_SYSTEMD_TPM2] = "systemd-tpm2",
		[BINDING_CLEVIS_TPM2] = "clevis-tpm2",
		[BINDING_CLEVIS_SSS] = "clevis-sss",
		[BINDING_CLEVIS_TANG] = "clevis-tang",
		[BINDING_CLEVIS_OTHER] = "clevis-other",
		[BINDING_SYSTEMD_CREDS] = "systemd-creds",
		[BINDING_TSS2_KEY] = "tss2-key",
		[BINDING_GRUB_TPM2] = "grub-tpm2",
		[BINDING_UBUNTU_FDE] = "ubuntu-fde",
		[BINDING_TRUSTED_KEY] = "trusted-key",
		[BINDING_NO_TPM] = "no-tpm",
	};

	return texts[kind];
}

bool binding_wants_tpm(const struct unlock_binding *binding)
{
	switch (binding->kind) {
	case BINDING_OTHER:
	case BINDING_CLEVIS_OTHER:
	case BINDING_CLEVIS_TANG:
	case BINDING_NO_TPM:
	case BINDING_KINDS:
		return false;
	case BINDING_CLEVIS_SSS:
		for (size_t i = 0; i < binding->n_children; i++)
			if (binding_wants_tpm(&binding->children[i]))
				return true;
		return false;
	case BINDING_SYSTEMD_CREDS:
		return binding->n_shards;
	case BINDING_SYSTEMD_TPM2:
	case BINDING_CLEVIS_TPM2:
	case BINDING_TSS2_KEY:
	case BINDING_GRUB_TPM2:
	case BINDING_UBUNTU_FDE:
	case BINDING_TRUSTED_KEY:
		return true;
	}
	return true;
}

const char *pcr_list_text(struct arena *arena, uint32_t pcrs, const char *separator)
{
	struct arena_text text = { .arena = arena };

	for (unsigned int pcr = 0; pcr < PCR_COUNT; pcr++)
		if (pcrs & UINT32_C(1) << pcr)
			arena_text_add(&text, separator, arena_printf(arena, "%u", pcr));
	return arena_text_or(&text, "");
}
