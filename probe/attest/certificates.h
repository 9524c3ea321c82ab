/* SPDX-License-Identifier: BSD-2-Clause */
/* EK certificates held against the TPM that they stand in, and against who is trusted. */
#ifndef CERTIFICATES_H
#define CERTIFICATES_H

#include "chain.h"
#include "ek.h"
#include "keys.h"

/*
 * Does each certify the key that this TPM derives? Derived keys are transient; where the endorsement
 * hierarchy has a password, the persistent keys tell. tpm_report: identity, contents and keys are
 * collected. Returns false if a key could not be flushed.
 */
bool certificates_match(struct report *report, struct tpm_report *tpm_report, struct tpm *tpm);

/* Over the chain in NV, to a certificate that is trusted. */
void certificates_verify(struct tpm_report *tpm_report, const struct trust *trust,
			 struct report *report);

/* One certificate, over the TPM's chain: NULL, or why not. */
const char *certificate_verify(const struct tpm_report *tpm_report,
			       const struct ek_certificate *certificate, const struct trust *trust);

/* Serial numbers and bytes go out of the report. */
void certificates_forget(struct report *report);

#endif
