/* SPDX-License-Identifier: BSD-2-Clause */
/* How a run of tpm-probe went, and response codes decoded. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "fact.h"

struct response_code {
	struct number_fact code;
	struct text_fact hex, layer, name, text, meaning, remedy;
	struct number_fact parameter, handle, session;
};

/* How a run of metrics went; when it was is host.time. */
struct probe_run {
	struct number_fact success; /* every TPM 2.0 that was to be asked has answered */
	struct number_fact duration_ns;
};

/* Output of a program that somebody attached: a part of what the report is made of. */
struct source {
	struct text_fact kind; /* "tpm2_getcap properties-fixed" */
	struct text_fact file;
	struct number_fact lines; /* that were understood */
};

struct failure {
	struct number_fact exit_status, code;
	struct text_fact message, remedy;
};

#endif
