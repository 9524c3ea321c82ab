/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_ABRMD_H
#define HOST_ABRMD_H

#include "report.h"
#include "root.h"

/* Fills its part of the report's host. */
void collect_host_abrmd(struct report *report, const struct root *root);

#endif
