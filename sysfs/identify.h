/* SPDX-License-Identifier: BSD-2-Clause */
/* What a character device is, whatever its file is called. */
#ifndef SYSFS_IDENTIFY_H
#define SYSFS_IDENTIFY_H

#include <sys/types.h>

#include "root.h"

/* tpmsysfs_identify() below a prefix that is open. */
int identify_below(const struct root *root, dev_t devnum, char name[32]);

#endif
