/* SPDX-License-Identifier: BSD-2-Clause */
/* What came of attest --self-test. */
#ifndef REPORT_ATTESTATION_H
#define REPORT_ATTESTATION_H

#include "fact.h"

enum step_status { STEP_PASS = 1, STEP_FAIL, STEP_SKIPPED };
extern const struct enum_words step_status_words;

/* One step of attest --self-test. */
struct attest_step {
	struct text_fact name;
	struct enum_fact status; /* enum step_status */
	struct text_fact reason; /* of what did not pass; what was used by what did */
	struct number_fact duration_ns;
};

struct attestation {
	struct text_fact ek, ak,
		bank; /* "TCG EK template L-2"; "ecc p256 ecdsa sha256"; "sha256" */
	struct list_fact steps;
};

#endif
