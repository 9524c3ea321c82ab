/* SPDX-License-Identifier: BSD-2-Clause */
/* Public keys that sign PCR policies, and their signatures, by libcrypto. Pure. */
#ifndef POLICY_KEY_H
#define POLICY_KEY_H

#include "unlock-binding.h"

/* PEM of a SubjectPublicKeyInfo, RSA or ECC. Arena memory; never NULL: fault reports. */
const struct policy_key *policy_key_read(struct arena *arena, const void *pem, size_t size);

/* RSASSA or ECDSA with SHA-256 over the policy digest. */
bool signature_verify(const struct policy_key *key, struct bytes policy, struct bytes signature);

#endif
