/* SPDX-License-Identifier: BSD-2-Clause */
/* Which tpmN and tpmrmN are one TPM. */
#ifndef SYSFS_PAIR_H
#define SYSFS_PAIR_H

#include "tpmsysfs.h"

/*
 * Group nodes into TPMs. parents[i] is the parent's path of nodes[i], or NULL. The nodes become the
 * list's on success; parents stay the caller's.
 */
int pair_nodes(struct tpmsysfs_node *const *nodes, char *const *parents, size_t count,
	       struct tpmsysfs_list *list);

#endif
