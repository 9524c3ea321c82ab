/* SPDX-License-Identifier: BSD-2-Clause */
/* The context of the public functions. */
#ifndef SYSFS_CONTEXT_H
#define SYSFS_CONTEXT_H

#include "root.h"
#include "tpmsysfs.h"

struct tpmsysfs {
	struct root root;
};

#endif
