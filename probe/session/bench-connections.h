/* SPDX-License-Identifier: BSD-2-Clause */
/* Through which connections a benchmark goes: what --tcti, --device, --simulator or nothing say. */
#ifndef BENCH_CONNECTIONS_H
#define BENCH_CONNECTIONS_H

#include "bench-run.h"
#include "run.h"
#include "simulator.h"

struct bench_connections {
	/* One for each TPM of the report, in order. */
	struct bench_connection *connections;
	size_t n;
	struct simulator *simulator; /* NULL: none */
};

/* Opens nothing but the simulator. Returns an exit status; on failure it has said why. */
int bench_connections_find(struct run *run, struct bench_connections *ret_ways);
void bench_connections_clear(struct bench_connections *ways);

/* The TPM that a connection of this TCTI reaches, as far as its string says: "/dev/tpmrm0", "tpm1".
 * NULL: it says nothing of a node. Static, or a part of tcti, copied to buffer. */
const char *tcti_node_named(const char *tcti, char buffer[256]);

#endif
