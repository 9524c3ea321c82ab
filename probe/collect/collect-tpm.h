/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef COLLECT_TPM_H
#define COLLECT_TPM_H

#include <tss2/tss2_common.h>

#include "report.h"

struct tpm;

/*
 * Ask a TPM. parts: enum collect_part. One capability page is fetched once, whatever parts want it.
 * Where tpm_limit_commands() leaves no room, facts stay unasked, and connection.left_out names the part.
 * Returns 0, or the TSS2_RC that ended the questions (then also in the facts concerned and in
 * tpm->connection).
 */
TSS2_RC collect_tpm(struct report *report, struct tpm_report *tpm_report, struct tpm *tpm,
		    unsigned int parts);

#endif
