/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_MODULES_H
#define HOST_MODULES_H

#include "report.h"
#include "root.h"

/* Fills its part of the report's host. */
void collect_host_modules(struct report *report, const struct root *root);

#endif
