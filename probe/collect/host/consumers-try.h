/* SPDX-License-Identifier: BSD-2-Clause */
/* Trying what consumers_find() says that programs get. */
#ifndef COLLECT_CONSUMERS_TRY_H
#define COLLECT_CONSUMERS_TRY_H

#include "report.h"

struct consumer_attempt {
	bool raw;	 /* open raw nodes too */
	bool round_trip; /* send a command */
	long timeout_ms; /* for its answer; -1: none */
};

/*
 * Does it open? The module is loaded as the program would load it. A node is opened and closed; of a
 * simulator it is looked whether somebody listens; tpm2-abrmd is asked only where its name has an
 * owner, so that nobody is started. With round_trip eight random bytes are asked for, through the
 * TCTI itself; without it no TPM command is sent.
 * Consumers that have a state already keep it.
 */
void collect_consumers(struct report *report, const struct consumer_attempt *attempt);

#endif
