/* SPDX-License-Identifier: BSD-2-Clause */
/* Through which connections a benchmark goes: what --tcti, --device, --simulator or nothing say. */
#ifndef BENCH_WAYS_H
#define BENCH_WAYS_H

#include "cmd.h"
#include "run.h"
#include "simulator.h"

struct bench_ways {
	/* One for each TPM of the report, in order. */
	struct bench_connection *connections;
	size_t n;
	struct simulator *simulator; /* NULL: none */
};

/* Opens nothing but the simulator. Returns an exit status; on failure it has said why. */
int bench_ways_find(struct run *run, struct bench_ways *ret_ways);
void bench_ways_clear(struct bench_ways *ways);

/* The TPM that a connection of this TCTI reaches, as far as its string says: "/dev/tpmrm0", "tpm1".
 * NULL: it says nothing of a node. Static, or a part of tcti, copied to buffer. */
const char *bench_way_node(const char *tcti, char buffer[256]);

#endif
