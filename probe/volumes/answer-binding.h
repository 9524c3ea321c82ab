/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ANSWER_BINDING_H
#define ANSWER_BINDING_H

#include "unlock-context.h"

/* Will the TPM release what this binding seals? Fills the record: what it is, the four answers, causes,
 * verdict; remedy and commands are remedy.h's. */
void answer_binding(struct unlock_context *context, const struct volume_contents *contents,
		    const struct unlock_binding *binding, struct volume_binding *record);

/* The verdict of several: the best. "unknown" where there are none. */
const char *best_verdict(const struct list_fact *bindings);

/* "8 min": until an authorization is possible again, at most; NULL: not known. Arena memory. */
const char *lockout_wait(const struct unlock_context *context);

#define SHOULD_UNLOCK	"should_unlock"
#define WILL_NOT_UNLOCK "will_not_unlock"
#define UNLOCK_UNKNOWN	"unknown"

#endif
