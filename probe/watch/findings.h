/* SPDX-License-Identifier: BSD-2-Clause */
/* Findings of doctor that come and go. Between the files of this directory. */
#ifndef WATCH_FINDINGS_H
#define WATCH_FINDINGS_H

#include "watch-state.h"

/*
 * Hold a report's findings about its one TPM against those before. A rule that was skipped stays what
 * it was, as a TPM that does not answer is not fixed by that, unless another rule explains it.
 */
void findings_take(struct watch_model *model, const struct watch_now *now, struct watch_tpm *tpm,
		   const struct report *report);

/* Is this rule found with the TPM, as far as it was examined? */
bool watch_found(const struct watch_tpm *tpm, const char *rule);

#endif
