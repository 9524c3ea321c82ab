/* SPDX-License-Identifier: BSD-2-Clause */
/* Trying what consumers_find() says that programs get. */
#ifndef COLLECT_CONSUMERS_TRY_H
#define COLLECT_CONSUMERS_TRY_H

#include "report.h"

struct consumer_attempt {
	bool raw;	 /* open raw nodes too */
	bool round_trip; /* open it, and send a command */
	long timeout_ms; /* for its answer; -1: none */
};

/*
 * Without round_trip nothing is loaded, opened or connected to: what a node's permissions allow, and
 * whether somebody listens where a simulator should, is looked at. With it the module is loaded as the
 * program would load it, tpm2-abrmd is asked only where its name has an owner, so that nobody is
 * started, and eight random bytes are asked for through the TCTI; but only where nobody except root
 * and the effective user could have chosen what that loads, starts or opens.
 * Consumers that have a state already keep it.
 */
void collect_consumers(struct report *report, const struct consumer_attempt *attempt);

#endif
