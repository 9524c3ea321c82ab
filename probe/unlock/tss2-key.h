/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TSS2 PRIVATE KEY (draft-bottomley-tpm2-keys): keys of OpenSSL's providers and of ssh-tpm-agent,
 * trusted keys of the kernel, sealed files of GRUB.
 */
#ifndef TSS2_KEY_H
#define TSS2_KEY_H

#include "unlock-binding.h"

/* DER. False: it is none, and the binding is as it was. kind, token and type are the caller's. */
bool tss2_key_read(struct arena *arena, struct bytes der, struct unlock_binding *binding);

/* Is the object that it holds sealed data, and no key? */
bool tss2_key_is_sealed(struct bytes der);

#endif
