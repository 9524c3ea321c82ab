/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ANSWER_POLICY_H
#define ANSWER_POLICY_H

#include "unlock-context.h"

/*
 * Does the policy hold with these values? The digest is computed in software, signatures are verified, and
 * values are compared with those of pcrlock's file. Adds the answer, its causes, and the PCRs that differ.
 */
enum answer answer_policy(struct unlock_context *context, const struct unlock_binding *binding,
			  const struct moment_values *values, struct volume_binding *record);

/* The NV index of a binding's pcrlock policy: by the token, else by the file; 0: not known. */
uint32_t pcrlock_index(const struct unlock_binding *binding, const struct pcrlock_policy *policy);

#endif
