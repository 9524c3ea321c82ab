/* SPDX-License-Identifier: BSD-2-Clause */
/* Between the files that make up self_test(). */
#ifndef SELF_TEST_STEPS_H
#define SELF_TEST_STEPS_H

#include "attestation.h"
#include "chain.h"
#include "ek.h"

enum { PCRS_MAX = 8, OWNED_MAX = 8 };

/* What goes from step to step. */
struct self_test {
	struct report *report;
	struct tpm_report *tpm_report;
	struct tpm *tpm;
	const struct trust *trust; /* NULL: no --verify */

	const struct ek_template *template; /* NULL at first: the best that the TPM has */
	struct tpm_key ek, ak, parent;
	TPM2B_DATA nonce;
	TPML_PCR_SELECTION selected;
	TPM2B_ATTEST attest;
	TPMT_SIGNATURE signature;
	TPMS_ATTEST quote;

	/* To be flushed; a persistent parent is not among them. */
	TPM2_HANDLE owned[OWNED_MAX];
	size_t n_owned;
	TSS2_RC flush_rc; /* the first that failed */
	const char *note; /* of this step: why it did not pass, or what it used */
};

/* Fail with what the TPM or its transport answered to a command. */
enum step_status step_rc(struct self_test *test, const char *command, TSS2_RC rc);
enum step_status step_fail(struct self_test *test, const char *why);
enum step_status step_skip(struct self_test *test, const char *why);
/* As a verdict of verify.h: NULL passes. */
enum step_status step_verdict(struct self_test *test, const char *why);

/* Loaded now; flushed by step_flush(), at the latest at the end. */
void step_own(struct self_test *test, TPM2_HANDLE handle);
void step_flush(struct self_test *test, TPM2_HANDLE handle);
void step_flush_all(struct self_test *test);

/* "ecc p256", "rsa 2048" */
const char *step_kind(struct self_test *test, const TPMT_PUBLIC *area);
bool step_has_curve(const struct self_test *test, TPM2_ECC_CURVE curve);
bool step_has_algorithm(const struct self_test *test, TPM2_ALG_ID algorithm);
/* A signing key's template, of the same type as the parent. restricted: an attestation key. */
void step_signing_area(const TPMT_PUBLIC *parent, bool restricted, TPMT_PUBLIC *ret_area);

#endif
