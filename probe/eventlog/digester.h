/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DIGESTER_H
#define DIGESTER_H

#include "eventlog.h"
#include "span.h"

/* A hash that is used often. NULL: libcrypto does not have it. */
struct digester;
struct digester *digester_new(uint16_t algorithm);
void digester_free(struct digester *digester);

/* The hash of a followed by b (which may be empty). Returns false if libcrypto fails. */
bool digester_hash(struct digester *digester, struct span a, struct span b,
		   uint8_t out[EVENTLOG_MAX_DIGEST]);

/* May a hash of size bytes be taken? Counts it; after false nothing may any more. */
bool digest_afford(size_t *budget, size_t size);

#endif
