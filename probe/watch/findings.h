/* SPDX-License-Identifier: BSD-2-Clause */
/* Findings of doctor that come and go. Between the files of this folder. */
#ifndef WATCH_FINDINGS_H
#define WATCH_FINDINGS_H

#include "model.h"

/*
 * Hold a report's findings about its one TPM against those before. A rule that was skipped stays what
 * it was: that a TPM does not answer mends nothing.
 */
void findings_take(struct watch_model *model, const struct watch_now *now, struct watch_tpm *tpm,
		   const struct report *report);

#endif
