/* SPDX-License-Identifier: BSD-2-Clause */
/* Which way to a TPM to take for what: raw node, kernel resource manager or tpm2-abrmd. Pure. */
#ifndef STACK_ADVISE_H
#define STACK_ADVISE_H

#include "report.h"

/* The needs that there is advice for, NULL-terminated: "multi-user", "boot" ... */
extern const char *const advise_needs[];

/* Append advice for one of advise_needs[] to report->advice. */
void advise(struct report *report, const char *need);

#endif
