/* SPDX-License-Identifier: BSD-2-Clause */
/* Which tpmN and tpmrmN are one TPM. */
#ifndef SYSFS_PAIR_H
#define SYSFS_PAIR_H

#include <stdbool.h>

#include "kernel-node.h"

/* One TPM. */
struct tpmsysfs_tpm {
	char *name;		   /* the raw node's kernel name: "tpm0" */
	unsigned int number;	   /* N of tpmN */
	struct tpmsysfs_node *raw; /* NULL if the class has no such entry */
	struct tpmsysfs_node *rm;  /* NULL: TPM 1.2, firmware-upgrade mode, kernel before 4.12 */
	char *parent;		   /* syspath of the parent device; NULL for a virtual TPM */
};

struct tpmsysfs_list {
	struct tpmsysfs_tpm **tpms; /* ordered by number */
	size_t count;
	bool from_sysfs; /* false: no /sys/class/tpm here, found by the usual names in /dev only */
};

void tpmsysfs_list_free(struct tpmsysfs_list *list);

/*
 * Group nodes into TPMs. parents[i] is the parent's path of nodes[i], or NULL. The nodes become the
 * list's on success; parents stay the caller's.
 */
int pair_nodes(struct tpmsysfs_node *const *nodes, char *const *parents, size_t count,
	       struct tpmsysfs_list *list);

#endif
