/* SPDX-License-Identifier: BSD-2-Clause */
/* What clevis stores: JWE whose protected header names a pin and what the pin needs. */
#ifndef CLEVIS_TOKEN_H
#define CLEVIS_TOKEN_H

#include "json-member.h"
#include "unlock-binding.h"

/* A LUKS2 token of type clevis. binding: kind, token, type and keyslots are set. */
void clevis_token_read(struct arena *arena, struct json_object *token,
		       struct unlock_binding *binding);

/* A compact JWE: luksmeta's, a file's. False: the text is none of clevis, and the binding is as it
 * was. */
bool clevis_jwe_read(struct arena *arena, const char *text, size_t size,
		     struct unlock_binding *binding);

#endif
