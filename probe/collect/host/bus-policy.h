/* SPDX-License-Identifier: BSD-2-Clause */
/* Whom a policy file of the D-Bus lets send to a name. Pure: takes any text. */
#ifndef BUS_POLICY_H
#define BUS_POLICY_H

#include <stdbool.h>
#include <stddef.h>

struct policy_span {
	const char *name;
	size_t size;
	bool is_group; /* else a user */
};

/* The next <policy user=...> or <policy group=...> behind *at that lets send to destination; moves
 * *at. */
bool bus_policy_next(const char **at, const char *destination, struct policy_span *ret_span);

#endif
