/* SPDX-License-Identifier: BSD-2-Clause */
/* How a TPM was reached. */
#ifndef REPORT_CONNECTION_H
#define REPORT_CONNECTION_H

#include "fact.h"

/* How the TPM was reached. */
struct connection {
	struct text_fact tcti, chosen_by, node;
	struct number_fact kernel_rm, commands, retries, open_ns, error;
	struct text_fact error_text, remedy;
	struct list_fact left_out; /* texts: what the limit of commands left no room for */
};

#endif
