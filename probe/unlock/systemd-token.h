/* SPDX-License-Identifier: BSD-2-Clause */
/* LUKS2 tokens of type systemd-tpm2, as systemd 248 and later write them. */
#ifndef SYSTEMD_TOKEN_H
#define SYSTEMD_TOKEN_H

#include "json-member.h"
#include "unlock-binding.h"

/* binding: kind, token, type and keyslots are set. */
void systemd_token_read(struct arena *arena, struct json_object *token,
			struct unlock_binding *binding);

/* Is the binding's shard number i signed, or of pcrlock? With both there are two. */
void systemd_shard_policies(struct unlock_binding *binding);

#endif
