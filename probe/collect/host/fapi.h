/* SPDX-License-Identifier: BSD-2-Clause */
/* The feature API's configuration and profile, as texts of JSON. Pure: takes any text. */
#ifndef COLLECT_FAPI_H
#define COLLECT_FAPI_H

#include "report.h"

/* Fill report->host->fapi from the text of fapi-config.json; what is wrong with it is a fact. */
void fapi_read_config(struct report *report, const char *text, size_t size);

/* Fill report->host->fapi.faults: what of that text the feature API refuses or passes over. */
void fapi_find_faults(struct report *report, const char *text, size_t size);

/* Fill report->host->fapi from the text of a profile. */
void fapi_read_profile(struct report *report, const char *text, size_t size);

#endif
