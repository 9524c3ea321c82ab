/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef REMEDY_H
#define REMEDY_H

#include "unlock-context.h"

/*
 * What to do about each binding of a volume that has its answers: remedy and commands, and the volume's
 * notes: what is fragile, and what a command would cost. Enrolling again is a command only where it is
 * shown what changed; else a hint.
 */
void remedies_add(struct unlock_context *context, const struct volume_contents *contents,
		  struct volume *volume);

#endif
