/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DIGEST_INPUT_H
#define DIGEST_INPUT_H

#include "eventlog.h"
#include "span.h"

enum { MAX_DIGEST_INPUTS = 8 };

/* Bytes over which a digest may be taken: a followed by b. */
struct digest_input {
	struct span a, b;
};

/* Not to be copied: an input may point into ascii. */
struct digest_inputs {
	size_t n;
	struct digest_input input[MAX_DIGEST_INPUTS];
	uint8_t ascii[32];
};

/* What of an event's data its digest may be over; none for types whose digest is never over them. */
void eventlog_digest_inputs(const struct eventlog *log, const struct eventlog_event *event,
			    struct digest_inputs *ret_inputs);

#endif
