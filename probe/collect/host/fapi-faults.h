/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FAPI_FAULTS_H
#define FAPI_FAULTS_H

#include "report.h"

/* Fill report->host->fapi.faults: what of that text the feature API refuses or passes over. */
void fapi_find_faults(struct report *report, const char *text, size_t size);

#endif
