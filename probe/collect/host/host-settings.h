/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_SETTINGS_H
#define HOST_SETTINGS_H

#include "report.h"
#include "root.h"

/* ITS PART OF THE HOST. */
void collect_host_settings(struct report *report, const struct root *root);

#endif
