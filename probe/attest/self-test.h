/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The self-test of attestation and storage: what a remote verifier and a program that seals would do,
 * from end to end, with keys that exist for its length only.
 */
#ifndef SELF_TEST_H
#define SELF_TEST_H

#include "chain.h"
#include "ek.h"

struct self_test_options {
	const struct ek_template
		*template;	   /* NULL: the best that the TPM has, certified ones first */
	const struct trust *trust; /* for the step "certificate"; NULL: no --verify */
};

/*
 * Run it. tpm_report: with identity, contents and keys collected; gets `attestation`.
 * Returns false if a step failed. What could not be flushed is a failed step.
 */
bool self_test(struct report *report, struct tpm_report *tpm_report, struct tpm *tpm,
	       const struct self_test_options *options);

#endif
