/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reaching a target. Each returns an exit status; the reason stands in the TPM's connection, where
 * connect_say() takes it from.
 */
#ifndef CONNECT_H
#define CONNECT_H

#include "target.h"

/*
 * Open a target, ask its TPM (parts: enum collect_part), and let the command do its own part through the
 * same connection (struct cmd: work), guarded so that nothing stays loaded. Adds the verdicts. A target
 * that cannot be opened returns why.
 */
int connect_target(struct run *run, const struct target *target, unsigned int parts);

/* What it means that a target did not open, and what that the questions ended with rc. */
int connect_not_opened(struct run *run, const struct target *target, TSS2_RC rc);
int connect_judge(struct run *run, struct tpm_report *tpm_report, TSS2_RC rc, unsigned int parts);

/* Say why one of the above returned status; nothing if that was EXIT_OK. Returns status. */
int connect_say(struct run *run, const struct tpm_report *tpm_report, int status);

#endif
