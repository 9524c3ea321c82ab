/* SPDX-License-Identifier: BSD-2-Clause */
/* Encrypted credentials of systemd-creds. */
#ifndef SYSTEMD_CREDENTIAL_H
#define SYSTEMD_CREDENTIAL_H

#include "unlock-binding.h"

/* bytes: decoded from base64. False: none that is known, and the binding is as it was. */
bool systemd_credential_read(struct arena *arena, struct bytes bytes,
			     struct unlock_binding *binding);

#endif
