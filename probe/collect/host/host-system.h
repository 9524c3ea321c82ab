/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_SYSTEM_H
#define HOST_SYSTEM_H

#include "report.h"
#include "root.h"

/* The calling user alone, of all that collect_host() collects. */
void collect_caller(struct report *report);

/* ITS PART OF THE HOST. */
void collect_host_kernel(struct report *report, const struct root *root);

/* ITS PART OF THE HOST. */
void collect_host_account(struct report *report, const struct root *root);

/* ITS PART OF THE HOST. */
void collect_host_files(struct report *report, const struct root *root);

#endif
