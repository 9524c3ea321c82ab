/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_SYSTEM_H
#define HOST_SYSTEM_H

#include "report.h"
#include "root.h"

/* The calling user and the container alone, of all that collect_host() collects. 0 or -errno. */
int collect_caller(struct report *report);

/* Fills its part of the report's host. */
void collect_host_kernel(struct report *report, const struct root *root);

/* Fills its part of the report's host. */
void collect_host_account(struct report *report, const struct root *root);

/* Fills its part of the report's host. */
void collect_host_files(struct report *report, const struct root *root);

#endif
