/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_LOG_H
#define HOST_LOG_H

#include "report.h"
#include "root.h"

/* Fills its part of the report's host. */
void collect_host_log(struct report *report, const struct root *root);

#endif
