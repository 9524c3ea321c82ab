/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ANSWER_LOAD_H
#define ANSWER_LOAD_H

#include "unlock-context.h"

/*
 * Can this TPM load the key? By the name of its parent, where the token has it; where loading was tried, by
 * that. Adds the answer and its causes.
 */
enum answer answer_load(struct unlock_context *context, const struct volume_contents *contents,
			const struct unlock_binding *binding, struct volume_binding *record);

/* What proves that the TPM was cleared lately, as a clause; NULL: nothing does. Arena memory. */
const char *tpm_clear_evidence(struct unlock_context *context);

/* The binding's parent, or one like it, is subject to the lockout. */
bool parent_lacks_no_da(const struct unlock_context *context, const struct unlock_binding *binding);

#endif
