/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Who uses which NV index and which persistent handle, and their attributes in words.
 *
 * Ranges: TCG Registry of Reserved TPM 2.0 Handles and Localities 1.1, section 2.2; TCG EK Credential
 * Profile 2.5, 2.2.1; the UAPI group's Linux TPM 2.0 NV Index Registry; and, where nobody registered
 * anything, what Windows, Azure and Google's cloud are known to use. Pure.
 */
#ifndef NAMES_REGISTRY_H
#define NAMES_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Static texts. "TPM maker", "platform owner"; never NULL. */
const char *nv_owner(uint32_t index);
/* "EK certificate, RSA 2048", "systemd NvPCR"; NULL: nothing known of this one. */
const char *nv_purpose(uint32_t index);
/* "ordinary", "counter", "bits", "extend", "pin fail", "pin pass"; NULL: none of these. */
const char *nv_type(uint32_t attributes);

/* "owner", "endorsement", "platform": whose range it is; never NULL for a persistent handle. */
const char *persistent_hierarchy(uint32_t handle);
/* "storage root key (SRK)", "endorsement key (EK)"; NULL: no such convention. */
const char *persistent_purpose(uint32_t handle);

/* Attributes bit by bit, as the specification spells them ("fixedTPM", "ownerread"). Bit: 0 to 31.
 * NULL: reserved, or no bit of its own. */
const char *object_attribute(unsigned int bit);
const char *nv_attribute(unsigned int bit);

#endif
