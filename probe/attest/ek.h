/* SPDX-License-Identifier: BSD-2-Clause */
/* Endorsement keys as this TPM derives them. They are transient: whoever makes one flushes it. */
#ifndef EK_H
#define EK_H

#include "key.h"
#include "report.h"
#include "template.h"

/* Why no key can be made in a hierarchy with an empty password, by state that was collected; NULL: it
 * can. Static text. hierarchy: TPM2_RH_ENDORSEMENT or TPM2_RH_OWNER. */
const char *hierarchy_refusal(const struct tpm_report *tpm_report, TPM2_HANDLE hierarchy);

/* The template as NV changes it (nonce, or another template), where an empty password may read that. */
void ek_area(struct tpm *tpm, const struct tpm_report *tpm_report,
	     const struct ek_template *template, TPMT_PUBLIC *ret_area);

/* A policy session that fulfils the EK's policy, PolicyA or PolicyB, for one command.
 * TSS2_SYS_RC_BAD_VALUE: the TCG has no such policy for its nameAlg. */
TSS2_RC ek_start_session(struct tpm *tpm, const TPMT_PUBLIC *ek, TPM2_HANDLE *ret_session);

#endif
