/* SPDX-License-Identifier: BSD-2-Clause */
/* What pcrs does with --log or --log-file. */
#ifndef PCRS_LOG_H
#define PCRS_LOG_H

#include "cmd.h"

/*
 * Fill the run's report with PCR values and the event log that the options name, held against each
 * other. A saved log needs no TPM: then it is only replayed. Returns an exit status, EXIT_GENERAL if
 * the log does not hold; if it is not EXIT_OK it has said why.
 */
int collect_pcrs_and_log(struct run *run);

/*
 * Beside the TPM that was asked, for another command: the log of --log-file, or its own, where there is
 * one. Says nothing: what came of it stands in the TPM's event_log.
 */
void collect_log_beside(struct run *run, struct tpm_report *tpm_report);

#endif
