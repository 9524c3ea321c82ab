/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_SETTINGS_H
#define HOST_SETTINGS_H

#include "report.h"
#include "root.h"

/* Fills its part of the report's host. */
void collect_host_settings(struct report *report, const struct root *root);

#endif
