/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_ABRMD_H
#define HOST_ABRMD_H

#include "report.h"
#include "root.h"

/* ITS PART OF THE HOST. */
void collect_host_abrmd(struct report *report, const struct root *root);

#endif
